"""The data of the resident's page: facilities, and what holds when, to go on without a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import REVALIDATE, Answer
from api.asking import Ask
from api.framing import are_newest, data_date, prefix, version_query
from api.published.map import PublishedMap, published_map
from api.published.parameters import ResidentParameters, ShownParameters, choice_query
from api.resident import About, Chosen
from api.routing import Route
from api.service import Service
from layers.find.select import Box
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)


@router.get("/resident.json", summary="居民页数据 The resident's data", tags=["data"])
async def read_resident(ask: Ask, asked: Annotated[ResidentParameters, Query()]) -> Answer:
    """Return facilities with the course of their states from yesterday to seven weeks ahead.

    A page that has it finds the nearest, filters, and says what is free when, without asking
    again, so that nobody's position leaves their phone. Of more than 5,000 facilities come those
    of a view, `bbox`; of more than 2,000 in it only their numbers, in `cells`.
    """
    service = ask.service
    west, south, east, north = asked.bbox or (0.0, 0.0, 0.0, 0.0)
    box = (west, south, east, north) if asked.bbox else None
    chosen: Chosen | None = None
    if asked.filters or asked.free_at is not None:
        # What is free by now is the browser's to find out: it would be other data every minute.
        shown = await published_map(ask, asked, now=False)
        snapshots = [part.snapshot for part in shown.parts]
        chosen = chosen_of(shown, asked)
    elif asked.version is None:
        snapshots = service.snapshots(asked.layers)
    else:
        snapshots = await service.versions.snapshots(asked.layers, asked.version)
    document = await service.resident.document(about_layers(service, snapshots, box, chosen))
    if asked.v == document.version:
        return document.answer
    # Of another day or version: not to be kept under this address.
    return document.answer._replace(cache=REVALIDATE)


def chosen_of(shown: PublishedMap, asked: ShownParameters) -> Chosen | None:
    """Return which facilities of its layers a published map has; None where it has all."""
    query = choice_query(asked)
    return Chosen(query, tuple(part.rows for part in shown.parts)) if query else None


async def resident_address(
    ask: Ask,
    snapshots: Sequence[Snapshot],
    *,
    pinned: bool = False,
    chosen: Chosen | None = None,
) -> str:
    """Return the address from which a page loads the data of some layers, with its hash.

    The document is made for it, in a thread, if nobody asked for it today. Of a place that is asked
    by view it has no hash; the page adds `bbox`.

    Parameters
    ----------
    pinned
        Whether the address keeps these versions.
    chosen
        Which of their facilities; all without it.
    """
    service = ask.service
    names = [one.layer.name for one in snapshots]
    query = []
    if pinned or names != list(service.store.snapshots()):
        query.append(f"layers={quote(','.join(names))}")
    if chosen is not None:
        query.append(chosen.query)
    if pinned:
        query.append(version_query(snapshots).removeprefix("?"))
    about = about_layers(service, snapshots, chosen=chosen)
    if not about.by_view:
        query.append(f"v={(await service.resident.document(about)).version}")
    return f"{prefix(ask)}/resident.json" + ("?" + "&".join(query) if query else "")


def about_layers(
    service: Service,
    snapshots: Sequence[Snapshot],
    box: Box | None = None,
    chosen: Chosen | None = None,
) -> About:
    """Return what today's document of some layers is about."""
    newest = are_newest(service, snapshots)
    date = data_date(service.place, snapshots, newest=newest)
    return About(tuple(snapshots), service.now().date(), date, box, chosen)
