"""Small siting questions, and their best answers by trying every choice."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from geo.network.pairs import ordered_pairs
from geo.siting.problem import SitingProblem, too_close


def problem_of(weight, near, **options):
    """Return a problem from a table of distances: a row a place, a column a site, None for far."""
    table = [
        (place, site, float(metres))
        for place, row in enumerate(near)
        for site, metres in enumerate(row)
        if metres is not None
    ]
    places, sites, metres = np.array(table, float).reshape(-1, 3).T
    count = len(near[0]) if near else 0
    defaults = {
        "fixed": np.zeros(count, bool),
        "allowed": np.ones(count, bool),
        "conflicts": np.empty((0, 2), np.intp),
    }
    options = {name: np.asarray(value) for name, value in (defaults | options).items()}
    pairs = ordered_pairs(places.astype(np.intp), sites.astype(np.intp), metres)
    return SitingProblem(np.array(weight, float), pairs, count, **options)


def random_problem(seed, *, reach=250.0, sites=8, fixed=2, spacing=0.0):
    """Return a problem of places and sites strewn over a square kilometre."""
    random = np.random.default_rng(seed)
    places = random.uniform(0, 1000, (int(random.integers(1, 16)), 2))
    spots = random.uniform(0, 1000, (sites, 2))
    apart = np.hypot(*(places[:, np.newaxis] - spots).transpose(2, 0, 1))
    near = [[m if m <= reach else None for m in row] for row in apart.tolist()]
    exists, allowed = np.zeros(sites, bool), random.random(sites) < 0.9
    exists[: random.integers(0, fixed + 1)] = True
    return problem_of(
        random.integers(0, 50, len(places)),
        near,
        fixed=exists,
        allowed=allowed,
        conflicts=too_close(spots, spacing),
    )


def choices(problem, most):
    """Return every choice of up to `most` candidates that the rules allow."""
    free = np.flatnonzero(problem.free).tolist()
    banned = {frozenset(pair) for pair in problem.conflicts.tolist()}
    for number in range(most + 1):
        for choice in combinations(free, number):
            if not any(frozenset(two) in banned for two in combinations(choice, 2)):
                yield choice


def covered(problem, choice):
    """Return the households that a choice and what exists reach."""
    open_ = problem.fixed.copy()
    open_[list(choice)] = True
    places = np.unique(problem.pairs.places[open_[problem.pairs.facilities]])
    return float(problem.weight[places].sum())


def walked(problem, choice, far_m):
    """Return the household-metres to the nearest of a choice and of what exists."""
    open_ = problem.fixed.copy()
    open_[list(choice)] = True
    nearest = np.full(len(problem.weight), float(far_m))
    rows = open_[problem.pairs.facilities]
    np.minimum.at(nearest, problem.pairs.places[rows], problem.pairs.distance_m[rows])
    return float((problem.weight * nearest).sum())
