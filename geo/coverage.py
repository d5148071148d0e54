"""Who is within reach and who is not: straight distances, shares, breakdowns, the curve.

Network distances come from `geo.network.distances`; what is made of distances is the same for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.index import BoolArray, IntArray
from geo.network.distances import NO_FACILITY, Nearest
from geo.plane import ObjectArray, Plane


@dataclass(frozen=True)
class Share:
    """How much of a weight is within reach.

    Parameters
    ----------
    total, served
        Households, or what the weight counts.
    """

    total: float
    served: float

    @property
    def unserved(self) -> float:
        """What is not within reach."""
        return self.total - self.served

    @property
    def share(self) -> float | None:
        """The served part, 0 to 1; None where nobody lives."""
        return self.served / self.total if self.total > 0 else None


def straight_distances(plane: Plane, facilities: ObjectArray, places: FloatArray) -> Nearest:
    """Return the nearest facility of each place in a straight line on the ellipsoid.

    Parameters
    ----------
    facilities
        Points and areas in metres of the plane, shape (f,); an area is as near as its edge, and
        0 m away inside of it. None and empty ones are nowhere.
    places
        In the plane, shape (n, 2); NaN for an unknown position.
    """
    distance_m = np.where(np.isnan(places).any(axis=1), np.nan, np.inf)
    which = np.full(len(places), NO_FACILITY)
    rows = np.flatnonzero(~np.isnan(distance_m))
    there = ~(shapely.is_missing(facilities) | shapely.is_empty(facilities))
    is_point = there & (shapely.get_type_id(facilities) == 0)
    sorts = ((is_point, _nearest_points), (there & ~is_point, _nearest_areas))
    for sort, nearest in sorts:
        some = np.flatnonzero(sort)
        if not len(some) or not len(rows):
            continue
        found, at = nearest(facilities[some], places[rows])
        metres = plane.lengths_m(places[rows], at)
        nearer = metres < distance_m[rows]
        distance_m[rows[nearer]], which[rows[nearer]] = metres[nearer], some[found[nearer]]
    return Nearest(distance_m, which)


def _nearest_points(facilities: ObjectArray, places: FloatArray) -> tuple[IntArray, FloatArray]:
    positions = shapely.get_coordinates(facilities)
    nearest: Any = cKDTree(positions).query(places)
    return nearest[1], positions[nearest[1]]


def _nearest_areas(facilities: ObjectArray, places: FloatArray) -> tuple[IntArray, FloatArray]:
    points = shapely.points(places)
    _, found = shapely.STRtree(facilities).query_nearest(points, all_matches=False)
    lines = shapely.shortest_line(points, facilities[found])
    return found, shapely.get_coordinates(lines)[1::2]


def within(distance_m: FloatArray, threshold_m: float) -> BoolArray:
    """Return which places are within reach, shape (n,); at the threshold is, unknown is not."""
    # A micrometre for the rounding of sums, so that a street of exactly 500 m is within 500 m.
    return np.asarray(distance_m <= threshold_m + 1e-6)


def coverage_share(distance_m: FloatArray, weight: FloatArray, threshold_m: float) -> Share:
    """Return how much of a weight is within reach."""
    served = within(distance_m, threshold_m)
    return Share(float(weight.sum()), float(weight[served].sum()))


def coverage_by(
    groups: IntArray, count: int, distance_m: FloatArray, weight: FloatArray, threshold_m: float
) -> tuple[Share, ...]:
    """Return the share of each group, and last that of places in none.

    Parameters
    ----------
    groups
        Which of `count` groups each place is in, -1 for none, shape (n,).
    """
    number = np.where(groups >= 0, groups, count)
    served = np.where(within(distance_m, threshold_m), weight, 0)
    totals = np.bincount(number, weight, count + 1).tolist()
    reached = np.bincount(number, served, count + 1).tolist()
    return tuple(Share(*one) for one in zip(totals, reached, strict=True))


def coverage_curve(
    distance_m: FloatArray, weight: FloatArray, thresholds_m: FloatArray
) -> FloatArray:
    """Return how much of a weight is served at each of several thresholds, shape (t,)."""
    known = np.isfinite(distance_m)
    order = np.argsort(distance_m[known], kind="stable")
    summed = np.concatenate(([0.0], np.cumsum(weight[known][order])))
    upto = np.searchsorted(distance_m[known][order], thresholds_m + 1e-6, side="right")
    return np.asarray(summed[upto])


def distance_quantile(distance_m: FloatArray, weight: FloatArray, share: float) -> float:
    """Return the distance that a share of a weight does not exceed, in metres.

    inf where so many reach nothing, NaN where nobody lives. A place of unknown distance counts as
    one that reaches nothing.
    """
    far = np.where(np.isnan(distance_m), np.inf, distance_m)
    order = np.argsort(far, kind="stable")
    summed = np.cumsum(weight[order])
    if not len(summed) or summed[-1] <= 0:
        return float("nan")
    row = np.searchsorted(summed, share * summed[-1] - 1e-9 * summed[-1])
    return float(far[order][min(int(row), len(far) - 1)])


def mean_distance_m(distance_m: FloatArray, weight: FloatArray) -> float | None:
    """Return the mean distance of those who reach something; None where nobody does."""
    known = np.isfinite(distance_m)
    reached = weight[known].sum()
    return float((distance_m[known] * weight[known]).sum() / reached) if reached > 0 else None
