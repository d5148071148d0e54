"""The pages with a map: the whole place at `/`, chosen layers alone at `/maps/{layers}`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar
from urllib.parse import quote

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import FOREVER, HTML, REVALIDATE, Answer, prepared
from api.asking import Ask
from api.bounds import LOADED_WHOLE
from api.framing import frame, layer_views, pinned_view, prefix, version_query
from api.pages import MapPage, layer_styles, render_page
from api.params import LandingParameters, MapParameters, ScriptParameters
from api.routes.collections import landing_page
from api.routing import Route
from api.views import LIST_LENGTH, group
from api.words import hours_words
from layers._layer import Text
from layers._registry import all_layers
from layers.store.snapshot import Snapshot

if TYPE_CHECKING:
    from api.maps.folium_map import MapLayer, RenderedMap

router = APIRouter(route_class=Route)

JAVASCRIPT = b"text/javascript; charset=utf-8"
CSS = b"text/css; charset=utf-8"

T = TypeVar("T")


@router.get("/", summary="地图 The map", tags=["pages", "OGC API - Features"])
async def read_landing(ask: Ask, asked: Annotated[LandingParameters, Query()]) -> Answer:
    """Return the map with a list of all facilities (HTML), or the API's landing page (JSON).

    With `version` the map shows the layers that the versions name, as they were.
    """
    service = ask.service
    if ask.format(asked.f) == "json":
        if asked.version is not None:
            # What it links to must be there.
            await service.versions.snapshots(None, asked.version)
        return landing_page(ask, asked.version or ())
    title = service.place.name
    if asked.version is not None:
        return await _pinned(
            ask,
            "landing",
            None,
            asked.version,
            lambda shown: prepared(_map_page(ask, shown, title, live_path="/", alone=False)),
        )
    key = ("landing", ask.base, ask.reader, service.version_key())
    return service.prepared(
        key, lambda: prepared(_map_page(ask, service.snapshots(), title, alone=False))
    )


@router.get("/maps/{layers}", summary="所选图层的地图 A map of chosen layers", tags=["pages"])
async def read_map(ask: Ask, layers: str, asked: Annotated[MapParameters, Query()]) -> Answer:
    """Return the map of chosen layers alone, their names separated by commas (HTML)."""
    service = ask.service
    names = tuple(dict.fromkeys(layers.split(",")))
    if asked.version is not None:
        live_path = f"/maps/{','.join(names)}"
        return await _pinned(
            ask,
            "map",
            names,
            asked.version,
            lambda shown: prepared(
                _map_page(ask, shown, _title(shown), live_path=live_path, alone=True)
            ),
        )
    snapshots = service.snapshots(names)
    key = ("map", ask.base, ask.reader, service.version_key(names))
    return service.prepared(
        key, lambda: prepared(_map_page(ask, snapshots, _title(snapshots), alone=True))
    )


@router.get("/map.js", summary="地图脚本 The map's script", tags=["pages"])
async def read_map_script(ask: Ask, asked: Annotated[ScriptParameters, Query()]) -> Answer:
    """Return the script that Folium made for a map of some layers; `v` says which it is."""
    service = ask.service
    if asked.version is not None:
        names = None if asked.layers is None else tuple(asked.layers)
        script = await _pinned(
            ask, "script", names, asked.version, lambda shown: _script(ask, shown, pinned=True)
        )
    else:
        snapshots = service.snapshots(asked.layers)
        key = ("map script", prefix(ask), service.version_key(asked.layers))
        script = service.prepared(key, lambda: _script(ask, snapshots, pinned=False))
    # An address with another hash than this one's was made for other data: not to be kept.
    return script.answer if asked.v == script.version else script.unkept


async def _pinned(
    ask: Ask,
    kind: str,
    names: tuple[str, ...] | None,
    versions: Sequence[str],
    make: Callable[[Sequence[Snapshot]], T],
) -> T:
    """Return what is made from pinned versions, made once and off the event loop."""
    service = ask.service
    versions = tuple(sorted(set(versions)))
    # The present versions too: a page says whether its own are still the newest.
    key = (kind, ask.base, ask.reader, names, versions, service.version_key())
    made: T | None = service.pinned.get(key)
    if made is None:
        shown = await service.versions.snapshots(names, versions)
        made = await service.versions.in_turn(
            lambda: service.pinned.remember(key, lambda: make(shown))
        )
    return made


@router.get("/layers.css", summary="图层颜色 The layers' colours", tags=["pages"])
def read_layer_styles(ask: Ask) -> Answer:
    """Return the colours of the layers as a style sheet."""

    def make() -> Answer:
        return prepared(Answer(layer_styles(list(all_layers().values())).encode(), CSS))

    return ask.service.prepared(("layer styles",), make)


class _Script(NamedTuple):
    """A map's script to be kept for ever, and the same as an answer that is asked for again."""

    version: str
    answer: Answer
    unkept: Answer


def _script(ask: Ask, snapshots: Sequence[Snapshot], *, pinned: bool) -> _Script:
    rendered = _rendered(ask, snapshots, pinned=pinned)
    answer = prepared(Answer(rendered.script.encode(), JAVASCRIPT, cache=FOREVER))
    return _Script(rendered.version, answer, answer._replace(cache=REVALIDATE))


def _title(snapshots: Sequence[Snapshot]) -> Text:
    titles = [snapshot.layer.title for snapshot in snapshots]
    return Text("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))


def _map_page(
    ask: Ask,
    snapshots: Sequence[Snapshot],
    title: Text,
    *,
    live_path: str | None = None,
    alone: bool,
) -> Answer:
    """Return the page of a map; `live_path` is where today's is when this one is pinned."""
    base, is_pinned = prefix(ask), live_path is not None
    rendered = _rendered(ask, snapshots, pinned=is_pinned)
    names = quote(",".join(snapshot.layer.name for snapshot in snapshots))
    query = f"{version_query(snapshots)}&" if is_pinned else "?"
    views = layer_views(snapshots, base=base, pinned=is_pinned)
    groups = [
        group(
            view,
            snapshot.layer,
            _listed(snapshot),
            base=base,
            query=version_query([snapshot]) if is_pinned else "",
        )
        for view, snapshot in zip(views, snapshots, strict=True)
    ]
    page = MapPage(
        title=title,
        groups=groups,
        map_html=rendered.html,
        script_href=f"{base}/map.js{query}layers={names}&v={rendered.version}",
        alone=alone,
    )
    around = frame(
        ask,
        snapshots,
        json_path=None if alone else "/?f=json",
        pinned=None if live_path is None else pinned_view(ask, snapshots, live_path),
    )
    return Answer(render_page(around, page), HTML)


def _listed(snapshot: Snapshot) -> list[dict[str, object]]:
    return snapshot.decoded(range(min(len(snapshot), LIST_LENGTH)))


def _rendered(ask: Ask, snapshots: Sequence[Snapshot], *, pinned: bool) -> RenderedMap:
    """Return the Folium map of some snapshots, rendered once a version."""
    # Folium brings pandas: a third of a second and 40 MB that a service without pages never needs.
    from api.maps.folium_map import render_map  # noqa: PLC0415

    service, base = ask.service, prefix(ask)
    versions = tuple((one.layer.name, one.version) for one in snapshots)

    def render() -> RenderedMap:
        layers = [_map_layer(one, base, pinned=pinned) for one in snapshots]
        return render_map(service.place, layers, base=base)

    key = ("folium", base, versions, pinned)
    return snapshots[0].remember(key, render) if snapshots else render()


def _map_layer(snapshot: Snapshot, base: str, *, pinned: bool) -> MapLayer:
    from api.maps.folium_map import MapLayer  # noqa: PLC0415

    layer = snapshot.layer
    by_view = len(snapshot) > LOADED_WHOLE
    return MapLayer(
        layer=layer,
        count=len(snapshot),
        data_url=f"{base}/data/{layer.name}.geojson?version={snapshot.version}",
        items_url=f"{base}/collections/{layer.name}/items",
        version=snapshot.version if pinned else None,
        illustrative=snapshot.illustrative,
        by_view=by_view,
        bounds=snapshot.bounds,
        hours=_hours(snapshot),
    )


def _hours(snapshot: Snapshot) -> dict[str, Text]:
    """Return words for the opening and free hours that occur in a layer."""
    found = {}
    for terms in snapshot.terms:
        for expression in (terms.open_hours, terms.free_hours):
            if expression:
                found[expression] = hours_words(expression)
    return found
