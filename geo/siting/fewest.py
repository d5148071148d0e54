"""The fewest sites that bring a share of all households within reach.

The location set covering problem (Toregas et al., 1971), whole and for a part of the demand
(Daskin & Owen, 1999), what exists kept.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import csr_array

from geo.index import IntArray
from geo.siting.conflicts import conflict_rows
from geo.siting.covering import MOST_PAIRS
from geo.siting.groups import (
    Groups,
    chosen_sites,
    covering_savings,
    grouped,
    served_already,
    stacked,
)
from geo.siting.problem import Reason, Siting, SitingProblem
from geo.siting.program import TIME_LIMIT_S, Cancelled, Deadline, Program, rows_of, solve
from geo.siting.savings import Savings, greedy, ranked, upper_bound

# A share is reached at this, in households: sums of floats miss whole numbers.
ENOUGH = 1e-6


def fewest_sites(
    problem: SitingProblem,
    share: float = 1.0,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    cancelled: Cancelled | None = None,
    most_pairs: int = MOST_PAIRS,
) -> Siting:
    """Return the fewest candidates that bring a share of all households within reach.

    Parameters
    ----------
    problem
        With the pairs within reach. Capacities are not looked at.
    share
        0 to 1, what exists included.
    time_limit_s, cancelled, most_pairs
        As for `most_covered`.
    """
    deadline = Deadline(time_limit_s)
    before = float(problem.weight[served_already(problem)].sum())
    needed = share * float(problem.weight.sum()) - before
    if needed <= ENOUGH:
        return Siting((), 0, None, 0, "optimal")
    if not problem.free.any():
        return _none("no_candidate", needed)
    savings = covering_savings(problem)
    reachable = savings.value(np.flatnonzero(problem.free))
    if reachable < needed - ENOUGH:
        return _none("out_of_reach", needed - reachable)
    start = greedy(savings, savings.site_count, enough=needed - ENOUGH)
    if len(savings.saved) > most_pairs:
        return _by_heuristic(savings, start, needed)
    return _by_program(savings, start, needed, deadline, cancelled)


def _none(reason: Reason, missing: float) -> Siting:
    return Siting((), math.inf, None, math.inf, "infeasible", reason, missing)


def _by_heuristic(savings: Savings, start: IntArray, needed: float) -> Siting:
    if savings.value(start) < needed - ENOUGH:
        # Without a proof: another order might have fitted the rules.
        return Siting((), math.inf, None, 0, "heuristic", "rules", needed - savings.value(start))
    low, high = 1, len(start)
    while low < high:
        middle = (low + high) // 2
        if upper_bound(savings, middle, 0.0, rounds=60) < needed - ENOUGH:
            low = middle + 1
        else:
            high = middle
    return Siting(ranked(savings, start), len(start), None, low, "heuristic")


def _by_program(
    savings: Savings,
    start: IntArray,
    needed: float,
    deadline: Deadline,
    cancelled: Cancelled | None,
) -> Siting:
    groups = grouped(savings)
    found = savings.value(start) >= needed - ENOUGH
    whole = needed >= groups.weight.sum() - ENOUGH
    values = groups.start(start)
    if not whole:
        values = np.concatenate((values, groups.covered(start)))
    solution = solve(
        _whole_program(savings, groups) if whole else _part_program(savings, groups, needed),
        start=values if found else None,
        time_limit_s=deadline.left_s,
        cancelled=cancelled,
    )
    if solution.status == "infeasible":
        return _none("rules", needed - savings.value(start))
    chosen = chosen_sites(solution, savings.site_count)
    if chosen is None or savings.value(chosen) < needed - 2 * ENOUGH:
        chosen = start if found else None
    bound = max(0.0, math.ceil(solution.bound - 1e-6)) if math.isfinite(solution.bound) else 0.0
    if chosen is None:
        return Siting((), math.inf, None, bound, solution.status)
    if found and len(start) < len(chosen):
        chosen = start
    sites = ranked(savings, chosen)
    best = len(sites) if solution.status == "optimal" else bound
    return Siting(sites, len(sites), None, best, solution.status)


def _whole_program(savings: Savings, groups: Groups) -> Program:
    """Return the program of sites alone: each group is reached by one at least."""
    count, size = len(groups.weight), groups.site_count
    spacing, spacing_high = conflict_rows(savings.conflicts, size)
    cover = rows_of(groups.groups, groups.sites, np.ones(len(groups.sites)), (count, size))
    return Program(
        costs=np.ones(size),
        upper=groups.upper,
        whole=np.ones(size, bool),
        rows=stacked(cover, spacing),
        low=np.concatenate((np.ones(count), np.full(len(spacing_high), -np.inf))),
        high=np.concatenate((np.full(count, np.inf), spacing_high)),
    )


def _part_program(savings: Savings, groups: Groups, needed: float) -> Program:
    """Return the program of sites, and of whether each group is covered: enough of them are."""
    count, size = len(groups.weight), groups.site_count
    spacing, spacing_high = conflict_rows(savings.conflicts, size + count)
    enough = csr_array(np.concatenate((np.zeros(size), groups.weight))[np.newaxis])
    free = np.full(len(spacing_high), -np.inf)
    return Program(
        costs=np.concatenate((np.ones(size), np.zeros(count))),
        upper=np.concatenate((groups.upper, np.ones(count))),
        whole=np.repeat([True, False], [size, count]),
        rows=stacked(groups.reach_rows(), enough, spacing),
        low=np.concatenate((np.zeros(count), [needed - ENOUGH], free)),
        high=np.concatenate((np.full(count + 1, np.inf), spacing_high)),
    )
