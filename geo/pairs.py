"""Points that lie close to each other, found without measuring each to each."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray, earth_centred, geodesic_distance_m, longest_chord_m
from geo.index import IntArray

# Of a crowd, each point is paired with so many: the pairs stay a few for each point, however dense.
MOST_NEIGHBOURS = 8


def close_pairs(
    lon: FloatArray, lat: FloatArray, radius_m: float
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return pairs of points not farther apart than a radius, and how far, all of shape (m,).

    Each pair is (earlier row, later row), ordered by the later one. A point is paired with its
    eight nearest at most; of several at the very same position, each with the first there.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,), finite.
    radius_m
        Geodesic metres.
    """
    if not len(lon):
        nothing = np.zeros(0, np.intp)
        return nothing, nothing, np.zeros(0)
    positions = np.column_stack((lon, lat))
    _, first, which = np.unique(positions, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    rows = np.arange(len(lon))
    repeated = rows != first[which]
    # A tree of equal points has one leaf, and searching it would compare each with each.
    tree = cKDTree(earth_centred(lon[first], lat[first]))
    chord, found = tree.query(
        tree.data,
        k=min(MOST_NEIGHBOURS + 1, max(2, len(first))),
        distance_upper_bound=longest_chord_m(radius_m) * (1 + 1e-12) + 1e-9,
    )
    here = np.repeat(np.arange(len(first)), np.shape(found)[1])
    there, near = np.ravel(found), np.isfinite(np.ravel(chord))
    here, there = first[here[near]], first[there[near]]
    ends = np.unique(np.sort(np.column_stack((here, there))[here != there], axis=1), axis=0)
    earlier = np.concatenate((first[which][repeated], ends[:, 0]))
    later = np.concatenate((rows[repeated], ends[:, 1]))
    distance_m = geodesic_distance_m(lon[earlier], lat[earlier], lon[later], lat[later])
    kept = distance_m <= radius_m
    order = np.lexsort((earlier[kept], later[kept]))
    return earlier[kept][order], later[kept][order], distance_m[kept][order]


def neighbours(points: FloatArray, others: FloatArray, within: float) -> tuple[IntArray, IntArray]:
    """Return, for each point, which others lie near it, the nearest eight at most.

    Others at the very same position are taken in their order.

    Parameters
    ----------
    points, others
        In any number of dimensions d, shapes (n, d) and (m, d), finite.
    within
        Straight-line distance, in the unit of the coordinates; those beyond are left out.

    Returns
    -------
    here, there
        Rows of `points` and of `others`, of one shape, ordered by `here` and then by distance.
    """
    if not len(points) or not len(others):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    # A tree of equal points has one leaf, and searching it would compare each with each.
    spots, spot_of = np.unique(others, axis=0, return_inverse=True)
    by_spot = np.argsort(spot_of.ravel(), kind="stable")
    count = np.bincount(spot_of.ravel(), minlength=len(spots))
    start = np.cumsum(count) - count
    distance, spot = cKDTree(spots).query(
        points,
        k=list(range(1, min(MOST_NEIGHBOURS, len(spots)) + 1)),
        distance_upper_bound=within,
    )
    here, rank = np.nonzero(np.isfinite(distance))
    found = np.asarray(spot)[here, rank]
    several = np.minimum(count[found], MOST_NEIGHBOURS)
    which = np.arange(several.sum()) - np.repeat(np.cumsum(several) - several, several)
    here, there = np.repeat(here, several), by_spot[np.repeat(start[found], several) + which]
    place_in_row = np.arange(len(here)) - np.searchsorted(here, here)
    few = place_in_row < MOST_NEIGHBOURS
    return here[few], there[few]
