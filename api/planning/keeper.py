"""The process that answers planners' questions, one a deployment: a child for each, under limits.

The workers of the web server start it when somebody asks, and it ends when nobody did for a while,
or when no web server is left. It loads the place and its network once; each question is answered
by a fork of it, which shares that, and which is killed when its time is up or nobody wants it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from api.planning.job_folder import ANSWER, KEPT, SERVED, STOP, Job, JobFolder, Lock, take

log = logging.getLogger("facilities.planning")

# How long nothing happens between two looks at the queue: while there is work, and while none is.
QUICK_S, SLOW_S, AWAKE_S = 0.02, 0.1, 10.0
IDLE_S = 600.0
# How often it is looked whether any web server is left, and whether old jobs are to go.
LOOK_S, TIDY_S = 0.5, 600.0

LARGEST_FILE = 1_000_000_000
PR_SET_PDEATHSIG = 1
PAGE = resource.getpagesize()


class Orders(msgspec.Struct, frozen=True):
    """What a deployment has set.

    Parameters
    ----------
    data, jobs
        The folders of the place and of its jobs.
    at_once
        How many questions are worked on at a time.
    limit_s, memory_mb
        What one may take, the memory beside that of the place itself.
    kept_hours
        How long an answer is kept.
    """

    data: str
    jobs: str
    at_once: int
    limit_s: float
    memory_mb: int
    kept_hours: float


@dataclass
class Running:
    """A child and what it works on."""

    job: Job
    file: str
    ends: float


class Keeper:
    """Takes questions out of the queue and sees to it that each ends."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._folder = JobFolder(Path(orders.jobs))
        self._served = Lock(self._folder.folder / SERVED)
        self._kept = Lock(self._folder.folder / KEPT)
        self._children: dict[int, Running] = {}
        self._shop: object | None = None

    def keep(self) -> None:
        """Go on until nobody asks any more; nothing where another keeper is there."""
        if not self._kept.hold():
            return
        self._settle_left_behind()
        last_work = time.monotonic()
        next_look = next_tidy = 0.0
        while True:
            now = time.monotonic()
            if now >= next_look:
                next_look = now + LOOK_S
                if self._served.hold():
                    break
            if now >= next_tidy:
                next_tidy = now + TIDY_S
                self._folder.tidy(self._orders.kept_hours)
            if self._look_after_children() | self._start_waiting() or self._children:
                last_work = time.monotonic()
            elif now - last_work > IDLE_S:
                break
            time.sleep(QUICK_S if now - last_work < AWAKE_S else SLOW_S)
        for pid, running in self._children.items():
            _kill(pid)
            self._put_back(running)

    def _settle_left_behind(self) -> None:
        """Ask again for what an earlier keeper had begun and did not end."""
        waiting = {job.path.name for _, job, _ in self._folder.queue()}
        for job, record in self._folder.records():
            if not record.is_final and job.path.name not in waiting:
                if record.state == "running" and (job.path / STOP).exists():
                    job.write(record.dismissed())
                elif record.tries < 2:
                    job.write(record.waiting_again())
                    self._folder.enqueue(job, ANSWER)
                else:
                    job.write(record.lost())

    def _put_back(self, running: Running) -> None:
        # Whoever starts the service again finds it in the queue.
        with contextlib.suppress(Exception):
            if running.file == ANSWER:
                running.job.write(running.job.record().waiting_again())
            self._folder.enqueue(running.job, running.file)

    def _start_waiting(self) -> bool:
        started = False
        for ticket, job, file in self._folder.queue():
            if len(self._children) >= self._orders.at_once:
                break
            if take(ticket):
                started = True
                self._start(job, file)
        return started

    def _start(self, job: Job, file: str) -> None:
        from api.planning.work import Workshop  # noqa: PLC0415 - seconds, and the queue is taken first

        try:
            record = job.record()
            if file == ANSWER:
                if record.state != "accepted":
                    return
                job.write(record.begun())
            if self._shop is None:
                self._shop = Workshop(Path(self._orders.data))
                gc.collect()
                gc.freeze()
            shop = self._shop
            assert isinstance(shop, Workshop)
            shop.prepare(file)
        except Exception as trouble:
            self._refuse(job, file, trouble)
            return
        limit_s = min(self._orders.limit_s, record.limit_s)
        pid = os.fork()
        if pid == 0:
            self._be_a_child(shop, job, file, limit_s)
        self._children[pid] = Running(job, file, time.monotonic() + limit_s)

    def _refuse(self, job: Job, file: str, trouble: Exception) -> None:
        from api.planning.work import failed  # noqa: PLC0415

        with contextlib.suppress(Exception):
            if file == ANSWER:
                job.write(failed(job.record(), trouble))

    def _be_a_child(self, shop: object, job: Job, file: str, limit_s: float) -> None:
        code = 1
        try:
            self._kept.release()
            _limit(self._orders.memory_mb, limit_s)
            # It lives for one question, and what it shares with the keeper stays shared.
            gc.disable()
            shop.work(job, file, limit_s)  # type: ignore[attr-defined]
            code = 0
        except BaseException:
            log.exception("a job ended unexpectedly")
        finally:
            os._exit(code)

    def _look_after_children(self) -> bool:
        ended = False
        now = time.monotonic()
        for pid, running in list(self._children.items()):
            stopped = (running.job.path / STOP).exists()
            if stopped or now > running.ends:
                _kill(pid)
            elif not _has_ended(pid):
                continue
            ended = True
            del self._children[pid]
            self._settle(running, stopped=stopped)
        return ended

    def _settle(self, running: Running, *, stopped: bool) -> None:
        job = running.job
        with contextlib.suppress(Exception):
            record = job.record()
            if running.file == ANSWER and not record.is_final:
                job.write(record.dismissed() if stopped else record.lost())
            elif running.file != ANSWER and not (job.path / running.file).exists():
                (job.path / f"{running.file}.failed").touch()
            job.forget(brought_only=not stopped)


def _has_ended(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _limit(memory_mb: int, limit_s: float) -> None:
    """Hold this process to its limits, and see that it does not outlive the keeper."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    shared = int(Path("/proc/self/statm").read_text().split()[0]) * PAGE
    for what, most in (
        (resource.RLIMIT_AS, shared + memory_mb * 1_000_000),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        # Of all its threads together, as a last resort.
        (resource.RLIMIT_CPU, int(limit_s * (os.cpu_count() or 1)) + 10),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Keep the jobs of a deployment, whose orders are the only argument."""
    # Ctrl+C reaches every process of a terminal; this one ends when the last web server has.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    Keeper(msgspec.json.decode(sys.argv[1], type=Orders)).keep()


if __name__ == "__main__":
    main()
