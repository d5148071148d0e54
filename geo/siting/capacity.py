"""The most households within reach where a site serves only so many (Current & Storbeck, 1988)."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, vstack

from geo.index import IntArray
from geo.siting.conflicts import conflict_rows
from geo.siting.problem import Site, Siting, SitingProblem
from geo.siting.program import CHOSEN_ABOVE, Cancelled, Program, rows_of, solve


def most_covered_with_capacity(
    problem: SitingProblem,
    sites: int,
    *,
    time_limit_s: float,
    cancelled: Cancelled | None,
    most_pairs: int,
) -> Siting:
    """Return what `most_covered` does, with sites that serve only so many households.

    Households of one place may go to several sites. What exists has its capacity too.
    """
    free = problem.free
    before = served_with_capacity(problem, np.empty(0, np.intp))
    if sites < 1:
        return Siting((), before, before, before, "optimal")
    if not free.any():
        return Siting((), before, before, before, "infeasible", "no_candidate")
    usable = (free | problem.fixed)[problem.pairs.facilities]
    usable &= problem.weight[problem.pairs.places] > 0
    if np.count_nonzero(usable) > most_pairs:
        return Siting((), before, before, np.inf, "infeasible", "too_large")
    program = _program(problem, np.flatnonzero(usable), sites)
    solution = solve(program, time_limit_s=time_limit_s, cancelled=cancelled)
    if solution.values is None:
        return Siting((), before, before, max(before, -solution.bound), "time_limit")
    opened = solution.values[: problem.count] > CHOSEN_ABOVE
    chosen = np.flatnonzero(opened & ~problem.fixed)
    ranking, value = _ranked(problem, chosen, before)
    bound = value if solution.status == "optimal" else max(value, -solution.bound)
    return Siting(ranking, value, before, bound, solution.status)


def served_with_capacity(problem: SitingProblem, chosen: IntArray) -> float:
    """Return how many households what exists and the chosen sites serve together."""
    opened = problem.fixed.copy()
    opened[chosen] = True
    pairs = problem.pairs
    rows = np.flatnonzero(opened[pairs.facilities] & (problem.weight[pairs.places] > 0))
    if not len(rows):
        return 0.0
    program = _program(problem, rows, None)
    solution = solve(program)
    assert solution.values is not None
    return float(solution.values[problem.count :].sum())


def _program(problem: SitingProblem, rows: IntArray, sites: int | None) -> Program:
    """Return the program: sites, then how many households of each pair; all open without `sites`.

    Rows: no more than live there, no more than the site serves, none where it is not opened.
    """
    assert problem.capacity is not None
    count, size = problem.count, len(rows)
    places, at = problem.pairs.places[rows], problem.pairs.facilities[rows]
    weight = problem.weight[places]
    number, flow = np.arange(size), count + np.arange(size)
    columns = count + size
    living = rows_of(places, flow, np.ones(size), (len(problem.weight), columns))
    served = rows_of(
        np.concatenate((at, np.arange(count))),
        np.concatenate((flow, np.arange(count))),
        np.concatenate((np.ones(size), -problem.capacity)),
        (count, columns),
    )
    parts, high = [living, served], [problem.weight, np.zeros(count)]
    if sites is not None:
        opened = rows_of(
            np.tile(number, 2),
            np.concatenate((flow, at)),
            np.concatenate((np.ones(size), -weight)),
            (size, columns),
        )
        chosen = np.concatenate(((~problem.fixed).astype(float), np.zeros(size)))
        spacing, spacing_high = conflict_rows(_open_conflicts(problem), columns)
        parts += [opened, csr_array(chosen[np.newaxis]), spacing]
        high += [np.zeros(size), np.array([float(sites)]), spacing_high]
    matrix = csr_array(vstack(parts, format="csr"))
    may_open = (problem.free | problem.fixed).astype(float)
    # A fixed site costs nothing to open, so that nothing keeps it closed.
    return Program(
        costs=np.concatenate((np.zeros(count), -np.ones(size))),
        upper=np.concatenate((may_open if sites is not None else np.ones(count), weight)),
        whole=np.repeat([sites is not None, False], [count, size]),
        rows=matrix,
        low=np.full(matrix.shape[0], -np.inf),
        high=np.concatenate(high),
    )


def _open_conflicts(problem: SitingProblem) -> IntArray:
    """Return the conflicts between candidates; those with what exists forbid the candidate."""
    free = problem.free
    pairs = problem.conflicts.reshape(-1, 2)
    return pairs[free[pairs].all(axis=1)]


def _ranked(
    problem: SitingProblem, chosen: IntArray, before: float
) -> tuple[tuple[Site, ...], float]:
    """Return chosen sites, the one that adds most first, and what all serve together."""
    sites: list[Site] = []
    have, left = before, chosen.tolist()
    taken: list[int] = []
    while left:
        values = [served_with_capacity(problem, np.array([*taken, one])) for one in left]
        best = int(np.argmax(values))
        if values[best] - have <= 1e-6:
            break
        sites.append(Site(left[best], values[best] - have))
        have = values[best]
        taken.append(left.pop(best))
    return tuple(sites), have
