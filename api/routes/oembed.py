"""`/oembed`: how a map is shown by sites that turn links into what they lead to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter
from pydantic import Field

from api.answers import JSON, Answer
from api.asking import Ask
from api.errors import UnsupportedFormatError
from api.params import AnyParameters
from api.published.oembed import embeddable, oembed_answer, oembed_xml
from api.routing import Route
from geo.geojson import compact_json

router = APIRouter(route_class=Route)

FORMATS = ("json", "xml")
XML = b"text/xml; charset=utf-8"
MOST_PX = 10_000


class OembedParameters(AnyParameters):
    """What a consumer asks; consumers add parameters of their own, which are passed over."""

    url: str = Field(
        max_length=4_000, description="Address of a map or facility of this service. 网址."
    )
    # Not as a type: another one is a 501 and no wrong parameter, as oEmbed has it.
    format: str = Field(
        "json",
        max_length=20,
        description="json or xml. 格式.",
        json_schema_extra={"enum": list(FORMATS)},
    )
    maxwidth: int | None = Field(None, ge=1, le=MOST_PX, description="Widest frame, in pixels.")
    maxheight: int | None = Field(None, ge=1, le=MOST_PX, description="Highest frame, in pixels.")


@router.get("/oembed", summary="oEmbed", tags=["data"])
async def read_oembed(ask: Ask, asked: Annotated[OembedParameters, Query()]) -> Answer:
    """Return the frame for an address of this service, as oEmbed's type rich."""
    if asked.format not in FORMATS:
        raise UnsupportedFormatError(asked.format, FORMATS)
    made = await embeddable(ask, asked.url)
    answer = oembed_answer(ask, made, most_width_px=asked.maxwidth, most_height_px=asked.maxheight)
    if asked.format == "xml":
        return Answer(oembed_xml(answer), XML)
    return Answer(compact_json(answer), JSON)
