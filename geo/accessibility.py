"""How much of a supply each place can reach, shared with all others who reach it; and how unequal.

The two-step floating catchment area (2SFCA: Luo & Wang, 2003), its form with weights that fall with
distance (E2SFCA: Luo & Qi, 2009), and the three-step form in which a place's demand is divided over
the facilities that it may choose (3SFCA: Wan, Zou & Sternberg, 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.errors import GeoError
from geo.geodesic import FloatArray
from geo.network.pairs import Pairs

Method = Literal["2sfca", "e2sfca", "3sfca"]

# Luo & Qi (2009): three zones of equal width; their slow decay, from a Gaussian.
ZONE_WEIGHTS = (1.0, 0.68, 0.22)


class AccessibilityError(GeoError):
    """Supply, demand or weights are not what accessibility can be worked out from."""


@dataclass(frozen=True, eq=False)
class Accessibility:
    """What each place and each facility has.

    Parameters
    ----------
    of_places
        Supply a head (a household, whatever the demand counts), shape (d,); 0 where nothing is
        within reach.
    of_facilities
        Supply a head of those who reach a facility, shape (f,); 0 where nobody does.
    """

    of_places: FloatArray
    of_facilities: FloatArray


def accessibility(
    pairs: Pairs,
    demand: FloatArray,
    supply: FloatArray,
    threshold_m: float,
    *,
    method: Method = "e2sfca",
    zone_weights: tuple[float, ...] = ZONE_WEIGHTS,
) -> Accessibility:
    """Return how much supply a head each place can reach.

    With 2SFCA the sum of what places have, times their demand, is the supply that anybody reaches:
    nothing is counted twice. So it is with the other two.

    Parameters
    ----------
    pairs
        Places and facilities, with their distances; those beyond the threshold are not counted.
    demand
        Of each place, 0 or more, shape (d,).
    supply
        Of each facility: spaces, cubicles, square metres; 0 or more, shape (f,).
    threshold_m
        How far people go.
    method
        `2sfca`: everything within the threshold counts the same. `e2sfca`: less in each zone
        farther out. `3sfca`: and those who have a choice divide among what they have.
    zone_weights
        Of zones of equal width up to the threshold, from the nearest, each 0 to 1.

    Raises
    ------
    AccessibilityError
        A demand or supply is negative or no number, or a weight is not from 0 to 1.
    """
    _checked(demand, "demand")
    _checked(supply, "supply")
    if not zone_weights or not all(0 <= weight <= 1 for weight in zone_weights):
        raise AccessibilityError(f"zone weights go from 0 to 1, not {zone_weights}")
    near = np.flatnonzero(pairs.distance_m <= threshold_m + 1e-6)
    places, facilities = pairs.places[near], pairs.facilities[near]
    if method == "2sfca":
        weight = np.ones(len(near))
    else:
        zone = np.ceil(pairs.distance_m[near] / threshold_m * len(zone_weights) - 1e-9) - 1
        rows = np.clip(zone, 0, len(zone_weights) - 1).astype(np.intp)
        weight = np.array(zone_weights, np.float64)[rows]
    chosen = weight
    if method == "3sfca":
        options = np.bincount(places, weight, len(demand))[places]
        chosen = weight * np.divide(weight, options, out=np.zeros(len(near)), where=options > 0)
    asked = np.bincount(facilities, chosen * demand[places], len(supply))
    ratio = np.divide(supply, asked, out=np.zeros(len(supply)), where=asked > 0)
    reached = np.bincount(places, chosen * ratio[facilities], len(demand))
    return Accessibility(np.asarray(reached, np.float64), ratio)


def _checked(amounts: FloatArray, name: str) -> None:
    wrong = np.flatnonzero(~(np.isfinite(amounts) & (amounts >= 0)))
    if len(wrong):
        row = int(wrong[0])
        raise AccessibilityError(
            f"{name} of row {row} is {amounts[row]}; leave out rows without a number of 0 or more"
        )


def gini(values: FloatArray, weight: FloatArray) -> float | None:
    """Return the Gini coefficient of what people have: 0 all the same, towards 1 one has it all.

    Twice the area between the Lorenz curve and the diagonal, with each place's people as its
    weight. None where nobody has anything.
    """
    order = np.argsort(values, kind="stable")
    heads = np.concatenate(([0.0], np.cumsum(weight[order])))
    owned = np.concatenate(([0.0], np.cumsum((weight * values)[order])))
    if heads[-1] <= 0 or owned[-1] <= 0:
        return None
    share, curve = heads / heads[-1], owned / owned[-1]
    area = float(((curve[1:] + curve[:-1]) / 2 * np.diff(share)).sum())
    return max(0.0, 1 - 2 * area)


def palma(values: FloatArray, weight: FloatArray) -> float | None:
    """Return the Palma ratio: what the best-off tenth has over what the worst-off 40 % have.

    A place on the border is divided (Palma, 2011; Cobham & Sumner, 2013). None where nobody lives,
    inf where the worst-off have nothing.
    """
    order = np.argsort(values, kind="stable")
    heads = np.concatenate(([0.0], np.cumsum(weight[order])))
    owned = np.concatenate(([0.0], np.cumsum((weight * values)[order])))
    if heads[-1] <= 0 or owned[-1] <= 0:
        return None
    poorest, rest = np.interp([0.4 * heads[-1], 0.9 * heads[-1]], heads, owned).tolist()
    top = float(owned[-1]) - rest
    return top / poorest if poorest > 0 else float("inf")
