"""Where jobs are kept: a folder that all workers of the web server share, a folder a job.

A job is written by one alone: by whoever takes it in until it waits in the queue, then by whoever
took it out of there (`api.planning.keeper`, one a deployment, and its process of the job).

The address of a job is a secret that only the asker knows; the folder has the name of its hash. So
neither the list of jobs nor a look at the names lets anybody dismiss one.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import msgspec

from api.planning.errors import NoJobError
from api.planning.records import Record, decoded, encoded

RECORD, QUESTION, BROUGHT, STOP = "status.json", "question.json", "brought", "stop"
ANSWER, MAP, DRAWING = "answer.json", "answer.geojson", "drawing.json"
SERVED, KEPT, QUEUE = "served.lock", "keeper.lock", "queue"
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
NAME = re.compile(r"[0-9a-f]{32}")
# When it was asked for, which job, and which file of its answer.
TICKET = re.compile(r"\d{20}-([0-9a-f]{32})-([a-z]+(?:\.[a-z]+)+)")
HOUR_S = 3600
# Of more, those go that ended longest ago.
MOST_JOBS, MOST_BYTES = 500, 2_000_000_000
PRIVATE = 0o700
NO_FOLDER = (FileNotFoundError, NotADirectoryError)


class Job:
    """One job.

    Parameters
    ----------
    path
        Its folder.
    address
        As it is addressed: its secret, or its name where it is known from the list.
    """

    def __init__(self, path: Path, address: str = "") -> None:
        self.path, self.id = path, address or path.name

    @property
    def is_askers(self) -> bool:
        """Whether it is addressed as only the asker can."""
        return self.id != self.path.name

    def record(self) -> Record:
        """Return what is known of it.

        Raises
        ------
        NoJobError
            It is not there any more.
        """
        try:
            return decoded((self.path / RECORD).read_bytes())
        except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
            raise NoJobError from None

    def write(self, record: Record) -> None:
        """Write what is known of it, in one step."""
        write_beside(self.path / RECORD, encoded(record))

    def question(self) -> dict[str, object]:
        """Return what was asked, as it was written down."""
        found: dict[str, object] = msgspec.json.decode((self.path / QUESTION).read_bytes())
        return found

    def forget(self, *, brought_only: bool) -> None:
        """Remove what was brought along, and the answer too."""
        shutil.rmtree(self.path / BROUGHT, ignore_errors=True)
        if not brought_only:
            for path in self.path.iterdir():
                if path.name != RECORD:
                    path.unlink(missing_ok=True)


class JobFolder:
    """All jobs of a deployment.

    Parameters
    ----------
    folder
        Made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> None:
        """Make the folder and what all jobs share.

        Raises
        ------
        OSError
            It cannot be written.
        """
        self.folder.mkdir(mode=PRIVATE, exist_ok=True)
        (self.folder / QUEUE).mkdir(mode=PRIVATE, exist_ok=True)
        for name in (SERVED, KEPT):
            (self.folder / name).touch(mode=0o600)

    def make(self, record: Record, question: bytes, brought: Mapping[str, bytes]) -> Job:
        """Keep a new job and return it, addressed as only its asker can.

        Parameters
        ----------
        brought
            Files that came with the question, by name.

        Raises
        ------
        OSError
            The folder cannot be written.
        """
        self.prepare()
        secret = secrets.token_urlsafe(32)
        # Nobody finds it before it is whole: names of jobs have no dot.
        unborn = self.folder / f"{name_of(secret)}.new"
        unborn.mkdir(PRIVATE)
        try:
            (unborn / BROUGHT).mkdir(PRIVATE)
            for name, data in brought.items():
                (unborn / BROUGHT / name).write_bytes(data)
            (unborn / QUESTION).write_bytes(question)
            Job(unborn).write(record)
            path = unborn.rename(self.folder / name_of(secret))
        except BaseException:
            shutil.rmtree(unborn, ignore_errors=True)
            raise
        return Job(path, secret)

    def job(self, address: str, kept_hours: float) -> Job:
        """Return the job of an address.

        Raises
        ------
        NoJobError
            There is none, or it ended so long ago, or it is somebody's own and addressed as in a
            list.
        """
        if SECRET.fullmatch(address):
            job = Job(self.folder / name_of(address), address)
        elif NAME.fullmatch(address):
            job = Job(self.folder / address, address)
        else:
            raise NoJobError
        record = job.record()
        if is_past(record, kept_hours) or not (job.is_askers or record.open):
            raise NoJobError
        return job

    def records(self) -> list[tuple[Job, Record]]:
        """Return all jobs with what is known of them, the newest first."""
        found = []
        with suppress(*NO_FOLDER), os.scandir(self.folder) as entries:
            for entry in entries:
                if NAME.fullmatch(entry.name):
                    job = Job(Path(entry.path))
                    with suppress(NoJobError):
                        found.append((job, job.record()))
        return sorted(found, key=lambda one: one[1].created, reverse=True)

    def enqueue(self, job: Job, file: str) -> None:
        """Ask for a file of a job's answer, behind all that was asked for before."""
        (self.folder / QUEUE / f"{time.time_ns():020d}-{job.path.name}-{file}").touch()

    def queue(self) -> list[tuple[Path, Job, str]]:
        """Return what waits, the oldest first: its ticket, its job, its file."""
        with suppress(*NO_FOLDER):
            names = sorted(os.listdir(self.folder / QUEUE))  # noqa: PTH208 - many times a second
            found = [(name, TICKET.fullmatch(name)) for name in names]
            return [
                (self.folder / QUEUE / name, Job(self.folder / match[1]), match[2])
                for name, match in found
                if match
            ]
        return []

    def tidy(self, kept_hours: float) -> None:
        """Remove jobs that ended so long ago, and the oldest where there are too many."""
        ended = [(job, record) for job, record in self.records() if record.is_final]
        total = 0
        for number, (job, record) in enumerate(ended):
            with suppress(FileNotFoundError):
                total += sum(one.stat().st_size for one in job.path.iterdir())
                if is_past(record, kept_hours) or number >= MOST_JOBS or total > MOST_BYTES:
                    gone = job.path.rename(job.path.with_suffix(".gone"))
                    shutil.rmtree(gone, ignore_errors=True)


def take(ticket: Path) -> bool:
    """Take something out of the queue; False where somebody else was quicker."""
    try:
        ticket.unlink()
    except FileNotFoundError:
        return False
    return True


def is_past(record: Record, kept_hours: float) -> bool:
    """Tell whether a job ended so long ago that it is not kept any more."""
    if record.finished is None:
        return False
    ended = datetime.fromisoformat(record.finished)
    return (datetime.now(UTC) - ended).total_seconds() > kept_hours * HOUR_S


def name_of(secret: str) -> str:
    """Return the name of the folder of a job."""
    return blake2b(secret.encode(), digest_size=16).hexdigest()


def write_beside(path: Path, data: bytes) -> None:
    """Replace a file in one step; a crash of the machine may lose it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_bytes(data)
    beside.replace(path)


class Lock:
    """A file's lock, which the system takes back when its holder is gone.

    Parameters
    ----------
    path
        A file that is there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def hold(self, *, shared: bool = False) -> bool:
        """Hold it, alone or with others who share it; False where that cannot be now."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Hold it no more."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
