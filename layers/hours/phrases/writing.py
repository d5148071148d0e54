"""A plan written in OSM's syntax, and judged to say what was planned, minute by minute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from layers.hours.calendar import SATURDAY, DayKind
from layers.hours.phrases.dates import Dates, dates_hold, written_dates
from layers.hours.phrases.days import weekday_list
from layers.hours.phrases.plan import Cell, Plan, Spans
from layers.hours.phrases.refusal import UnclearError
from layers.hours.plan import OPEN, SHUT, canvas_of_day
from layers.hours.rule import DAY_MINUTES, Rule
from layers.hours.schedule import readable_hours

ALWAYS = "24/7"
_ALL_DAY: Spans = ((0, DAY_MINUTES),)
_ONE_DAY = dt.timedelta(days=1)
# A leap year, so that every date is looked at.
_YEAR = 2028


class _Day(NamedTuple):
    """A date, what kind of day it is, and what kind the day before was."""

    date: dt.date
    kind: DayKind
    kind_before: DayKind

    def kind_of(self, day: dt.date) -> DayKind:
        """Return the kind of this day, or of the one before."""
        return self.kind if day == self.date else self.kind_before


def written(plans: Sequence[Plan]) -> str:
    """Write plans as one expression that is judged just as they say.

    Parameters
    ----------
    plans
        Those of the whole year first, then those of fewer dates.

    Raises
    ------
    UnclearError
        No expression says it exactly.
    """
    candidates = list(_candidates(plans))
    days = list(_days(plans))
    for exactly in (True, False):
        for text in candidates:
            schedule = readable_hours(text)
            if schedule is not None and _says(schedule.rules, plans, days, exactly=exactly):
                return text
    raise UnclearError(
        "这些时段合在一起写不成一条规则；请直接写 OSM 格式，如 Mo-Fr 08:00-18:00; PH off",
        "these hours cannot be said as one rule; write them in OSM syntax, such as "
        "Mo-Fr 08:00-18:00; PH off",
    )


def _candidates(plans: Sequence[Plan]) -> Iterator[str]:
    if len(plans) == 1 and not plans[0].dates and set(plans[0].hours.values()) == {_ALL_DAY}:
        yield ALWAYS
    for nights_last in (False, True):
        for cut_hours in (False, True):
            rules = [
                rule
                for number, plan in enumerate(plans)
                for rule in _rules(
                    plan,
                    plans[0] if number and not plans[0].dates else None,
                    nights_last=nights_last,
                    cut_hours=cut_hours,
                )
            ]
            yield "; ".join(rules)
            opening = [rule for rule in rules if not rule.endswith(" off")]
            closing = [rule for rule in rules if rule.endswith(" off")]
            yield "; ".join([", ".join(opening), *closing])


def _rules(plan: Plan, base: Plan | None, *, nights_last: bool, cut_hours: bool) -> list[str]:
    """Write the rules of one plan: by weekday, holidays in the last rule that holds on them.

    With `cut_hours`, holidays that are shut lose the hours of the others and not the whole day, so
    that the night before goes on into them.
    """
    ordinary = [plan.hours[Cell(weekday, False)] for weekday in range(7)]
    holiday = [plan.hours[Cell(weekday, True)] for weekday in range(7)]
    of_holidays = holiday[0] if len(set(holiday)) == 1 and holiday != ordinary else None
    kinds = sorted(
        dict.fromkeys(ordinary),
        key=lambda spans: (spans == of_holidays, nights_last and _over_midnight(spans)),
    )
    rules = []
    for spans in kinds:
        weekdays = frozenset(day for day in range(7) if ordinary[day] == spans)
        days = "" if len(weekdays) == 7 else weekday_list(weekdays)
        if spans and spans == of_holidays:
            days = f"{days},PH"
        if spans:
            rules.append(_rule(plan.dates, days, _times(spans)))
        elif base is not None and any(base.hours[Cell(day, False)] for day in weekdays):
            rules.append(_rule(plan.dates, days, "off"))
    if holiday != ordinary and not (of_holidays and of_holidays in ordinary):
        rules += _holiday_rules(plan, ordinary, holiday, cut_hours=cut_hours)
    return rules


def _holiday_rules(
    plan: Plan, ordinary: list[Spans], holiday: list[Spans], *, cut_hours: bool
) -> list[str]:
    differing = [day for day in range(7) if holiday[day] != ordinary[day]]
    uniform = len({holiday[day] for day in range(7)}) == 1
    rules = []
    for spans, usual in dict.fromkeys((holiday[day], ordinary[day]) for day in differing):
        days = frozenset(d for d in differing if (holiday[d], ordinary[d]) == (spans, usual))
        which = "PH" if uniform else f"PH {weekday_list(days)}"
        off = f"{_times(usual)} off" if cut_hours and usual else "off"
        rules.append(_rule(plan.dates, which, _times(spans) if spans else off))
    return list(dict.fromkeys(rules))


def _rule(dates: Dates, days: str, times: str) -> str:
    return " ".join(filter(None, (written_dates(dates), days, times)))


def _over_midnight(spans: Spans) -> bool:
    return any(end > DAY_MINUTES for _, end in spans)


def _times(spans: Spans) -> str:
    return ",".join(
        f"{_clock(start)}-{_clock(end if end <= DAY_MINUTES else end - DAY_MINUTES)}"
        for start, end in spans
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(plans: Sequence[Plan]) -> Iterator[_Day]:
    """Go through the sorts of days: all of a week, and of the weeks about the ends of dates."""
    middles = {dt.date(_YEAR, 6, 14)}
    for plan in plans:
        for first, last in plan.dates:
            year = first.year or _YEAR
            middles.add(dt.date(year, first.month, first.day or 1))
            month_after = dt.date(last.year or year, last.month, 28) + dt.timedelta(days=7)
            middles.add(month_after.replace(day=1) - _ONE_DAY)
            if last.day is not None and (last.month, last.day) != (2, 29):
                middles.add(dt.date(last.year or year, last.month, last.day))
    for middle in middles:
        for step in range(-7, 8):
            yield from _kinds(middle + step * _ONE_DAY)


def _kinds(day: dt.date) -> Iterator[_Day]:
    """Go through what a day and the day before it can be; only weekend days are make-up days."""
    kinds = _kinds_of(day)
    yield from (_Day(day, kind, before) for kind in kinds for before in _kinds_of(day - _ONE_DAY))


def _kinds_of(day: dt.date) -> tuple[DayKind, ...]:
    if day.weekday() >= SATURDAY:
        return ("ordinary", "holiday", "make_up")
    return ("ordinary", "holiday")


def _says(
    rules: Sequence[Rule], plans: Sequence[Plan], days: Sequence[_Day], *, exactly: bool
) -> bool:
    for day in days:
        judged = canvas_of_day(rules, day.date, day.kind_of)
        after_midnight = _spans_on(plans, day.date - _ONE_DAY, day.kind_before)
        today = _spans_on(plans, day.date, day.kind)
        wanted = _painted(today, after_midnight)
        if judged == wanted:
            continue
        # Which day a night beside a holiday belongs to, a phrase leaves open.
        if exactly or day[1:] == ("ordinary", "ordinary") or not _is_night(judged, wanted, plans):
            return False
    return True


def _is_night(judged: bytes, wanted: bytes, plans: Sequence[Plan]) -> bool:
    """Tell whether two days differ only within the latest morning that a night reaches into."""
    ends = [end for plan in plans for spans in plan.hours.values() for _, end in spans]
    morning = max(max(ends) - DAY_MINUTES, 0)
    return judged[morning:] == wanted[morning:]


@lru_cache(maxsize=4096)
def _painted(today: Spans, before: Spans) -> bytes:
    canvas = bytearray(SHUT * DAY_MINUTES)
    for start, end in (*today, *((a - DAY_MINUTES, b - DAY_MINUTES) for a, b in before)):
        first, last = max(start, 0), min(end, DAY_MINUTES)
        if first < last:
            canvas[first:last] = OPEN * (last - first)
    return bytes(canvas)


def _spans_on(plans: Sequence[Plan], day: dt.date, kind: DayKind) -> Spans:
    """Return the hours that begin on a day, those of the last plan that it is in."""
    weekday = day.weekday()
    if kind == "make_up":
        # A worked Saturday counts as a Friday, a worked Sunday as a Monday: see layers.hours.plan.
        weekday = 4 if weekday == SATURDAY else 0
    cell = Cell(weekday, kind == "holiday")
    for plan in reversed(plans):
        if dates_hold(plan.dates, day):
            return plan.hours[cell]
    return ()
