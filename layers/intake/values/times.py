"""Cells as dates, years and points in time."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from layers._layer import Text
from layers.intake.values.reading import Doubt, Reading, UnreadableCellError
from layers.intake.values.texts import as_text

# Excel counts days from here, since it takes 1900 for a leap year as Lotus 1-2-3 did.
EXCEL_EPOCH = datetime(1899, 12, 30)
# From 1954 to 2119: outside of these a number is more likely no day.
SERIAL_DAYS = (20_000, 80_000)
# Seconds and milliseconds since 1970, from 2001 to 2065.
UNIX_SECONDS = (10**9, 3 * 10**9)
ROC_OFFSET = 1911  # the first year of the Republic of China is 1912

CLOCK = (
    r"(?:[T\s]*(?P<hour>\d{1,2})[:时時点]"
    r"(?:(?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?"
    r"(?:\s*(?P<offset>Z|[+-]\d\d:?\d\d|UTC))?)?"
)
DAY_FIRST_YEAR = re.compile(
    r"(?P<year>\d{4})\s*(?:[-/.]|年)\s*(?P<month>\d{1,2})\s*(?:[-/.]|月)\s*(?P<day>\d{1,2})\s*[日号]?"
    + CLOCK,
    re.IGNORECASE,
)
ROC_DATE = re.compile(
    r"(?:民国|民國)\s*(?P<year>\d{1,3})\s*(?:[-/.]|年)\s*(?P<month>\d{1,2})\s*(?:[-/.]|月)"
    r"\s*(?P<day>\d{1,2})\s*[日号]?" + CLOCK
)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")
LAST_YEAR = re.compile(r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})" + CLOCK)
INCOMPLETE = re.compile(
    r"(?:民国|民國)?\s*\d{2,4}\s*(?:年|[-/.])?\s*(?:\d{1,2}\s*月?)?\s*[底初份]?"
)
ENGLISH = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")
YEAR = re.compile(
    r"(?P<before>约|大约)?\s*(?P<year>\d{4})\s*年?\s*(?P<after>左右|前后|底|初)?(?:建成?)?"
)
ROC_YEAR = re.compile(r"(?:民国|民國)\s*(?P<year>\d{1,3})\s*年?")

Found = tuple[datetime, tuple[Doubt, ...]]

DATE_WAY_OUT = Text(
    "请按 2025-07-09 的写法写全年、月、日。", "Write year, month and day, such as 2025-07-09."
)
TIME_WAY_OUT = Text(
    "请按 2025-07-09 14:30 的写法。", "Write date and time, such as 2025-07-09 14:30."
)


def read_date(cell: Any) -> Reading:
    """Read a cell as a day.

    Raises
    ------
    UnreadableCellError
        When it is none, is not complete, or may be two days (03/04/2025).
    """
    moment, doubts = _moment(cell, DATE_WAY_OUT)
    return Reading(moment.date(), doubts)


def read_time(cell: Any, timezone: tzinfo) -> Reading:
    """Read a cell as a point in time; one without an offset is in the place's time zone.

    Raises
    ------
    UnreadableCellError
        When it is none.
    """
    moment, doubts = _moment(cell, TIME_WAY_OUT)
    return Reading(moment if moment.tzinfo else moment.replace(tzinfo=timezone), doubts)


def read_year(cell: Any) -> Reading:
    """Read a cell as a year: 1992, 1992年, a date, or a year of the Republic of China.

    Raises
    ------
    UnreadableCellError
        When it is none; two digits are not taken, for they may be of either calendar.
    """
    if isinstance(cell, date):
        return Reading(cell.year)
    text = unicodedata.normalize("NFKC", as_text(cell)).strip()
    if match := ROC_YEAR.fullmatch(text):
        year = int(match["year"]) + ROC_OFFSET
        return Reading(year, (_roc_doubt(year),))
    if match := YEAR.fullmatch(text):
        year = int(match["year"])
        rough = match["before"] or match["after"]
        return Reading(year, (_about_year(year),) if rough else ())
    try:
        return Reading(_moment(text, DATE_WAY_OUT)[0].year)
    except UnreadableCellError:
        if match := re.fullmatch(r"(?P<year>\d{4})\s*[-/.年]\s*\d{1,2}\s*月?", text):
            return Reading(int(match["year"]))
        raise UnreadableCellError(
            "not_a_year",
            Text("不是一个四位数的公元年份", "not a year of four digits"),
            Text("请写公元年份，例如 1992。", "Write the year in full, such as 1992."),
        ) from None


def _moment(cell: Any, way_out: Text) -> Found:
    if isinstance(cell, datetime):
        return cell, ()
    if isinstance(cell, date):
        return datetime.combine(cell, time()), ()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        found = _from_number(float(cell), written=False)
    else:
        found = _from_text(unicodedata.normalize("NFKC", as_text(cell)).strip())
    if found is None:
        raise UnreadableCellError("not_a_date", Text("不是日期", "not a date"), way_out)
    return found


def _from_number(number: float, *, written: bool) -> Found | None:
    """Read a number as a day of Excel, as YYYYMMDD, or as seconds since 1970."""
    if SERIAL_DAYS[0] <= number <= SERIAL_DAYS[1]:
        moment = EXCEL_EPOCH + timedelta(days=number)
        moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
        return moment, ((_serial_doubt(moment),) if written else ())
    if number.is_integer() and (match := COMPACT.fullmatch(str(int(number)))):
        return _on_day(match, int(match["year"]))
    for scale in (1, 1_000):
        if UNIX_SECONDS[0] <= number / scale <= UNIX_SECONDS[1]:
            moment = datetime.fromtimestamp(number / scale, UTC)
            return moment, (_unix_doubt(moment),)
    return None


def _from_text(text: str) -> Found | None:
    if match := DAY_FIRST_YEAR.fullmatch(text) or COMPACT.fullmatch(text):
        return _on_day(match, int(match["year"]))
    if match := ROC_DATE.fullmatch(text):
        year = int(match["year"]) + ROC_OFFSET
        found = _on_day(match, year)
        return (found[0], (_roc_doubt(year),)) if found else None
    if match := LAST_YEAR.fullmatch(text):
        return _on_day_with_year_last(match)
    if re.fullmatch(r"\d{5,13}(?:\.\d+)?", text):
        return _from_number(float(text), written=True)
    if INCOMPLETE.fullmatch(text):
        raise UnreadableCellError(
            "date_incomplete", Text("日期不完整", "the date is not complete"), DATE_WAY_OUT
        )
    return _in_english(text)


def _in_english(text: str) -> Found | None:
    """Read a day with the month's name, else ISO 8601 in a form that is rare in offices."""
    for form in ENGLISH:
        with suppress(ValueError):
            return datetime.strptime(text, form), ()
    with suppress(ValueError):
        return datetime.fromisoformat(text), ()
    return None


def _on_day_with_year_last(match: re.Match[str]) -> Found | None:
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if one <= 12 and two <= 12 and one != two:
        raise UnreadableCellError(
            "date_ambiguous",
            Text("分不清哪个是月、哪个是日", "day and month cannot be told apart"),
            DATE_WAY_OUT,
        )
    month, day = (one, two) if one <= 12 else (two, one)
    try:
        return _with_clock(datetime(year, month, day), match), ()
    except ValueError:
        return None


def _on_day(match: re.Match[str], year: int) -> Found | None:
    try:
        moment = datetime(year, int(match["month"]), int(match["day"]))
        return _with_clock(moment, match), ()
    except ValueError:
        return None


def _with_clock(day: datetime, match: re.Match[str]) -> datetime:
    clock = match.groupdict()
    if clock.get("hour") is None:
        return day
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second"))
    moment = day.replace(hour=hour, minute=minute, second=second)
    offset = clock["offset"]
    if not offset:
        return moment
    return datetime.fromisoformat(
        moment.isoformat() + ("+00:00" if offset.upper() in ("Z", "UTC") else offset)
    )


def _roc_doubt(year: int) -> Doubt:
    return Doubt(
        "roc_year",
        Text(f"民国纪年，换算为公元 {year} 年", f"a year of the Republic of China: {year}"),
        Text("请改用公元纪年。", "Write the year of the common era."),
    )


def _about_year(year: int) -> Doubt:
    return Doubt(
        "about",
        Text(f"年份写的是约数，按 {year} 计", f"an approximate year, taken as {year}"),
        Text("如有准确年份请改写。", "Write the exact year if it is known."),
    )


def _serial_doubt(moment: datetime) -> Doubt:
    return Doubt(
        "serial_date",
        Text(
            f"按 Excel 的日期序号理解，读作 {moment.date()}",
            f"read as a day number of Excel: {moment.date()}",
        ),
        DATE_WAY_OUT,
    )


def _unix_doubt(moment: datetime) -> Doubt:
    return Doubt(
        "unix_time",
        Text(
            f"按 1970 年起的秒数理解，读作 {moment.isoformat()}",
            f"read as seconds since 1970: {moment.isoformat()}",
        ),
        TIME_WAY_OUT,
    )
