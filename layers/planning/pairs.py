"""Who would reach what, pair by pair, in a straight line and on foot."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.network.gates import Gates
from geo.network.pairs import Pairs, network_pairs, ordered_pairs
from geo.plane import ObjectArray
from layers.planning.ground import Ground

# A metre of the plane is at most 1 % longer than one on the ground.
PLANE_M = 1.01


def straight_pairs(
    ground: Ground, shapes: ObjectArray, places: FloatArray, limit_m: float
) -> Pairs:
    """Return which places are within a straight distance of which shapes, all in the plane."""
    is_point = shapely.get_type_id(shapes) == 0
    spots, areas = np.flatnonzero(is_point), np.flatnonzero(~is_point)
    points = np.asarray(shapely.points(places), object)
    near, row = _close_points(shapely.get_coordinates(shapes[spots]), places, limit_m * PLANE_M)
    tree = shapely.STRtree(shapes[areas])
    more, area = tree.query(points, "dwithin", distance=limit_m * PLANE_M)
    which = np.concatenate((spots[row], areas[area]))
    here = np.concatenate((near, more))
    lines = shapely.shortest_line(points[here], shapes[which])
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    distance_m = ground.plane.lengths_m(ends[:, 0], ends[:, 1])
    kept = distance_m <= limit_m + 1e-6
    return ordered_pairs(here[kept], which[kept], distance_m[kept])


def _close_points(spots: FloatArray, places: FloatArray, limit: float) -> tuple[IntArray, IntArray]:
    if not len(spots) or not len(places):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    near: Any = cKDTree(places).sparse_distance_matrix(cKDTree(spots), limit, output_type="ndarray")
    return near["i"].astype(np.intp), near["j"].astype(np.intp)


def walking_pairs(
    ground: Ground,
    gates: Gates,
    shapes: ObjectArray,
    places: FloatArray,
    limit_m: float,
    join_limit_m: float,
) -> Pairs:
    """Return which places are within a distance on foot of which facilities.

    Parameters
    ----------
    gates
        Where facilities are reached.
    shapes
        What they are, for those who live in one of them.
    """
    assert ground.network is not None
    joins = ground.joiner.join(places, limit_m=join_limit_m)
    found = network_pairs(ground.network, gates, joins, limit_m)
    areas = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    points = np.asarray(shapely.points(places), object)
    area, place = shapely.STRtree(points).query(shapes[areas], "intersects")
    return ordered_pairs(
        np.concatenate((found.places, place)),
        np.concatenate((found.facilities, areas[area])),
        np.concatenate((found.distance_m, np.zeros(len(place)))),
    )
