"""What a job's process does: answers a question, or makes a file of an answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.errors import ParameterError
from api.planning.answering import answered
from api.planning.brought import BroughtError
from api.planning.fields import Process
from api.planning.job_folder import ANSWER, BROUGHT, DRAWING, MAP, Job, write_beside
from api.planning.question import Question, as_text, question_of
from api.planning.records import CRASHED, TOO_LARGE, Record
from api.planning.scenery import Scenery
from api.planning.take_away import make_file
from layers._layer import Text
from layers.errors import LayerError
from layers.planning import PlanningError

log = logging.getLogger("facilities.planning")

# Nobody looks more often.
TOLD_EVERY_S = 0.05
NO_FIELDS = ("process", "layer")


class Workshop:
    """A place, and what is done about it."""

    def __init__(self, data: Path) -> None:
        self._scenery = Scenery(data)

    def prepare(self, file: str) -> None:
        """Bring to the present what work on a file needs, before processes divide."""
        if file == ANSWER:
            self._scenery.refresh()
            _ = self._scenery.ground

    def work(self, job: Job, file: str, limit_s: float) -> None:
        """Answer a job's question, or make a file of its answer."""
        if file == ANSWER:
            answer(job, self._scenery, limit_s)
        else:
            make_file(job.path, file)


def answer(job: Job, scenery: Scenery, limit_s: float) -> None:
    """Answer a job's question, and write down how that goes."""
    record = job.record()
    try:
        said: Any = job.question()
        question = _question(said["question"], scenery)
        tell = _teller(job, record)
        made = answered(
            question,
            scenery,
            job.path / BROUGHT,
            said["columns"],
            limit_s=limit_s,
            progress=tell,
        )
        for name, data in ((MAP, made.map_file), (DRAWING, made.drawing), (ANSWER, made.document)):
            write_beside(job.path / name, data)
        ended = record.answered()
    except Exception as trouble:
        ended = failed(record, trouble)
    # Gone before anybody is told that it is done.
    job.forget(brought_only=True)
    job.write(ended)


def _question(said: dict[str, Any], scenery: Scenery) -> Question:
    process: Process = said["process"]
    layer = scenery.store.snapshot(said["layer"]).layer
    given = {name: as_text(value) for name, value in said.items() if name not in NO_FIELDS}
    return question_of(process, layer, given)


def _teller(job: Job, record: Record) -> Callable[[str, float], None]:
    """Return what writes down how far a job is, never less than before and not too often."""
    told = 0.0
    most = record.progress

    def tell(words: str, share: float) -> None:
        nonlocal told, most
        most = max(most, min(99, int(share * 100)))
        if time.monotonic() - told >= TOLD_EVERY_S:
            told = time.monotonic()
            zh, _, en = words.partition(" ")
            job.write(record.changed(message=Text(zh, en or zh), progress=most))

    return tell


def failed(record: Record, trouble: Exception) -> Record:
    """Return a job as it stands after something went wrong."""
    match trouble:
        case PlanningError():
            return record.failed("refused", trouble.words)
        case BroughtError() | ParameterError():
            said = "; ".join(f"{one['parameter']}: {one['reason']}" for one in trouble.faults)
            return record.failed(
                "refused", Text(f"问题有误：{said}", f"The question is wrong: {said}"),
                tuple(trouble.faults),
            )  # fmt: skip
        case LayerError():
            words = Text(f"无法计算：{trouble}", f"It cannot be answered: {trouble}")
            return record.failed("refused", words)
        case MemoryError():
            return record.failed("limit", TOO_LARGE)
    log.error("a job failed unexpectedly", exc_info=trouble)
    return record.failed("unexpected", CRASHED)
