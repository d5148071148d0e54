"""A published map: its layers at some version, and which of their facilities are on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from api.asking import Ask
from api.errors import ParameterError
from api.framing import data_date, version_query
from api.params import asked_free
from api.published.figures import Figure, figure_of
from api.published.parameters import Bounds, PublishedParameters, ShownParameters, View
from geo.index import BoolArray, IntArray
from layers.find.chips import FREE_THEN, Chip, chip_mask
from layers.find.select import FreeAt, free_mask
from layers.hours import Clock
from layers.place import Place
from layers.store.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Part:
    """One layer of a published map.

    Parameters
    ----------
    rows
        Those of its facilities that pass, in rising order.
    chips
        What they passed.
    """

    snapshot: Snapshot
    rows: IntArray
    chips: tuple[Chip, ...]
    figure: Figure


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishedMap:
    """What is on a published map, whatever form it then takes.

    Parameters
    ----------
    parts
        Its layers in order.
    pinned
        Whether it stays at these versions.
    newest
        Whether these versions are served now.
    free
        The time that it speaks of, if it speaks of one.
    data_date
        The day that the data speak of, if that is known.
    """

    place: Place
    parts: tuple[Part, ...]
    pinned: bool
    newest: bool
    free: FreeAt | None
    data_date: date | None

    @property
    def illustrative(self) -> bool:
        """Whether any position is illustrative."""
        return any(part.snapshot.illustrative for part in self.parts)

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """Name and version of each layer."""
        return tuple((part.snapshot.layer.name, part.snapshot.version) for part in self.parts)

    @property
    def version_query(self) -> str:
        """The query that pins an address to these versions, `?version=` and on."""
        return version_query(part.snapshot for part in self.parts)

    @property
    def count(self) -> int:
        """How many facilities it has."""
        return sum(len(part.rows) for part in self.parts)


async def published_map(ask: Ask, asked: ShownParameters, *, now: bool = True) -> PublishedMap:
    """Return the map that is asked for.

    Parameters
    ----------
    now
        Whether what is free "then" may mean the present minute where no time is given; a picture
        and data need a time, since they stay.

    Raises
    ------
    UnknownLayerError, LayerUnavailableError, NoVersionError
        When a layer or a version is not there.
    ParameterError
        When versions and layers do not fit, or a time is wanting.
    """
    service, names = ask.service, None if asked.layers is None else tuple(asked.layers)
    if asked.version is not None:
        snapshots = await service.versions.snapshots(names, asked.version)
    else:
        snapshots = service.snapshots(names)
    free, chips = asked_free(asked), asked.chips
    if free is None and any(chip.key == FREE_THEN for chip in chips):
        if not now:
            raise ParameterError([_no_time(chips)])
        free = FreeAt(service.now(), asked.stay_minutes)
    if free is not None:
        # What is said of it is said by the place's own clock.
        free = FreeAt(service.clock.localise(free.at), free.stay_minutes)
    return map_of(
        service.place,
        snapshots,
        chips,
        service.clock,
        free=free,
        pinned=asked.version is not None,
        present=dict(service.version_key()),
    )


def _no_time(chips: Sequence[Chip]) -> dict[str, str]:
    name = next(chip.name for chip in chips if chip.key == FREE_THEN)
    reason = f"{name} here needs the time it speaks of, as in 2026-10-01T08:00"
    return {"parameter": "free_at", "value": "", "reason": reason}


def map_of(
    place: Place,
    snapshots: Sequence[Snapshot],
    chips: Sequence[Chip],
    clock: Clock,
    *,
    free: FreeAt | None = None,
    pinned: bool = False,
    present: dict[str, str],
) -> PublishedMap:
    """Return the map of some snapshots; `present` has the versions that are served now."""
    newest = all(present.get(one.layer.name) == one.version for one in snapshots)
    return PublishedMap(
        place=place,
        parts=tuple(_part(one, chips, clock, free) for one in snapshots),
        pinned=pinned,
        newest=newest,
        free=free,
        data_date=data_date(place, snapshots, newest=newest),
    )


def _part(snapshot: Snapshot, chips: Sequence[Chip], clock: Clock, free: FreeAt | None) -> Part:
    own = tuple(chip for chip in chips if chip.layer == snapshot.layer.name)
    mask = chip_mask(snapshot, own, clock, free)
    # A time without a chip asks it of every layer, as it does of their items.
    if free is not None and not any(chip.key == FREE_THEN for chip in chips):
        mask = mask & free_mask(snapshot, free, clock)
    rows = np.flatnonzero(mask)
    return Part(snapshot, rows, own, figure_of(snapshot, rows, own, clock, free=free))


def bounds_of(shown: PublishedMap, asked: PublishedParameters) -> View | Bounds | None:
    """Return what a map shows: what was asked, else the place with all that is on the map.

    None where there is nothing that could be shown.
    """
    if asked.shown_view is not None:
        return asked.shown_view
    boxes = [Bounds(*box) for box in map(_box, shown.parts) if box is not None]
    if shown.place.boundary is not None:
        boxes.append(Bounds(*shown.place.boundary.bounds))
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return Bounds(min(wests), min(souths), max(easts), max(norths))


def _box(part: Part) -> tuple[float, float, float, float] | None:
    snapshot, rows = part.snapshot, part.rows
    if not len(rows):
        return None
    if snapshot.shapes is None:
        lon, lat = snapshot.lon[rows], snapshot.lat[rows]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
    boxes = np.array([shape.bounds for shape in snapshot.shapes[rows]])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def passing_mask(part: Part) -> BoolArray:
    """Return which rows of the layer are on the map, shape (n,)."""
    mask = np.zeros(len(part.snapshot), bool)
    mask[part.rows] = True
    return mask
