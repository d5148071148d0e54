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
NEIGHBOURS = 8
# Nobody sees two marks here.
ONE_SPOT_PX = 1.0

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
    members = _in_cells(positions, ONE_SPOT_PX if len(positions) <= MOST_ONE_BY_ONE else reach(1))
    middles = np.array([positions[rows].mean(axis=0) for rows in members])
    while len(members) > 1:
        joined = _joined(members, middles, reach)
        if len(joined) == len(members):
            break
        members = joined
        middles = np.array([positions[rows].mean(axis=0) for rows in members])
    return [Group(rows, float(x), float(y)) for rows, (x, y) in zip(members, middles, strict=True)]


def _in_cells(positions: FloatArray, side: float) -> list[IntArray]:
    across, down = np.floor(positions / side).astype(np.int64).T
    _, codes = np.unique(across * (np.ptp(down) + 1) + down - down.min(), return_inverse=True)
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)


def _joined(members: list[IntArray], middles: FloatArray, reach: Reach) -> list[IntArray]:
    """Return the groups with each joined to one other at most that it comes too close to."""
    joined, taken = list(members), set[int]()
    reaches = np.array([reach(len(rows)) for rows in members])
    for one, other in _too_close(middles, reaches).tolist():
        if one not in taken and other not in taken:
            taken |= {one, other}
            joined[one] = np.concatenate((members[one], members[other]))
            joined[other] = members[other][:0]
    return [np.sort(rows) for rows in joined if len(rows)]


def _too_close(middles: FloatArray, reaches: FloatArray) -> IntArray:
    """Return pairs that come too close, the nearest first, shape (m, 2); all but where many do.

    Among thousands on one spot each pair is close to each. So first only some neighbours of each
    are looked at, and all pairs when among those there is none.
    """
    tree = cKDTree(middles)
    _, neighbours = tree.query(middles, k=min(NEIGHBOURS + 1, len(middles)))
    some = np.column_stack(
        (np.repeat(np.arange(len(middles)), neighbours.shape[1]), neighbours.ravel())
    )
    close = _close(np.sort(some[some[:, 0] != some[:, 1]], axis=1), middles, reaches)
    if len(close):
        return close
    return _close(tree.query_pairs(2 * reaches.max(), output_type="ndarray"), middles, reaches)


def _close(pairs: IntArray, middles: FloatArray, reaches: FloatArray) -> IntArray:
    first, second = pairs.T
    apart = np.hypot(*(middles[first] - middles[second]).T)
    close = apart < reaches[first] + reaches[second]
    order = np.lexsort((second[close], first[close], apart[close]))
    nearest_first: IntArray = pairs[close][order]
    return nearest_first
