"""The queue of residents' reports: one file that is only ever added to, by many at once.

Whoever writes holds a lock of the file system, reads what the others have added, adds whole lines,
and has them on the disk before anybody is told. A writer that is killed leaves at most a torn last
line, which the next one ends, so that it spoils no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from layers._layer import Text
from layers.reports.entries import (
    QUEUE_FILE,
    AnyEntry,
    Handled,
    Repeated,
    Reported,
    entry_line,
)
from layers.reports.errors import UnknownReportError
from layers.reports.refusal import full, locked, too_many_from_all, unwritable
from layers.reports.tally import Tally, said
from layers.store.locking import LOCK_FILE
from layers.store.publication import plain_words
from layers.store.writing import make_folder, own_like, sync_folder

# What a worker reads in a fraction of a second, and more than an office can look at.
MOST_BYTES, MOST_OPEN = 20_000_000, 50_000
# So many a place takes in within an hour; a crowd says the same things.
MOST_PER_HOUR = 600
# A report holds the lock for some milliseconds, moving the handled ones out for half a second.
LOCK_WAIT_S, LOCK_LOOK_S = 5.0, 0.005


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What a resident reports; `layers.reports.entries.Reported` says what each part is."""

    layer: str
    facility: str
    name: str | None
    version: str | None
    kind: str
    text: str = ""


class Receipt(NamedTuple):
    """The number under which a report is kept, and whether the same was there already."""

    number: int
    repeated: bool


class ReportQueue:
    """Adds to the queue in a folder; makes the folder when it first has something to add.

    Parameters
    ----------
    folder
        The folder above it must be there.
    most_per_hour
        How many are taken in within an hour, from all workers together.
    """

    def __init__(self, folder: Path, *, most_per_hour: int = MOST_PER_HOUR) -> None:
        self.folder, self.path = folder, folder / QUEUE_FILE
        self._most_per_hour = most_per_hour
        self._tally = Tally()

    def add(self, new: NewReport, now: datetime, *, said_as: int | None = None) -> Receipt:
        """Keep a report, and return once it is on the disk.

        What says the same as an open report of the last day is counted there.

        Parameters
        ----------
        now
            With a time zone.
        said_as
            The number under which the same person said the same before: once counted is enough.

        Raises
        ------
        TooManyReportsError
            When all together have sent as many as are taken in within an hour.
        ReportsUnavailableError
            When the queue is full, or cannot be written; nothing is left of the report then.
        """
        with self.writing() as descriptor:
            tally = self._tally
            number = tally.open_one(said(new.layer, new.facility, new.kind, new.text), now)
            if number is not None and number == said_as:
                return Receipt(number, repeated=True)
            if wait_s := tally.wait_s(self._most_per_hour, now):
                raise too_many_from_all(wait_s)
            size_bytes = os.fstat(descriptor).st_size
            if size_bytes >= MOST_BYTES or (number is None and len(tally.unhandled) >= MOST_OPEN):
                raise full(len(tally.unhandled), size_bytes)
            at = _second(now)
            if number is not None:
                _append(descriptor, entry_line(Repeated(at=at, number=number)))
                return Receipt(number, repeated=True)
            reported = Reported(at=at, number=tally.last + 1, **vars(new))
            _append(descriptor, entry_line(reported))
            return Receipt(reported.number, repeated=False)

    def mark_handled(
        self, numbers: Sequence[int], *, who: str, note: str, now: datetime
    ) -> list[int]:
        """Write down that reports were dealt with, and return those that were open until now.

        Raises
        ------
        UnknownReportError
            When one of the numbers was never given; nothing is written then.
        ReportsUnavailableError
            When the queue cannot be written.
        """
        with self.writing() as descriptor:
            tally = self._tally
            unknown = sorted({number for number in numbers if not 1 <= number <= tally.last})
            if unknown:
                raise _unknown(unknown, tally.last)
            open_ones = sorted(tally.unhandled.intersection(numbers))
            entries: list[AnyEntry] = [
                Handled(at=_second(now), number=one, who=plain_words(who), note=plain_words(note))
                for one in open_ones
            ]
            if entries:
                _append(descriptor, b"".join(map(entry_line, entries)))
            return open_ones

    @property
    def last(self) -> int:
        """The highest number that was given, as far as the file was read."""
        return self._tally.last

    @contextmanager
    def writing(self) -> Iterator[int]:
        """Hold the queue, and give its file, read to its end, to be added to.

        Raises
        ------
        ReportsUnavailableError
            When it cannot be had or written.
        """
        try:
            make_folder(self.folder, self.folder.parent.stat())
            with self._turn():
                descriptor = self._opened()
                try:
                    _end_torn_line(descriptor)
                    self._tally = self._tally.caught_up(descriptor)
                    yield descriptor
                finally:
                    os.close(descriptor)
        except Timeout:
            raise locked(self.folder) from None
        except OSError as fault:
            raise unwritable(self.folder, fault) from fault

    def _turn(self) -> FileLock:
        like = self.folder.stat()
        return FileLock(
            self.folder / LOCK_FILE,
            LOCK_WAIT_S,
            like.st_mode & 0o666 | 0o600,
            poll_interval=LOCK_LOOK_S,
            fallback_to_soft=False,
            on_acquired=partial(own_like, like=like),
        )

    def _opened(self) -> int:
        how = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
        try:
            return os.open(self.path, how)
        except FileNotFoundError:
            like = self.folder.stat()
            mode = like.st_mode & 0o666 | 0o600
            descriptor = os.open(self.path, how | os.O_CREAT | os.O_EXCL, mode)
        own_like(descriptor, like)
        sync_folder(self.folder)
        return descriptor


def _second(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)


def _append(descriptor: int, data: bytes) -> None:
    """Add to a file and bring it to the disk: all of it, or nothing where there is an error."""
    before = os.fstat(descriptor).st_size
    try:
        written = 0
        while written < len(data):
            written += os.write(descriptor, data[written:])
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(descriptor, before)
        raise


def _end_torn_line(descriptor: int) -> None:
    """End a last line that has no end, so that what is added next stands on a line of its own."""
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        _append(descriptor, b"\n")


def _unknown(numbers: Sequence[int], last: int) -> UnknownReportError:
    named = ", ".join(map(str, numbers))
    known = Text(f"现有编号 1 至 {last}", f"there are 1 to {last}")
    if not last:
        known = Text("还没有任何报告", "there are none yet")
    return UnknownReportError(
        Text(f"没有编号为 {named} 的报告；{known.zh}。", f"No report {named}; {known.en}.")
    )
