"""The pages with a map: the whole place at `/`, chosen layers alone at `/maps/{layers}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import FOREVER, HTML, REVALIDATE, Answer, prepared
from api.asking import Ask
from api.framing import frame, layer_views, prefix
from api.pages import MapPage, layer_styles, render_page
from api.params import FormatOnly, ScriptParameters
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

# Above this the browser asks for what is in view instead of loading the whole layer.
LOADED_WHOLE = 5_000


@router.get("/", summary="地图 The map", tags=["pages", "OGC API - Features"])
def read_landing(ask: Ask, asked: Annotated[FormatOnly, Query()]) -> Answer:
    """Return the map with a list of all facilities (HTML), or the API's landing page (JSON)."""
    if ask.format(asked.f) == "json":
        return landing_page(ask)
    service = ask.service
    key = ("landing", prefix(ask), service.version_key())
    title = service.place.name
    return service.prepared(
        key, lambda: prepared(_map_page(ask, service.snapshots(), title, alone=False))
    )


@router.get("/maps/{layers}", summary="所选图层的地图 A map of chosen layers", tags=["pages"])
def read_map(ask: Ask, layers: str) -> Answer:
    """Return the map of chosen layers alone, their names separated by commas (HTML)."""
    service = ask.service
    names = tuple(dict.fromkeys(layers.split(",")))
    snapshots = service.snapshots(names)
    titles = [snapshot.layer.title for snapshot in snapshots]
    title = Text("、".join(one.zh for one in titles), ", ".join(one.en for one in titles))
    key = ("map", prefix(ask), service.version_key(names))
    return service.prepared(key, lambda: prepared(_map_page(ask, snapshots, title, alone=True)))


@router.get("/map.js", summary="地图脚本 The map's script", tags=["pages"])
def read_map_script(ask: Ask, asked: Annotated[ScriptParameters, Query()]) -> Answer:
    """Return the script that Folium made for a map of some layers; `v` says which version."""
    service = ask.service
    snapshots = service.snapshots(asked.layers)
    rendered = _rendered(ask, snapshots)
    # An address with another version than this one's was made for other data: not to be kept.
    cache = FOREVER if asked.v == rendered.version else REVALIDATE
    key = ("map script", prefix(ask), service.version_key(asked.layers), cache)
    return service.prepared(
        key, lambda: prepared(Answer(rendered.script.encode(), JAVASCRIPT, cache=cache))
    )


@router.get("/layers.css", summary="图层颜色 The layers' colours", tags=["pages"])
def read_layer_styles(ask: Ask) -> Answer:
    """Return the colours of the layers as a style sheet."""

    def make() -> Answer:
        return prepared(Answer(layer_styles(list(all_layers().values())).encode(), CSS))

    return ask.service.prepared(("layer styles",), make)


def _map_page(ask: Ask, snapshots: Sequence[Snapshot], title: Text, *, alone: bool) -> Answer:
    base, rendered = prefix(ask), _rendered(ask, snapshots)
    names = ",".join(snapshot.layer.name for snapshot in snapshots)
    groups = [
        group(view, snapshot.layer, _listed(snapshot), base=base)
        for view, snapshot in zip(layer_views(snapshots, base=base), snapshots, strict=True)
    ]
    page = MapPage(
        title=title,
        groups=groups,
        map_html=rendered.html,
        script_href=f"{base}/map.js?layers={quote(names)}&v={rendered.version}",
        alone=alone,
    )
    json_path = None if alone else "/?f=json"
    return Answer(render_page(frame(ask, snapshots, json_path=json_path), page), HTML)


def _listed(snapshot: Snapshot) -> list[dict[str, object]]:
    return snapshot.decoded(range(min(len(snapshot), LIST_LENGTH)))


def _rendered(ask: Ask, snapshots: Sequence[Snapshot]) -> RenderedMap:
    """Return the Folium map of some snapshots, rendered once a version."""
    # Folium brings pandas: a third of a second and 40 MB that a service without pages never needs.
    from api.maps.folium_map import render_map  # noqa: PLC0415

    service, base = ask.service, prefix(ask)
    versions = tuple((one.layer.name, one.version) for one in snapshots)

    def render() -> RenderedMap:
        layers = [_map_layer(one, base) for one in snapshots]
        return render_map(service.place, layers, base=base)

    return snapshots[0].remember(("folium", base, versions), render) if snapshots else render()


def _map_layer(snapshot: Snapshot, base: str) -> MapLayer:
    from api.maps.folium_map import MapLayer  # noqa: PLC0415

    layer = snapshot.layer
    by_view = len(snapshot) > LOADED_WHOLE
    return MapLayer(
        layer=layer,
        count=len(snapshot),
        data_url=f"{base}/data/{layer.name}.geojson?version={snapshot.version}",
        items_url=f"{base}/collections/{layer.name}/items",
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
