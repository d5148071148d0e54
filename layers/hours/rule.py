"""One rule of opening hours, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY_MINUTES = 24 * 60

Join = Literal[";", ",", "||"]
Kind = Literal["open", "closed", "unknown"]
Span = tuple[int, int]


class Days(NamedTuple):
    """Which days of the week, and which holidays.

    `weekdays` are numbers from Monday 0. A day matches by its weekday, by being a public holiday
    (shifted by one of `holiday_offsets` days), or by `nth`, a selector such as ``Mo[1]`` in words
    of the library. With `holidays_only` it must be both a holiday and one of the weekdays.
    """

    weekdays: frozenset[int]
    holiday_offsets: tuple[int, ...]
    nth: str | None
    holidays_only: bool


@dataclass(frozen=True)
class Rule:
    """One rule: on which days, at which minutes, and what holds then.

    `head` is what stands before the times, as written.
    `dates` is the selector of years, months, dates and weeks as written, None for every day.
    `spans` are minutes from midnight of the day they start on, up to 2,880; during `loose_ends`,
    the hours after an open end (``18:00+``), nothing is known.
    """

    text: str
    head: str
    join: Join
    dates: str | None
    days: Days | None
    spans: tuple[Span, ...]
    loose_ends: tuple[Span, ...]
    kind: Kind
    comment: str | None
