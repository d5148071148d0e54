"""The documentation of the interface: the OpenAPI document, and a page to read and try it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import HTML, OPENAPI, Answer, prepared
from api.asking import Ask
from api.framing import frame, prefix
from api.openapi import openapi_document
from api.pages import DocsPage, render_page
from api.params import PageParameters
from api.routing import Route
from geo.geojson import compact_json

router = APIRouter(route_class=Route)


@router.get("/openapi.json", summary="OpenAPI 3.0", tags=["OGC API - Features"])
def read_openapi(ask: Ask) -> Answer:
    """Return the OpenAPI 3.0 document of this service."""
    service = ask.service
    present = tuple(service.store.snapshots())

    def make() -> Answer:
        document = openapi_document(ask.scope["app"], service, ask.base)
        return prepared(Answer(compact_json(document), OPENAPI))

    return service.prepared(("openapi", ask.base, present), make)


@router.get("/docs", summary="接口文档 API documentation", tags=["pages"])
def read_docs(ask: Ask, asked: Annotated[PageParameters, Query()]) -> Answer:  # noqa: ARG001
    """Return the API documentation as a page, which needs no other host."""
    page = DocsPage(openapi_href=f"{prefix(ask)}/openapi.json")
    return Answer(render_page(frame(ask, json_path="/openapi.json"), page), HTML)
