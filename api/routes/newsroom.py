"""The editor's page, what it packs together, and the QR codes of maps."""

from __future__ import annotations

from typing import Annotated, get_args
from urllib.parse import quote

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import HTML, Answer, strong_etag
from api.asking import Ask
from api.bounds import LOADED_WHOLE
from api.errors import NoRouteError
from api.facts.facts import Facts, facts_of
from api.facts.rows import facts_table
from api.framing import frame
from api.newsroom.choice import Choice, choice_of, map_address
from api.newsroom.kit import KitFile, file_name, text_file, zipped
from api.newsroom.page import newsroom_page
from api.newsroom.parameters import NewsroomParameters
from api.newsroom.qr import QrForm, qr_code
from api.newsroom.words import caption, frame_code
from api.pictures.parameters import PictureParameters
from api.pictures.presets import PresetName
from api.published.embed import EmbedParameters
from api.published.map import published_map
from api.published.parameters import PublishedParameters, ShownParameters
from api.published.standalone import standalone_html
from api.queries import read_query
from api.routes.pictures import SVG_POLICY, read_picture
from api.routing import FramingRoute, Route
from layers.errors import shown as shown_text

page_router = APIRouter(route_class=FramingRoute)
router = APIRouter(route_class=Route)

QR_TYPES: dict[QrForm, bytes] = {"svg": b"image/svg+xml", "png": b"image/png"}
ZIP = b"application/zip"
KIT_DISPOSITION = "attachment; filename=\"newsroom.zip\"; filename*=UTF-8''{}.zip"
# What of pictures is taken along: as large as the ratio says, for WeChat, for paper.
KIT_PICTURES: tuple[tuple[str, str, PresetName | None], ...] = (
    ("map.png", "png", None),
    ("map.svg", "svg", None),
    ("wechat.jpg", "jpg", "wechat"),
    ("print-a4.pdf", "pdf", "print"),
)


@page_router.get("/newsroom", summary="新闻工作台 The editor's page", tags=["pages"])
async def read_newsroom(ask: Ask, asked: Annotated[NewsroomParameters, Query()]) -> Answer:
    """Return the page on which an editor chooses a map and takes what an article needs (HTML).

    The choice is in the address, so that it can be passed on.
    """
    choice = await choice_of(ask, asked)
    return Answer(newsroom_page(ask, choice, await _facts(ask, choice)), HTML)


@router.get("/newsroom.zip", summary="新闻素材包 All of a map", tags=["pages"])
async def read_kit(ask: Ask, asked: Annotated[NewsroomParameters, Query()]) -> Answer:
    """Return everything of the editor's page in one ZIP file.

    Pictures, QR code, texts, figures and codes; the same choice about the same data gives the same
    bytes.
    """
    choice = await choice_of(ask, asked)
    fixed, address = choice.fixed(), map_address(ask.base, choice.published, choice.shown)
    pictures = [await _picture(ask, fixed, *one) for one in KIT_PICTURES]
    codes = [KitFile(f"qr.{form}", await _qr(ask, address, form)) for form in get_args(QrForm)]
    facts = await _facts(ask, fixed)
    lang = choice.lang
    texts = [
        text_file("alt.txt", choice.alt),
        text_file("caption.txt", caption(choice)),
        text_file("code.txt", frame_code(frame(ask), choice)),
        text_file("links.txt", f"{address}\n{ask.base}/embed{choice.embed_query}\n"),
        KitFile("figures.csv", facts_table(facts, lang)),
    ]
    files = [*pictures, *codes, *await _one_file(ask, fixed), *texts]
    key = tuple((file.name, strong_etag(file.body)) for file in files)
    name = quote(file_name(choice.title))
    headers = ((b"content-disposition", KIT_DISPOSITION.format(name).encode()),)

    def make() -> Answer:
        body = zipped(files)
        return Answer(body, ZIP, etag=strong_etag(body))

    return (await ask.service.kits.worked_out(key, make))._replace(headers=headers)


async def _facts(ask: Ask, choice: Choice) -> Facts:
    query = choice.facts_query(dict(ask.service.version_key())).removeprefix("?")
    counted = read_query(ShownParameters, query.encode())
    assert isinstance(counted, ShownParameters)
    return await facts_of(ask, counted)


async def _one_file(ask: Ask, choice: Choice) -> list[KitFile]:
    """Return the map as one HTML file; of more facilities than fit into one there is none."""
    query = choice.embed_query.removeprefix("?").encode()
    asked = read_query(EmbedParameters, query)
    assert isinstance(asked, EmbedParameters)
    # In the language of the map, which may be another than the page's.
    asking = Ask(dict(ask.scope) | {"query_string": query}, ask.service)
    if choice.shown.count > LOADED_WHOLE:
        return []
    return [KitFile("map.html", await standalone_html(asking, asked))]


async def _picture(
    ask: Ask, choice: Choice, name: str, form: str, preset: PresetName | None
) -> KitFile:
    query = choice.picture_query(preset).removeprefix("?")
    asked = read_query(PictureParameters, query.encode())
    assert isinstance(asked, PictureParameters)
    return KitFile(name, (await read_picture(ask, form, asked)).body)


@router.get("/qr.{form}", summary="二维码 A QR code", tags=["pictures"])
async def read_qr(ask: Ask, form: str, asked: Annotated[PublishedParameters, Query()]) -> Answer:
    """Return the QR code of a map of this place, SVG or PNG; no other address can be asked for."""
    if form not in get_args(QrForm):
        raise NoRouteError(f"no QR code is {shown_text(form)!r}; there are svg, png")
    wanted: QrForm = form  # type: ignore[assignment]
    shown = await published_map(ask, asked)
    body = await _qr(ask, map_address(ask.base, asked, shown), wanted)
    return Answer(body, QR_TYPES[wanted], headers=(SVG_POLICY,) if wanted == "svg" else ())


async def _qr(ask: Ask, address: str, form: QrForm) -> bytes:
    return await ask.service.qr_codes.worked_out((address, form), lambda: qr_code(address, form))
