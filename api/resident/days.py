"""The days that a document covers, and the courses of states over them as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from geo.geojson import compact_json
from layers.hours import HORIZON_DAYS, Clock, State, Terms, Timetable
from layers.store.snapshot import Snapshot

# A phone whose clock is slow asks about yesterday, a little after midnight.
DAYS_BEFORE = 1
# Today, and so far ahead somebody may ask, or keep a document without a network.
DAYS_ASKED = 15
DAYS_COVERED = DAYS_BEFORE + DAYS_ASKED + HORIZON_DAYS

# What terms without a status have.
NO_COURSE = b"null"
LETTERS: dict[State, str] = {"free": "f", "paid": "p", "closed": "x", "unknown": "?"}


@dataclass(frozen=True)
class CoveredDays:
    """Yesterday, the days that may be asked about, and those that a status looks ahead.

    Parameters
    ----------
    first
        The first of them, by the place's own date.
    starts
        Minutes of the epoch at which they begin, and at which the last one ends.
    """

    clock: Clock
    first: date
    starts: tuple[int, ...]

    @classmethod
    def around(cls, clock: Clock, today: date) -> CoveredDays:
        """Return the days around a day of the place."""
        first = today - timedelta(days=DAYS_BEFORE)
        return cls(clock, first, clock.day_starts(first, DAYS_COVERED))

    def courses(self, snapshot: Snapshot) -> Mapping[int, bytes]:
        """Return the courses of a layer by `Snapshot.terms_code`, each written when asked for."""
        return snapshot.remember(
            ("courses", id(self.clock), self.first),
            lambda: _WrittenCourses(self, snapshot.terms),
        )

    def course(self, terms: Terms) -> bytes:
        """Return the course of some terms as JSON, `NO_COURSE` where they have no status."""
        timetable = self.clock.timetable(terms, self.first, DAYS_COVERED)
        return NO_COURSE if timetable is None else compact_json(self._members(timetable))

    def _members(self, timetable: Timetable) -> dict[str, object]:
        # Steps and not minutes since the first day: they repeat, and take a fifth when compressed.
        steps = [end - start for start, end in pairwise((self.starts[0], *timetable.starts))]
        return {
            "sort": timetable.sort,
            "max_stay_minutes": timetable.max_stay_minutes,
            "settled": timetable.settled and timetable.settled._asdict(),
            "constant": timetable.constant,
            "steps": steps,
            "states": "".join(LETTERS[state] for state in timetable.states),
            "provisional": _runs(timetable.provisional),
            "unknown_reason": timetable.unknown_reason,
        }


class _WrittenCourses(dict[int, bytes]):
    """Writes a course when it is first asked for."""

    def __init__(self, days: CoveredDays, terms: Sequence[Terms]) -> None:
        super().__init__()
        self._days, self._terms = days, terms

    def __missing__(self, code: int) -> bytes:
        course = self[code] = self._days.course(self._terms[code])
        return course


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and the last place of each run of true flags."""
    runs = []
    for flag, places in groupby(range(len(flags)), flags.__getitem__):
        if flag:
            run = list(places)
            runs.append((run[0], run[-1]))
    return runs
