"""The most households within reach of n new sites.

The maximal covering location problem (Church & ReVelle, 1974), what exists kept.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from geo.siting.capacity import most_covered_with_capacity
from geo.siting.conflicts import conflict_rows
from geo.siting.groups import (
    Groups,
    chosen_sites,
    covering_savings,
    grouped,
    served_already,
    stacked,
)
from geo.siting.problem import Siting, SitingProblem
from geo.siting.program import TIME_LIMIT_S, Cancelled, Deadline, Program, solve
from geo.siting.savings import Savings, greedy, interchange, ranked, upper_bound

# Beyond so many pairs of a place and a candidate HiGHS may need more than a minute, and gigabytes.
MOST_PAIRS = 1_500_000


def most_covered(
    problem: SitingProblem,
    sites: int,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    cancelled: Cancelled | None = None,
    most_pairs: int = MOST_PAIRS,
) -> Siting:
    """Return up to `sites` candidates that bring the most households within reach.

    Fewer come back where more would add nothing, or the rules allow no more.

    Parameters
    ----------
    problem
        With the pairs within reach.
    time_limit_s
        After this the best so far comes back, and how good it is at least.
    cancelled
        Asked while HiGHS works; True ends it, as the time limit does.
    most_pairs
        A larger question is answered by a heuristic, with a bound.
    """
    if problem.capacity is not None:
        return most_covered_with_capacity(
            problem, sites, time_limit_s=time_limit_s, cancelled=cancelled, most_pairs=most_pairs
        )
    deadline = Deadline(time_limit_s)
    before = float(problem.weight[served_already(problem)].sum())
    if sites < 1:
        return Siting((), before, before, before, "optimal")
    if not problem.free.any():
        return Siting((), before, before, before, "infeasible", "no_candidate")
    savings = covering_savings(problem)
    chosen = interchange(savings, greedy(savings, sites))
    reached = savings.value(chosen)
    bound = upper_bound(savings, sites, reached)
    if len(savings.saved) > most_pairs:
        return Siting(
            ranked(savings, chosen), before + reached, before, before + bound, "heuristic"
        )
    groups = grouped(savings)
    solution = solve(
        _program(savings, groups, sites),
        start=np.concatenate((groups.start(chosen), groups.covered(chosen))),
        time_limit_s=deadline.left_s,
        cancelled=cancelled,
    )
    found = chosen_sites(solution, savings.site_count)
    if found is not None and savings.value(found) > reached:
        chosen, reached = found, savings.value(found)
    best = reached if solution.status == "optimal" else max(reached, min(bound, -solution.bound))
    return Siting(ranked(savings, chosen), before + reached, before, before + best, solution.status)


def _program(savings: Savings, groups: Groups, most: int) -> Program:
    """Return the program: sites first, then whether each group is covered."""
    count, size = len(groups.weight), groups.site_count
    limit = csr_array(np.concatenate((np.ones(size), np.zeros(count)))[np.newaxis])
    spacing, spacing_high = conflict_rows(savings.conflicts, size + count)
    return Program(
        costs=np.concatenate((np.zeros(size), -groups.weight)),
        upper=np.concatenate((groups.upper, np.ones(count))),
        whole=np.repeat([True, False], [size, count]),
        rows=stacked(groups.reach_rows(), limit, spacing),
        low=np.concatenate((np.zeros(count), [0], np.full(len(spacing_high), -np.inf))),
        high=np.concatenate((np.full(count, np.inf), [float(most)], spacing_high)),
    )
