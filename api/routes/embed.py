"""Maps in the pages of others: for a frame, for the page around it, and as one file."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import HTML, Answer, prepared
from api.asking import Ask
from api.params import StaticParameters
from api.published.embed import EmbedParameters, embed_matter, embed_page
from api.published.parameters import asked_query
from api.published.standalone import standalone_html
from api.routes.static import read_static
from api.routing import FramedRoute, Route

router = APIRouter(route_class=FramedRoute)
files_router = APIRouter(route_class=Route)

# So that pages that are isolated from other origins may load it.
FOR_OTHERS = ((b"cross-origin-resource-policy", b"cross-origin"),)


@router.get("/embed", summary="嵌入的地图 An embedded map", tags=["pages"])
async def read_embed(ask: Ask, asked: Annotated[EmbedParameters, Query()]) -> Answer:
    """Return a map alone, to stand in a frame of another page.

    With `version` it stays what it is; without, it shows today's data.
    """
    service = ask.service
    now = service.now()
    key = (
        ask.base, ask.reader, asked_query(asked), service.version_key(), now.date(),
        now if asked.hangs_on_the_minute else None,
    )  # fmt: skip
    kept: Answer | None = service.embed_pages.get(key)
    if kept is not None:
        return kept
    matter = await embed_matter(ask, asked)
    return service.embed_pages.remember(
        key, lambda: prepared(Answer(embed_page(ask, asked, matter), HTML))
    )


@files_router.get("/embed.js", summary="嵌入脚本 The embedding script", tags=["pages"])
def read_embed_script(ask: Ask, asked: Annotated[StaticParameters, Query()]) -> Answer:
    """Return the script for pages with embedded maps: height, events, commands."""
    return read_static(ask, "built/embed.js", asked)._replace(headers=FOR_OTHERS)


@files_router.get("/embed.html", summary="单个文件的地图 A map as one file", tags=["pages"])
async def read_standalone(ask: Ask, asked: Annotated[EmbedParameters, Query()]) -> Answer:
    """Return an embedded map as one HTML file that needs no network, with the data of now."""
    name = quote(f"{asked.title or 'map'}.html", safe="")
    disposition = f"attachment; filename=\"map.html\"; filename*=UTF-8''{name}"
    body = await standalone_html(ask, asked)
    return Answer(body, HTML, headers=((b"content-disposition", disposition.encode()),))
