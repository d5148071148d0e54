"""Hours as a plain week, for those who know no calendar: only where that says all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from layers.hours.calendar import SATURDAY, DayKind
from layers.hours.plan import OPEN, UNSURE, KindOfDay, canvas_of_day, runs
from layers.hours.rule import Rule, Span
from layers.hours.schedule import readable_hours

# Any Monday: without dates in the rules, one week is like every other.
_MONDAY = date(2024, 1, 1)
_ONE_DAY = timedelta(days=1)

Week = tuple[tuple[Span, ...], ...]


@lru_cache(maxsize=4096)
def plain_week(text: str, *, days_move: bool) -> Week | None:
    """Return the open hours of the seven days, from Monday, where no date changes anything.

    Parameters
    ----------
    text
        Opening hours in OSM's syntax.
    days_move
        Whether weekends are worked for holidays in that country, so that a Saturday may be a
        Friday.

    Returns
    -------
    Week | None
        Minutes from and to, up to 1,440, for each day; what goes on past midnight goes on with the
        next day's first hours. None where hours cannot be read, hang on dates, holidays or moved
        days, or are not certain.
    """
    schedule = readable_hours(text)
    if schedule is None or any(_hangs_on_dates(rule) for rule in schedule.rules):
        return None
    week = []
    for weekday in range(7):
        canvases = set(_canvases(schedule.rules, weekday, days_move=days_move))
        if len(canvases) > 1 or UNSURE in (canvas := canvases.pop()):
            return None
        week.append(tuple((start, end) for start, end, letter in runs(canvas) if letter == OPEN))
    return tuple(week)


def _hangs_on_dates(rule: Rule) -> bool:
    return rule.dates is not None or (
        rule.days is not None and (rule.days.nth is not None or any(rule.days.holiday_offsets))
    )


def _canvases(rules: tuple[Rule, ...], weekday: int, *, days_move: bool) -> Iterator[bytes]:
    """Paint a weekday once for each kind that it and the day before it can be of."""
    day = _MONDAY + timedelta(days=weekday)
    before = day - _ONE_DAY
    for kind in _kinds(day, days_move=days_move):
        for kind_before in _kinds(before, days_move=days_move):
            yield canvas_of_day(rules, day, _calendar({day: kind, before: kind_before}))


def _calendar(kinds: Mapping[date, DayKind]) -> KindOfDay:
    return lambda day: kinds.get(day, "ordinary")


def _kinds(day: date, *, days_move: bool) -> tuple[DayKind, ...]:
    if days_move and day.weekday() >= SATURDAY:
        return ("ordinary", "holiday", "make_up")
    return ("ordinary", "holiday")
