"""Move what was dealt with out of the queue, so that it has room again.

The reports that are moved are written to a file of their own first, and only then leave the queue:
whoever is killed in between has them twice, and never loses one.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from layers.reports.entries import AnyEntry, Archived, Handled, Reported, entry_line, read_lines
from layers.reports.queue import ReportQueue
from layers.store.writing import write_whole


class Archive(NamedTuple):
    """The file that was written, and how many reports it has."""

    path: Path
    reports: int


def archive_handled(queue: ReportQueue, now: datetime) -> Archive | None:
    """Move the handled reports of a queue to a new file beside it; None where there are none.

    Lines that cannot be read go with them. Numbers go on from the highest that was given.

    Raises
    ------
    ReportsUnavailableError
        When it cannot be written; the queue is as it was then.
    """
    with queue.writing() as descriptor:
        lines = list(read_lines(queue.path.read_bytes()))
        handled = {entry.number for _, _, entry in lines if isinstance(entry, Handled)}
        moved = [line for _, line, entry in lines if not _stays(entry, handled)]
        reports = sum(
            isinstance(entry, Reported) and entry.number in handled for _, _, entry in lines
        )
        if not reports:
            return None
        like = os.fstat(descriptor)
        path = _free_name(queue.folder, now)
        write_whole(path, b"\n".join([*moved, b""]), like)
        mark = Archived(
            at=now.astimezone(UTC).replace(microsecond=0), last=queue.last, file=path.name
        )
        kept = [line for _, line, entry in lines if _stays(entry, handled)]
        write_whole(queue.path, entry_line(mark) + b"".join(one + b"\n" for one in kept), like)
        return Archive(path, reports)


def _stays(entry: AnyEntry | ValueError, handled: set[int]) -> bool:
    return not isinstance(entry, ValueError | Archived) and entry.number not in handled


def _free_name(folder: Path, now: datetime) -> Path:
    day = now.astimezone(UTC).date().isoformat()
    names = (folder / f"handled-{day}-{turn}.jsonl" for turn in count(1))
    return next(path for path in names if not path.exists())
