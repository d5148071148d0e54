"""The planner's questions as OGC API - Processes: what may be asked, and asking it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from fastapi import Body
from fastapi.routing import APIRouter

from api.answers import JSON, UNCACHED, Answer
from api.asking import Ask
from api.features import link
from api.planning.conformance import JOB_LIST
from api.planning.fields import PROCESSES
from api.planning.inputs import OUTPUT, Execution
from api.planning.processes import (
    JSON_TYPE,
    description,
    known_process,
    status_info,
    summary,
)
from api.routing import Route
from geo.geojson import compact_json

router = APIRouter(route_class=Route)

TAGS: list[str | Enum] = ["OGC API - Processes"]
APPLIED = (b"preference-applied", b"respond-async")


@router.get("/processes", summary="分析列表 Processes", tags=TAGS)
def read_processes(ask: Ask) -> Answer:
    """Return what may be asked."""
    base = ask.base
    body = {
        "processes": [summary(process, base) for process in PROCESSES],
        "links": [
            link(f"{base}/processes", "self", JSON_TYPE),
            link(f"{base}/jobs", JOB_LIST, JSON_TYPE),
        ],
    }
    return Answer(compact_json(body), JSON)


@router.get("/processes/{process}", summary="一种分析 A process", tags=TAGS)
def read_process(ask: Ask, process: str) -> Answer:
    """Return what one question takes and gives: its inputs and its output."""
    known = known_process(process)
    layers = [snapshot.layer for snapshot in ask.service.snapshots()]
    return Answer(compact_json(description(known, ask.base, layers)), JSON)


@router.post("/processes/{process}/execution", summary="提交分析 Ask", tags=TAGS)
async def execute(ask: Ask, process: str, execution: Annotated[Execution, Body()]) -> Answer:
    """Answer a question, or take it in as a job where `Prefer: respond-async` asks for that.

    What was brought along is judged row by row: one that cannot be counted is named by the answer,
    and the others count.
    """
    desk = ask.service.planning
    asked = execution.asked(known_process(process), ask.service.store)
    client = ask.scope["client"]
    job = desk.hand_in(asked, client[0] if client else "")
    if "respond-async" in _preferences(ask):
        there = f"{ask.base}/jobs/{job.id}"
        body = compact_json(status_info(job, job.record(), ask.base))
        headers = ((b"location", there.encode()), APPLIED)
        return Answer(body, JSON, 201, UNCACHED, headers=headers)
    found = await desk.waited_for(job)
    return Answer(results_body(found, whole=asked.whole), JSON, cache=UNCACHED)


def results_body(answer: bytes, *, whole: bool) -> bytes:
    """Return an answer as it was asked for: itself, or within an object of all outputs."""
    return b'{"%b":%b}' % (OUTPUT.encode(), answer) if whole else answer


def _preferences(ask: Ask) -> set[str]:
    """Return what the client prefers (RFC 7240)."""
    given = ",".join(ask.headers.getlist("prefer"))
    return {part.partition(";")[0].strip().lower() for part in given.split(",")}
