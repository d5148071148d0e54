"""Places beside a network joined to the nearest point of a way, and the way there counted.

The nearest way is found exactly: samples are put along all ways, at most `SPACING_M` apart, in a
k-d tree. The way that is nearest to a place has a sample hardly farther than the nearest sample of
all; every way with a sample that near is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.index import BoolArray, IntArray
from geo.network.network import Network, RowArray

# Half as far, and the tree is twice as large; twice as far, and each place has more to measure.
SPACING_M = 20.0
# A community may have no mapped path inside, and be 400 m across; farther away a way leads there
# that the network does not know.
JOIN_LIMIT_M = 300.0
CANDIDATES = 4
CELL_M = 100.0
MOST_AT_ONCE = 4_000_000
UNCONNECTED = -1


@dataclass(frozen=True, eq=False)
class Joins:
    """Where places reach a network, one row a place.

    Parameters
    ----------
    edges
        The edge that is reached, shape (k,); `UNCONNECTED` where no way is near enough.
    offsets_m
        How far along the edge from its first end; 0 where unconnected.
    access_m
        The straight way to it, also where it is too far; inf where there is no network, NaN where
        the place has no position.
    """

    edges: RowArray
    offsets_m: FloatArray
    access_m: FloatArray

    def __len__(self) -> int:
        return len(self.edges)

    @cached_property
    def connected(self) -> BoolArray:
        """Which places reach the network, shape (k,)."""
        return np.asarray(self.edges != UNCONNECTED)

    def take(self, rows: IntArray | BoolArray) -> Joins:
        """Return the joins of some of the places."""
        return Joins(self.edges[rows], self.offsets_m[rows], self.access_m[rows])


class Joiner:
    """Joins places to one network; the tree of its ways is built once.

    Parameters
    ----------
    network
        May be empty: then nothing is connected.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        bend = np.ones(len(network.bends), bool)
        bend[network.starts[1:] - 1] = False
        # A stretch goes from one bend of an edge to the next.
        self._stretch = np.flatnonzero(bend)
        # A coordinate alone is read twice as fast as out of pairs.
        self._x, self._y = (np.ascontiguousarray(column) for column in network.bends.T)
        x, y = self._x[self._stretch], self._y[self._stretch]
        wide, high = self._x[self._stretch + 1] - x, self._y[self._stretch + 1] - y
        pieces = np.maximum(np.ceil(np.hypot(wide, high) / SPACING_M), 1).astype(np.int64)
        self._owner = owner = np.repeat(np.arange(len(pieces)), pieces)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        share = (number + 0.5) / pieces[owner]
        samples = np.column_stack((x[owner] + share * wide[owner], y[owner] + share * high[owner]))
        self._tree = cKDTree(samples, balanced_tree=False, compact_nodes=False)
        self._edge = np.repeat(np.arange(len(network)), np.diff(network.starts) - 1)

    def join(self, places: FloatArray, *, limit_m: float = JOIN_LIMIT_M) -> Joins:
        """Return where places reach the network.

        Of several ways at the same distance, the one with the lowest number.

        Parameters
        ----------
        places
            In metres of the network's plane, shape (k, 2); NaN for an unknown position.
        limit_m
            A place farther than this from any way is unconnected.
        """
        edges = np.full(len(places), UNCONNECTED, np.int32)
        offsets_m, access_m = np.zeros(len(places)), np.full(len(places), np.nan)
        known = np.flatnonzero(np.isfinite(places).all(axis=1))
        access_m[known] = np.inf
        if len(self._owner):
            # Neighbours one after the other ask the same part of the tree.
            cell = np.floor(places[known] / CELL_M)
            known = known[np.lexsort((cell[:, 0], cell[:, 1]))]
            for start in range(0, len(known), MOST_AT_ONCE // CANDIDATES):
                rows = known[start : start + MOST_AT_ONCE // CANDIDATES]
                edges[rows], offsets_m[rows], access_m[rows] = self._nearest(places[rows])
        far = ~(access_m <= limit_m)
        edges[far], offsets_m[far] = UNCONNECTED, 0
        return Joins(edges, offsets_m, access_m)

    def _nearest(
        self, places: FloatArray, candidates: int = CANDIDATES
    ) -> tuple[RowArray, FloatArray, FloatArray]:
        samples = len(self._owner)
        ask = min(candidates, samples)
        asked: Any = self._tree.query(places, k=np.arange(1, ask + 1))
        apart, found = asked
        edges, offsets_m, access_m = self._measured(places, self._owner[found])
        # The nearest point of any way has a sample within half a spacing of it.
        unsure = apart[:, -1] <= access_m + SPACING_M / 2
        if ask < samples and unsure.any():
            rows = np.flatnonzero(unsure)
            size = max(1, MOST_AT_ONCE // (4 * ask))
            for start in range(0, len(rows), size):
                some = rows[start : start + size]
                edges[some], offsets_m[some], access_m[some] = self._nearest(places[some], 4 * ask)
        scale = self._network.plane.scale(places[:, 0])
        return edges, offsets_m, access_m / scale if candidates == CANDIDATES else access_m

    def _measured(
        self, places: FloatArray, stretches: IntArray
    ) -> tuple[RowArray, FloatArray, FloatArray]:
        """Return edge, offset and distance of the nearest of some stretches a place."""
        bend = self._stretch[stretches]
        x, y = self._x[bend], self._y[bend]
        wide, high = self._x[bend + 1] - x, self._y[bend + 1] - y
        x, y = places[:, :1] - x, places[:, 1:] - y
        squared = wide * wide + high * high
        squared[squared == 0] = 1
        share = np.clip((x * wide + y * high) / squared, 0, 1)
        apart = np.sqrt((x - share * wide) ** 2 + (y - share * high) ** 2)
        best = apart.min(axis=1)
        # The lowest stretch among equals belongs to the lowest edge.
        level = np.where(apart <= best[:, np.newaxis], stretches, np.iinfo(np.int64).max)
        choice = np.argmin(level, axis=1)[:, np.newaxis]
        bend = np.take_along_axis(bend, choice, 1)[:, 0]
        share = np.take_along_axis(share, choice, 1)[:, 0]
        along = self._network.along_m
        offsets_m = along[bend] + share * (along[bend + 1] - along[bend])
        edges = self._edge[np.take_along_axis(stretches, choice, 1)[:, 0]]
        return edges.astype(np.int32), offsets_m, best
