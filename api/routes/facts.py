"""The figures of the place: a page, JSON, a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import CSV, HTML, JSON, Answer, prepared
from api.asking import Ask
from api.facts.addresses import UNREAD, map_address, pinned_address, table_address
from api.facts.document import facts_document
from api.facts.facts import Facts, facts_of
from api.facts.page import FactsPage, facts_notes, layer_facts_view
from api.facts.reach import network_state
from api.facts.rows import facts_table
from api.framing import frame, pinned_view, prefix
from api.pages import render_page
from api.published.figures import alt_text
from api.published.parameters import FactsParameters, ShownParameters, TableParameters, asked_query
from api.reader import with_query
from api.routing import Route
from geo.geojson import compact_json
from layers.find.chips import FREE_THEN

router = APIRouter(route_class=Route)


@router.get("/facts", summary="数字 Figures", tags=["data", "pages"])
async def read_facts(ask: Ask, asked: Annotated[FactsParameters, Query()]) -> Answer:
    """Return counts, totals, who is within reach, and progress to the place's targets.

    Each with what it is a part of, its method, data version and source. `version` pins them; with
    a version of the communities among them, their households too.
    """
    form = ask.format(asked.f)

    def write(facts: Facts) -> Answer:
        if form == "json":
            return Answer(compact_json(facts_document(ask, asked, facts)), JSON)
        return Answer(_page(ask, asked, facts), HTML)

    return await _kept(ask, asked, form, write)


@router.get("/facts.csv", summary="数字表 Figures as a table", tags=["data"])
async def read_facts_table(ask: Ask, asked: Annotated[TableParameters, Query()]) -> Answer:
    """Return the same figures as CSV, one a row."""
    lang = ask.reader.lang
    return await _kept(ask, asked, "csv", lambda facts: Answer(facts_table(facts, lang), CSV))


async def _kept(
    ask: Ask, asked: TableParameters, form: str, write: Callable[[Facts], Answer]
) -> Answer:
    """Return the figures in a form, written once for the same data."""
    service = ask.service
    reader = None if form == "json" else ask.reader
    key = (
        form, ask.base, reader, ask.here, asked_query(asked), service.version_key(),
        network_state(service.place),
    )  # fmt: skip
    known: Answer | None = service.figures.get(key)
    if known is not None:
        return known
    answer = prepared(write(await facts_of(ask, asked)))
    if asked.free_at is None and any(chip.key == FREE_THEN for chip in asked.chips):
        # In a minute it is another.
        return answer
    return service.figures.remember(key, lambda: answer)


def _page(ask: Ask, asked: ShownParameters, facts: Facts) -> bytes:
    shown, base = facts.shown, prefix(ask)
    snapshots = [part.snapshot for part in shown.parts]
    live = f"/facts{asked_query(asked, **UNREAD, version=None)}"
    around = frame(
        ask,
        snapshots,
        json_path=with_query(f"/facts{asked_query(asked, **UNREAD)}", "f=json"),
        pinned=pinned_view(ask, snapshots, live) if shown.pinned else None,
    )
    page = FactsPage(
        words=alt_text(shown, ask.reader.lang),
        layers=[layer_facts_view(around, asked, facts, one) for one in facts.layers],
        table_href=table_address(base, asked),
        pinned_href=pinned_address(base, asked, facts),
        map_href=map_address(base, asked, facts),
        notes=facts_notes(facts),
    )
    return render_page(around, page)
