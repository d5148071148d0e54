"""One publisher of a layer at a time; the others wait, and are told for whom."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from layers._layer import Text
from layers.errors import PublishError
from layers.store.writing import own_like

LOCK_FILE = ".lock"
# A publication of 100,000 features holds the lock for about a second.
LOCK_WAIT_S = 30.0
MOST_NOTE_BYTES = 4096


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, as written into its file."""

    who: str
    since: datetime
    process: int
    computer: str


@contextmanager
def taking_turns(folder: Path, who: str, *, wait_s: float = LOCK_WAIT_S) -> Iterator[None]:
    """Hold the lock of a folder; the system releases it when the process ends, however it ends.

    The lock's file stays: removing it would let two hold it.

    Parameters
    ----------
    folder
        An existing folder that may be written to.
    who
        Told to those who wait in vain.

    Raises
    ------
    PublishError
        When others hold it for all of `wait_s`; the error says who.
    OSError
        When the lock's file cannot be made, or this file system has no locks.
    """
    path = folder / LOCK_FILE
    # Whoever may write in the folder may publish, and so may lock.
    like = folder.stat()
    mode = like.st_mode & 0o666 | 0o600
    sign = partial(_write_holder, who, like)
    lock = FileLock(path, wait_s, mode, fallback_to_soft=False, on_acquired=sign)
    try:
        lock.acquire()
    except Timeout:
        raise PublishError(_taken(path)) from None
    try:
        yield
    finally:
        lock.release()


def _write_holder(who: str, like: os.stat_result, descriptor: int) -> None:
    own_like(descriptor, like)
    holder = Holder(who, datetime.now(UTC), os.getpid(), socket.gethostname())
    # A full disk has no room for the note, and the lock holds without it.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(holder), 0)


def _taken(path: Path) -> Text:
    try:
        with path.open("rb") as file:
            holder = msgspec.json.decode(file.read(MOST_NOTE_BYTES), type=Holder)
    except (OSError, ValueError):
        by = Text("另一个程序", "another program")
    else:
        since = holder.since.astimezone()
        by = Text(
            f"{holder.who}（{since:%H:%M:%S} 起，{holder.computer}，进程 {holder.process}）",
            f"{holder.who} (since {since:%H:%M:%S}, {holder.computer}, process {holder.process})",
        )
    return Text(
        f"{by.zh}正在发布此图层，等候超时，未作任何改动；请稍后再试。",
        f"This layer is being published by {by.en}; nothing was changed. Try again later.",
    )
