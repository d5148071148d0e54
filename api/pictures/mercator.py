"""Web Mercator within a picture: from degrees to pixels, as the pages' map has it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from api.pictures.drawing import Box
from api.published.parameters import FARTHEST_NORTH, MOST_ZOOM, Bounds, View
from geo.geodesic import FloatArray, geodesic_distance_m

# Pixels of the whole world at zoom 0, as of Leaflet and of tiles.
WORLD_PX = 256
# A picture of one facility shows its street, not its doorstep (as the pages' map does).
CLOSEST_WHOLE_ZOOM = 17


@dataclass(frozen=True)
class Window:
    """A part of the world in a box of a picture.

    Parameters
    ----------
    x, y
        The middle, as a share of the world from its north-west corner.
    zoom
        Of Web Mercator, in pixels of the picture.
    """

    box: Box
    x: float
    y: float
    zoom: float

    @property
    def scale(self) -> float:
        """Pixels of the whole world."""
        return float(WORLD_PX * 2**self.zoom)

    def place(self, lon: FloatArray, lat: FloatArray) -> FloatArray:
        """Return positions in degrees as pixels, shape (n, 2)."""
        share = _shares(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
        middle = (self.box.x + self.box.width / 2, self.box.y + self.box.height / 2)
        placed: FloatArray = (share - (self.x, self.y)) * self.scale + middle
        return placed

    def shapes(self, shapes: np.ndarray[Any, np.dtype[np.object_]]) -> Any:
        """Return shapely geometries in degrees as ones in pixels."""
        return shapely.transform(shapes, lambda points: self.place(points[:, 0], points[:, 1]))

    def metres_a_px(self) -> float:
        """Return the length of a pixel from west to east at the middle, on the ellipsoid."""
        lon, lat = self.middle
        # Short enough that the parallel is no arc, far above what doubles resolve.
        step_deg = 360 / self.scale
        return float(geodesic_distance_m(lon, lat, np.array([lon + step_deg]), np.array([lat]))[0])

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return _degrees(self.x, self.y)

    @property
    def bounds(self) -> Bounds:
        """What it shows; where that is more than the world, the world."""
        half_width, half_height = (
            side / 2 / self.scale for side in (self.box.width, self.box.height)
        )
        west, north = _degrees(max(self.x - half_width, 0), max(self.y - half_height, 0))
        east, south = _degrees(min(self.x + half_width, 1), min(self.y + half_height, 1))
        return Bounds(west, south, east, north)


def window_of(view: View | Bounds, box: Box, *, border_px: float = 0) -> Window:
    """Return the window that shows a view.

    Parameters
    ----------
    border_px
        Room that stays free around a box of degrees.
    """
    if isinstance(view, View):
        ((x, y),) = _shares(np.array([view.lon]), np.array([view.lat])).tolist()
        return Window(box, x, y, view.zoom)
    corners = _shares(np.array([view.west, view.east]), np.array([view.north, view.south]))
    (left, top), (right, bottom) = corners.tolist()
    zooms = [
        math.log2(max(room - 2 * border_px, 1) / WORLD_PX / share)
        for room, share in ((box.width, right - left), (box.height, bottom - top))
        if share > 0
    ]
    zoom = min([*zooms, MOST_ZOOM if zooms else CLOSEST_WHOLE_ZOOM])
    return Window(box, (left + right) / 2, (top + bottom) / 2, zoom)


def _degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a position in shares of the world."""
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def _shares(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return positions as shares of the world's width and height, shape (n, 2)."""
    phi = np.radians(np.clip(lat, -FARTHEST_NORTH, FARTHEST_NORTH))
    return np.column_stack(((lon + 180) / 360, (1 - np.arcsinh(np.tan(phi)) / math.pi) / 2))
