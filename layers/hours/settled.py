"""Whether an answer hangs on days that the government has not published yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from layers.hours.calendar import SATURDAY, DayKind, WorkingCalendar
from layers.hours.plan import KindOfDay, canvas_of_day
from layers.hours.schedule import Schedule

_ONE_DAY = timedelta(days=1)


def hangs_on_unpublished_days(schedule: Schedule, day: date, calendar: WorkingCalendar) -> bool:
    """Tell whether the hours of a day would differ, were a day another kind than estimated.

    A Wednesday may turn out to be a holiday, a Saturday a holiday or a working day. Where that
    changes nothing, as for hours that name no days, there is nothing to warn of.
    """
    if not schedule.uses_days:
        return False
    unsettled = [other for other in _days_looked_at(schedule, day) if not calendar.settled(other)]
    if not unsettled:
        return False
    estimate = canvas_of_day(schedule.rules, day, calendar.day_kind)
    return any(
        canvas_of_day(schedule.rules, day, _with_other_kind(calendar, other, kind)) != estimate
        for other in unsettled
        for kind in _possible_kinds(other)
    )


def _with_other_kind(calendar: WorkingCalendar, other: date, kind: DayKind) -> KindOfDay:
    return lambda day: kind if day == other else calendar.day_kind(day)


def _days_looked_at(schedule: Schedule, day: date) -> Iterator[date]:
    """Yield the days whose kind the hours of a day can hang on."""
    offsets = {0, *(o for rule in schedule.rules if rule.days for o in rule.days.holiday_offsets)}
    for ended in (day, day - _ONE_DAY):
        for offset in offsets:
            yield ended - timedelta(days=offset)


def _possible_kinds(day: date) -> tuple[DayKind, ...]:
    if day.weekday() < SATURDAY:
        return ("ordinary", "holiday")
    return ("ordinary", "holiday", "make_up")
