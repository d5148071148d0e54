"""Search by what people type: names and addresses, in characters or pinyin."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import GEOJSON, Answer
from api.asking import Ask
from api.features import collection_body, with_members
from api.params import SearchParameters
from api.routing import Route
from api.service import StatusMembers
from layers.find.search import search

router = APIRouter(route_class=Route)


@router.get("/search", summary="搜索 Search", tags=["facilities"])
async def read_search(ask: Ask, asked: Annotated[SearchParameters, Query()]) -> Answer:
    """Return the facilities whose name or address holds every word, best match first.

    Pinyin is understood whole, from its beginning, or as initials: `ziyiyuan`, `ziyi` and `zyy` all
    find 自怡园. Each feature carries `layer` and its `status` now.
    """
    service = ask.service
    statuses = StatusMembers(service.clock, service.now(), None)
    # In a thread: the first search of a large layer builds its index, and nobody else waits for it.
    matches = await asyncio.to_thread(search, service.snapshots(asked.layers), asked.q)
    features = []
    for match in matches[: asked.limit]:
        status = statuses.of(match.snapshot, match.row)
        ending = b',"layer":"%b"%b' % (match.snapshot.layer.name.encode(), status)
        features.append(with_members(match.snapshot, match.row, ending))
    members = {"numberMatched": len(matches), "numberReturned": len(features)}
    return Answer(collection_body(features, members), GEOJSON)
