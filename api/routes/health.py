"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from fastapi.routing import APIRouter

from api.answers import JSON, UNCACHED, Answer
from api.asking import Ask
from api.routing import Route
from geo.geojson import compact_json

router = APIRouter(route_class=Route)


@router.get("/healthz", summary="存活 Alive", tags=["operation"])
def read_health(_ask: Ask) -> Answer:
    """Answer as long as the process can."""
    return Answer(b'{"status":"ok"}', JSON, cache=UNCACHED)


@router.get("/readyz", summary="就绪 Ready", tags=["operation"])
def read_readiness(ask: Ask) -> Answer:
    """Return the version of every layer; 503 while none can be served or one is broken from start.

    A layer whose newest file is refused is named under `refused`; its last good version goes on
    being served, and the service stays ready.
    """
    store = ask.service.store
    snapshots, troubles = store.snapshots(), store.troubles()
    unserved = [name for name in troubles if name not in snapshots]
    ready = bool(snapshots) and not unserved
    body = {
        "status": "ready" if ready else "not ready",
        "layers": {
            name: {"version": one.version, "features": len(one)} for name, one in snapshots.items()
        },
        "refused": {name: str(trouble) for name, trouble in troubles.items()},
    }
    return Answer(compact_json(body), JSON, 200 if ready else 503, UNCACHED)
