"""What a siting question is made of, and what its answer says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.index import BoolArray, IntArray
from geo.network.pairs import Pairs

Status = Literal["optimal", "time_limit", "cancelled", "heuristic", "infeasible"]
Reason = Literal["no_candidate", "out_of_reach", "rules", "capacity", "too_large"]


@dataclass(frozen=True, eq=False)
class SitingProblem:
    """Places that need something, and sites where it is or could be.

    Parameters
    ----------
    weight
        Households of each place, 0 or more, shape (d,).
    pairs
        Which places each site would reach, and how far they are; for a question about reach, those
        within the threshold.
    count
        How many sites there are: existing ones and candidates.
    fixed
        Those that exist, or are to be built whatever comes out, shape (c,).
    allowed
        Candidates that may be chosen, shape (c,).
    conflicts
        Pairs of sites of which only one may be chosen, shape (k, 2), see `too_close`.
    capacity
        How many households each site serves at most, shape (c,); None for any number. A place may
        be served by several sites then.
    """

    weight: FloatArray
    pairs: Pairs
    count: int
    fixed: BoolArray
    allowed: BoolArray
    conflicts: IntArray
    capacity: FloatArray | None = None

    @property
    def free(self) -> BoolArray:
        """The candidates that may be chosen, beside what exists, shape (c,)."""
        free = self.allowed & ~self.fixed
        # A candidate too near to what exists is none.
        one, other = self.conflicts.reshape(-1, 2).T
        free[one[self.fixed[other]]] = False
        free[other[self.fixed[one]]] = False
        return np.asarray(free)


@dataclass(frozen=True)
class Site:
    """One chosen site.

    Parameters
    ----------
    candidate
        Its row.
    gain
        What it adds to those before it: households within reach, or household-metres saved.
    """

    candidate: int
    gain: float


@dataclass(frozen=True)
class Siting:
    """The answer to a siting question.

    Parameters
    ----------
    sites
        Chosen candidates, the one that adds most first.
    value
        Households within reach; or the number of sites; or household-metres, for the least mean
        distance. With what exists.
    before
        The same with what exists alone; None for a number of sites.
    bound
        No choice has a better value than this.
    status
        `optimal`: proven best. `time_limit`, `cancelled`: the best found until then. `heuristic`:
        found by a rule of thumb, whose distance to the best is at most that to the bound.
        `infeasible`: there is no answer, and `reason` says why.
    reason
        `no_candidate`: none may be chosen. `out_of_reach`: no candidate reaches enough places.
        `rules`: spacing leaves too few. `capacity`: there is not enough. `too_large`: with
        capacities, only smaller questions can be solved.
    missing
        Of what there is not enough, in households, for `out_of_reach` and `capacity`.
    """

    sites: tuple[Site, ...]
    value: float
    before: float | None
    bound: float
    status: Status
    reason: Reason | None = None
    missing: float = 0.0

    @property
    def gap(self) -> float:
        """How far the value may be from the best at most, as a share of the value."""
        if self.value == self.bound:
            return 0.0
        return abs(self.bound - self.value) / max(abs(self.value), 1e-9)


def too_close(places: FloatArray, spacing_m: float) -> IntArray:
    """Return pairs of sites less than a spacing apart in a straight line, shape (k, 2).

    Parameters
    ----------
    places
        Of existing sites and candidates, in metres of a plane, shape (c, 2), finite.
    """
    if spacing_m <= 0 or len(places) < 2:
        return np.empty((0, 2), np.intp)
    pairs = cKDTree(places).query_pairs(spacing_m, output_type="ndarray")
    apart = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
    # At the spacing itself they may both stand.
    found = np.sort(pairs[apart < spacing_m - 1e-6], axis=1)
    return found[np.lexsort((found[:, 1], found[:, 0]))].astype(np.intp)
