"""What sites save: the one form that covering and the least mean distance have in common.

Each place has a saving from each site that reaches it, and gets the largest of those that are
chosen: its households if they are covered, or the metres by which the site is nearer than what they
walk now, times the households. The total is submodular (Nemhauser, Wolsey & Fisher, 1978), so the
same greedy choice, interchange and bound serve both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.geodesic import FloatArray
from geo.index import BoolArray, IntArray
from geo.siting.problem import Site


@dataclass(frozen=True, eq=False)
class Savings:
    """Savings of places by sites, as entries ordered by site and then by place.

    Parameters
    ----------
    places, sites, saved
        Of each entry, shape (p,); `saved` is above 0.
    place_count, site_count
        How many there are of each.
    conflicts
        Pairs of sites of which only one may be chosen, shape (k, 2).
    """

    places: IntArray
    sites: IntArray
    saved: FloatArray
    place_count: int
    site_count: int
    conflicts: IntArray

    def value(self, chosen: IntArray) -> float:
        """Return the total saving of a choice of sites."""
        return float(self.per_place(chosen).sum())

    def per_place(self, chosen: IntArray) -> FloatArray:
        """Return the saving of each place from a choice of sites."""
        best = np.zeros(self.place_count)
        mask = np.zeros(self.site_count, bool)
        mask[chosen] = True
        rows = mask[self.sites]
        np.maximum.at(best, self.places[rows], self.saved[rows])
        return best

    def gains(self, have: FloatArray) -> FloatArray:
        """Return what each site would add to what places have, shape (s,)."""
        more = np.maximum(self.saved - have[self.places], 0)
        return np.asarray(np.bincount(self.sites, more, self.site_count), np.float64)

    def entries_of(self, site: int) -> slice:
        """Return where the entries of a site are."""
        low, high = np.searchsorted(self.sites, (site, site + 1)).tolist()
        return slice(low, high)

    def blocked(self, chosen: IntArray) -> BoolArray:
        """Return which sites may not be chosen any more, shape (s,)."""
        mask = np.zeros(self.site_count, bool)
        mask[chosen] = True
        if len(self.conflicts):
            one, other = self.conflicts.T
            mask[one[np.isin(other, chosen)]] = True
            mask[other[np.isin(one, chosen)]] = True
        return mask


def ordered_savings(
    places: IntArray,
    sites: IntArray,
    saved: FloatArray,
    counts: tuple[int, int],
    conflicts: IntArray,
) -> Savings:
    """Return savings in order, those of nothing left out."""
    rows = np.flatnonzero(saved > 0)
    rows = rows[np.lexsort((places[rows], sites[rows]))]
    return Savings(places[rows], sites[rows], saved[rows], *counts, conflicts)


def greedy(savings: Savings, most: int, *, enough: float = np.inf) -> IntArray:
    """Return up to `most` sites, each the one that adds most to those before it.

    Reaches at least 63 % of the best without conflicts (Nemhauser, Wolsey & Fisher, 1978).

    Parameters
    ----------
    enough
        With a total saving of this, no more are chosen.
    """
    have, chosen = np.zeros(savings.place_count), np.empty(0, np.intp)
    gains, total = savings.gains(have), 0.0
    order = np.argsort(savings.places, kind="stable")
    starts = np.searchsorted(savings.places[order], np.arange(savings.place_count + 1))
    open_ = ~savings.blocked(chosen)
    while len(chosen) < most and total < enough:
        site = int(np.argmax(np.where(open_, gains, -1)))
        if not open_[site] or gains[site] <= 1e-9:
            break
        total += float(gains[site])
        chosen = np.append(chosen, site)
        open_ &= ~savings.blocked(np.array([site]))
        rows = savings.entries_of(site)
        places, saved = savings.places[rows], savings.saved[rows]
        better = saved > have[places]
        places, saved = places[better], saved[better]
        # Only what the changed places add to is worked out anew.
        sizes = starts[places + 1] - starts[places]
        first = np.repeat(starts[places] - (np.cumsum(sizes) - sizes), sizes)
        entries = order[first + np.arange(int(sizes.sum()))]
        old = np.repeat(have[places], sizes)
        new = np.repeat(saved, sizes)
        value = savings.saved[entries]
        less = np.maximum(value - old, 0) - np.maximum(value - new, 0)
        gains -= np.bincount(savings.sites[entries], less, savings.site_count)
        have[places] = saved
    return chosen


def interchange(savings: Savings, chosen: IntArray, *, most_rounds: int = 60) -> IntArray:
    """Return a choice that no exchange of one site for another betters (Teitz & Bart, 1968).

    The profit of every exchange is worked out at once (Resende & Werneck, 2007).
    """
    chosen = chosen.copy()
    for _ in range(most_rounds):
        if not len(chosen):
            break
        profit = _profits(savings, chosen)
        out, site = np.unravel_index(int(np.argmax(profit)), profit.shape)
        if profit[out, site] <= 1e-9 * max(1.0, savings.value(chosen)):
            break
        chosen[out] = site
    return chosen


def _profits(savings: Savings, chosen: IntArray) -> FloatArray:
    """Return what each exchange (row: which chosen one goes, column: which site comes) adds."""
    best, second, by = _two_best(savings, chosen)
    gains = savings.gains(best)
    loss = np.bincount(by[by >= 0], (best - second)[by >= 0], len(chosen))
    # Where the site that goes was a place's best, the new one saves part of the loss.
    rows = np.flatnonzero((by[savings.places] >= 0) & (savings.saved > second[savings.places]))
    places, sites = savings.places[rows], savings.sites[rows]
    kept = np.minimum(savings.saved[rows], best[places]) - second[places]
    cell = by[places] * savings.site_count + sites
    extra = np.bincount(cell, kept, len(chosen) * savings.site_count)
    profit = gains - loss[:, np.newaxis] + extra.reshape(len(chosen), savings.site_count)
    profit[:, chosen] = -np.inf
    for row in range(len(chosen)):
        profit[row, savings.blocked(np.delete(chosen, row))] = -np.inf
    return np.asarray(profit)


def _two_best(savings: Savings, chosen: IntArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return each place's largest and second saving, and which of the chosen gives the first."""
    best, second = np.zeros(savings.place_count), np.zeros(savings.place_count)
    by = np.full(savings.place_count, -1)
    for number, site in enumerate(chosen.tolist()):
        rows = savings.entries_of(site)
        places, saved = savings.places[rows], savings.saved[rows]
        first = saved > best[places]
        second[places] = np.where(first, best[places], np.maximum(second[places], saved))
        best[places[first]], by[places[first]] = saved[first], number
    return best, second, by


def upper_bound(savings: Savings, most: int, reached: float, *, rounds: int = 200) -> float:
    """Return a total that no choice of `most` sites exceeds.

    Lagrangian: each place may get several savings at a price for every one beyond the first; the
    prices are moved by subgradients (Held, Wolfe & Crowder, 1974; for the p-median Cornuéjols,
    Fisher & Nemhauser, 1977). Conflicts are left out, which can only raise it.

    Parameters
    ----------
    reached
        A total that some choice has, to which the steps are measured.
    """
    if not len(savings.saved) or most < 1:
        return 0.0
    prices = np.zeros(savings.place_count)
    np.maximum.at(prices, savings.places, savings.saved / 2)
    bound, step, waited = np.inf, 2.0, 0
    most = min(most, savings.site_count)
    for _ in range(rounds):
        worth = np.maximum(savings.saved - prices[savings.places], 0)
        per_site = np.bincount(savings.sites, worth, savings.site_count)
        top = np.argpartition(per_site, -most)[-most:]
        value = float(prices.sum() + per_site[top].sum())
        if value < bound * (1 - 1e-9):
            bound, waited = value, 0
        elif (waited := waited + 1) > 6:
            step, waited = step / 2, 0
        taken = np.zeros(savings.site_count, bool)
        taken[top] = True
        rows = taken[savings.sites] & (worth > 0)
        slope = 1.0 - np.bincount(savings.places[rows], minlength=savings.place_count)
        # A price at its lowest cannot fall.
        slope[(prices <= 0) & (slope > 0)] = 0
        length = float(slope @ slope)
        if length == 0 or bound <= reached * (1 + 1e-9):
            break
        prices = np.maximum(prices - step * (value - reached) / length * slope, 0)
    return max(bound, reached)


def ranked(savings: Savings, chosen: IntArray) -> tuple[Site, ...]:
    """Return chosen sites in the order in which each adds most to those before, with what it adds.

    A site that adds nothing is left out.
    """
    mask = np.zeros(savings.site_count, bool)
    mask[chosen] = True
    rows = mask[savings.sites]
    alone = Savings(
        savings.places[rows],
        savings.sites[rows],
        savings.saved[rows],
        savings.place_count,
        savings.site_count,
        np.empty((0, 2), np.intp),
    )
    order = greedy(alone, len(chosen))
    sites, have = [], np.zeros(savings.place_count)
    for site in order.tolist():
        part = alone.entries_of(site)
        places, saved = alone.places[part], alone.saved[part]
        gain = float(np.maximum(saved - have[places], 0).sum())
        np.maximum.at(have, places, saved)
        sites.append(Site(site, gain))
    return tuple(sites)
