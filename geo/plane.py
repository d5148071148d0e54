"""A plane in metres around a place: where lines cross, which is nearest, what an area has.

A transverse Mercator of the place's own, centred on it, with true scale on the central meridian. It
keeps angles, and at 30 km from that meridian lengths are 11 mm too long a kilometre; `lengths_m`
takes that out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from pyproj import Proj

from geo.errors import GeoError
from geo.geodesic import FloatArray, mean_radius_m

ObjectArray = np.ndarray[Any, np.dtype[np.object_]]

# So far from the middle, a transverse Mercator's lengths are still within 1 % and go back exactly.
FARTHEST_M = 800_000.0


class PlaneError(GeoError):
    """Positions have no common plane: there are none, or they lie too far apart."""


@dataclass(frozen=True)
class Plane:
    """A plane in metres, x to the east and y to the north, around a WGS 84 position in degrees."""

    lon: float
    lat: float

    @cached_property
    def _projection(self) -> Proj:
        return Proj(proj="tmerc", lon_0=self.lon, lat_0=self.lat, ellps="WGS84")

    @cached_property
    def _radius_m(self) -> float:
        return float(mean_radius_m(np.array(self.lat)))

    def from_wgs84(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        """Return positions in degrees as x and y in metres, shape (n, 2); NaN where one is."""
        x, y = self._projection(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
        positions = np.column_stack((x, y))
        positions[~np.isfinite(positions).all(axis=1)] = np.nan
        return positions

    def to_wgs84(self, positions: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes of positions of shape (n, 2), each of shape (n,)."""
        lon, lat = self._projection(positions[:, 0], positions[:, 1], inverse=True)
        return np.asarray(lon), np.asarray(lat)

    def shapes_from_wgs84(self, shapes: ObjectArray) -> ObjectArray:
        """Return shapely geometries in degrees as ones in metres, shape (n,); None stays None."""

        def moved(positions: FloatArray) -> FloatArray:
            return self.from_wgs84(positions[:, 0], positions[:, 1])

        return np.asarray(shapely.transform(np.asarray(shapes, object), moved), object)

    def shapes_to_wgs84(self, shapes: ObjectArray) -> ObjectArray:
        """Return shapely geometries in metres as ones in degrees, shape (n,); None stays None."""

        def moved(positions: FloatArray) -> FloatArray:
            return np.column_stack(self.to_wgs84(positions))

        return np.asarray(shapely.transform(np.asarray(shapes, object), moved), object)

    def lengths_m(self, starts: FloatArray, ends: FloatArray) -> FloatArray:
        """Return the lengths on the ellipsoid of lines in the plane, shape (n,).

        Within a millimetre of the geodesic for a street, and within 2 cm for 20 km: the scale of a
        transverse Mercator, 1 + x²/2R² (Snyder 1987, equation 8-11), is averaged along the line.

        Parameters
        ----------
        starts, ends
            In metres, shape (n, 2).
        """
        x, to_x = starts[:, 0], ends[:, 0]
        apart = np.hypot(to_x - x, ends[:, 1] - starts[:, 1])
        return np.asarray(apart / (1 + (x * x + x * to_x + to_x * to_x) / (6 * self._radius_m**2)))

    def areas_m2(self, shapes: ObjectArray) -> FloatArray:
        """Return the areas on the ellipsoid of shapes in the plane, shape (n,).

        By the scale at their middle: within a few square metres a square kilometre.
        """
        west, _, east, _ = shapely.bounds(shapes).reshape(-1, 4).T
        # What is empty has no middle, and no area.
        middle = np.nan_to_num((west + east) / 2)
        return np.asarray(shapely.area(shapes) / self.scale(middle) ** 2)

    def scale(self, x: FloatArray) -> FloatArray:
        """Return how much longer a metre is in the plane at these eastings, shape (n,)."""
        return np.asarray(1 + (x / self._radius_m) ** 2 / 2)


def plane_around(lon: FloatArray, lat: FloatArray) -> Plane:
    """Return the plane around the middle of the box that positions in degrees lie in.

    Rounded to a hundredth of a degree, so that one more facility seldom makes another plane.

    Parameters
    ----------
    lon, lat
        Shape (n,); those that are not finite are left out.

    Raises
    ------
    PlaneError
        None is finite, or they lie more than 1,600 km apart.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        raise PlaneError("no position is known, so there is no place to draw")
    east, north = np.asarray(lon)[known], np.asarray(lat)[known]
    if np.ptp(east) > 180:
        east = np.where(east < 0, east + 360, east)
    middle = (float(east.min() + east.max()) / 2, float(north.min() + north.max()) / 2)
    plane = Plane(round((middle[0] + 180) % 360 - 180, 2), round(middle[1], 2))
    corners = np.array([east.min(), east.max(), middle[0]]), np.array([north.min(), north.max()])
    box = plane.from_wgs84(np.repeat(corners[0], 2), np.tile(corners[1], 3))
    if not (np.abs(box) <= FARTHEST_M).all():
        raise PlaneError(
            "the positions lie more than 1,600 km apart; is longitude and latitude swapped in some?"
        )
    return plane
