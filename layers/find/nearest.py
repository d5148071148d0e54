"""The nearest facilities of one or several layers, with their distance."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from heapq import merge
from itertools import islice, repeat
from operator import itemgetter

from geo.index import Found
from layers.find.select import FreeAt, free_mask
from layers.hours import Clock
from layers.store.snapshot import Snapshot

# Distance in metres as the crow flies on the ellipsoid, the snapshot, and the row in it.
Neighbour = tuple[float, Snapshot, int]


def nearest(
    snapshots: Sequence[Snapshot],
    lon: float,
    lat: float,
    k: int,
    *,
    max_distance_m: float = math.inf,
    free: FreeAt | None = None,
    clock: Clock | None = None,
) -> list[Neighbour]:
    """Return the k nearest facilities of all the layers together, nearest first.

    Parameters
    ----------
    snapshots
        The layers that are searched.
    lon, lat
        WGS 84 degrees.
    k
        How many in all; fewer come back where fewer pass.
    max_distance_m
        Only facilities whose representative point is at most this far away, by geodesic.
    free, clock
        Only what is free then for the whole stay, as the clock judges it.
    """
    if free is None or clock is None:
        [found] = nearest_of_each(snapshots, [lon], [lat], k)
        return within(found, max_distance_m)
    return _merged(
        [
            _neighbours(
                snapshot,
                snapshot.near.nearest_where(
                    lon, lat, k, free_mask(snapshot, free, clock), max_distance_m=max_distance_m
                ),
            )
            for snapshot in snapshots
        ],
        k,
    )


def nearest_of_each(
    snapshots: Sequence[Snapshot], lon: Sequence[float], lat: Sequence[float], k: int
) -> list[list[Neighbour]]:
    """Return the k nearest facilities to each of several positions, in little more time than one.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, of equal length.
    """
    if not snapshots:
        return [[] for _ in lon]
    found = [snapshot.near.nearest_of_each(lon, lat, k) for snapshot in snapshots]
    by_position = zip(*found, strict=True)
    return [_merged(list(map(_neighbours, snapshots, each)), k) for each in by_position]


def within(found: list[Neighbour], max_distance_m: float) -> list[Neighbour]:
    """Return those of the neighbours, nearest first, that are at most so far away."""
    return found[: bisect_right(found, max_distance_m, key=itemgetter(0))]


def _neighbours(snapshot: Snapshot, found: Found) -> list[Neighbour]:
    rows, distances_m = found
    return list(zip(distances_m, repeat(snapshot), rows))


def _merged(found: Sequence[list[Neighbour]], k: int) -> list[Neighbour]:
    if len(found) == 1:
        return found[0]
    return list(islice(merge(*found, key=itemgetter(0)), k))
