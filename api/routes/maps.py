"""The pages with a map: the whole place at `/`, chosen layers alone at `/maps/{layers}`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import HTML, Answer, prepared
from api.asking import Ask
from api.map_page import map_page
from api.params import LandingParameters, MapParameters
from api.routes.collections import landing_page
from api.routes.resident import resident_address
from api.routing import Route
from layers._layer import Text
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)

T = TypeVar("T")


@router.get("/", summary="地图 The map", tags=["pages", "OGC API - Features"])
async def read_landing(ask: Ask, asked: Annotated[LandingParameters, Query()]) -> Answer:
    """Return the map with a list of all facilities (HTML), or the API's landing page (JSON).

    With `version` the map shows the layers that the versions name, as they were; with `at` the card
    of one facility is open.
    """
    service = ask.service
    if ask.format(asked.f) == "json":
        if asked.version is not None:
            # What it links to must be there.
            await service.versions.snapshots(None, asked.version)
        return landing_page(ask, asked.version or ())
    title = service.place.name
    if asked.version is not None:
        return await pinned_map(ask, None, asked.version, lambda _: title, live_path="/")
    snapshots = service.snapshots()
    data_href = await resident_address(ask, snapshots)
    at = facility_at(snapshots, asked.at)
    if at is not None:
        # Of each facility: not to be kept, or a stranger could fill the memory with them.
        page = map_page(ask, snapshots, title, data_href=data_href, alone=False, at=at)
        return Answer(page, HTML)
    return service.prepared(
        ("landing", ask.base, ask.reader, service.version_key(), data_href),
        lambda: prepared(
            Answer(map_page(ask, snapshots, title, data_href=data_href, alone=False), HTML)
        ),
    )


@router.get("/maps/{layers}", summary="所选图层的地图 A map of chosen layers", tags=["pages"])
async def read_map(ask: Ask, layers: str, asked: Annotated[MapParameters, Query()]) -> Answer:
    """Return the map of chosen layers alone, their names separated by commas (HTML)."""
    service = ask.service
    names = tuple(dict.fromkeys(layers.split(",")))
    if asked.version is not None:
        live_path = f"/maps/{','.join(names)}"
        return await pinned_map(ask, names, asked.version, layer_titles, live_path=live_path)
    snapshots = service.snapshots(names)
    data_href = await resident_address(ask, snapshots)
    title = layer_titles(snapshots)
    return service.prepared(
        ("map", ask.base, ask.reader, service.version_key(names), data_href),
        lambda: prepared(
            Answer(map_page(ask, snapshots, title, data_href=data_href, alone=True), HTML)
        ),
    )


async def pinned_map(
    ask: Ask,
    names: tuple[str, ...] | None,
    versions: Sequence[str],
    title_of: Callable[[Sequence[Snapshot]], Text],
    *,
    live_path: str,
) -> Answer:
    """Return the page of a map of past versions; of all layers that they name without `names`."""
    shown = await ask.service.versions.snapshots(names, versions)
    data_href = await resident_address(ask, shown, pinned=True)
    return await made_pinned(
        ask,
        ("page", live_path, data_href),
        versions,
        lambda: prepared(
            Answer(
                map_page(
                    ask,
                    shown,
                    title_of(shown),
                    data_href=data_href,
                    live_path=live_path,
                    alone=names is not None,
                ),
                HTML,
            )
        ),
    )


async def made_pinned(
    ask: Ask, key: tuple[object, ...], versions: Sequence[str], make: Callable[[], T]
) -> T:
    """Return what is made from pinned versions, made once and off the event loop."""
    service = ask.service
    versions = tuple(sorted(set(versions)))
    # The present versions too: a page says whether its own are still the newest.
    whole_key = (*key, ask.base, ask.reader, versions, service.version_key())
    made: T | None = service.pinned.get(whole_key)
    if made is None:
        made = await service.versions.in_turn(lambda: service.pinned.remember(whole_key, make))
    return made


def facility_at(snapshots: Sequence[Snapshot], at: str | None) -> tuple[Snapshot, int] | None:
    """Return the layer and the row of a facility that a link names; None where there is none."""
    name, _, feature_id = (at or "").partition("/")
    for snapshot in snapshots:
        if snapshot.layer.name == name:
            row = snapshot.row_of(feature_id)
            return None if row is None else (snapshot, row)
    return None


def layer_titles(snapshots: Sequence[Snapshot]) -> Text:
    """Return the titles of layers as one."""
    titles = [snapshot.layer.title for snapshot in snapshots]
    return Text("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))
