"""Dates in opening hours that do not exist or run backwards."""

from __future__ import annotations

import re
from calendar import isleap

from layers.hours.rule import MONTHS
from layers.hours.syntax import MONTH, YEAR, GrammarError

_DATE_PART = re.compile(rf"(?:({YEAR}) )?({MONTH}) (\d{{1,2}})(?!\d)(?: ?- ?(\d{{1,2}})(?!\d))?")
_DATED_RANGE = re.compile(
    rf"(?:({YEAR}) )?({MONTH}) (\d{{1,2}}) ?- ?(?:({YEAR}) )?({MONTH}) (\d{{1,2}})"
)
_YEAR_MONTHS = re.compile(rf"{YEAR} ({MONTH})-({MONTH})")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check_dates(dates: str) -> None:
    """Refuse dates that do not exist: the library takes Feb 30, and opens on every day.

    Raises
    ------
    GrammarError
        Names the date, and what would be right.
    """
    for year, month, first, last in _DATE_PART.findall(dates):
        _check_days(year, month, first, last)
    for match in _DATED_RANGE.finditer(dates):
        _check_order(match)
    for match in _YEAR_MONTHS.finditer(dates):
        if MONTHS.index(match[2]) < MONTHS.index(match[1]):
            # The library takes it as two stretches at both ends of that one year.
            raise GrammarError(f"{match[0]!r} ends before it starts", "write dates with both years")


def _check_days(year: str, month: str, first: str, last: str) -> None:
    longest = _LONGEST_MONTHS[MONTHS.index(month)]
    if month == "Feb" and year and not isleap(int(year)):
        longest = 28
    for day in filter(None, (first, last)):
        if not 1 <= int(day) <= longest:
            raise GrammarError(f"there is no {month} {day}", f"{month} ends on {longest}")
    if last and int(last) < int(first):
        raise GrammarError(
            f"{month} {first}-{last} ends before it starts",
            f"name the month it ends in, such as {month} {first}-Jan {last}",
        )


def _check_order(match: re.Match[str]) -> None:
    first_year, last_year = match[1], match[4]
    if last_year and not first_year:
        raise GrammarError(f"{match[0]!r} has a year at its end only", "give both years")
    if first_year and last_year:
        begin = (int(first_year), MONTHS.index(match[2]), int(match[3]))
        if (int(last_year), MONTHS.index(match[5]), int(match[6])) < begin:
            raise GrammarError(f"{match[0]!r} ends before it starts", "turn it round")
