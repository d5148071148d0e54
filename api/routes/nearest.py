"""The nearest facilities: distance, walking time and status of each, in order."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import GEOJSON, Answer
from api.asking import Ask
from api.params import NearestParameters, asked_free
from api.routing import Route
from api.service import StatusMembers
from layers.find.nearest import nearest, within

router = APIRouter(route_class=Route)

# Natural England's figure (15 minutes for a kilometre); older people walk at about 0.8.
WALKING_SPEED_M_S = 1.1
METRES_PER_MINUTE = WALKING_SPEED_M_S * 60

FEATURE = b'%b,"layer":"%b","distance_m":%.1f,"walk_minutes":%.1f%b}'
COLLECTION = (
    b'{"type":"FeatureCollection","features":[%b],"numberReturned":%d,'
    b'"distance":{"method":"geodesic","path":"straight_line","walking_speed_m_s":%.1f,'
    b'"note":"%b"}}'
)
STRAIGHT_LINE_NOTE = (
    "直线距离,步行时间按直线估算,实际步行更远。 "
    "Straight-line distance; walking time is estimated from it, and the way on foot is longer."
).encode()


@router.get("/nearest", summary="最近的设施 Nearest facilities", tags=["facilities"])
async def read_nearest(ask: Ask, asked: Annotated[NearestParameters, Query()]) -> Answer:
    """Return the k nearest facilities by geodesic distance, nearest first.

    Each feature carries `layer`, `distance_m`, `walk_minutes` (along the straight line, at 1.1 m/s)
    and `status` at `free_at`, or now. With `version` they are those of past data.
    """
    service = ask.service
    if asked.version is None:
        snapshots = tuple(service.snapshots(asked.layers))
    else:
        snapshots = tuple(await service.versions.snapshots(asked.layers, asked.version))
    farthest_m, free = asked.max_distance_m or math.inf, asked_free(asked)
    if free is None:
        found = await service.together.nearest(snapshots, asked.lon, asked.lat, asked.k)
        found = within(found, farthest_m)
    else:
        found = nearest(
            snapshots,
            asked.lon,
            asked.lat,
            asked.k,
            max_distance_m=farthest_m,
            free=free,
            clock=service.clock,
        )
    statuses = StatusMembers(service.clock, asked.free_at or service.now(), asked.stay_minutes)
    members = {snapshot: statuses.by_code(snapshot) for snapshot in snapshots}
    features = [
        FEATURE
        % (
            snapshot.open_feature(row),
            snapshot.layer.name.encode(),
            distance_m,
            distance_m / METRES_PER_MINUTE,
            members[snapshot][snapshot.terms_code(row)],
        )
        for distance_m, snapshot, row in found
    ]
    body = COLLECTION % (b",".join(features), len(features), WALKING_SPEED_M_S, STRAIGHT_LINE_NOTE)
    return Answer(body, GEOJSON)
