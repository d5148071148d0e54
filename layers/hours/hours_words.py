"""Opening hours in words: 周一至周五 00:00–08:00、18:00–24:00；周末和节假日全天."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from layers.hours.rule import DAY_MINUTES, MONTHS, Days, Rule, Span
from layers.hours.schedule import readable_hours
from layers.hours.terms import Lang

_DATES = re.compile(
    r"(?:(\d{4}) )?([A-Z][a-z]{2})(?: (\d{1,2}))?"
    r"(?: ?- ?(?:(?:(\d{4}) )?([A-Z][a-z]{2})(?: (\d{1,2}))?|(\d{1,2})))?"
)


class _NoWordsError(Exception):
    """A construct that there are no words for; the expression itself is clearer than half of it."""


class _Words(NamedTuple):
    """The words of one language."""

    weekdays: tuple[str, ...]
    weekend: str
    holidays: str
    holidays_on: str
    daily: str
    all_day: str
    always: str
    to: str
    comma: str
    conjunction: str
    next_day: str
    from_time: str
    excepted: str
    excepted_hours: str
    uncertain: str
    also: str
    semicolon: str


_ZH = _Words(
    weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    weekend="周末",
    holidays="节假日",
    holidays_on="逢{}的节假日",
    daily="每天",
    all_day="全天",
    always="全天",
    to="至",
    comma="、",
    conjunction="和",
    next_day="次日 {}",
    from_time="{} 起",
    excepted="{}除外",
    excepted_hours="{} 除外",
    uncertain="{}（不确定）",
    also="另有{}",
    semicolon="；",
)
_EN = _Words(
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    weekend="weekends",
    holidays="public holidays",
    holidays_on="public holidays on {}",
    daily="daily",
    all_day=" all day",
    always="24 hours",
    to="–",
    comma=", ",
    conjunction=" and ",
    next_day="{} next day",
    from_time="from {}",
    excepted="not {}",
    excepted_hours="not {}",
    uncertain="{} (uncertain)",
    also="also {}",
    semicolon="; ",
)
_LANGUAGES: dict[Lang, _Words] = {"zh": _ZH, "en": _EN}


def hours_in_words(text: str, lang: Lang) -> str:
    """Say opening hours in words.

    Parameters
    ----------
    text
        OSM syntax.
    lang
        zh or en.

    Returns
    -------
    str
        Such as ``周一至周五 00:00–08:00、18:00–24:00；周末和节假日全天``, or the text itself where
        it cannot be read or a part of it has no words.
    """
    schedule = readable_hours(text)
    if schedule is None:
        return text
    words = _LANGUAGES[lang]
    try:
        rules = [_rule(rule, words, lang) for rule in schedule.rules]
    except _NoWordsError:
        return text
    said = words.semicolon.join(rules)
    return said[0].upper() + said[1:]


def _rule(rule: Rule, words: _Words, lang: Lang) -> str:
    if rule.join == "||" or (rule.days is not None and rule.days.nth):
        raise _NoWordsError
    dates = "" if rule.dates is None else _dates(rule.dates, lang)
    days = "" if rule.days is None else _days(rule.days, words)
    which = " ".join(filter(None, (dates, days)))
    said = _with_times(rule, which, words)
    if rule.kind == "closed":
        if not which:
            raise _NoWordsError
        whole_day = _is_whole_day(rule)
        said = (words.excepted if whole_day else words.excepted_hours).format(
            which if whole_day else said
        )
    elif rule.kind == "unknown":
        said = words.uncertain.format(said)
    if rule.comment:
        said += f"（{rule.comment}）" if lang == "zh" else f" ({rule.comment})"
    return words.also.format(said) if rule.join == "," else said


def _with_times(rule: Rule, which: str, words: _Words) -> str:
    if _is_whole_day(rule):
        return f"{which}{words.all_day}" if which else words.always
    return f"{which or words.daily} {_times(rule, words)}"


def _is_whole_day(rule: Rule) -> bool:
    return rule.spans == ((0, DAY_MINUTES),) and not rule.loose_ends


def _times(rule: Rule, words: _Words) -> str:
    if rule.loose_ends:
        if rule.spans or len(rule.loose_ends) > 1:
            raise _NoWordsError
        return words.from_time.format(_clock(rule.loose_ends[0][0]))
    return words.comma.join(_span(span, words) for span in rule.spans)


def _span(span: Span, words: _Words) -> str:
    start, end = span
    if end <= DAY_MINUTES:
        return f"{_clock(start)}–{_clock(end)}"
    return f"{_clock(start)}–{words.next_day.format(_clock(end - DAY_MINUTES))}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(days: Days, words: _Words) -> str:
    if any(days.holiday_offsets):
        raise _NoWordsError
    weekdays = _weekdays(sorted(days.weekdays), words)
    if days.holidays_only:
        return words.holidays_on.format(weekdays)
    if not days.holiday_offsets:
        return weekdays
    return words.conjunction.join(filter(None, (weekdays, words.holidays)))


def _weekdays(numbers: Sequence[int], words: _Words) -> str:
    """Return the words of sorted weekdays, three or more in a row as a range."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    said = []
    for row in rows:
        if row == [5, 6]:
            said.append(words.weekend)
        elif len(row) > 2:
            said.append(f"{words.weekdays[row[0]]}{words.to}{words.weekdays[row[-1]]}")
        else:
            said += [words.weekdays[number] for number in row]
    return words.comma.join(said)


def _dates(text: str, lang: Lang) -> str:
    return _LANGUAGES[lang].comma.join(_date_range(part, lang) for part in text.split(","))


def _date_range(text: str, lang: Lang) -> str:
    match = _DATES.fullmatch(text)
    if match is None:
        raise _NoWordsError
    year, month, day, last_year, last_month, last_day, same_month_day = match.groups()
    first = _date(year, month, day, lang)
    if same_month_day:
        if lang == "zh":
            return f"{first}至{same_month_day}日"
        return _date(year, month, f"{day}–{same_month_day}", lang)
    if last_month is None:
        return first
    last = _date(last_year, last_month, last_day, lang)
    return f"{first}至{last}" if lang == "zh" else f"{first}–{last}"


def _date(year: str | None, month: str, day: str | None, lang: Lang) -> str:
    if lang == "zh":
        return (
            (f"{year}年" if year else "")
            + f"{MONTHS.index(month) + 1}月"
            + (f"{day}日" if day else "")
        )
    return " ".join(filter(None, (day, month, year)))
