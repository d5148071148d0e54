"""Where nobody is within reach: gaps as polygons, with the households in them, ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.ndimage import binary_dilation

from geo.contour import area_below, parts_of
from geo.geodesic import FloatArray
from geo.inside import NONE, first_area
from geo.plane import ObjectArray, Plane

# A circle of 128 corners lies within it by at most 0.03 % of its radius.
CORNERS_A_QUARTER = 32
# Fields between two settlements would make one gap of them, and of half a district: a gap where
# people live ends 50 to 75 m from the last of them, on a grid of house and garden.
BLOCK_M = 50.0
MOST_BLOCKS_ACROSS = 3000


@dataclass(frozen=True)
class Gap:
    """One connected area out of reach: where people live, or where nobody does.

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
        the nearest. What is out of reach is cut where nobody lives, so that two settlements are
        two gaps.
    """
    reached = shapely.intersection(served, place)
    rows = np.flatnonzero((unserved > 0) & np.isfinite(places).all(axis=1))
    lived_in = _around(places[rows])
    rest = shapely.difference(place, reached)
    inhabited = parts_of(shapely.intersection(rest, lived_in))
    empty = parts_of(shapely.difference(rest, lived_in))
    parts = np.concatenate((inhabited, empty))
    weight: FloatArray = np.zeros(len(parts))
    if len(parts) and len(rows):
        # Where nobody lives, nobody is counted; unless all that is left is such.
        some = inhabited if len(inhabited) else parts
        part = first_area(some, places[rows])
        beside = np.flatnonzero(part == NONE)
        points = shapely.points(places[rows[beside]])
        part[beside] = shapely.STRtree(some).query_nearest(points, all_matches=False)[1]
        np.add.at(weight, part, unserved[rows])
    areas_m2 = plane.areas_m2(parts)
    # By position at last, so that the order never hangs on chance.
    west, south, *_ = shapely.bounds(parts).reshape(-1, 4).T
    order = np.lexsort((south, west, -areas_m2, -weight))
    gaps = tuple(Gap(parts[row], float(areas_m2[row]), float(weight[row])) for row in order)
    served_m2 = float(plane.areas_m2(np.array([reached], object))[0])
    return ServedAndGaps(reached, served_m2, gaps)


def _around(places: FloatArray) -> Any:
    """Return the blocks in which places lie and those beside them; what touches is one area."""
    if not len(places):
        return shapely.Polygon()
    low = places.min(axis=0)
    block_m = max(BLOCK_M, float(np.ptp(places, axis=0).max()) / MOST_BLOCKS_ACROSS)
    # On whole blocks, so that one more household far away changes nothing here.
    first = np.floor(low / block_m) - 2
    column, row = (np.floor(places / block_m) - first).astype(np.intp).T
    lived_in = np.zeros((row.max() + 3, column.max() + 3), bool)
    lived_in[row, column] = True
    around = binary_dilation(lived_in, np.ones((3, 3), bool))
    x = (first[0] + np.arange(around.shape[1]) + 0.5) * block_m
    y = (first[1] + np.arange(around.shape[0]) + 0.5) * block_m
    return area_below(x, y, np.where(around, -1.0, 1.0))
