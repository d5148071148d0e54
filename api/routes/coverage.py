"""A simple question of coverage by its address alone: the planner's own answer, as JSON."""

# No postponed annotations here: each layer's parameters are a type made at run time.

from collections.abc import Iterable
from enum import Enum
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import JSON, Answer
from api.asking import Ask
from api.params import AnyParameters
from api.planning.question import coverage_parameters, question_of
from api.routing import Route
from layers._layer import Layer
from layers.errors import UnknownLayerError

TAGS: list[str | Enum] = ["planning"]
DESCRIPTION = (
    "Who is within reach of this layer's facilities and who is not, in a straight line and on "
    "foot: shares of households by subdistrict, the curve, the list of who is not covered, the "
    "gaps by size. The filters are those of the layer's items."
)


def coverage_router(layers: Iterable[Layer]) -> APIRouter:
    """Return the routes of each layer's coverage."""
    router = APIRouter(route_class=Route)
    for layer in layers:
        _add(router, layer)
    # Any other name is a 404 that lists the layers there are.
    router.add_api_route("/coverage/{layer}", read_unknown, include_in_schema=False)
    return router


def read_unknown(ask: Ask, layer: str, _asked: Annotated[AnyParameters, Query()]) -> Answer:
    """Answer for a layer that is not declared, whatever is asked of it.

    Raises
    ------
    UnknownLayerError
    """
    raise UnknownLayerError(layer, tuple(ask.service.store.snapshots()))


def _add(router: APIRouter, layer: Layer) -> None:
    model = coverage_parameters(layer)

    async def read_coverage(ask: Ask, _asked: Annotated[model, Query()]) -> Answer:  # type: ignore[valid-type]
        service = ask.service
        service.store.snapshot(layer.name)
        # What is wrong has been told of; now it is a question as everywhere.
        given = dict(parse_qsl(ask.scope["query_string"].decode("latin-1"), keep_blank_values=True))
        question = question_of("coverage", layer, given)
        client = ask.scope["client"]
        found = await service.planning.answer(
            question, client[0] if client else "", service.version_key()
        )
        return Answer(found, JSON)

    router.add_api_route(
        f"/coverage/{layer.name}",
        read_coverage,
        name=f"read_{layer.name}_coverage",
        summary=f"{layer.title.zh}服务覆盖 Coverage: {layer.title.en}",
        description=DESCRIPTION,
        tags=TAGS,
    )
