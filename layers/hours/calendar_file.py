"""A place's own file of one year's holidays and working days, for a year not yet packaged."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

from layers.hours.calendar import SATURDAY, YearCalendar
from layers.hours.errors import CalendarError

KEYS = ("year", "source", "holidays", "working_days")

# The longest holiday so far had nine days; a longer span is a slip of the pen.
LONGEST_SPAN_DAYS = 31


def read_year_calendar(path: Path) -> YearCalendar:
    """Read one year's calendar from a TOML file.

    The file says ``year``, ``source`` (who published it), ``holidays`` and ``working_days``: lists
    of dates, each a date or a table ``{from = 2027-02-05, to = 2027-02-11}``, both days included.
    Holidays are given with the weekends in them, as the State Council's notice gives them. Days
    of the December before may be among them, since a notice can move those too.

    Raises
    ------
    CalendarError
        The file is not such a file; the message names the entry.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        _refuse(path, f"cannot be read ({problem.strerror})")
    except UnicodeDecodeError:
        _refuse(path, "is not UTF-8; save it as UTF-8")
    except tomllib.TOMLDecodeError as problem:
        _refuse(path, f"is not TOML: {problem}")
    if unknown := sorted(set(content) - set(KEYS)):
        _refuse(path, f"has an unknown key {unknown[0]!r}; known: {', '.join(KEYS)}")
    year, source = content.get("year"), content.get("source")
    if type(year) is not int or not 1950 <= year <= 2100:
        _refuse(path, f"has year = {year!r}; write the year, such as year = 2027")
    if not isinstance(source, str) or not source.strip():
        _refuse(path, "has no source; say who published these days")
    days_off = _days(path, content, "holidays", year)
    working_days = _days(path, content, "working_days", year)
    if not days_off:
        _refuse(path, "has no holidays; list them, or leave the file out")
    if both := sorted(days_off & working_days):
        _refuse(path, f"has {both[0]} both as a holiday and as a working day")
    if weekdays := sorted(day for day in working_days if day.weekday() < SATURDAY):
        _refuse(
            path,
            f"has {weekdays[0]} ({weekdays[0]:%A}) among working_days, which are the Saturdays "
            "and Sundays that are worked",
        )
    return YearCalendar(days_off, working_days, source.strip())


def _days(path: Path, content: dict[str, Any], key: str, year: int) -> frozenset[date]:
    entries = content.get(key, [])
    if not isinstance(entries, list):
        _refuse(path, f"has {key} = {entries!r}; write a list of dates")
    days: set[date] = set()
    for entry in entries:
        if isinstance(entry, dict):
            if set(entry) != {"from", "to"}:
                _refuse(path, f"has {entry!r} in {key}; write {{from = …, to = …}}")
            first = _day(path, key, entry["from"], year)
            last = _day(path, key, entry["to"], year)
        else:
            first = last = _day(path, key, entry, year)
        if not 0 <= (last - first).days < LONGEST_SPAN_DAYS:
            _refuse(path, f"has {first} to {last} in {key}: {(last - first).days + 1} days")
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(days)


def _day(path: Path, key: str, value: object, year: int) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            _refuse(path, f"has {value!r} in {key}; write a date such as {year}-10-01")
    if not isinstance(value, date) or isinstance(value, datetime):
        _refuse(path, f"has {value!r} in {key}; write a date such as {year}-10-01")
    if not date(year - 1, 12, 1) <= value <= date(year, 12, 31):
        _refuse(path, f"has {value} in {key}, which is not in {year}")
    return value


def _refuse(path: Path, why: str) -> NoReturn:
    raise CalendarError(f"{path.name} {why}")
