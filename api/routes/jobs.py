"""The planner's jobs: how they stand, what they answered, the files to take away, dismissal."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter
from pydantic import Field

from api.answers import JSON, UNCACHED, Answer
from api.asking import Ask
from api.features import link
from api.params import PageParameters, Parameters
from api.planning.desk import check_answered
from api.planning.errors import NotAskerError
from api.planning.job_folder import ANSWER
from api.planning.processes import JSON_TYPE, status_info
from api.planning.report.html import policy
from api.planning.take_away import FILES
from api.reader import LANGUAGE_TAGS
from api.routes.processes import TAGS, results_body
from api.routing import Route
from geo.geojson import compact_json

router = APIRouter(route_class=Route)

MOST_LISTED = 1_000


class JobsParameters(Parameters):
    """Which jobs are listed."""

    limit: int = Field(10, ge=1, le=MOST_LISTED, description="How many at most. 数量.")


@router.get("/jobs", summary="任务列表 Jobs", tags=TAGS)
async def read_jobs(ask: Ask, asked: Annotated[JobsParameters, Query()]) -> Answer:
    """Return the newest jobs that ask about the place's own data, as it is.

    They are listed under another address than their asker's: whoever reads them here cannot dismiss
    them. What brought data along or asks what if is not listed.
    """
    desk = ask.service.planning
    records = await asyncio.to_thread(desk.listed)
    jobs = [status_info(job, record, ask.base) for job, record in records[: asked.limit]]
    body = {"jobs": jobs, "links": [link(f"{ask.base}/jobs", "self", JSON_TYPE)]}
    return Answer(compact_json(body), JSON, cache=UNCACHED)


@router.get("/jobs/{job}", summary="任务状态 A job", tags=TAGS)
def read_job(ask: Ask, job: str) -> Answer:
    """Return how a job stands: state, progress, words."""
    desk = ask.service.planning
    found = desk.job(job)
    return Answer(
        compact_json(status_info(found, desk.record(found), ask.base)), JSON, cache=UNCACHED
    )


@router.delete("/jobs/{job}", summary="取消任务 Dismiss a job", tags=TAGS)
async def dismiss_job(ask: Ask, job: str) -> Answer:
    """Stop a job, or remove what it answered."""
    desk = ask.service.planning
    found = desk.job(job)
    if not found.is_askers:
        raise NotAskerError
    record = await desk.dismiss(found)
    return Answer(compact_json(status_info(found, record, ask.base)), JSON, cache=UNCACHED)


@router.get("/jobs/{job}/results", summary="任务结果 Results", tags=TAGS)
async def read_results(ask: Ask, job: str) -> Answer:
    """Return what a job answered, or why it did not."""
    desk = ask.service.planning
    found = desk.job(job)
    record = desk.record(found)
    check_answered(record)
    answer = await desk.file(found, ANSWER)
    return Answer(results_body(answer, whole=record.whole), JSON)


@router.get("/jobs/{job}/results/{file}", summary="结果文件 A file of the answer", tags=TAGS)
async def read_result_file(
    ask: Ask, job: str, file: str, _asked: Annotated[PageParameters, Query()]
) -> Answer:
    """Return a file of the answer: the same question about the same data has the same bytes.

    A report and a picture are in the language that `lang` names, or `Accept-Language` prefers.
    """
    desk, lang = ask.service.planning, ask.reader.lang
    body = await desk.file(desk.job(job), file, lang)
    headers = _as_file(file)
    if FILES[file].is_said:
        headers += ((b"content-language", LANGUAGE_TAGS[lang].encode()),)
    return Answer(body, FILES[file].media_type.encode(), headers=headers)


def _as_file(name: str) -> tuple[tuple[bytes, bytes], ...]:
    if name.endswith(".html"):
        return ((b"content-security-policy", policy().encode()),)
    if name.endswith(("json", "png", "pdf")):
        return ()
    return ((b"content-disposition", f'attachment; filename="{name}"'.encode()),)
