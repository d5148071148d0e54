"""Where questions are handed in and answers fetched: one desk a worker of the web server.

The worker itself works nothing out: it writes a question down, and sees to it that the keeper of
the jobs is there (`api.planning.keeper`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress

from api.client_limits import ClientLimits
from api.errors import TooManyRequestsError
from api.planning.errors import (
    FailedJobError,
    JobsUnavailableError,
    NoResultError,
    RefusedQuestionError,
)
from api.planning.inputs import Asked
from api.planning.job_folder import (
    ANSWER,
    STOP,
    Job,
    JobFolder,
    is_past,
    take,
)
from api.planning.keeper import Orders
from api.planning.keeping import Keeping
from api.planning.question import Question
from api.planning.records import Record, now
from api.planning.scenery_state import network_state
from api.planning.take_away import FILES, kept_as
from api.reader import Lang
from api.settings import Settings
from geo.geojson import compact_json
from layers._layer import Text
from layers.place import Place
from layers.store.memo import Memo

log = logging.getLogger("facilities.planning")

# Whoever waits in a request: a proxy gives up after a minute.
MOST_WAITED_S = 50.0
# Between two looks at a job that somebody waits for: soon at first.
SOONEST_S, LATEST_S = 0.01, 0.2
DISMISS_S = 5.0
MOST_REMEMBERED = 64
MOST_REMEMBERED_BYTES = 2_000_000
RETRY_S = 20
CLOSED = Text("此处不接受规划分析。", "No planner's questions are taken here.")
FULL = Text(
    "排队的分析太多，请稍后再试。", "Too many questions wait already; ask again in a while."
)
UNWRITABLE = Text(
    "现在无法计算（任务文件夹不可写），请稍后再试。",
    "Nothing can be worked out now: the folder of jobs cannot be written. Try again later.",
)
SLOW = Text(
    "这个问题要算得更久：请带 Prefer: respond-async 提交为任务，或缩小问题。",
    "This takes longer than a request may wait: ask it as a job (Prefer: respond-async), or ask a "
    "smaller question.",
)
NOT_READY = Text("还没有算完，请稍后再取。", "It is not ready yet; ask again in a while.")
NO_FILE = Text("这个文件没有做成，请缩小问题后重试。", "This file could not be made; ask less.")
GONE = Text("任务已取消，没有结果。", "The job was dismissed, and has no answer.")


class PlanningDesk:
    """Takes in questions for one worker.

    Parameters
    ----------
    settings
        Of the deployment.
    place
        That is asked about.
    """

    def __init__(self, settings: Settings, place: Place) -> None:
        self._settings, self._place = settings, place
        self.folder = JobFolder(place.folder / settings.jobs)
        self._limits = ClientLimits(
            settings.jobs_per_minute, settings.jobs_per_day, refusal=_too_many
        )
        self._keeping = Keeping(self.folder, _orders(settings, place, self.folder))
        self._remembered = Memo(MOST_REMEMBERED)

    @property
    def is_open(self) -> bool:
        """Whether questions are taken in at all."""
        return self._settings.jobs_at_once > 0

    def hand_in(self, asked: Asked, address: str) -> Job:
        """Return the job that answers a question, which waits for its turn from now on.

        Parameters
        ----------
        address
            Where it comes from; it is not kept.

        Raises
        ------
        TooManyRequestsError
            This client has asked as often as it may.
        JobsUnavailableError
            No job can be taken in now.
        """
        if not self.is_open:
            raise JobsUnavailableError(CLOSED)
        if len(self.folder.queue()) >= self._settings.jobs_waiting:
            raise JobsUnavailableError(FULL, retry_after_s=RETRY_S)
        self._limits.count(address, time.time())
        question, written = asked.question, now()
        record = Record(
            process=question.process,
            open=not asked.brought and not question.changes_what_is,
            created=written,
            updated=written,
            limit_s=self._settings.job_seconds,
            whole=asked.whole,
        )
        said = {"question": question.canonical(), "columns": asked.columns}
        try:
            job = self.folder.make(record, compact_json(said), asked.brought)
            self.folder.enqueue(job, ANSWER)
            self._keeping.see_to()
        except OSError as trouble:
            log.warning("%s %s: %s", *UNWRITABLE, trouble)
            raise JobsUnavailableError(UNWRITABLE, retry_after_s=RETRY_S) from None
        return job

    def job(self, address: str) -> Job:
        """Return the job of an address.

        Raises
        ------
        NoJobError
            There is none, or not any more.
        """
        return self.folder.job(address, self._settings.jobs_kept_hours)

    def listed(self) -> list[tuple[Job, Record]]:
        """Return the jobs that may be listed, the newest first."""
        hours = self._settings.jobs_kept_hours
        return [
            (job, record)
            for job, record in self.folder.records()
            if record.open and not is_past(record, hours)
        ]

    def record(self, job: Job) -> Record:
        """Return how a job stands."""
        record = job.record()
        if not record.is_final:
            self._keeping.see_to()
        return record

    async def ended(self, job: Job, within_s: float = MOST_WAITED_S) -> Record:
        """Return how a job stands once it has ended, or after so long."""
        ends, wait_s = time.monotonic() + within_s, SOONEST_S
        record = self.record(job)
        while not record.is_final and time.monotonic() < ends:
            await asyncio.sleep(wait_s)
            wait_s = min(LATEST_S, wait_s * 1.3)
            record = self.record(job)
        return record

    async def answer(self, question: Question, address: str, state: object) -> bytes:
        """Return the answer to a question while somebody waits for it.

        Parameters
        ----------
        state
            What tells the present data from earlier: an answer of the same is remembered.

        Raises
        ------
        RefusedQuestionError, FailedJobError
            It cannot be answered.
        TooManyRequestsError, JobsUnavailableError
            Not now.
        """
        key = (question.link(), state, network_state(self._place.folder))
        found: bytes | None = self._remembered.get(key)
        if found is None:
            job = self.hand_in(Asked(question, {}, {}), address)
            found = await self.waited_for(job)
            if len(found) <= MOST_REMEMBERED_BYTES:
                kept = found
                self._remembered.remember(key, lambda: kept)
        return found

    async def waited_for(self, job: Job) -> bytes:
        """Return the answer of a job that nobody else knows of; it is stopped if it takes long.

        Raises
        ------
        RefusedQuestionError, FailedJobError
            It cannot be answered.
        JobsUnavailableError
            It takes longer than anybody waits.
        """
        try:
            record = await self.ended(job)
        except asyncio.CancelledError:
            self._stop(job)
            raise
        if not record.is_final:
            self._stop(job)
            raise JobsUnavailableError(SLOW)
        check_answered(record)
        return (job.path / ANSWER).read_bytes()

    async def file(self, job: Job, name: str, lang: Lang = "zh") -> bytes:
        """Return a file of a job's answer, which is made when it is first asked for.

        Parameters
        ----------
        lang
            Of what is said in one language.

        Raises
        ------
        NoResultError
            There is no answer yet, or none of that name, or it could not be made.
        """
        check_answered(job.record())
        kept = kept_as(name, lang)
        path, missed = job.path / kept, job.path / f"{kept}.failed"
        if name not in FILES and name != ANSWER:
            known = ", ".join(FILES)
            words = Text(f"没有这个文件；可用：{known}。", f"No such file; known: {known}.")
            raise NoResultError(words)
        if not path.exists() and not missed.exists():
            if len(self.folder.queue()) >= self._settings.jobs_waiting:
                raise JobsUnavailableError(FULL, retry_after_s=RETRY_S)
            self.folder.enqueue(job, kept)
            ends, wait_s = time.monotonic() + MOST_WAITED_S, SOONEST_S
            while not path.exists() and not missed.exists() and time.monotonic() < ends:
                self._keeping.see_to()
                await asyncio.sleep(wait_s)
                wait_s = min(LATEST_S, wait_s * 1.3)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            raise NoResultError(NO_FILE) from None

    async def dismiss(self, job: Job) -> Record:
        """Stop a job, or remove what it answered; return how it stands then."""
        record = job.record()
        if record.is_final:
            if record.state != "dismissed":
                record = record.dismissed()
                job.write(record)
                await asyncio.to_thread(job.forget, brought_only=False)
            return record
        self._stop(job)
        return await self.ended(job, DISMISS_S)

    def _stop(self, job: Job) -> None:
        for ticket, waiting, _ in self.folder.queue():
            if waiting.path == job.path and take(ticket):
                job.write(job.record().dismissed())
                job.forget(brought_only=False)
                return
        # The keeper has it, and looks for this.
        with suppress(FileNotFoundError):
            (job.path / STOP).touch()

    def close(self) -> None:
        """Take in nothing more."""
        self._keeping.close()


def check_answered(record: Record) -> None:
    """Refuse to go on with a job that has no answer.

    Raises
    ------
    NoResultError
        Not yet, or not any more.
    RefusedQuestionError
        Its question, or a limit, stands against it.
    FailedJobError
        Nobody knows why.
    """
    match record.state:
        case "successful":
            return
        case "failed" if record.failure == "unexpected":
            raise FailedJobError(record.message)
        case "failed":
            raise RefusedQuestionError(record.message, record.faults)
        case "dismissed":
            raise NoResultError(GONE)
    raise NoResultError(NOT_READY)


def _orders(settings: Settings, place: Place, folder: JobFolder) -> Orders:
    return Orders(
        data=str(place.folder.resolve()),
        jobs=str(folder.folder.resolve()),
        at_once=settings.jobs_at_once,
        limit_s=settings.job_seconds,
        memory_mb=settings.job_memory_mb,
        kept_hours=settings.jobs_kept_hours,
    )


def _too_many(most: int, time_: Text, wait_s: float) -> TooManyRequestsError:
    words = Text(
        f"{time_.zh}最多 {most} 次分析，请稍后再试。",
        f"At most {most} questions {time_.en}; ask again in a while.",
    )
    return TooManyRequestsError(words, max(1, int(wait_s) + 1))
