"""What else is near a facility, for a page that must do without a map and without scripts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.hours_table import StatusView, status_view
from api.views import facility_href, facility_name
from layers._layer import Layer, Text
from layers.find.nearest import nearest
from layers.hours import Clock
from layers.store.snapshot import Snapshot

# Of each layer.
NEARBY = 3
# Two and a half hours on foot; nothing beyond is near.
FARTHEST_M = 10_000


@dataclass(frozen=True)
class Nearby:
    """A facility near another one; its status is None where its layer has none."""

    name: Text
    href: str
    distance: Text
    status: StatusView | None
    illustrative: bool


@dataclass(frozen=True)
class NearbyGroup:
    """The nearest facilities of one layer."""

    layer: Layer
    facilities: tuple[Nearby, ...]


def nearby_groups(
    own: Snapshot,
    row: int,
    shown: Sequence[Snapshot],
    *,
    clock: Clock,
    at: datetime,
    base: str,
    query: str,
) -> Iterator[NearbyGroup]:
    """Yield the facilities of each layer that are nearest to one of `own`, its own layer first.

    Parameters
    ----------
    row
        The facility's row in `own`.
    shown
        The layers that are looked in.
    at
        The time that the status is for.
    base, query
        What addresses begin with, and what pins them to a version.
    """
    lon, lat = float(own.lon[row]), float(own.lat[row])
    for snapshot in sorted(shown, key=lambda one: one is not own):
        # One more than wanted: the nearest to a facility is mostly itself.
        found = nearest([snapshot], lon, lat, NEARBY + 1, max_distance_m=FARTHEST_M)
        others = [(m, near) for m, _, near in found if snapshot is not own or near != row]
        features = snapshot.decoded(near for _, near in others[:NEARBY])
        facilities = []
        for (distance_m, near), feature in zip(others, features, strict=False):
            status = clock.status(snapshot.terms_of(near), at)
            facilities.append(
                Nearby(
                    name=facility_name(snapshot.layer, feature["properties"]),
                    href=facility_href(snapshot.layer, str(feature["id"]), base=base, query=query),
                    distance=distance_words(distance_m),
                    status=None if status is None else status_view(status, at),
                    illustrative=feature["properties"].get("position") == "illustrative",
                )
            )
        if facilities:
            yield NearbyGroup(snapshot.layer, tuple(facilities))


def distance_words(distance_m: float) -> Text:
    """Return a distance in words, as the browser says it (browser/finder/formats.js).

    To ten metres below a kilometre, to a tenth of one below ten, then to whole ones.
    """
    tens = max(10, _rounded(distance_m / 10) * 10)
    if tens < 1000:
        return Text(f"{tens} 米", f"{tens} m")
    tenths = _rounded(distance_m / 100) / 10
    number = f"{tenths:.1f}" if tenths < 10 else f"{_rounded(distance_m / 1000):,}"
    return Text(f"{number} 公里", f"{number} km")


def _rounded(value: float) -> int:
    # Half up, as in JavaScript.
    return math.floor(value + 0.5)
