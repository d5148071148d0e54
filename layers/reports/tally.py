"""What a writer has to know of the queue before it adds to it, kept up with the file.

Several processes write one file, so that nothing is known but by reading: each writer reads what
the others have added since it last looked.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from geo.geojson import compact_json
from layers.reports.entries import (
    AnyEntry,
    Archived,
    Handled,
    Repeated,
    Reported,
    read_lines,
)

HOUR_S, DAY_S = 3_600, 86_400
# Who waited for a turn may have come before what is written already; longer than that none waits.
OVERTAKEN_S = 10
# A file of its greatest length is read in some twenty pieces.
PIECE_BYTES = 1 << 20


def said(layer: str, facility: str, kind: str, text: str) -> bytes:
    """Return what two reports share that say the same, in 16 bytes."""
    # As JSON, so that no two different ones are written alike, whatever an id holds.
    return blake2b(compact_json([layer, facility, kind, text]), digest_size=16).digest()


@dataclass
class Tally:
    """Numbers that are open, what was said within a day, and how much came within an hour.

    Parameters
    ----------
    offset
        Up to where the file was read: the beginning of a line.
    file
        Which file that was, by device and inode.
    last
        The highest number that was given.
    unhandled
        The numbers that are open.
    """

    offset: int = 0
    file: tuple[int, int] | None = None
    last: int = 0
    unhandled: set[int] = field(default_factory=set)
    _first: dict[bytes, tuple[int, float]] = field(default_factory=dict)
    _arrivals: deque[float] = field(default_factory=deque)

    def caught_up(self, descriptor: int) -> Tally:
        """Return the tally of the file as it is now: this one gone on, or one of another file.

        Raises
        ------
        OSError
            When it cannot be read.
        """
        state = os.fstat(descriptor)
        file = state.st_dev, state.st_ino
        tally = self if file == self.file and state.st_size >= self.offset else Tally(file=file)
        rest = b""
        while piece := os.pread(descriptor, PIECE_BYTES, tally.offset + len(rest)):
            whole, end, rest = (rest + piece).rpartition(b"\n")
            for _, _, entry in read_lines(whole):
                if not isinstance(entry, ValueError):
                    tally.take(entry)
            tally.offset += len(whole) + len(end)
        return tally

    def take(self, entry: AnyEntry) -> None:
        """Count one line of the file."""
        match entry:
            case Reported():
                self.last = max(self.last, entry.number)
                self.unhandled.add(entry.number)
                key = said(entry.layer, entry.facility, entry.kind, entry.text)
                # Taken out first, so that the dictionary stays in the order of time.
                self._first.pop(key, None)
                self._first[key] = entry.number, entry.at.timestamp()
                self._arrivals.append(entry.at.timestamp())
            case Repeated():
                self._arrivals.append(entry.at.timestamp())
            case Handled():
                self.unhandled.discard(entry.number)
            case Archived():
                self.last = max(self.last, entry.last)

    def open_one(self, key: bytes, now: datetime) -> int | None:
        """Return the open report that said the same within a day, if there is one."""
        present = now.timestamp()
        while self._first and present - next(iter(self._first.values()))[1] >= DAY_S:
            del self._first[next(iter(self._first))]
        number, at = self._first.get(key, (0, 0.0))
        return number if number in self.unhandled and -OVERTAKEN_S <= present - at < DAY_S else None

    def wait_s(self, most_per_hour: int, now: datetime) -> float:
        """Return how long to wait until fewer than so many came within an hour; 0 for no time."""
        present = now.timestamp()
        while self._arrivals and present - self._arrivals[0] >= HOUR_S:
            self._arrivals.popleft()
        # A clock that was wrong may have written times that are still to come: they do not count.
        within = [at for at in self._arrivals if at <= present + OVERTAKEN_S]
        if len(within) < most_per_hour:
            return 0.0
        return within[len(within) - most_per_hour] + HOUR_S - present
