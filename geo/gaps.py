"""Where nobody is within reach: gaps as polygons, with the households in them, ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.network.reach import parts_of
from geo.plane import ObjectArray, Plane

# A circle of 128 corners lies within it by at most 0.03 % of its radius.
CORNERS_A_QUARTER = 32


@dataclass(frozen=True)
class Gap:
    """One connected area out of reach.

    Parameters
    ----------
    area
        Polygon in metres of the plane.
    area_m2
        On the ellipsoid.
    weight
        Households there that are not served.
    """

    area: Any
    area_m2: float
    weight: float


@dataclass(frozen=True)
class ServedAndGaps:
    """A place cut in two: together they are the place, and they have no area in common.

    Parameters
    ----------
    served
        Within reach, in the plane; may be empty.
    served_m2
        Its area.
    gaps
        The most households first, then the largest.
    """

    served: Any
    served_m2: float
    gaps: tuple[Gap, ...]


def straight_served_area(facilities: ObjectArray, threshold_m: float) -> Any:
    """Return what lies within a straight distance of facilities, in their plane.

    Parameters
    ----------
    facilities
        Points and areas in metres, shape (f,); None and empty ones serve nothing.
    """
    known = facilities[~(shapely.is_missing(facilities) | shapely.is_empty(facilities))]
    around = shapely.buffer(known, threshold_m, quad_segs=CORNERS_A_QUARTER)
    return shapely.union_all(around)


def served_and_gaps(
    plane: Plane, place: Any, served: Any, places: FloatArray, unserved: FloatArray
) -> ServedAndGaps:
    """Return a place cut into what is served and the gaps.

    Parameters
    ----------
    place
        Polygon or MultiPolygon in metres of the plane, valid.
    served
        Where a household would be within reach; what is outside of the place is cut off.
    places, unserved
        Where people live, shape (n, 2), and how many there are not served, shape (n,). Each
        counts for the gap that it lies in, or where the drawing is coarser than the count, for
        the nearest.
    """
    reached = shapely.intersection(served, place)
    parts = parts_of(shapely.difference(place, reached))
    weight: FloatArray = np.zeros(len(parts))
    rows = np.flatnonzero((unserved > 0) & np.isfinite(places).all(axis=1))
    if len(parts) and len(rows):
        points = shapely.points(places[rows])
        _, part = shapely.STRtree(parts).query_nearest(points, all_matches=False)
        np.add.at(weight, part, unserved[rows])
    areas_m2 = plane.areas_m2(parts)
    # By position at last, so that the order never hangs on chance.
    west, south, *_ = shapely.bounds(parts).reshape(-1, 4).T
    order = np.lexsort((south, west, -areas_m2, -weight))
    gaps = tuple(Gap(parts[row], float(areas_m2[row]), float(weight[row])) for row in order)
    served_m2 = float(plane.areas_m2(np.array([reached], object))[0])
    return ServedAndGaps(reached, served_m2, gaps)
