"""Which facilities a picture shows alone, and which together, since their marks would overlap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.index import IntArray

# Of more marks, those within one cell of the least distance are taken together at once.
MOST_ONE_BY_ONE = 3_000

Reach = Callable[[int], float]


@dataclass(frozen=True, eq=False)
class Group:
    """Marks that stand together: which, and their middle in pixels."""

    members: IntArray
    x: float
    y: float

    @property
    def count(self) -> int:
        """How many marks."""
        return len(self.members)


def grouped(positions: FloatArray, reach: Reach) -> list[Group]:
    """Return marks in groups of which no two come closer than their reaches together.

    The nearest two are joined first; the same positions give the same groups.

    Parameters
    ----------
    positions
        In pixels, shape (n, 2).
    reach
        How far what is drawn for so many marks reaches from its middle, in pixels.
    """
    if not len(positions):
        return []
    members = _in_cells(positions, reach(1))
    middles = np.array([positions[rows].mean(axis=0) for rows in members])
    while len(members) > 1:
        joined = _joined(members, middles, reach)
        if len(joined) == len(members):
            break
        members = joined
        middles = np.array([positions[rows].mean(axis=0) for rows in members])
    return [Group(rows, float(x), float(y)) for rows, (x, y) in zip(members, middles, strict=True)]


def _in_cells(positions: FloatArray, side: float) -> list[IntArray]:
    if len(positions) <= MOST_ONE_BY_ONE:
        return [np.array([row]) for row in range(len(positions))]
    cells = np.floor(positions / side).astype(np.int64)
    _, codes = np.unique(cells, axis=0, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)


def _joined(members: list[IntArray], middles: FloatArray, reach: Reach) -> list[IntArray]:
    """Return the groups with each joined to one other at most that it comes too close to."""
    reaches = np.array([reach(len(rows)) for rows in members])
    pairs = cKDTree(middles).query_pairs(2 * reaches.max(), output_type="ndarray")
    if not len(pairs):
        return members
    first, second = pairs.T
    apart = np.hypot(*(middles[first] - middles[second]).T)
    close = apart < reaches[first] + reaches[second]
    order = np.lexsort((second[close], first[close], apart[close]))
    joined, taken = list(members), set()
    for one, other in pairs[close][order].tolist():
        if one not in taken and other not in taken:
            taken |= {one, other}
            joined[one] = np.concatenate((members[one], members[other]))
            joined[other] = members[other][:0]
    return [np.sort(rows) for rows in joined if len(rows)]
