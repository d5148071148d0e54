"""The editor's page, and the QR codes of its maps."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import HTML, REVALIDATE, Answer, prepared
from api.asking import Ask
from api.errors import NoRouteError
from api.facts.facts import facts_of
from api.newsroom.choice import choice_of, map_address
from api.newsroom.page import newsroom_page
from api.newsroom.parameters import NewsroomParameters
from api.newsroom.qr import QrForm, qr_code
from api.published.map import published_map
from api.published.parameters import PublishedParameters, ShownParameters
from api.queries import read_query
from api.routing import FramingRoute, Route
from layers.errors import shown as shown_text

page_router = APIRouter(route_class=FramingRoute)
router = APIRouter(route_class=Route)

QR_TYPES: dict[QrForm, bytes] = {"svg": b"image/svg+xml", "png": b"image/png"}
# An SVG that is opened on its own is a page: this one may do nothing.
SANDBOX = (b"content-security-policy", b"default-src 'none'; sandbox")


@page_router.get("/newsroom", summary="新闻工作台 The editor's page", tags=["pages"])
async def read_newsroom(ask: Ask, asked: Annotated[NewsroomParameters, Query()]) -> Answer:
    """Return the page on which an editor chooses a map and takes what an article needs (HTML).

    The choice is in the address, so that it can be passed on.
    """
    choice = await choice_of(ask, asked)
    query = choice.facts_query(dict(ask.service.version_key())).removeprefix("?")
    counted = read_query(ShownParameters, query.encode())
    assert isinstance(counted, ShownParameters)
    return Answer(newsroom_page(ask, choice, await facts_of(ask, counted)), HTML)


@router.get("/qr.{form}", summary="二维码 A QR code", tags=["pictures"])
async def read_qr(ask: Ask, form: str, asked: Annotated[PublishedParameters, Query()]) -> Answer:
    """Return the QR code of a map of this place, SVG or PNG; no other address can be asked for."""
    if form not in get_args(QrForm):
        raise NoRouteError(f"no QR code is {shown_text(form)!r}; there are svg, png")
    wanted: QrForm = form  # type: ignore[assignment]
    shown = await published_map(ask, asked)
    address = map_address(ask.base, asked, shown)

    def make() -> Answer:
        headers = (SANDBOX,) if wanted == "svg" else ()
        body = qr_code(address, wanted)
        return prepared(Answer(body, QR_TYPES[wanted], cache=REVALIDATE, headers=headers))

    return await ask.service.qr_codes.worked_out((address, wanted), make)
