"""What the pages of maps load besides the data: the script that Folium made, the colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import FOREVER, REVALIDATE, Answer, prepared
from api.asking import Ask
from api.framing import prefix
from api.map_page import rendered_map
from api.pages import layer_styles
from api.params import ScriptParameters
from api.published.parameters import StyleParameters
from api.routes.maps import made_pinned
from api.routing import Route
from layers._registry import all_layers
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)

JAVASCRIPT = b"text/javascript; charset=utf-8"
CSS = b"text/css; charset=utf-8"


@router.get("/map.js", summary="地图脚本 The map's script", tags=["pages"])
async def read_map_script(ask: Ask, asked: Annotated[ScriptParameters, Query()]) -> Answer:
    """Return the script that Folium made for a map of some layers; `v` says which it is."""
    service = ask.service
    if asked.version is not None:
        names = None if asked.layers is None else tuple(asked.layers)
        shown = await service.versions.snapshots(names, asked.version)
        script = await made_pinned(
            ask, ("script", names), asked.version, lambda: _script(ask, shown, pinned=True)
        )
    else:
        snapshots = service.snapshots(asked.layers)
        key = ("map script", prefix(ask), service.version_key(asked.layers))
        script = service.prepared(key, lambda: _script(ask, snapshots, pinned=False))
    # An address with another hash than this one's was made for other data: not to be kept.
    return script.answer if asked.v == script.version else script.unkept


@router.get("/layers.css", summary="图层颜色 The layers' colours", tags=["pages"])
def read_layer_styles(ask: Ask, asked: Annotated[StyleParameters, Query()]) -> Answer:
    """Return the colours of the layers as a style sheet, and those of an embedded map."""

    def make() -> Answer:
        styles = layer_styles(list(all_layers().values()), asked.theme, asked.accent)
        return prepared(Answer(styles.encode(), CSS))

    if asked.accent is not None:
        # Anybody's: sixteen millions of them are not to be kept.
        return make()
    return ask.service.prepared(("layer styles", asked.theme), make)


class _Script(NamedTuple):
    """A map's script to be kept for ever, and the same as an answer that is asked for again."""

    version: str
    answer: Answer
    unkept: Answer


def _script(ask: Ask, snapshots: Sequence[Snapshot], *, pinned: bool) -> _Script:
    rendered = rendered_map(ask.service, snapshots, base=prefix(ask), pinned=pinned)
    answer = prepared(Answer(rendered.script.encode(), JAVASCRIPT, cache=FOREVER))
    return _Script(rendered.version, answer, answer._replace(cache=REVALIDATE))
