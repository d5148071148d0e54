"""How far it is from each place to every facility within reach, pair by pair.

Facilities that lie close together are searched from in the part of the network around them, so a
search costs what lies within reach and not the whole network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.geodesic import FloatArray
from geo.index import BoxIndex, IntArray
from geo.network.distances import ways_out, with_facilities
from geo.network.gates import Gates
from geo.network.joining import Joins
from geo.network.network import Network

MOST_CELLS = 4_000_000
MOST_TILES_ACROSS = 24


@dataclass(frozen=True, eq=False)
class Pairs:
    """Places and facilities within reach of each other, ordered by place and then by distance.

    Parameters
    ----------
    places, facilities
        Rows, shape (p,).
    distance_m
        Shape (p,).
    """

    places: IntArray
    facilities: IntArray
    distance_m: FloatArray

    def __len__(self) -> int:
        return len(self.places)

    def nearest(self, k: int) -> Pairs:
        """Return the pairs of each place with its k nearest facilities."""
        first = np.searchsorted(self.places, self.places)
        rows = np.flatnonzero(np.arange(len(self)) - first < k)
        return Pairs(self.places[rows], self.facilities[rows], self.distance_m[rows])


def ordered_pairs(places: IntArray, facilities: IntArray, distance_m: FloatArray) -> Pairs:
    """Return pairs in order; of a pair that is there twice, the shorter one."""
    order = np.lexsort((distance_m, facilities, places))
    places, facilities, distance_m = places[order], facilities[order], distance_m[order]
    first = np.ones(len(places), bool)
    first[1:] = (places[1:] != places[:-1]) | (facilities[1:] != facilities[:-1])
    places, facilities, distance_m = places[first], facilities[first], distance_m[first]
    order = np.lexsort((facilities, distance_m, places))
    return Pairs(places[order], facilities[order], distance_m[order])


def network_pairs(network: Network, gates: Gates, places: Joins, limit_m: float) -> Pairs:
    """Return all pairs of a place and a facility that are within reach along a network.

    Parameters
    ----------
    gates
        Where the facilities are reached.
    places
        Where the places reach the network.
    limit_m
        Only pairs not farther apart than this, the ways to and from the network counted.
    """
    rows = np.flatnonzero(places.connected)
    joins = places.take(rows)
    where = network.positions_at(joins.edges, joins.offsets_m)
    ends = np.stack([network.positions_at(gates.edges, at) for at in (gates.from_m, gates.to_m)])
    near_places, near_nodes = (
        BoxIndex(np.hstack((spots, spots))) for spots in (where, network.nodes)
    )
    found: list[tuple[IntArray, IntArray, FloatArray]] = []
    for tile in _tiles(gates, ends.mean(axis=0), limit_m):
        part = gates.of(tile)
        box = _box(ends[:, np.isin(gates.facilities, tile)], limit_m)
        near = near_places.meeting(*box)
        if len(near):
            some = _tile_pairs(network, part, joins.take(near), near_nodes.meeting(*box), limit_m)
            found.extend((rows[near[here]], tile[there], metres) for here, there, metres in some)
    none = (np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0))
    return ordered_pairs(*(np.concatenate(column) for column in zip(none, *found, strict=True)))


def _tiles(gates: Gates, middles: FloatArray, limit_m: float) -> list[IntArray]:
    """Return facilities in groups that lie close together."""
    if not len(gates):
        return []
    # Smaller tiles search less around each facility, but each tile has work of its own.
    size_m = max(limit_m, float(np.ptp(middles, axis=0).max()) / MOST_TILES_ACROSS, 1.0)
    weight = np.bincount(gates.facilities, minlength=gates.count)
    reached = np.flatnonzero(weight)
    sums = [np.bincount(gates.facilities, middles[:, axis], gates.count) for axis in (0, 1)]
    cell = np.floor(np.column_stack(sums)[reached] / weight[reached, np.newaxis] / size_m)
    _, tile = np.unique(cell, axis=0, return_inverse=True)
    order = np.argsort(tile.ravel(), kind="stable")
    return np.split(reached[order], np.flatnonzero(np.diff(tile.ravel()[order])) + 1)


def _box(ends: FloatArray, limit_m: float) -> tuple[float, float, float, float]:
    """Return the box that holds all that can be reached from gates: west, south, east, north."""
    spots = ends.reshape(-1, 2)
    # A metre of the plane is at most 1 % longer than one on the ground.
    margin = limit_m * 1.01 + 1
    (west, south), (east, north) = spots.min(axis=0) - margin, spots.max(axis=0) + margin
    return float(west), float(south), float(east), float(north)


def _tile_pairs(
    network: Network, gates: Gates, joins: Joins, inside: IntArray, limit_m: float
) -> list[tuple[IntArray, IntArray, FloatArray]]:
    # An edge with a gate may reach out of the box, and lead back in by a way that is too long.
    edges = np.concatenate((gates.edges, joins.edges))
    nodes = np.union1d(inside, network.ends[edges].ravel()).astype(np.intp)
    matrix = _part_of(network.matrix, nodes)
    owner, out, lengths_m = ways_out(network, gates)
    ends = np.searchsorted(nodes, network.ends[joins.edges])
    rest = network.length_m[joins.edges] - joins.offsets_m
    size = max(1, MOST_CELLS // max(len(nodes) + gates.count, len(joins)))
    whole = with_facilities(matrix, owner, np.searchsorted(nodes, out), lengths_m, gates.count)
    found = []
    for start in range(0, gates.count, size):
        some = np.arange(start, min(start + size, gates.count))
        distance_m = dijkstra(whole, indices=len(nodes) + some, limit=limit_m)
        total = np.minimum(
            distance_m[:, ends[:, 0]] + joins.offsets_m, distance_m[:, ends[:, 1]] + rest
        )
        for facility, place, metres in _on_one_edge(gates.of(some), joins):
            np.minimum.at(total, (facility, place), metres)
        total += joins.access_m
        there, here = np.nonzero(total <= limit_m)
        found.append((here, some[there], total[there, here]))
    return found


def _part_of(matrix: csr_array[Any, Any], nodes: IntArray) -> csr_array[Any, Any]:
    """Return the ways between some of the nodes; scipy's own selection costs what all would."""
    sizes = np.diff(matrix.indptr)[nodes]
    begins = np.concatenate(([0], np.cumsum(sizes)))
    rows = np.arange(begins[-1]) + np.repeat(matrix.indptr[nodes] - begins[:-1], sizes)
    columns = matrix.indices[rows]
    number = np.minimum(np.searchsorted(nodes, columns), max(0, len(nodes) - 1))
    kept = nodes[number] == columns
    owner = np.repeat(np.arange(len(nodes)), sizes)[kept]
    ends = np.searchsorted(owner, np.arange(len(nodes) + 1)).astype(np.int32)
    data = (matrix.data[rows][kept], number[kept].astype(np.int32), ends)
    return csr_array(data, shape=(len(nodes), len(nodes)))


def _on_one_edge(gates: Gates, joins: Joins) -> list[tuple[IntArray, IntArray, FloatArray]]:
    """Return facility, place and metres of gates and joins that are on one edge."""
    order = np.argsort(joins.edges, kind="stable")
    on = joins.edges[order]
    low = np.searchsorted(on, gates.edges)
    many = np.searchsorted(on, gates.edges, side="right") - low
    found = []
    for start in range(0, len(gates), 1024):
        part = slice(start, start + 1024)
        gate = np.repeat(np.arange(len(gates))[part], many[part])
        first = np.repeat(low[part] - (np.cumsum(many[part]) - many[part]), many[part])
        place = order[first + np.arange(len(gate))]
        at = joins.offsets_m[place]
        apart = np.maximum(np.maximum(gates.from_m[gate] - at, at - gates.to_m[gate]), 0)
        found.append((gates.facilities[gate], place, apart + gates.access_m[gate]))
    return found
