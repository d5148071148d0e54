"""The figures of some layers at some versions: counted, within reach, measured by the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from api.asking import Ask
from api.errors import NoVersionError
from api.facts.reach import DEMAND, Reach
from api.framing import are_newest, data_date, total
from api.published.figures import Figure, figure_of
from api.published.map import Part, PublishedMap, published_map
from api.published.parameters import ShownParameters
from geo.coverage import Share
from layers.errors import UnknownLayerError, UnknownVersionError
from layers.hours import Clock
from layers.place_file import Target
from layers.store.columns import Categories
from layers.store.snapshot import Snapshot

# A layer whose facilities name more subdistricts than a city has is not broken down by them.
MOST_SUBDISTRICTS = 400


@dataclass(frozen=True)
class Progress:
    """A target, and how far the data have come; `now` is None where nothing in them counts it."""

    target: Target
    now: float | None

    @property
    def share(self) -> float | None:
        """The part that is reached, more than 1 where more is; None where that is not known."""
        value = self.target.value
        return None if self.now is None or not value else self.now / value


@dataclass(frozen=True)
class SubdistrictFacts:
    """What there is of a layer in one subdistrict; `name` is None for what names none.

    Parameters
    ----------
    straight, network
        The households there within reach of the layer, wherever the facility stands; None where
        that is not known.
    """

    name: str | None
    figure: Figure
    straight: Share | None = None
    network: Share | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class LayerFacts:
    """The figures of one layer.

    Parameters
    ----------
    part
        What is counted, with its figure.
    data_date
        The day that the layer's data speak of, if that is known.
    subdistricts
        Those that anything is known of, by name, none last; empty where there are too many.
    progress
        By the place's targets for the layer, over all of its facilities.
    """

    part: Part
    data_date: date | None
    reach: Reach
    subdistricts: tuple[SubdistrictFacts, ...]
    progress: tuple[Progress, ...]

    @property
    def figure(self) -> Figure:
        """How many there are."""
        return self.part.figure


@dataclass(frozen=True, eq=False, kw_only=True)
class Facts:
    """The figures of a place.

    Parameters
    ----------
    shown
        The map that has the same facilities.
    demand
        The communities whose households are counted, if there are any.
    """

    shown: PublishedMap
    layers: tuple[LayerFacts, ...]
    demand: Snapshot | None

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that all of it follows from, of the communities too."""
        own = [version for _, version in self.shown.versions]
        counted = any(one.reach.shares is not None for one in self.layers)
        more = [self.demand.version] if self.demand is not None and counted else []
        return tuple(dict.fromkeys((*own, *more)))


async def facts_of(ask: Ask, asked: ShownParameters) -> Facts:
    """Return the figures of what is asked for.

    Raises
    ------
    UnknownLayerError, LayerUnavailableError, NoVersionError
        When a layer or a version is not there.
    ParameterError
        When versions and layers do not fit.
    TooManyRequestsError
        When too much is being worked out already.
    """
    service = ask.service
    shown, demand = await _map_and_demand(ask, asked)
    layers = []
    for part in shown.parts:
        reach = await service.reaches.reach(part, demand)
        newest = are_newest(service, [part.snapshot])
        layers.append(
            LayerFacts(
                part=part,
                data_date=data_date(service.place, [part.snapshot], newest=newest),
                reach=reach,
                subdistricts=tuple(_subdistricts(part, reach, service.clock, shown)),
                progress=tuple(_progress(service.place.targets, part.snapshot)),
            )
        )
    return Facts(shown=shown, layers=tuple(layers), demand=demand)


async def _map_and_demand(ask: Ask, asked: ShownParameters) -> tuple[PublishedMap, Snapshot | None]:
    """Return the map, and the communities that belong to it.

    Pinned figures count the households of a version of the communities that is among the versions,
    whether or not they are on the map; else none, for today's would change them.
    """
    if asked.version is None:
        return await published_map(ask, asked), ask.service.store.snapshots().get(DEMAND)
    try:
        shown = await published_map(ask, asked)
    except NoVersionError:
        demand = await _pinned_demand(ask, asked.version)
        rest = [version for version in asked.version if demand and version != demand.version]
        if asked.layers is None or not rest:
            raise
        shown = await published_map(ask, asked.model_copy(update={"version": rest}))
        return shown, demand
    on_it = (part.snapshot for part in shown.parts if part.snapshot.layer.name == DEMAND)
    return shown, next(on_it, None)


async def _pinned_demand(ask: Ask, versions: list[str]) -> Snapshot | None:
    for version in versions:
        try:
            return await ask.service.versions.snapshot(DEMAND, version)
        except (UnknownLayerError, UnknownVersionError):
            continue
    return None


def _progress(targets: tuple[Target, ...], snapshot: Snapshot) -> Iterator[Progress]:
    counted = {None: None, "facilities": float(len(snapshot)), "total": total(snapshot)}
    for target in targets:
        if target.layer == snapshot.layer.name:
            yield Progress(target, counted[target.counts])


def _subdistricts(
    part: Part, reach: Reach, clock: Clock, shown: PublishedMap
) -> Iterator[SubdistrictFacts]:
    rows = _rows_by_subdistrict(part)
    within = {} if reach.shares is None else {name: two for name, *two in reach.shares.zones}
    names = rows.keys() | within.keys()
    if len(names) > MOST_SUBDISTRICTS or names <= {None}:
        return
    nothing = np.zeros(0, np.intp)
    for name in sorted(names, key=lambda name: (name is None, name or "")):
        figure = figure_of(
            part.snapshot, rows.get(name, nothing), part.chips, clock, free=shown.free
        )
        straight, network = within.get(name, (None, None))
        yield SubdistrictFacts(name, figure, straight, network)


def _rows_by_subdistrict(part: Part) -> Mapping[str | None, np.ndarray]:
    """Return the rows that are counted, by the subdistrict that they name."""
    column = part.snapshot.columns["subdistrict"]
    assert isinstance(column, Categories)
    codes = column.codes[part.rows]
    order = np.argsort(codes, kind="stable")
    found, starts = np.unique(codes[order], return_index=True)
    groups = np.split(part.rows[order], starts[1:]) if len(found) else []
    return {column.values[code]: rows for code, rows in zip(found, groups, strict=True)}
