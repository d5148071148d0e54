"""The least mean distance with n new sites: the p-median (Hakimi, 1964), what exists kept."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, vstack

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.siting.conflicts import conflict_rows
from geo.siting.problem import Siting, SitingProblem, Status
from geo.siting.program import (
    CHOSEN_ABOVE,
    TIME_LIMIT_S,
    Cancelled,
    Deadline,
    Program,
    rows_of,
    solve,
)
from geo.siting.savings import (
    Savings,
    greedy,
    interchange,
    ordered_savings,
    ranked,
    upper_bound,
)

# A program has a variable and a row for each pair; beyond so many HiGHS needs more than a minute.
MOST_PAIRS = 150_000


def least_distance(
    problem: SitingProblem,
    sites: int,
    far_m: float,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    cancelled: Cancelled | None = None,
    most_pairs: int = MOST_PAIRS,
) -> Siting:
    """Return up to `sites` candidates with which households walk the least to the nearest.

    Parameters
    ----------
    problem
        With all pairs up to `far_m`. Capacities are not looked at.
    far_m
        So far is counted for households whose nearest site is farther, or who reach none.

    Returns
    -------
    Siting
        `value`, `before` and `bound` in household-metres.
    """
    deadline = Deadline(time_limit_s)
    now = _now(problem, far_m)
    before = float((problem.weight * now).sum())
    savings = _savings(problem, now)
    if sites < 1:
        return Siting((), before, before, before, "optimal")
    if not problem.free.any():
        return Siting((), before, before, before, "infeasible", "no_candidate")
    chosen = interchange(savings, greedy(savings, sites))
    bound = upper_bound(savings, sites, savings.value(chosen))
    proven = bound <= savings.value(chosen) * (1 + 1e-7) + 1e-6
    if proven or len(savings.saved) > most_pairs:
        saved = savings.value(chosen)
        status: Status = "optimal" if proven else "heuristic"
        best = before - (saved if proven else bound)
        return Siting(ranked(savings, chosen), before - saved, before, best, status)
    start = np.concatenate((np.zeros(savings.site_count), _taken(savings, chosen)))
    start[chosen] = 1
    solution = solve(
        _program(savings, sites), start=start, time_limit_s=deadline.left_s, cancelled=cancelled
    )
    if solution.values is not None:
        found = np.flatnonzero(solution.values[: savings.site_count] > CHOSEN_ABOVE)
        if savings.value(found) > savings.value(chosen):
            chosen = found
    saved = savings.value(chosen)
    best = saved if solution.status == "optimal" else max(saved, min(bound, -solution.bound))
    return Siting(ranked(savings, chosen), before - saved, before, before - best, solution.status)


def _now(problem: SitingProblem, far_m: float) -> FloatArray:
    """Return how far each place is from what exists, at most `far_m`."""
    now = np.full(len(problem.weight), float(far_m))
    fixed = problem.fixed[problem.pairs.facilities]
    np.minimum.at(now, problem.pairs.places[fixed], problem.pairs.distance_m[fixed])
    return now


def _savings(problem: SitingProblem, now: FloatArray) -> Savings:
    rows = problem.free[problem.pairs.facilities]
    places, distance_m = problem.pairs.places[rows], problem.pairs.distance_m[rows]
    return ordered_savings(
        places,
        problem.pairs.facilities[rows],
        problem.weight[places] * (now[places] - distance_m),
        (len(problem.weight), problem.count),
        problem.conflicts,
    )


def _taken(savings: Savings, chosen: IntArray) -> FloatArray:
    """Return which entries a choice takes: of each place the largest, once."""
    mask = np.zeros(savings.site_count, bool)
    mask[chosen] = True
    rows = np.flatnonzero(mask[savings.sites])
    order = rows[np.lexsort((savings.sites[rows], -savings.saved[rows], savings.places[rows]))]
    first = np.ones(len(order), bool)
    first[1:] = savings.places[order][1:] != savings.places[order][:-1]
    taken = np.zeros(len(savings.saved))
    taken[order[first]] = 1
    return taken


def _program(savings: Savings, sites: int) -> Program:
    """Return the program: sites, then which entry each place takes, at most one."""
    size, count = len(savings.saved), savings.site_count
    number, entry = np.arange(size), count + np.arange(size)
    columns = count + size
    ones = np.ones(size)
    one_each = rows_of(savings.places, entry, ones, (savings.place_count, columns))
    if_open = rows_of(
        np.tile(number, 2),
        np.concatenate((entry, savings.sites)),
        np.concatenate((ones, -ones)),
        (size, columns),
    )
    limit = csr_array(np.concatenate((np.ones(count), np.zeros(size)))[np.newaxis])
    spacing, spacing_high = conflict_rows(savings.conflicts, columns)
    useful = np.zeros(count)
    useful[savings.sites] = 1
    matrix = csr_array(vstack((one_each, if_open, limit, spacing), format="csr"))
    return Program(
        costs=np.concatenate((np.zeros(count), -savings.saved)),
        upper=np.concatenate((useful, ones)),
        whole=np.repeat([True, False], [count, size]),
        rows=matrix,
        low=np.full(matrix.shape[0], -np.inf),
        high=np.concatenate(
            (np.ones(savings.place_count), np.zeros(size), [float(sites)], spacing_high)
        ),
    )
