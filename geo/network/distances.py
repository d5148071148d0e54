"""How far it is along a network to the nearest of many facilities, and which one that is.

Each facility becomes a node of its own with one-way ways to the ends of the edges that its gates
are on, put behind the rows of the network's matrix. So one search from all of them (Dijkstra 1959,
scipy's) starts at the true offsets, and nothing is built anew but the rows of the facilities.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.network.gates import Gates
from geo.network.joining import Joins
from geo.network.network import Network

NO_FACILITY = -1


@dataclass(frozen=True, eq=False)
class Nearest:
    """The nearest facility of each of n places.

    Parameters
    ----------
    distance_m
        Shape (n,); inf where none can be reached, NaN where the place has no position.
    facilities
        Which it is, from 0; `NO_FACILITY` where none. Of several at the same distance, either.
    """

    distance_m: FloatArray
    facilities: IntArray


def node_distances(network: Network, gates: Gates, *, limit_m: float = math.inf) -> Nearest:
    """Return the nearest facility of every node of a network.

    Parameters
    ----------
    limit_m
        What lies farther is left at inf, and not searched.
    """
    count = len(network.nodes)
    if not len(gates) or not count:
        return Nearest(np.full(count, np.inf), np.full(count, NO_FACILITY))
    matrix = with_facilities(network.matrix, *ways_out(network, gates), gates.count)
    distance_m, _, source = dijkstra(
        matrix,
        indices=np.arange(count, count + gates.count),
        min_only=True,
        return_predecessors=True,
        limit=limit_m,
    )
    distance_m = distance_m[:count]
    facilities = np.where(np.isfinite(distance_m), source[:count] - count, NO_FACILITY)
    return Nearest(distance_m, facilities)


def with_facilities(
    matrix: csr_array[Any, Any],
    facilities: IntArray,
    nodes: IntArray,
    lengths_m: FloatArray,
    count: int,
) -> csr_array[Any, Any]:
    """Return a matrix of ways with facilities as further nodes behind it.

    Parameters
    ----------
    matrix
        Of shape (n, n).
    facilities, nodes, lengths_m
        One-way ways from facilities to nodes, shape (k,).
    count
        How many facilities; they become rows n, n + 1, …
    """
    order = np.argsort(facilities, kind="stable")
    begins = np.searchsorted(facilities[order], np.arange(1, count + 1))
    size = matrix.shape[0] + count
    return csr_array(
        (
            np.concatenate((matrix.data, lengths_m[order])),
            np.concatenate((matrix.indices, nodes[order].astype(matrix.indices.dtype))),
            np.concatenate(
                (matrix.indptr, (matrix.indptr[-1] + begins).astype(matrix.indptr.dtype))
            ),
        ),
        shape=(size, size),
    )


def ways_out(network: Network, gates: Gates) -> tuple[IntArray, IntArray, FloatArray]:
    """Return facility, node and length of the ways from gates to both ends of their edges."""
    nodes = network.ends[gates.edges]
    lengths_m = np.concatenate(
        (
            gates.from_m + gates.access_m,
            network.length_m[gates.edges] - gates.to_m + gates.access_m,
        )
    )
    return np.tile(gates.facilities, 2), nodes.T.ravel().astype(np.intp), lengths_m


def place_distances(network: Network, gates: Gates, nodes: Nearest, places: Joins) -> Nearest:
    """Return the nearest facility of places beside a network, the way to the network counted.

    Parameters
    ----------
    nodes
        What `node_distances` found for the same network and gates.
    places
        Where the places reach the network.
    """
    distance_m = np.where(np.isnan(places.access_m), np.nan, np.inf)
    facilities = np.full(len(places), NO_FACILITY)
    rows = np.flatnonzero(places.connected)
    if not len(rows) or not len(gates):
        return Nearest(distance_m, facilities)
    joins = places.take(rows)
    best, which = _by_the_ends(network, nodes, joins)
    for here, there, found in (*_neighbours_on_edges(gates, joins), *_stretches(gates, joins)):
        nearer = there < best[here]
        best[here[nearer]], which[here[nearer]] = there[nearer], found[nearer]
    distance_m[rows] = best + joins.access_m
    facilities[rows] = np.where(np.isfinite(best), which, NO_FACILITY)
    return Nearest(distance_m, facilities)


def _by_the_ends(network: Network, nodes: Nearest, joins: Joins) -> tuple[FloatArray, IntArray]:
    ends = network.ends[joins.edges]
    back = nodes.distance_m[ends[:, 0]] + joins.offsets_m
    forth = nodes.distance_m[ends[:, 1]] + (network.length_m[joins.edges] - joins.offsets_m)
    which = np.where(back <= forth, nodes.facilities[ends[:, 0]], nodes.facilities[ends[:, 1]])
    return np.minimum(back, forth), which


Step = tuple[IntArray, FloatArray, IntArray]


def _neighbours_on_edges(gates: Gates, joins: Joins) -> list[Step]:
    """Return, for joins on an edge with gates, those next to it on either side.

    Each step is rows of joins, metres along the edge, facility. A gate that is reached sooner by
    way of its neighbour on the edge counts as that neighbour, so the two next to a place suffice.
    """
    # A stretch is left at its ends, as if there were a gate at each.
    edges = np.concatenate((gates.edges, gates.edges)).astype(np.intp)
    at = np.concatenate((gates.from_m, gates.to_m))
    order = np.lexsort((at, edges))
    edges, at = edges[order], at[order]
    cost = np.tile(gates.access_m, 2)[order]
    which = np.tile(gates.facilities, 2)[order]
    cost, which = _spread_along(edges, at, cost, which)
    # Joins and gates in one row: before each join stand the gates that are not behind it.
    all_edges = np.concatenate((edges, joins.edges))
    all_at = np.concatenate((at, joins.offsets_m))
    is_join = np.repeat([False, True], [len(edges), len(joins)])
    sequence = np.lexsort((is_join, all_at, all_edges))
    before = np.empty(len(sequence), np.intp)
    before[sequence] = np.cumsum(~is_join[sequence]) - 1
    before = before[len(edges) :]
    steps = []
    for gate in (before, before + 1):
        there = (gate >= 0) & (gate < len(edges))
        there[there] = edges[gate[there]] == joins.edges[there]
        rows = np.flatnonzero(there)
        next_to = gate[rows]
        apart = np.abs(joins.offsets_m[rows] - at[next_to])
        steps.append((rows, cost[next_to] + apart, which[next_to]))
    return steps


def _spread_along(
    edges: IntArray, at: FloatArray, cost: FloatArray, which: IntArray
) -> tuple[FloatArray, IntArray]:
    """Let each gate have the least cost with which another on its edge is reached from it.

    The gates are in order along each edge. Twice as far is looked each time (Hillis & Steele,
    1986), so that a crowd of gates on one edge takes few rounds.
    """
    cost, which = cost.copy(), which.copy()
    step = 1
    while step < len(edges):
        same = edges[step:] == edges[:-step]
        if not same.any():
            break
        apart = np.where(same, at[step:] - at[:-step], np.inf)
        ahead, behind = cost[:-step] + apart, cost[step:] + apart
        further, nearer = which[:-step].copy(), which[step:].copy()
        better = ahead < cost[step:]
        cost[step:][better], which[step:][better] = ahead[better], further[better]
        better = behind < cost[:-step]
        cost[:-step][better], which[:-step][better] = behind[better], nearer[better]
        step *= 2
    return cost, which


def _stretches(gates: Gates, joins: Joins) -> list[Step]:
    """Return, for joins on an edge with a stretch around them, that they are there."""
    long = np.flatnonzero(gates.to_m > gates.from_m)
    if not len(long):
        return []
    long = long[np.argsort(gates.edges[long], kind="stable")]
    on = gates.edges[long]
    low, high = np.searchsorted(on, joins.edges), np.searchsorted(on, joins.edges, side="right")
    steps = []
    for number in range(int((high - low).max(initial=0))):
        rows = np.flatnonzero(low + number < high)
        gate = long[low[rows] + number]
        at = joins.offsets_m[rows]
        inside = (gates.from_m[gate] <= at) & (at <= gates.to_m[gate])
        rows, gate = rows[inside], gate[inside]
        steps.append((rows, gates.access_m[gate], gates.facilities[gate]))
    return steps
