"""Phrases about hours, drawn at random: nothing raises, and our own words are read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from layers.hours import (
    Clock,
    Terms,
    WorkingCalendar,
    hours_in_words,
    parse_hours,
    read_hours_text,
)
from layers.hours.schedule import LONGEST_TEXT

CLOCK = Clock("Asia/Shanghai", WorkingCalendar.of_country("CN"))
# Mid-Autumn, National Day, two make-up days, and the turn of a month.
START, END = datetime(2026, 9, 20), datetime(2026, 10, 12)
WORDS = """
周一 周二 周五 周六日 周末 节假日 工作日 每天 平日 假日 至 到 - ～ 除 外 除外 含 另有 起 （ ） ( )
， , ； 、 。 : ： 8:00 18:00 24:00 14:00-18:00 次日 8点 半 一刻 上午 下午 晚 凌晨 中午 夜间
全天 24小时 免费 收费 开放 闭馆 休息 午休 5月 10月 1日 31日 次年 2026年 夏季 其余时间
其余时间收费 节假日不休 16:30停止入场 一 三 五 十 9 17 0800 2030 Mon Fri Sat am pm daily
except closed PH next day and to until noon midnight Apr Oct
"""


@given(st.text(max_size=LONGEST_TEXT + 10))
@example("免费" * 200 + "时间")
@example("二" * LONGEST_TEXT)
@example("（" * LONGEST_TEXT)
@example("除" * LONGEST_TEXT)
@example("除周一外" * 128)
@example("（8:00-18:00" * 40)
@example("周一、" * 170)
@example("1" * LONGEST_TEXT)
@example("\x00")
@example(":")
def test_any_text_is_read_or_refused(text: str) -> None:
    check_reading(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*WORDS.split(), "\n", " "]), max_size=10).map("".join))
@example("8点9")
@example("免费，次日")
def test_any_words_of_phrases_are_read_or_refused(text: str) -> None:
    check_reading(text)


def check_reading(text: str) -> None:
    reading = read_hours_text(text)

    assert (reading.expression is None) != (reading.reason is None)
    if reading.expression is not None:
        parse_hours(reading.expression)


HOURS = st.integers(0, 47).map(lambda half: half * 30)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def times(draw: st.DrawFn) -> str:
    """Return one or two spans within a day, or the whole of it."""
    if draw(st.booleans()):
        return "00:00-24:00"
    count = draw(st.sampled_from([2, 4]))
    ends = sorted(draw(st.lists(HOURS, min_size=count, max_size=count, unique=True)))
    return ",".join(f"{clock(a)}-{clock(b)}" for a, b in zip(ends[::2], ends[1::2], strict=True))


@st.composite
def weekly(draw: st.DrawFn) -> str:
    """Return hours by days of the week, perhaps with others on holidays."""
    days = draw(
        st.sampled_from([["", ], ["Mo-Fr"], ["Mo-Fr", "Sa-Su"], ["Tu-Su"], ["Mo,We,Fr", "Sa"],
                         ["Mo-Th", "Fr", "Sa-Su"], ["Mo-Sa", "Su"]])
    )  # fmt: skip
    rules = [f"{day} {draw(times())}".strip() for day in days]
    holidays = draw(st.sampled_from(["none", "off", "with the last", "own"]))
    if holidays == "off":
        rules.append("PH off")
    elif holidays == "own":
        rules.append(f"PH {draw(times())}")
    elif holidays == "with the last" and days[-1]:
        rules[-1] = rules[-1].replace(days[-1], f"{days[-1]},PH", 1)
    return "; ".join(rules)


@st.composite
def nightly(draw: st.DrawFn) -> str:
    """Return hours over midnight whose mornings are clear."""
    evening, morning = clock(draw(st.integers(24, 47)) * 30), clock(draw(st.integers(1, 23)) * 30)
    return draw(
        st.sampled_from(
            [
                f"{evening}-{morning}",
                f"Fr-Sa {evening}-{morning}",
                f"Mo-Fr 00:00-{morning},{evening}-24:00; Sa-Su,PH 00:00-24:00",
            ]
        )
    )


@st.composite
def seasonal(draw: st.DrawFn) -> str:
    """Return hours of two parts of a year, perhaps with a day of the week off in both."""
    first, second = draw(
        st.sampled_from(
            [("Apr-Sep", "Oct-Mar"), ("May 1-Oct 5", "Oct 6-Apr 30"), ("Sep", "Oct 1-7")]
        )
    )
    rules = [f"{first} {draw(times())}", f"{second} {draw(times())}"]
    return "; ".join(rules + draw(st.sampled_from([[], ["Mo off"], ["PH off"]])))


def states(expression: str) -> list[tuple[Any, ...]]:
    terms = Terms("open_hours", None, expression, None, None)
    joined: list[tuple[Any, ...]] = []
    for stretch in CLOCK.stretches(terms, START, END):
        if joined and joined[-1][-1] == stretch.state:
            joined[-1] = (joined[-1][0], stretch.end, stretch.state)
        else:
            joined.append((stretch.start, stretch.end, stretch.state))
    return joined


@settings(max_examples=150, deadline=None)
@given(st.one_of(weekly(), nightly(), seasonal()))
def test_our_own_words_are_read_back_to_the_same_hours(expression: str) -> None:
    assume(not parse_hours(expression).warnings)
    words = hours_in_words(expression, "zh")
    reading = read_hours_text(words)

    assert reading.expression is not None, (words, reading.reason)
    assert states(reading.expression) == states(expression), words


@given(st.one_of(weekly(), nightly(), seasonal()))
def test_hours_in_the_syntax_are_taken_as_they_stand(expression: str) -> None:
    assert read_hours_text(expression).expression == expression
