"""Places that the same candidates reach, taken as one: the variables of a covering program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.siting.problem import SitingProblem
from geo.siting.program import CHOSEN_ABOVE, Solution, rows_of
from geo.siting.savings import Savings, ordered_savings


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups of places, and the candidates that reach each.

    Parameters
    ----------
    weight
        Households of each group, shape (g,).
    groups, sites
        Which candidate reaches which group, shape (p,).
    site_count
        How many candidates there are.
    """

    weight: FloatArray
    groups: IntArray
    sites: IntArray
    site_count: int

    @property
    def upper(self) -> FloatArray:
        """The largest value of each site's variable: one that reaches nobody stays closed."""
        useful = np.zeros(self.site_count)
        useful[self.sites] = 1
        return useful

    def covered(self, chosen: IntArray) -> FloatArray:
        """Return 1 for each group that a choice reaches, else 0, shape (g,)."""
        mask = np.zeros(self.site_count, bool)
        mask[chosen] = True
        covered = np.zeros(len(self.weight))
        covered[self.groups[mask[self.sites]]] = 1
        return covered

    def start(self, chosen: IntArray) -> FloatArray:
        """Return a choice as values of the sites' variables."""
        sites = np.zeros(self.site_count)
        sites[chosen] = 1
        return sites

    def reach_rows(self) -> csr_array[Any, Any]:
        """Return rows by which a group is covered only by a chosen site: sites - group >= 0."""
        count, size = len(self.weight), self.site_count
        group = np.arange(count)
        return rows_of(
            np.concatenate((self.groups, group)),
            np.concatenate((self.sites, size + group)),
            np.concatenate((np.ones(len(self.groups)), -np.ones(count))),
            (count, size + count),
        )


def covering_savings(problem: SitingProblem) -> Savings:
    """Return the households that candidates bring within reach of those who are not yet."""
    pairs, weight = problem.pairs, problem.weight.copy()
    weight[served_already(problem)] = 0
    rows = problem.free[pairs.facilities]
    places = pairs.places[rows]
    return ordered_savings(
        places,
        pairs.facilities[rows],
        weight[places],
        (len(weight), problem.count),
        problem.conflicts,
    )


def served_already(problem: SitingProblem) -> IntArray:
    """Return the places that what exists reaches."""
    return np.unique(problem.pairs.places[problem.fixed[problem.pairs.facilities]])


def grouped(savings: Savings) -> Groups:
    """Return the places that the same candidates reach as one each."""
    # A sum of random numbers tells sets apart, 126 bits of them beyond doubt.
    random = np.random.default_rng(0).integers(0, 2**63, (2, savings.site_count), np.uint64)
    marks = np.zeros((2, savings.place_count), np.uint64)
    for mark, numbers in zip(marks, random, strict=True):
        np.add.at(mark, savings.places, numbers[savings.sites])
    reached = np.unique(savings.places)
    _, first, group = np.unique(marks[:, reached].T, axis=0, return_index=True, return_inverse=True)
    group = group.ravel()
    per_place = np.zeros(savings.place_count)
    per_place[savings.places] = savings.saved
    weight = np.zeros(len(first))
    np.add.at(weight, group, per_place[reached])
    number = np.full(savings.place_count, -1)
    number[reached[first]] = np.arange(len(first))
    rows = number[savings.places] >= 0
    return Groups(weight, number[savings.places[rows]], savings.sites[rows], savings.site_count)


def chosen_sites(solution: Solution, count: int) -> IntArray | None:
    """Return the candidates that a solution chooses, None where there is no solution."""
    if solution.values is None:
        return None
    return np.flatnonzero(solution.values[:count] > CHOSEN_ABOVE)


def stacked(*parts: csr_array[Any, Any]) -> csr_array[Any, Any]:
    """Return rows of several matrices of the same width below each other."""
    data = np.concatenate([part.data for part in parts])
    indices = np.concatenate([part.indices for part in parts])
    sizes = np.concatenate([np.diff(part.indptr) for part in parts])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    return csr_array((data, indices, starts), shape=(len(sizes), parts[0].shape[1]))
