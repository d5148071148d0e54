"""The queue as the office reads it: each report with how often it was said and what became of it.

Reading takes no lock and needs no right to write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from layers.errors import Fault
from layers.reports.entries import (
    QUEUE_FILE,
    AnyEntry,
    Handled,
    Repeated,
    Reported,
    read_lines,
)
from layers.store.publication import plain_words

State = Literal["open", "handled"]


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report.

    Parameters
    ----------
    number
        Its number, which is never given again.
    first_at, last_at
        When it was said first and last, with a time zone.
    count
        How often it was said.
    layer, facility, name, version, kind, text
        As in `layers.reports.entries.Reported`.
    handled_at, handled_by, note
        When the office dealt with it, who, and what they noted; None while it is open.
    """

    number: int
    first_at: datetime
    last_at: datetime
    count: int = 1
    layer: str
    facility: str
    name: str | None
    version: str | None
    kind: str
    text: str
    handled_at: datetime | None = None
    handled_by: str | None = None
    note: str | None = None

    @property
    def state(self) -> State:
        """Whether it waits for the office."""
        return "open" if self.handled_at is None else "handled"


def read_reports(folder: Path) -> tuple[list[Report], list[Fault]]:
    """Return the reports of a queue, newest first, and the lines of its file that are none.

    What residents wrote comes on one line and without what steers a terminal, whatever the file
    holds. A last line without an end, which somebody may be writing, is no fault.

    Raises
    ------
    OSError
        When the file is there and cannot be read.
    """
    try:
        data = (folder / QUEUE_FILE).read_bytes()
    except FileNotFoundError:
        return [], []
    whole, _, rest = data.rpartition(b"\n")
    found: dict[int, Report] = {}
    faults = []
    for line, _, entry in read_lines(whole):
        reason = str(entry) if isinstance(entry, ValueError) else _take(found, entry)
        if reason:
            faults.append(Fault(QUEUE_FILE, line, None, None, reason, "warning"))
    for _, _, entry in read_lines(rest):
        if not isinstance(entry, ValueError):
            _take(found, entry)
    return sorted(found.values(), key=lambda one: (one.last_at, one.number), reverse=True), faults


def _take(found: dict[int, Report], entry: AnyEntry) -> str:
    """Put one line to what the earlier ones gave; return what is wrong with it, "" for nothing."""
    if isinstance(entry, Reported):
        if entry.number in found:
            return f"number {entry.number} is given twice"
        found[entry.number] = _reported(entry)
    elif isinstance(entry, Repeated | Handled):
        known = found.get(entry.number)
        if known is None:
            return f"it is about report {entry.number}, which is not in this file"
        found[entry.number] = (
            replace(known, count=known.count + 1, last_at=entry.at)
            if isinstance(entry, Repeated)
            else replace(
                known,
                handled_at=entry.at,
                handled_by=plain_words(entry.who),
                note=plain_words(entry.note),
            )
        )
    return ""


def _reported(entry: Reported) -> Report:
    return Report(
        number=entry.number,
        first_at=entry.at,
        last_at=entry.at,
        layer=plain_words(entry.layer),
        facility=entry.facility,
        name=None if entry.name is None else plain_words(entry.name),
        version=entry.version,
        kind=plain_words(entry.kind),
        text=plain_words(entry.text),
    )


def chosen_reports(
    reports: Iterable[Report],
    *,
    layers: Iterable[str] = (),
    kinds: Iterable[str] = (),
    numbers: Iterable[int] = (),
    handled: bool = False,
) -> list[Report]:
    """Return those of some layers, kinds and numbers; where none are named, of all.

    Parameters
    ----------
    handled
        Whether those that were dealt with are wanted too.
    """
    wanted_layers, wanted_kinds, wanted_numbers = set(layers), set(kinds), set(numbers)
    return [
        one
        for one in reports
        if (handled or one.state == "open")
        and (not wanted_layers or one.layer in wanted_layers)
        and (not wanted_kinds or one.kind in wanted_kinds)
        and (not wanted_numbers or one.number in wanted_numbers)
    ]


def by_facility(reports: Iterable[Report]) -> dict[tuple[str, str], list[Report]]:
    """Return reports by layer and id of their facility; the order of the first of each stays."""
    grouped: dict[tuple[str, str], list[Report]] = {}
    for one in reports:
        grouped.setdefault((one.layer, one.facility), []).append(one)
    return grouped
