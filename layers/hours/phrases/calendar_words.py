"""Days and dates of a phrase: 周一至五, 周末及节假日, 除周一外, 10月至次年4月."""

from __future__ import annotations

from collections.abc import Sequence

from layers.hours.phrases.dates import LONGEST_MONTHS, YearPoint, YearStretch
from layers.hours.phrases.days import EVERY_DAY, DaySet, holidays_on, weekdays
from layers.hours.phrases.refusal import UnclearError, shown
from layers.hours.phrases.times import PARTS_OF_DAY, TIME_WORDS
from layers.hours.phrases.words import Word, lone_day, month_of, named_days, number_of, text_of

_RANGED = frozenset({"weekday", "english_day"})
_MONTHS = frozenset({"month", "english_month"})


def kind_at(words: Sequence[Word], at: int) -> str:
    """Return the kind of a word, `end` behind the last."""
    return words[at].kind if at < len(words) else "end"


def starts_days(words: Sequence[Word], at: int) -> bool:
    """Tell whether days are named from a word on."""
    kind = kind_at(words, at)
    return kind == "except" or (kind != "end" and named_days(words[at]) is not None)


def days_at(words: Sequence[Word], at: int) -> tuple[DaySet, int]:
    """Read the days that are named from a word on, and return the place behind them.

    Raises
    ------
    UnclearError
        A range has no end, or nothing is left of the days.
    """
    if kind_at(words, at) == "except":
        return _all_but(words, at + 1)
    days, at = _range(words, at)
    while True:
        ahead = at + 1 if kind_at(words, at) == "comma" else at
        if kind_at(words, at) == "of_holidays" and kind_at(words, at + 1) == "holiday":
            days, at = holidays_on(days), at + 2
        elif (starts_days(words, ahead) and kind_at(words, ahead) != "except") or (
            ahead > at and _is_lone_day(words, ahead)
        ):
            more, at = _range(words, ahead)
            days |= more
        else:
            return days, at


def _is_lone_day(words: Sequence[Word], at: int) -> bool:
    """Tell whether a numeral is the day of a list: 三 in 周一、三、五."""
    return kind_at(words, at) == "numeral" and lone_day(words[at]) is not None


def _all_but(words: Sequence[Word], at: int) -> tuple[DaySet, int]:
    if not starts_days(words, at) or kind_at(words, at) == "except":
        raise UnclearError(
            "“除”后面没有写是哪些天；请写“除周一外”",
            "say which days are excepted, such as: except Mon",
        )
    begin = at
    without, at = days_at(words, at)
    bounded = False
    while kind_at(words, at) in {"closed", "outside", "filler"}:
        bounded = bounded or kind_at(words, at) == "outside"
        at += 1
    if not bounded and kind_at(words, at) in TIME_WORDS | {"all_day"}:
        said = shown(text_of(words[begin - 1 : at + 1]))
        raise UnclearError(
            f"“{said}”看不出例外的是哪些时间；请写成“除周一外”",
            f"{said!r} does not say what is excepted; write such as 'closed Mon'",
        )
    if kind_at(words, at) in {"comma", "colon"} and starts_days(words, at + 1):
        at += 1
    if starts_days(words, at) and kind_at(words, at) != "except":
        days, at = days_at(words, at)
        return days - without, at
    return EVERY_DAY - without, at


def _range(words: Sequence[Word], at: int) -> tuple[DaySet, int]:
    first = words[at]
    days = named_days(first) or lone_day(first)
    assert days is not None
    is_day = first.kind in _RANGED or first.kind == "numeral"
    if not (is_day and len(days.ordinary) == 1 and kind_at(words, at + 1) == "dash"):
        return days, at + 1
    last = words[at + 2] if at + 2 < len(words) else Word("end", "")
    end = named_days(last) if last.kind in _RANGED else lone_day(last)
    if end is None or len(end.ordinary) != 1:
        said = text_of(words[at : at + 3])
        raise UnclearError(
            f"“{shown(said)}”没有写到哪一天；请写成 周一至周五",
            f"{shown(said)!r} does not say to which day; write such as Mon-Fri",
        )
    (begin,), (stop,) = days.ordinary, end.ordinary
    return weekdays(*((begin + n) % 7 for n in range((stop - begin) % 7 + 1))), at + 3


def starts_dates(words: Sequence[Word], at: int) -> bool:
    """Tell whether a date or a month stands at a word: 5月, 2026年5月, 1 May, 5-9月."""
    kind = kind_at(words, at)
    if kind == "number":
        ahead = at + 1
        if kind_at(words, ahead) == "dash":
            ahead += 2 if kind_at(words, ahead + 1) == "next_year" else 1
            return kind_at(words, ahead) == "month"
        return kind_at(words, ahead) == "english_month"
    return kind in _MONTHS or (kind == "year" and kind_at(words, at + 1) in _MONTHS)


def dates_at(words: Sequence[Word], at: int) -> tuple[YearStretch, int]:
    """Read one stretch of the year, and return the place behind it.

    Raises
    ------
    UnclearError
        There is no such date, a month is bound to a day, or a year stands at the end only.
    """
    begin = at
    first, at = _year_point(words, at)
    if kind_at(words, at) != "dash":
        return _checked(first, first, words[begin:at]), at
    at += 1
    if kind_at(words, at) == "next_year":
        at += 1
    if kind_at(words, at) == "month_day" or (
        kind_at(words, at) == "number" and first.day is not None and not starts_dates(words, at)
    ):
        day = number_of(words[at].text.rstrip("日号"))
        last, at = first._replace(day=day), at + 1
    elif starts_dates(words, at):
        last, at = _year_point(words, at)
    else:
        said = text_of(words[begin : at + 1])
        raise UnclearError(
            f"“{shown(said)}”没有写到哪一天；请写成 5月1日至9月30日",
            f"{shown(said)!r} does not say until when; write such as May 1-Sep 30",
        )
    if first.year is not None and last.year is None:
        last = last._replace(year=first.year + (last[1:] < first[1:]))
    return _checked(first, last, words[begin:at]), at


def _year_point(words: Sequence[Word], at: int) -> tuple[YearPoint, int]:
    year = day = None
    if kind_at(words, at) == "year":
        year, at = int(words[at].text[:4]), at + 1
    if kind_at(words, at) == "number":
        number = int(words[at].text)
        if kind_at(words, at + 1) == "dash":
            return YearPoint(None, number, None), at + 1
        return YearPoint(None, month_of(words[at + 1]), number), at + 2
    english = words[at].kind == "english_month"
    month, at = month_of(words[at]), at + 1
    if kind_at(words, at) == "month_day":
        day, at = number_of(words[at].text.rstrip("日号")), at + 1
    elif (english, kind_at(words, at)) == (True, "number") and (
        kind_at(words, at + 1) not in PARTS_OF_DAY
    ):
        day, at = int(words[at].text), at + 1
    return YearPoint(year, month, day), at


def _checked(first: YearPoint, last: YearPoint, words: Sequence[Word]) -> YearStretch:
    said = shown(text_of(words))
    for point in (first, last):
        if not 1 <= point.month <= 12 or not (
            point.day is None or 1 <= point.day <= LONGEST_MONTHS[point.month - 1]
        ):
            raise UnclearError(
                f"“{said}”里有不存在的日期；请核对", f"there is no such date: {said!r}"
            )
    turned = (
        first.year is None and first.month == last.month and (first.day or 0) > (last.day or 99)
    )
    backwards = first.year is not None and first > last
    if (first.day is None) != (last.day is None) or backwards or turned:
        raise UnclearError(
            f"“{said}”起止写法不一致或先后颠倒；请写成 5月1日至9月30日，或 5月至9月",
            f"{said!r} binds a month to a day, or ends before it starts; write such as "
            "May 1-Sep 30, or May-Sep",
        )
    if last.year is not None and first.year is None:
        raise UnclearError(
            f"“{said}”只有一头写了年份；请两头都写", f"{said!r} has one year only; give both"
        )
    return YearStretch(first, last)
