"""The planner's page: who is not served, how fairly, where to build next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Query
from fastapi.routing import APIRouter
from pydantic import ConfigDict, Field

from api.answers import HTML, JSON, UNCACHED, Answer
from api.asking import Ask
from api.errors import headers_of, status_of
from api.framing import prefix
from api.params import PageParameters
from api.planner_form import planner_form
from api.planner_link import link_query, plain_fields, without_foreign
from api.planner_page import PlannerAnswer, answer_of, planner_page
from api.planning.errors import JobError
from api.planning.fields import Process
from api.planning.question import Question, question_of
from api.planning.scenery_state import network_state
from api.routing import Route
from layers._layer import Layer

router = APIRouter(route_class=Route)

FIRST_LAYER = "toilets"
# How a page is read, and what it is to show; no part of a question.
ABOUT_PAGE = frozenset({"lang", "text", "answer"})


class PlannerParameters(PageParameters):
    """A question, as its form and its link have it."""

    # A form without scripts sends what is empty too; each layer has filters of its own.
    model_config = ConfigDict(extra="allow", frozen=True)

    process: Process = Field("coverage", description="What is asked. 问什么.")
    layer: str | None = Field(
        None, description="Layer of the facilities that serve. 设施图层.", examples=["toilets"]
    )
    answer: Literal["page"] | None = Field(
        None, description="page: the answer within the page, without scripts. 直接给结果."
    )


@router.get("/planner", summary="规划分析 The planner's page", tags=["pages", "planning"])
async def read_planner(ask: Ask, asked: Annotated[PlannerParameters, Query()]) -> Answer:
    """Return the planner's page: the question as a form, the map, and the answer (HTML).

    The query is the question itself, by the names of the form's fields: a link holds all of it.
    """
    service = ask.service
    sent = {name: str(value) for name, value in asked.model_dump(exclude_unset=True).items()}
    given = {name: value for name, value in sent.items() if name not in ABOUT_PAGE}
    fields = plain_fields(given.items())
    snapshot = service.store.snapshot(fields.get("layer", _first_layer(ask)))
    layer = snapshot.layer
    fields = without_foreign(fields, asked.process, layer)
    if given != fields:
        return _written_as_a_link(ask, fields, with_answer=asked.answer is not None)
    own = {name: value for name, value in fields.items() if name not in ("process", "layer")}
    question = question_of(asked.process, layer, own) if _is_whole(layer, own) else None
    form = planner_form(
        layer,
        fields,
        process=asked.process,
        layers=[one.layer for one in service.snapshots()],
        has_network=network_state(service.place.folder) is not None,
    )
    if asked.answer is None or question is None:
        return Answer(planner_page(ask, form, snapshot, asked=bool(fields)), HTML)
    found, trouble = await _answered(ask, question)
    page = planner_page(ask, form, snapshot, asked=True, found=found)
    # A question that has no answer is answered; what cannot be done now is to be asked again.
    if trouble is None or status_of(trouble) < HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(page, HTML)
    return Answer(page, HTML, status_of(trouble), UNCACHED, headers=headers_of(trouble))


def _is_whole(layer: Layer, fields: dict[str, str]) -> bool:
    """Tell whether fields say how far, or the layer does: a form may still be empty."""
    return bool(layer.standards) or bool({"metres", "minutes"} & fields.keys())


async def _answered(ask: Ask, question: Question) -> tuple[PlannerAnswer, JobError | None]:
    service, client = ask.service, ask.scope["client"]
    address = client[0] if client else ""
    try:
        return answer_of(
            await service.planning.answer(question, address, service.version_key())
        ), None
    except JobError as trouble:
        return PlannerAnswer(refused=trouble.words), trouble


def _written_as_a_link(ask: Ask, fields: dict[str, str], *, with_answer: bool) -> Answer:
    """Return the way to the one address of a question."""
    query = link_query({**fields, **({"answer": "page"} if with_answer else {})})
    there = ask.reader.keep(f"{prefix(ask)}/planner?{query}").encode()
    return Answer(b"", JSON, 303, UNCACHED, headers=((b"location", there),))


def _first_layer(ask: Ask) -> str:
    names = [one.layer.name for one in ask.service.snapshots()]
    return FIRST_LAYER if FIRST_LAYER in names or not names else names[0]
