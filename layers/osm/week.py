"""Hours added to and taken from each other, exactly, on a week with holidays and make-up days.

A lot that is charged for on `Mo-Fr 08:00-18:00; PH off` is free at all other times; those are
wanted as opening hours of their own. They are read off the days as `layers.hours` paints them,
written down, and painted once more on every sort of day: what does not come out the same minute by
minute cannot be said exactly, and is not said. So it is with what is left of `Mo-Fr 18:00-08:00`:
whether Sunday's first hours are free hangs on whether Saturday was worked to make up for a holiday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from layers.hours import DayKind, HoursError, Schedule, parse_hours
from layers.hours.plan import OPEN, SHUT, canvas_of_day
from layers.hours.rule import DAY_MINUTES, WEEKDAYS

ALWAYS = "24/7"
MONDAY = date(2024, 1, 1)
ONE_DAY = timedelta(days=1)
OPEN_RUN = re.compile(OPEN + b"+")
KINDS: tuple[DayKind, ...] = ("ordinary", "holiday", "make_up")


class NotExactError(Exception):
    """The hours cannot be worked out exactly: they hang on dates, or holidays differ by weekday."""


class Change(NamedTuple):
    """From here on these hours are open, or closed; hours of None are all the time."""

    opens: bool
    hours: str | None


class _Day(NamedTuple):
    """A sort of day: its weekday, what kind it is, and what kind the day before was."""

    weekday: int
    kind: DayKind
    kind_before: DayKind

    def canvas(self, schedule: Schedule) -> bytes:
        """Return the day painted by a schedule, one letter a minute."""
        today = MONDAY + timedelta(days=7 + self.weekday)
        kinds = {today: self.kind, today - ONE_DAY: self.kind_before}
        return canvas_of_day(schedule.rules, today, lambda day: kinds.get(day, "ordinary"))


def hours_after(changes: Sequence[Change], *, open_at_first: bool) -> str | None:
    """Return the hours that are open after all changes, later ones first; None where none are.

    Raises
    ------
    HoursError
        Some hours are not understood.
    NotExactError
        The result has no exact expression by weekdays and public holidays.
    """
    if len(changes) == 1 and changes[0].opens and not open_at_first:
        only = changes[0].hours
        return ALWAYS if only is None else parse_hours(only).expression
    schedules = [None if hours is None else parse_hours(hours) for _, hours in changes]
    if any(not _is_weekly(schedule) for schedule in schedules if schedule is not None):
        raise NotExactError
    steps = list(zip((change.opens for change in changes), schedules, strict=True))
    wanted = {day: _painted(steps, day, open_at_first=open_at_first) for day in _days()}
    if all(set(canvas) == set(SHUT) for canvas in wanted.values()):
        return None
    joined = [] if open_at_first else _joined(changes)
    for expression in [*joined, _written(wanted)]:
        if _says(expression, wanted):
            return expression
    raise NotExactError


def _joined(changes: Sequence[Change]) -> list[str]:
    """Return hours that are all added up as rules that add up: exact over midnight too."""
    if not all(change.opens and change.hours for change in changes):
        return []
    return [", ".join(str(change.hours) for change in changes)]


def _says(expression: str, wanted: Mapping[_Day, bytes]) -> bool:
    try:
        schedule = parse_hours(expression)
    except HoursError:
        return False
    return all(day.canvas(schedule) == canvas for day, canvas in wanted.items())


def _is_weekly(schedule: Schedule) -> bool:
    return all(
        rule.dates is None
        and not rule.loose_ends
        and rule.kind != "unknown"
        and (rule.days is None or (rule.days.nth is None and set(rule.days.holiday_offsets) <= {0}))
        for rule in schedule.rules
    )


def _days() -> Iterator[_Day]:
    """Go through every sort of day; only days of a weekend are worked to make up for others."""
    for weekday in range(7):
        for kind in KINDS if weekday >= 5 else KINDS[:2]:
            for before in KINDS if (weekday - 1) % 7 >= 5 else KINDS[:2]:
                yield _Day(weekday, kind, before)


def _painted(
    steps: Sequence[tuple[bool, Schedule | None]], day: _Day, *, open_at_first: bool
) -> bytes:
    canvas = bytearray((OPEN if open_at_first else SHUT) * DAY_MINUTES)
    for opens, schedule in steps:
        hours = OPEN * DAY_MINUTES if schedule is None else day.canvas(schedule)
        for start, end in _open_runs(hours):
            canvas[start:end] = (OPEN if opens else SHUT) * (end - start)
    return bytes(canvas)


def _written(wanted: Mapping[_Day, bytes]) -> str:
    """Write the hours by weekday, and those of public holidays last, where they differ."""
    ordinary = [wanted[_Day(weekday, "ordinary", "ordinary")] for weekday in range(7)]
    holiday = [wanted[_Day(weekday, "holiday", "ordinary")] for weekday in range(7)]
    if set(ordinary) == set(holiday) == {OPEN * DAY_MINUTES}:
        return ALWAYS
    rules = [
        f"{_weekdays(ordinary, canvas)} {_times(canvas)}"
        for canvas in dict.fromkeys(ordinary)
        if OPEN in canvas
    ]
    if holiday != ordinary:
        rules.append(f"PH {_times(holiday[0])}" if OPEN in holiday[0] else "PH off")
    return "; ".join(rules)


def _weekdays(canvases: Sequence[bytes], canvas: bytes) -> str:
    """Return the days that look like this one, such as Mo-Fr,Su."""
    days = [weekday for weekday, other in enumerate(canvases) if other == canvas]
    spans: list[list[int]] = []
    for weekday in days:
        if spans and weekday == spans[-1][-1] + 1:
            spans[-1].append(weekday)
        else:
            spans.append([weekday])
    return ",".join(
        WEEKDAYS[span[0]] if len(span) == 1 else f"{WEEKDAYS[span[0]]}-{WEEKDAYS[span[-1]]}"
        for span in spans
    )


def _times(canvas: bytes) -> str:
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in _open_runs(canvas))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _open_runs(canvas: bytes) -> Iterator[tuple[int, int]]:
    return (run.span() for run in OPEN_RUN.finditer(canvas))
