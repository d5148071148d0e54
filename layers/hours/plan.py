"""What holds at each minute of one day, by the rules of OSM's specification.

The opening-hours library judges years, months, dates, weeks and the n-th weekdays; everything
that hangs on the calendar of working days or on the order of rules is worked out here, because

- the library knows one holiday a time, and no make-up days;
- it loses the hours after midnight when an earlier rule holds on the morning after:
  `Su-Th 11:00-23:00; Fr-Sa 11:00-02:00` is open on Sunday at 01:00, as the specification and
  the reference (opening_hours.js) have it;
- it judges a fallback (`||`) by whole days, and not by the hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from opening_hours import OpeningHours

from layers.hours.calendar import SATURDAY, DayKind
from layers.hours.rule import DAY_MINUTES, Days, Rule, Span

# A canvas is one day: one letter a minute.
OPEN, SHUT, UNSURE = b"o", b"c", b"u"
LETTERS = {"open": OPEN, "closed": SHUT, "unknown": UNSURE}

KindOfDay = Callable[[date], DayKind]
# One alternative a letter (those of `course` too): ten times as fast as a back-reference.
_RUN = re.compile(rb"o+|c+|u+|f+|p+|x+")
_ONE_DAY = timedelta(days=1)


def canvas_of_day(rules: Sequence[Rule], day: date, kind_of: KindOfDay) -> bytes:
    """Paint one day, the rules one after the other.

    Parameters
    ----------
    rules
        The rules of one expression, in order.
    day
        The date; the day before it is looked at too, for what reaches past midnight.
    kind_of
        The calendar.

    Returns
    -------
    bytes
        1,440 letters, `o` open, `c` closed, `u` unknown.
    """
    if _is_unclear(rules, day, kind_of):
        return UNSURE * DAY_MINUTES
    canvas = bytearray(SHUT * DAY_MINUTES)
    for rule in rules:
        today = rule_holds(rule, day, kind_of)
        if today and rule.join == ";" and rule.kind != "closed":
            # A normal rule replaces the whole day; what is closed only takes its hours away.
            canvas[:] = SHUT * DAY_MINUTES
        if today:
            _paint(canvas, rule, 0)
        if rule_reaches_past_midnight(rule) and rule_holds(rule, day - _ONE_DAY, kind_of):
            _paint(canvas, rule, DAY_MINUTES)
    return bytes(canvas)


def runs(canvas: bytes) -> list[tuple[int, int, bytes]]:
    """Return the stretches of equal letters: first minute, minute after the last, letter."""
    return [(match.start(), match.end(), match[0][:1]) for match in _RUN.finditer(canvas)]


def rule_holds(rule: Rule, day: date, kind_of: KindOfDay) -> bool:
    """Tell whether a rule is for a day."""
    if rule.dates is not None and not _library_selects(rule.dates, day.toordinal()):
        return False
    return rule.days is None or _days_hold(rule.days, day, kind_of)


def rule_reaches_past_midnight(rule: Rule) -> bool:
    """Tell whether a rule's hours go on into the next day."""
    return any(end > DAY_MINUTES for _, end in rule.spans + rule.loose_ends)


def _is_unclear(rules: Sequence[Rule], day: date, kind_of: KindOfDay) -> bool:
    """Tell whether an n-th weekday meets a make-up day.

    Whether a worked Saturday is still the first Saturday of its month, nobody has said.
    """
    if not any(rule.days is not None and rule.days.nth for rule in rules):
        return False
    return "make_up" in (kind_of(day), kind_of(day - _ONE_DAY))


def _paint(canvas: bytearray, rule: Rule, from_minute: int) -> None:
    for spans, letter in ((rule.loose_ends, UNSURE), (rule.spans, LETTERS[rule.kind])):
        for span in spans:
            _paint_span(canvas, span, from_minute, letter, only_shut=rule.join == "||")


def _paint_span(
    canvas: bytearray, span: Span, from_minute: int, letter: bytes, *, only_shut: bool
) -> None:
    start = max(span[0] - from_minute, 0)
    end = min(span[1] - from_minute, DAY_MINUTES)
    if start >= end:
        return
    if only_shut:
        canvas[start:end] = canvas[start:end].replace(SHUT, letter)
    else:
        canvas[start:end] = letter * (end - start)


def _days_hold(days: Days, day: date, kind_of: KindOfDay) -> bool:
    by_weekday = _effective_weekday(day, kind_of) in days.weekdays
    by_holiday = any(
        kind_of(day - timedelta(days=offset)) == "holiday" for offset in days.holiday_offsets
    )
    if days.holidays_only:
        return by_weekday and by_holiday
    if by_weekday or by_holiday:
        return True
    return days.nth is not None and _library_selects(days.nth, day.toordinal())


def _effective_weekday(day: date, kind_of: KindOfDay) -> int:
    """Return the weekday that a day counts as: a make-up Saturday is a Friday, a Sunday a Monday.

    So the night before a make-up Saturday is followed by a working morning, and the evening of a
    make-up Sunday by another one.
    """
    weekday = day.weekday()
    if weekday >= SATURDAY and kind_of(day) == "make_up":
        return 4 if weekday == SATURDAY else 0
    return weekday


@lru_cache(maxsize=16_384)
def _library_selects(selector: str, ordinal: int) -> bool:
    noon = datetime.fromordinal(ordinal) + timedelta(hours=12)
    return _compiled(selector).is_open(noon)


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> OpeningHours:
    return OpeningHours(selector)
