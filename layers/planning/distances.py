"""How far people are from the facilities of a question, in a straight line and on foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.coverage import straight_distances
from geo.gaps import straight_served_area
from geo.geodesic import FloatArray
from geo.inside import first_area
from geo.network.distances import Nearest, node_distances, place_distances
from geo.network.gates import Gates
from geo.network.reach import served_area
from layers.planning.ground import Ground
from layers.planning.supply import Facilities


@dataclass(frozen=True, eq=False)
class OnFoot:
    """Distances along the network.

    Parameters
    ----------
    nearest
        Of each place, shape (n,).
    connected
        Which places reach the network, or live in a facility, shape (n,).
    facilities_connected
        Which facilities reach the network, shape (f,).
    gates, nodes
        What areas are drawn from.
    """

    nearest: Nearest
    connected: np.ndarray[Any, np.dtype[np.bool_]]
    facilities_connected: np.ndarray[Any, np.dtype[np.bool_]]
    gates: Gates
    nodes: Nearest


def straight(ground: Ground, facilities: Facilities, places: FloatArray) -> Nearest:
    """Return the nearest facility of each place in a straight line."""
    return straight_distances(ground.plane, facilities.shapes, places)


def on_foot(
    ground: Ground, facilities: Facilities, places: FloatArray, limit_m: float
) -> OnFoot | None:
    """Return the nearest facility of each place along the network; None without a network.

    Parameters
    ----------
    limit_m
        What is farther from any way is unconnected.
    """
    if ground.network is None:
        return None
    gates = facilities.gates(ground, limit_m)
    nodes = node_distances(ground.network, gates)
    joins = ground.joiner.join(places, limit_m=limit_m)
    nearest = place_distances(ground.network, gates, nodes, joins)
    inside = first_area(facilities.shapes, places)
    there = inside >= 0
    nearest.distance_m[there], nearest.facilities[there] = 0, inside[there]
    reached = np.zeros(len(facilities), bool)
    reached[gates.facilities] = True
    return OnFoot(nearest, joins.connected | there, reached, gates, nodes)


def straight_area(facilities: Facilities, threshold_m: float) -> Any:
    """Return what lies within a straight distance, in the plane."""
    return straight_served_area(facilities.shapes, threshold_m)


def walked_area(
    ground: Ground, facilities: Facilities, walk: OnFoot, threshold_m: float, limit_m: float
) -> Any:
    """Return where a household would be within reach on foot, in the plane."""
    assert ground.network is not None
    grid = ground.grid(limit_m)
    found = place_distances(ground.network, walk.gates, walk.nodes, grid.joins)
    area = served_area(grid, found.distance_m, threshold_m)
    # The inside of a park is served, wherever its ways are.
    return area.union(straight_served_area(facilities.shapes, 0.0))
