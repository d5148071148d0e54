"""The network itself: junctions and the ways between them, in plain arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from geo.geodesic import FloatArray
from geo.index import BoxIndex
from geo.plane import Plane

LongArray = np.ndarray[Any, np.dtype[np.int64]]
RowArray = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True, eq=False)
class Network:
    """Ways that can be walked in both directions, immutable.

    A node is where ways meet or end; an edge is a way between two nodes, with its bends. Two edges
    may have the same ends, and an edge may end where it began.

    Parameters
    ----------
    plane
        Where x and y are metres.
    nodes
        Positions in the plane, shape (n, 2).
    ends
        The two nodes of each edge, the lower first, shape (m, 2). Edges are in the order of these,
        and between the same two nodes the shortest comes first.
    starts
        Where each edge's positions begin in `bends`, and where the last one's end, shape (m + 1,).
    bends
        Positions in the plane along each edge, both ends included, shape (v, 2).
    """

    plane: Plane
    nodes: FloatArray = field(repr=False)
    ends: RowArray = field(repr=False)
    starts: LongArray = field(repr=False)
    bends: FloatArray = field(repr=False)

    def __len__(self) -> int:
        return len(self.ends)

    @cached_property
    def along_m(self) -> FloatArray:
        """How far each of `bends` is along its edge, in metres, shape (v,)."""
        steps = np.zeros(len(self.bends))
        steps[1:] = self.plane.lengths_m(self.bends[:-1], self.bends[1:])
        # From one edge to the next nobody walks.
        steps[self.starts[:-1]] = 0
        walked = np.cumsum(steps)
        return walked - np.repeat(walked[self.starts[:-1]], np.diff(self.starts))

    @cached_property
    def length_m(self) -> FloatArray:
        """How long each edge is, shape (m,)."""
        return self.along_m[self.starts[1:] - 1]

    @cached_property
    def matrix(self) -> csr_array[Any, Any]:
        """The lengths between neighbouring nodes, both ways, as a sparse matrix of shape (n, n).

        Of several edges between two nodes the shortest counts; one that ends where it began is not
        on the way to anywhere.
        """
        one, other = self.ends.T
        counts = one != other
        # Edges come in order, the shortest of those between the same nodes first.
        counts[1:] &= (one[1:] != one[:-1]) | (other[1:] != other[:-1])
        one, other = one[counts], other[counts]
        ways = (np.concatenate((one, other)), np.concatenate((other, one)))
        shape = (len(self.nodes), len(self.nodes))
        return coo_array((np.tile(self.length_m[counts], 2), ways), shape=shape).tocsr()

    @cached_property
    def boxes(self) -> BoxIndex:
        """Which edges' boxes meet a box, in metres of the plane."""
        if not len(self):
            return BoxIndex(np.empty((0, 4)))
        low = np.minimum.reduceat(self.bends, self.starts[:-1], axis=0)
        high = np.maximum.reduceat(self.bends, self.starts[:-1], axis=0)
        return BoxIndex(np.hstack((low, high)))

    def positions_at(self, edges: RowArray, offsets_m: FloatArray) -> FloatArray:
        """Return the positions in the plane that lie so far along edges, shape (k, 2).

        Parameters
        ----------
        edges, offsets_m
            Which edges, and metres from their first end, shape (k,).
        """
        # Offsets of all edges in one rising row, so that one search finds the stretch of each.
        base = np.concatenate(([0.0], np.cumsum(self.length_m)))
        walked = self.along_m + np.repeat(base[:-1], np.diff(self.starts))
        last = np.searchsorted(walked, base[edges] + offsets_m, side="right")
        last = np.clip(last, self.starts[edges] + 1, self.starts[edges + 1] - 1)
        before, after = self.along_m[last - 1], self.along_m[last]
        stretch = np.where(after > before, after - before, 1)
        share = np.clip((offsets_m - before) / stretch, 0, 1)[:, np.newaxis]
        return np.asarray(self.bends[last - 1] * (1 - share) + self.bends[last] * share)
