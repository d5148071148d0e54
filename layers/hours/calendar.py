"""Working days and holidays as they really were, are and will be: make-up days included.

China moves working days (调休): a holiday of one week is paid for by working on Saturdays and
Sundays beside it. The State Council publishes the days of a year in the November before, so the
calendar of a coming year is an estimate until then, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import holidays

from layers.hours.errors import CalendarError

DayKind = Literal["ordinary", "holiday", "make_up"]

SATURDAY = 5
ONE_DAY = timedelta(days=1)

# The State Council's notices give a holiday from its first to its last day off, the weekend in it
# or beside it included (2026: 4-6 April for Tomb-Sweeping Day, which is the 5th). Elsewhere a
# Saturday beside Good Friday is a Saturday.
HOLIDAYS_TAKE_THEIR_WEEKEND = frozenset({"CN"})

# A notice can also move days of the December before its year: the earliest so far was the 29th
# (2007, 2018). Until the next notice is out, the end of December is not settled.
UNSETTLED_FROM = (12, 25)


@dataclass(frozen=True)
class YearCalendar:
    """The moved days of one year.

    Parameters
    ----------
    holidays
        Days off for everybody, weekends within a holiday included.
    working_days
        Saturdays and Sundays that are worked.
    source
        Who says so.
    """

    holidays: frozenset[date]
    working_days: frozenset[date]
    source: str


class _Official(NamedTuple):
    calendar: YearCalendar
    published: bool


class WorkingCalendar:
    """What kind of day a date is, in one country. Immutable; safe to share between threads."""

    __slots__ = ("_country", "_overrides", "_subdivision")

    def __init__(
        self, country: str, subdivision: str | None, overrides: Mapping[int, YearCalendar]
    ) -> None:
        self._country = country
        self._subdivision = subdivision
        self._overrides = MappingProxyType(dict(overrides))

    @classmethod
    def of_country(
        cls,
        country: str,
        *,
        subdivision: str | None = None,
        overrides: Mapping[int, YearCalendar] = MappingProxyType({}),
    ) -> WorkingCalendar:
        """Return the calendar of a country.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code.
        subdivision
            ISO 3166-2 code without the country, where holidays differ within it.
        overrides
            A year's calendar as the place knows it. It replaces that year, and its days of the
            December before are added to the year before.

        Raises
        ------
        CalendarError
            No holidays are known for that country or subdivision.
        """
        country = country.upper()
        try:
            holidays.country_holidays(country, subdiv=subdivision)
        except NotImplementedError:
            where = country if subdivision is None else f"{country}-{subdivision}"
            raise CalendarError(
                f"no public holidays are known for {where!r}; "
                "give an ISO 3166 code such as 'CN' or 'FI'"
            ) from None
        return cls(country, subdivision, overrides)

    def day_kind(self, day: date) -> DayKind:
        """Return `holiday`, `make_up` (a weekend day that is worked) or `ordinary`."""
        for year in (day.year + 1, day.year):
            calendar = self._overrides.get(year)
            if calendar is None and year == day.year:
                calendar = _official(self._country, self._subdivision, year).calendar
            if calendar is None:
                continue
            if day in calendar.holidays:
                return "holiday"
            if day in calendar.working_days and day.weekday() >= SATURDAY:
                return "make_up"
        return "ordinary"

    @property
    def moves_days(self) -> bool:
        """Whether weekends are ever worked for holidays, so that a Saturday may be a Friday."""
        corrected = any(one.working_days for one in self._overrides.values())
        return corrected or _moves_days(self._country, self._subdivision)

    def knows(self, year: int) -> bool:
        """Tell whether the real calendar of a year is known, not only an estimate of it."""
        if year in self._overrides:
            return True
        return _official(self._country, self._subdivision, year).published

    def settled(self, day: date) -> bool:
        """Tell whether nothing can change any more about the kind of a day."""
        if not self.knows(day.year):
            return False
        return (
            (day.month, day.day) < UNSETTLED_FROM
            or self.knows(day.year + 1)
            or not _moves_days(self._country, self._subdivision)
        )


@lru_cache(maxsize=1024)
def _official(country: str, subdivision: str | None, year: int) -> _Official:
    """Return a year as the `holidays` package has it, and whether that is more than an estimate."""
    entity = holidays.country_holidays(
        country, subdiv=subdivision, years=range(year - 1, year + 2), expand=False
    )
    working_days = frozenset(entity.weekend_workdays) - frozenset(entity)
    days_off = set(entity)
    if country in HOLIDAYS_TAKE_THEIR_WEEKEND:
        days_off = _with_their_weekends(days_off, working_days)
    calendar = YearCalendar(
        frozenset(day for day in days_off if day.year == year),
        frozenset(day for day in working_days if day.year == year),
        f"holidays {version('holidays')}",
    )
    moving = _years_with_moved_days(entity)
    published = (
        entity.start_year <= year <= entity.end_year
        and (not moving or min(moving) <= year <= max(moving))
        and not _has_estimated_dates(entity, year)
    )
    return _Official(calendar, published)


@lru_cache(maxsize=64)
def _moves_days(country: str, subdivision: str | None) -> bool:
    return bool(_years_with_moved_days(holidays.country_holidays(country, subdiv=subdivision)))


def _years_with_moved_days(entity: holidays.HolidayBase) -> frozenset[int]:
    """Return the years for which the package holds a government's exchange of days.

    It keeps them as (month, day off, month, day worked[, year]) beside plain special holidays,
    which have three parts. Where a country exchanges days at all, the last such year is the last
    that was published.
    """
    by_year: Mapping[int, Any] = getattr(entity, "special_public_holidays", {})
    return frozenset(
        year
        for year, entries in by_year.items()
        if any(len(entry) > 3 for entry in (entries if _is_nested(entries) else (entries,)))
    )


def _is_nested(entries: Any) -> bool:
    return bool(entries) and isinstance(entries[0], tuple)


def _has_estimated_dates(entity: holidays.HolidayBase, year: int) -> bool:
    """Tell whether a holiday of that year hangs on a moon that has not been seen yet."""
    label: str | None = getattr(entity, "estimated_label", None)
    if not label:
        return False
    mark = entity.tr(label).replace("%s", "").strip(" ()（）")
    return any(day.year == year and mark in name for day, name in entity.items())


def _with_their_weekends(days_off: set[date], working_days: frozenset[date]) -> set[date]:
    """Return the holidays with the weekend days that touch them and are not worked."""
    whole = set(days_off)
    for day in days_off:
        for step in (-ONE_DAY, ONE_DAY):
            beside = day + step
            while beside.weekday() >= SATURDAY and beside not in working_days:
                whole.add(beside)
                beside += step
    return whole
