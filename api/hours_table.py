"""The status now and the coming seven days of a facility, in words and signs, for its own page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from layers._layer import Text
from layers.hours import Clock, Sort, State, Status, Stretch, Terms, status_in_words

DAYS = 7

# What a reader tells apart by word and sign before colour (a stay that is limited has its own).
StatusKind = Literal["free", "limited", "paid", "closed", "unknown"]
SIGNS: dict[StatusKind, str] = {
    "free": "●",
    "limited": "◐",
    "paid": "○",
    "closed": "✕",
    "unknown": "?",
}

OPEN = Text("开放", "Open")
STATES: dict[State, Text] = {
    "free": Text("免费", "Free"),
    "paid": Text("收费", "Paid"),
    "closed": Text("关闭", "Closed"),
    "unknown": Text("时段未知", "Hours unknown"),
}
ALL_DAY = Text("全天", "All day")
TODAY, TOMORROW = Text("今天", "Today"), Text("明天", "Tomorrow")
WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAY = Text("节假日", "Public holiday")
MAKE_UP = Text("调休上班", "Working day")
NOT_PUBLISHED = Text("放假安排未公布", "Holidays not yet published")


@dataclass(frozen=True)
class StatusView:
    """What holds at a time, with its sign."""

    kind: StatusKind
    words: Text

    @property
    def sign(self) -> str:
        """The sign of the kind."""
        return SIGNS[self.kind]


@dataclass(frozen=True)
class StretchView:
    """A part of a day and what holds then; `times` are 08:00–18:00 or the whole day in words."""

    kind: StatusKind
    times: Text
    words: Text

    @property
    def sign(self) -> str:
        """The sign of the kind."""
        return SIGNS[self.kind]


@dataclass(frozen=True)
class DayView:
    """One day of the table; `note` says why it may not be a day like its weekday."""

    day: date
    name: Text
    date_words: Text
    note: Text | None
    stretches: tuple[StretchView, ...]


def status_view(status: Status, at: datetime) -> StatusView:
    """Return the status at a time in words of both languages."""
    words = Text(status_in_words(status, at, "zh"), status_in_words(status, at, "en"))
    return StatusView(_kind(status.state, status.max_stay_minutes), words)


def week_view(clock: Clock, terms: Terms, at: datetime) -> tuple[DayView, ...]:
    """Return the seven days from a time on, each from its midnight; () where all are one whole.

    Parameters
    ----------
    terms
        What the facility's fields say.
    at
        When the page is read.
    """
    now = clock.status(terms, at)
    # Nothing to tell day by day: always there, not in use, or nothing that can be read.
    if now is None or now.reason in WHOLLY:
        return ()
    today = clock.localise(at).date()
    days = tuple(_day(clock, terms, today, offset) for offset in range(DAYS))
    told = {stretch for day in days for stretch in day.stretches}
    # Round the clock on every day, or unknown on every day, is one word and no table.
    return () if len(told) == 1 and next(iter(told)).times == ALL_DAY else days


WHOLLY = frozenset(
    {
        "always",
        "facility_closed",
        "facility_under_construction",
        "facility_planned",
        "facility_status_unknown",
        "hours_invalid",
        "time_out_of_range",
    }
)


def date_words(day: date) -> Text:
    """Return a day of this year or the next: 11月27日, 27 Nov."""
    return Text(f"{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]}")


def clock_words(at: datetime) -> Text:
    """Return a time of a day: 11月27日 15:32, 15:32 on 27 Nov."""
    day, clock = date_words(at.date()), f"{at.hour}:{at.minute:02}"
    return Text(f"{day.zh} {clock}", f"{clock} on {day.en}")


def _kind(state: State, max_stay_minutes: int | None) -> StatusKind:
    return "limited" if state == "free" and max_stay_minutes is not None else state


def _day(clock: Clock, terms: Terms, today: date, offset: int) -> DayView:
    day = today + timedelta(days=offset)
    start, end = (_midnight(clock, day + timedelta(days=step)) for step in (0, 1))
    stretches = list(clock.stretches(terms, start, end))
    shown = tuple(_stretches(terms, stretches, end))
    weekday = WEEKDAYS[day.weekday()]
    return DayView(
        day=day,
        name={0: TODAY, 1: TOMORROW}.get(offset, weekday),
        date_words=_with_weekday(day, weekday) if offset < 2 else date_words(day),
        note=_note(clock, terms, day, start),
        stretches=shown,
    )


def _midnight(clock: Clock, day: date) -> datetime:
    return clock.localise(datetime.combine(day, time.min))


def _with_weekday(day: date, weekday: Text) -> Text:
    words = date_words(day)
    return Text(f"{words.zh} {weekday.zh}", f"{weekday.en} {words.en}")


def _note(clock: Clock, terms: Terms, day: date, start: datetime) -> Text | None:
    status = clock.status(terms, start)
    hangs_on_calendar = status is not None and status.warning == "calendar_unpublished"
    if hangs_on_calendar and not clock.calendar.settled(day):
        return NOT_PUBLISHED
    return {"holiday": HOLIDAY, "make_up": MAKE_UP}.get(clock.calendar.day_kind(day))


def _stretches(terms: Terms, stretches: list[Stretch], end: datetime) -> Iterator[StretchView]:
    # Of a toilet one wants to know when it is open; of parking also what the rest costs.
    opened = [one for one in stretches if one.state != "closed"]
    shown = opened if terms.sort == "open_hours" and opened else stretches
    for one in shown:
        whole = len(stretches) == 1
        last = "24:00" if one.end >= end else f"{one.end:%H:%M}"
        times = f"{one.start:%H:%M}–{last}"
        yield StretchView(
            _kind(one.state, terms.max_stay_minutes),
            ALL_DAY if whole else Text(times, times),
            _state_words(one.state, terms.sort),
        )


def _state_words(state: State, sort: Sort) -> Text:
    return OPEN if state == "free" and sort != "free_hours" else STATES[state]
