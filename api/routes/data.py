"""Whole layers and the boundary, as files: prepared once a version, compressed once."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import FOREVER, GEOJSON, REVALIDATE, Answer, gzipped, prepared
from api.asking import Ask
from api.errors import NotFoundError
from api.params import VersionParameters
from api.routing import Route
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)


@router.get("/data/boundary.geojson", summary="边界 Boundary", tags=["data"])
def read_boundary(ask: Ask) -> Answer:
    """Return the boundary of the place as a GeoJSON feature, where the place shows one."""
    place = ask.service.place
    if place.boundary_json is None or not place.draw_boundary:
        raise NotFoundError("this place shows no boundary")
    body = place.boundary_json
    return ask.service.prepared(("boundary",), lambda: prepared(Answer(body, GEOJSON)))


@router.get("/data/{layer}.geojson", summary="整个图层 A whole layer", tags=["data"])
async def read_layer(ask: Ask, layer: str, asked: Annotated[VersionParameters, Query()]) -> Answer:
    """Return all features of a layer, byte for byte as they are stored.

    With `version` they are those of that version, and the answer may be kept for ever.
    """
    pinned = asked.version is not None
    if asked.version is not None:
        snapshot = await ask.service.versions.snapshot(layer, asked.version)
    else:
        snapshot = ask.service.store.snapshot(layer)
    gzip = ask.conditions.gzip
    key = ("whole", pinned, gzip)
    answer: Answer | None = snapshot.remembered(key)
    if answer is None:
        # In a thread: a large layer takes seconds to compress, and nobody else waits for it.
        answer = await asyncio.to_thread(
            snapshot.remember, key, lambda: _whole_layer(snapshot, pinned=pinned, gzip=gzip)
        )
    return answer


def _whole_layer(snapshot: Snapshot, *, pinned: bool, gzip: bool) -> Answer:
    return Answer(
        snapshot.data,
        GEOJSON,
        cache=FOREVER if pinned else REVALIDATE,
        etag=b'"%b"' % snapshot.version.encode(),
        gzipped=snapshot.remember("gzipped", lambda: gzipped(snapshot.data)) if gzip else None,
    )
