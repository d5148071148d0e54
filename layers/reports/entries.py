"""The lines of the queue's file: what was reported, that it was said again, and what became of it.

A line is never changed. What a report is now follows from all lines about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import msgspec

QUEUE_FILE = "reports.jsonl"

# Enough to say what is wrong, too little to fill a page.
MOST_TEXT, MOST_NAME = 200, 200

Number = Annotated[int, msgspec.Meta(ge=1)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Entry(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """What every line has: when it was written."""

    at: Moment


class Reported(Entry, frozen=True, kw_only=True, tag="reported"):
    """Something was reported that is not in the queue yet.

    Parameters
    ----------
    number
        Counted from 1 and never given again.
    layer, facility, name
        Which facility, by its id and as it was called then.
    version
        The version of the layer that the resident saw.
    kind
        By name, as in `layers.reports.kinds`.
    text
        A line of the resident's own, or nothing.
    """

    number: Number
    layer: str
    facility: str
    name: str | None = None
    version: str | None = None
    kind: str
    text: str = ""


class Repeated(Entry, frozen=True, kw_only=True, tag="repeated"):
    """The same was reported again."""

    number: Number


class Handled(Entry, frozen=True, kw_only=True, tag="handled"):
    """The office has dealt with a report."""

    number: Number
    who: str
    note: str = ""


class Archived(Entry, frozen=True, kw_only=True, tag="archived"):
    """What was handled was moved to another file; numbers go on from `last`."""

    last: Annotated[int, msgspec.Meta(ge=0)]
    file: str


AnyEntry = Reported | Repeated | Handled | Archived

# Refusals are ValueErrors.
_decode = msgspec.json.Decoder(AnyEntry).decode


def entry_line(entry: AnyEntry) -> bytes:
    """Return an entry as a line; a line end in one of its texts is written as an escape."""
    return msgspec.json.encode(entry) + b"\n"


def read_entry(line: bytes) -> AnyEntry:
    """Return the entry of a line.

    Raises
    ------
    ValueError
        When it is none: torn, damaged, or of a sort that is not known here.
    """
    entry: AnyEntry = _decode(line)
    return entry


def read_lines(data: bytes) -> Iterator[tuple[int, bytes, AnyEntry | ValueError]]:
    """Go through the lines of a queue's file: number from 1, bytes, and the entry or the fault.

    Lines without anything are passed over.
    """
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, line, read_entry(line)
        except ValueError as fault:
            yield number, line, fault
        except RecursionError:
            yield number, line, ValueError("it is nested too deeply")
