"""Spacing as rows of a program: of sites that are too close to each other at most one."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from geo.geodesic import FloatArray
from geo.index import IntArray


def conflict_rows(conflicts: IntArray, columns: int) -> tuple[csr_array[Any, Any], FloatArray]:
    """Return rows that keep sites apart, and what each row may be at most (1).

    Sites of which each is in conflict with all others share one row: it says more to the solver
    than a row for each two of them.

    Parameters
    ----------
    conflicts
        Pairs of sites, shape (k, 2).
    columns
        Of the program; the sites are the first.
    """
    beside: dict[int, set[int]] = {}
    for one, other in conflicts.tolist():
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    left = {(one, other) for one, other in conflicts.tolist()}
    row: list[int] = []
    column: list[int] = []
    number = 0
    for one, other in conflicts.tolist():
        if (one, other) not in left:
            continue
        group = [one, other]
        common = beside[one] & beside[other]
        while common:
            # The lowest first, so that the same question gives the same program.
            site = min(common)
            group.append(site)
            common = common & beside[site]
        group.sort()
        left.difference_update((a, b) for at, a in enumerate(group) for b in group[at + 1 :])
        row += [number] * len(group)
        column += group
        number += 1
    rows = csr_array((np.ones(len(row)), (row, column)), shape=(number, columns))
    rows.sort_indices()
    return rows, np.ones(number)
