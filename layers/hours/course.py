"""The course of states at a facility, minute by minute in absolute time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from layers.hours.calendar import WorkingCalendar
from layers.hours.local_day import day_segments
from layers.hours.plan import OPEN, SHUT, UNSURE, canvas_of_day, runs
from layers.hours.rule import DAY_MINUTES
from layers.hours.schedule import Schedule, readable_hours
from layers.hours.settled import hangs_on_unpublished_days
from layers.hours.terms import Sort, State

# How far the next change is looked for. Five weeks hold every weekly and monthly pattern and the
# longest holiday; beyond them an expired or yearly rule would be followed for nothing.
HORIZON_DAYS = 35

_STATES: dict[bytes, State] = {b"f": "free", b"p": "paid", b"x": "closed", UNSURE: "unknown"}
_BY_FREE_HOURS = bytes.maketrans(OPEN + SHUT, b"fp")
_BY_OPEN_HOURS = bytes.maketrans(OPEN + SHUT, b"fx")


class Question(NamedTuple):
    """The part of the terms that the course of the states hangs on."""

    sort: Sort
    open_hours: str | None
    free_hours: str | None

    @property
    def schedules(self) -> tuple[Schedule | None, Schedule | None]:
        """Open hours and free hours, None for what is unknown or cannot be read."""
        return (
            None if self.open_hours is None else readable_hours(self.open_hours),
            None if self.free_hours is None else readable_hours(self.free_hours),
        )

    @property
    def is_readable(self) -> bool:
        """Whether what is given can be read."""
        given = (text for text in (self.open_hours, self.free_hours) if text is not None)
        return all(readable_hours(text) is not None for text in given)

    @property
    def is_constant(self) -> bool:
        """Whether nothing ever changes."""
        return all(schedule is None or schedule.is_constant for schedule in self.schedules)


class Course(NamedTuple):
    """The state at a minute and what follows it; None where nothing does within the horizon.

    `until` is a minute of the epoch; `provisional` says whether any of it hangs on days that are
    not published yet.
    """

    state: State
    until: int | None
    next_state: State | None
    provisional: bool


class _Day(NamedTuple):
    """One local day: from which minute of the epoch on which state holds."""

    starts: tuple[int, ...]
    states: tuple[State, ...]
    provisional: bool


class DaysCourse(NamedTuple):
    """The course of some days: from which minute of the epoch on which state holds.

    `provisional` says of each day whether it hangs on days that are not published yet.
    """

    starts: tuple[int, ...]
    states: tuple[State, ...]
    provisional: tuple[bool, ...]


class Courses:
    """The courses in one place. Remembers the days it has worked out, within bounds."""

    def __init__(self, zone: ZoneInfo, calendar: WorkingCalendar) -> None:
        self._zone = zone
        self._calendar = calendar
        self._day = lru_cache(maxsize=32_768)(self._work_out_day)

    def course(self, question: Question, minute: int) -> Course:
        """Return the state at a minute of the epoch, and its next change.

        Days are looked at one by one, up to `HORIZON_DAYS`: the library's own search for a change
        takes a quarter of a second over a rule whose year is past.
        """
        ordinal = datetime.fromtimestamp(minute * 60, self._zone).toordinal()
        day = self._day(question, ordinal)
        at = bisect_right(day.starts, minute) - 1
        state, provisional = day.states[at], day.provisional
        if at + 1 < len(day.starts):
            return Course(state, day.starts[at + 1], day.states[at + 1], provisional)
        if question.is_constant:
            return Course(state, None, None, provisional)
        for ahead in range(1, HORIZON_DAYS + 1):
            day = self._day(question, ordinal + ahead)
            provisional = provisional or day.provisional
            for start, next_state in zip(day.starts[:2], day.states[:2], strict=True):
                if next_state != state:
                    return Course(state, start, next_state, provisional)
        return Course(state, None, None, provisional)

    def over_days(self, question: Question, ordinals: Iterable[int]) -> DaysCourse:
        """Return the course over days that follow each other, by their ordinals."""
        starts: list[int] = []
        states: list[State] = []
        provisional: list[bool] = []
        for ordinal in ordinals:
            day = self._day(question, ordinal)
            provisional.append(day.provisional)
            for start, state in zip(day.starts, day.states, strict=True):
                if not states or states[-1] != state:
                    starts.append(start)
                    states.append(state)
        return DaysCourse(tuple(starts), tuple(states), tuple(provisional))

    def _work_out_day(self, question: Question, ordinal: int) -> _Day:
        day = date.fromordinal(ordinal)
        calendar, schedules = self._calendar, question.schedules
        opened, free = (
            None if schedule is None else canvas_of_day(schedule.rules, day, calendar.day_kind)
            for schedule in schedules
        )
        canvas = _combined(question.sort, opened, free)
        starts: list[int] = []
        states: list[State] = []
        for segment in day_segments(self._zone, ordinal):
            shown = canvas[segment.first_minute : segment.first_minute + segment.length]
            for first, _, letter in runs(shown):
                if not states or states[-1] != _STATES[letter]:
                    starts.append(segment.start + first)
                    states.append(_STATES[letter])
        provisional = any(
            schedule is not None and hangs_on_unpublished_days(schedule, day, calendar)
            for schedule in schedules
        )
        return _Day(tuple(starts), tuple(states), provisional)


def _combined(sort: Sort, opened: bytes | None, free: bytes | None) -> bytes:
    """Lay open hours over free hours: what is shut is neither free nor paid."""
    unsure = UNSURE * DAY_MINUTES
    if sort == "open_hours":
        return unsure if opened is None else opened.translate(_BY_OPEN_HOURS)
    canvas = bytearray(unsure if free is None else free.translate(_BY_FREE_HOURS))
    for start, end, letter in () if opened is None else runs(opened):
        if letter != OPEN:
            canvas[start:end] = (b"x" if letter == SHUT else UNSURE) * (end - start)
    return bytes(canvas)
