"""The nearest facilities of one or several layers, with their distance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import merge
from itertools import islice, repeat
from operator import itemgetter

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
    found = []
    for snapshot in snapshots:
        if free is None or clock is None:
            rows, distances = snapshot.near.nearest(lon, lat, k, max_distance_m=max_distance_m)
        else:
            rows, distances = snapshot.near.nearest_where(
                lon, lat, k, free_mask(snapshot, free, clock), max_distance_m=max_distance_m
            )
        found.append(list(zip(distances, repeat(snapshot), rows)))
    if len(found) == 1:
        return found[0]
    return list(islice(merge(*found, key=itemgetter(0)), k))
