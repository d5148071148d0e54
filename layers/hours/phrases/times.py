"""Times of a phrase: 下午2点–6点, 8:00至次日8:00, 9am-5pm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from layers.hours.phrases.refusal import UnclearError, shown
from layers.hours.phrases.words import CLOCK, Word, number_of, text_of
from layers.hours.rule import DAY_MINUTES, Span

_CLOCK = re.compile(CLOCK, re.IGNORECASE | re.ASCII)
PARTS_OF_DAY = frozenset({"before_noon", "small_hours", "noon", "afternoon", "evening", "daytime"})
NUMBERS = frozenset({"clock", "number", "four_digits"})
TIME_WORDS = PARTS_OF_DAY | NUMBERS | {"midnight"}
_NOON = 12 * 60


@dataclass(frozen=True)
class _Point:
    """One time as it is written: its number, and what part of the day it is said to be in."""

    text: str
    minute: int
    sort: str
    part: str | None = None
    english: bool = False
    next_day: bool = False


def span_at(words: Sequence[Word], at: int) -> tuple[Span | int, int]:
    """Read the hours that begin at a word.

    Parameters
    ----------
    words
        A phrase.
    at
        Where a time or a part of the day stands.

    Returns
    -------
    tuple[Span | int, int]
        Minutes from midnight, the end beyond 1,440 where it is on the next day, or one minute where
        the hours have no end (18:00起); and the place of the first word behind them.

    Raises
    ------
    UnclearError
        There is no second time, or it cannot be told what is meant.
    """
    start, then = _point(words, at)
    opens = _opening(words, then)
    if opens is not None:
        end, after = _point(words, opens)
        return _span(start, end), after + 1
    if then < len(words) and words[then].kind == "from_on":
        _check_numbers(start, start)
        return _minute(start, start.part, is_end=False), then + 1
    if then >= len(words) or words[then].kind != "dash":
        raise UnclearError(
            f"“{start.text}”只是一个时刻；请写起止时间，如 8:00-18:00",
            f"{start.text!r} is one time; write from when to when, such as 08:00-18:00",
        )
    end, after = _point(words, then + 1)
    return _span(start, end), after


def _opening(words: Sequence[Word], at: int) -> int | None:
    """Return where the closing time stands in 6:00开园，22:00闭园, behind the opening time."""
    kinds = [word.kind for word in words[at : at + 6]]
    if not kinds or kinds[0] != "open":
        return None
    skip = 2 if kinds[1:2] == ["comma"] else 1
    after = skip
    while kinds[after : after + 1] and kinds[after] in TIME_WORDS:
        after += 1
    return at + skip if after > skip and kinds[after : after + 1] == ["closed"] else None


def _point(words: Sequence[Word], at: int) -> tuple[_Point, int]:
    next_day, part, said = False, None, at
    while at < len(words) and words[at].kind in PARTS_OF_DAY | {"next_day", "same_day"}:
        if words[at].kind == "next_day":
            next_day = True
        elif words[at].kind in PARTS_OF_DAY:
            part = words[at]
        at += 1
    if at < len(words) and words[at].kind in NUMBERS:
        minute, sort = _number(words[at]), words[at].kind
        at += 1
    elif at < len(words) and words[at].kind == "midnight":
        minute, sort, at = DAY_MINUTES, "clock", at + 1
    elif part is not None and part.kind == "noon":
        minute, sort = _NOON, "clock"
    else:
        if at < len(words) and words[at].kind in {"weekday", "english_day"}:
            raise UnclearError(
                "跨几天的时段请按天写，如 周五 18:00-24:00；周六、周日全天；周一 0:00-8:00",
                "write hours over several days day by day, such as "
                "Fr 18:00-24:00; Sa-Su 00:00-24:00; Mo 00:00-08:00",
            )
        near = text_of(words[max(said - 2, 0) : at + 1])
        raise UnclearError(
            f"“{shown(near)}”没有写完时刻；请写起止时间，如 8:00-18:00",
            f"{shown(near)!r} lacks a time; write from when to when, such as 08:00-18:00",
        )
    english = False
    if part is None and at < len(words) and words[at].text[:1].lower() in {"a", "p"}:
        # 8 am; in Chinese the part of the day stands before the number.
        part, english = (words[at], True) if words[at].kind in PARTS_OF_DAY else (None, False)
        at += english
    if at < len(words) and words[at].kind == "next_day" and words[at].text.isascii():
        next_day, at = True, at + 1
    text = text_of(words[said:at])
    point = _Point(text, minute, sort, part and _part(part), english, next_day)
    return point, at


def _part(word: Word) -> str:
    return "am" if word.kind == "before_noon" and word.text.isascii() else word.kind


def _number(word: Word) -> int:
    if word.kind == "four_digits":
        hour, minute = divmod(int(word.text), 100)
    elif word.kind == "number":
        hour, minute = int(word.text), 0
    else:
        match = _CLOCK.fullmatch(word.text)
        assert match is not None
        hour = number_of(match["hour"])
        quarters = match["quarters"]
        minute = (
            30 if match["half"] else 15 * number_of(quarters) if quarters
            else number_of(match["minute"] or match["spoken"] or "0")
        )  # fmt: skip
    if not (0 <= hour <= 24 and 0 <= minute <= 59 and hour * 60 + minute <= DAY_MINUTES):
        raise UnclearError(
            f"没有“{word.text}”这个时刻；请写 0:00 到 24:00",
            f"there is no time {word.text!r}; write 0:00 to 24:00",
        )
    return hour * 60 + minute


def _span(start: _Point, end: _Point) -> Span:
    _check_numbers(start, end)
    first_part, last_part = start.part, end.part
    ends_late = end.part in {"afternoon", "evening"} and not end.english and end.minute <= _NOON
    if start.part is None and ends_late and 0 < start.minute < 5 * 60:
        # 1点-下午5点
        raise _unlikely(start, end)
    if start.part is None and end.english and start.minute <= 12 * 60:
        first_part = _part_of_start(start, end)
    if end.part is None and start.part is not None and not end.next_day:
        last_part = _part_of_end(start, end)
    first = _minute(start, first_part, is_end=False)
    last = _minute(end, last_part, is_end=True)
    if end.next_day or start.next_day:
        if start.next_day or last > first or (last == DAY_MINUTES and end.minute):
            raise _unlikely(start, end)
        return first, last + DAY_MINUTES
    if last > first:
        return first, last
    if last == 0 and first:
        return first, DAY_MINUTES
    # From the afternoon on, an earlier end can only be the next morning's.
    if last == first or first < _NOON or last >= _NOON:
        raise _unlikely(start, end)
    return first, last + DAY_MINUTES


def _check_numbers(start: _Point, end: _Point) -> None:
    """Refuse numbers that nothing shows to be hours."""
    sorts = {start.sort, end.sort}
    parts = start.part or end.part
    digits = [start.text, end.text]
    years = all("1900" <= text <= "2099" for text in digits)
    if (sorts == {"number"} and not parts) or (sorts == {"four_digits"} and years):
        raise UnclearError(
            f"“{'-'.join(digits)}”不一定是时刻；请写 8:00-18:00 或 8点-18点",
            f"{'-'.join(digits)!r} need not be hours; write such as 08:00-18:00",
        )


def _part_of_start(start: _Point, end: _Point) -> str:
    """Return the part of the day of a time before an English one: 2-6 pm, 9-5 pm, 8-11 am."""
    if end.part == "am":
        return "am"
    hour = start.minute // 60
    if 5 <= hour < 12 and start.minute < end.minute % _NOON:
        raise UnclearError(
            f"“{start.text}-{end.text}”看不出从上午还是下午开始；请按24小时制写，如 8:00-22:00",
            f"{start.text}-{end.text} may start in the morning or the evening; write such as "
            "08:00-22:00",
        )
    return "am" if 5 <= hour < 12 else "afternoon"


def _part_of_end(start: _Point, end: _Point) -> str | None:
    """Return the part of the day of a time that none is written before: 下午2点-6点."""
    if start.part == "daytime" or end.minute > _NOON:
        return None
    if start.minute > _NOON and start.part == "evening":
        return None
    if start.part in {"afternoon", "evening"}:
        if end.minute in {0, _NOON}:
            return "evening"
        if end.minute > start.minute % _NOON and start.minute <= _NOON:
            return start.part
        raise _unlikely(start, end)
    if end.minute <= start.minute % DAY_MINUTES:
        raise _unlikely(start, end)
    return None


def _minute(point: _Point, part: str | None, *, is_end: bool) -> int:
    hour, rest = divmod(point.minute, 60)
    wrong = (part in {"before_noon", "am"} and hour > 12) or (
        part == "small_hours" and 7 < hour < 12
    )
    if part in {"am", "small_hours"} and hour == 12:
        hour = 24 if is_end and not rest else 0
    elif part == "afternoon":
        wrong = hour == 0
        hour += 12 if hour < 12 else 0
    elif part == "noon":
        wrong = hour not in {1, 2, 11, 12, 13, 14}
        hour += 12 if hour < 10 else 0
    elif part == "evening":
        wrong = 0 < hour < 5 or 12 < hour < 16
        hour += 12 if 5 <= hour < 12 else 0
        if hour == 12:
            hour = 0 if rest or not is_end else 24
    minute = hour * 60 + rest
    if minute == DAY_MINUTES and not is_end:
        minute = 0
        wrong = wrong or (point.minute == DAY_MINUTES and point.text[:2] == "24")
    if wrong:
        raise UnclearError(
            f"“{point.text}”前后矛盾；请按24小时制写，如 18:00",
            f"{point.text!r} contradicts itself; write it in 24 hours, such as 18:00",
        )
    return minute


def _unlikely(start: _Point, end: _Point) -> UnclearError:
    return UnclearError(
        f"“{start.text}-{end.text}”看不出是否到第二天；下午请写 17:00，到第二天请写“次日”",
        f"{start.text}-{end.text} may or may not end on the next day; write 17:00 for the "
        "afternoon, or 'next day'",
    )
