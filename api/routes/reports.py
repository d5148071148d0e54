"""Residents' reports: that a facility is as it says, or what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import Body, Query
from fastapi.routing import APIRouter
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from api.answers import JSON, UNCACHED, Answer
from api.asking import Ask
from api.bodies import FORM_TYPE, body_type
from api.errors import BodyError, NotFoundError
from api.faults import fault
from api.framing import prefix
from api.params import VERSION, PageParameters
from api.routing import Route
from geo.geojson import compact_json
from layers._layer import Text
from layers.errors import shown
from layers.reports.entries import MOST_NAME, MOST_TEXT
from layers.reports.kinds import KINDS, kinds_of
from layers.reports.queue import NewReport
from layers.store.publication import plain_words
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)

# Where a facility's page thanks whoever sent its form.
THANKS = "reported"


def _known_kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"no such kind; known: {', '.join(KINDS)}")
    return name


class ReportFields(BaseModel):
    """What somebody says about a facility. 居民报告."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    layer: str = Field(min_length=1, description="Name of the layer. 图层.", examples=["toilets"])
    id: str = Field(
        min_length=1, description="The facility's id. 设施编号.", examples=["toilet-01"]
    )
    kind: Annotated[
        str,
        AfterValidator(_known_kind),
        WithJsonSchema({"type": "string", "enum": list(KINDS)}),
    ] = Field(description="What is said; hours and fee only where the layer has them. 报告内容.")
    text: Annotated[str, Field(max_length=MOST_TEXT), AfterValidator(plain_words)] = Field(
        "",
        description="One line in one's own words; line ends become spaces. 说明.",
        examples=["晚上八点就关门"],
    )
    version: str | None = Field(
        None,
        pattern=f"^{VERSION}$",
        description="The version of the layer that was seen; the newest without it. 所见数据版本.",
    )


@router.post("/reports", summary="居民报告 Residents' reports", tags=["facilities"])
async def take_report(
    ask: Ask, report: Annotated[ReportFields, Body()], _asked: Annotated[PageParameters, Query()]
) -> Answer:
    """Keep a report about a facility for the office that looks after the data.

    A form is answered with a redirect to the facility's page, JSON with the number of the report.
    Neither address nor device is kept.
    """
    snapshot = ask.service.store.snapshot(report.layer)
    row = snapshot.row_of(report.id)
    if row is None:
        raise NotFoundError(
            f"layer {report.layer!r} has no feature {shown(report.id)!r}; it may have been removed"
        )
    _refuse_unfit(snapshot, report.kind)
    new = NewReport(
        layer=report.layer,
        facility=report.id,
        name=_name(snapshot, row),
        version=report.version or snapshot.version,
        kind=report.kind,
        text=report.text,
    )
    client = ask.scope["client"]
    receipt = await ask.service.reports.take(new, client[0] if client else "", datetime.now(UTC))
    if body_type(ask) == FORM_TYPE:
        return _back_to_page(ask, report)
    words = Text(
        f"已收到，编号 {receipt.number}，谢谢！", f"Received as number {receipt.number}. Thank you!"
    )
    body = {"number": receipt.number, "repeated": receipt.repeated, "words": words._asdict()}
    return Answer(compact_json(body), JSON, 202, UNCACHED)


def _refuse_unfit(snapshot: Snapshot, kind: str) -> None:
    fitting = [one.name for one in kinds_of(snapshot.layer)]
    if kind not in fitting:
        reason = (
            f"{kind!r} is not for layer {snapshot.layer.name!r}; kinds for it: {', '.join(fitting)}"
        )
        raise BodyError([fault("kind", kind, reason)])


def _name(snapshot: Snapshot, row: int) -> str | None:
    properties = snapshot.decoded([row])[0]["properties"]
    name = properties.get("name") or properties.get("name_en")
    return plain_words(str(name))[:MOST_NAME] if name else None


def _back_to_page(ask: Ask, report: ReportFields) -> Answer:
    page = f"{prefix(ask)}/facility/{report.layer}/{quote(report.id, safe='')}#{THANKS}"
    there = ask.reader.keep(page).encode()
    return Answer(b"", JSON, 303, UNCACHED, headers=((b"location", there),))
