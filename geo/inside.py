"""Which of several areas each of many places lies in."""

from __future__ import annotations

import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.plane import ObjectArray

NONE = -1


def first_area(areas: ObjectArray, places: FloatArray) -> IntArray:
    """Return the first area that each place lies in or on the edge of, shape (n,); `NONE` for none.

    Parameters
    ----------
    areas
        Valid polygons, in one plane with the places, shape (a,); what is no area holds nothing.
    places
        Shape (n, 2); NaN for an unknown position.
    """
    found = np.full(len(places), len(areas))
    known = np.flatnonzero(shapely.get_dimensions(areas) == 2)
    finite = np.flatnonzero(np.isfinite(places).all(axis=1))
    if len(known) and len(finite):
        # The areas ask and the points lie in the tree: so each area is prepared once.
        tree = shapely.STRtree(np.asarray(shapely.points(places[finite]), object))
        area, place = tree.query(areas[known], "intersects")
        np.minimum.at(found, finite[place], known[area])
    return np.where(found < len(areas), found, NONE)
