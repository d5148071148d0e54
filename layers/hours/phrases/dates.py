"""Stretches of the year: read off a phrase, written for OSM, asked whether a date is in them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from layers.hours.rule import MONTHS

LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class YearPoint(NamedTuple):
    """A month, perhaps its day, perhaps the year."""

    year: int | None
    month: int
    day: int | None

    def __str__(self) -> str:
        parts = (self.year, MONTHS[self.month - 1], self.day)
        return " ".join(str(part) for part in parts if part is not None)


class YearStretch(NamedTuple):
    """From one point of the year to another, both included; over the new year where turned."""

    first: YearPoint
    last: YearPoint

    @property
    def written(self) -> str:
        """The selector of OSM's syntax."""
        first, last = self
        if first == last:
            return str(first)
        if first.day is not None and first[:2] == last[:2]:
            return f"{first}-{last.day}"
        return f"{first}-{last}"

    def holds(self, day: date) -> bool:
        """Tell whether a date is in this stretch."""
        begin = (self.first.month, self.first.day or 1)
        end = (self.last.month, self.last.day or 31)
        today = (day.month, day.day)
        if self.first.year is not None:
            last_year = self.last.year or self.first.year
            return (self.first.year, *begin) <= (day.year, *today) <= (last_year, *end)
        return begin <= today <= end if begin <= end else today >= begin or today <= end


Dates = tuple[YearStretch, ...]


def dates_hold(dates: Dates, day: date) -> bool:
    """Tell whether a date is in one of several stretches; no stretches are every date."""
    return not dates or any(stretch.holds(day) for stretch in dates)


def written_dates(dates: Dates) -> str:
    """Return the selector of OSM's syntax."""
    return ",".join(stretch.written for stretch in dates)
