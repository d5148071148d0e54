"""What is taken as opening hours, and what is refused with which words."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.hours import HoursError, hours_in_words, parse_hours

SUGGESTED = [
    ("08：00-18：00", "08:00-18:00"),
    ("08:00–18:00", "08:00-18:00"),
    ("08:00~18:00", "08:00-18:00"),
    ("8-18", "08:00-18:00"),
    ("Mo-Fr 8-18", "Mo-Fr 08:00-18:00"),
    ("08.00-18.00", "08:00-18:00"),
    ("Mo 08:00-18:00;;Tu off", "Mo 08:00-18:00; Tu off"),
    ("08:00-18:00;", "08:00-18:00"),
    (";08:00-18:00", "08:00-18:00"),
    ("全天", "24/7"),
    ("24小时", "24/7"),
    ("周一至周五 8:00-18:00", "Mo-Fr 08:00-18:00"),
    ("周一至周五8点到18点半；周末、节假日全天", "Mo-Fr 08:00-18:30; Sa-Su,PH 00:00-24:00"),
    ("工作日 18:00-24:00", "Mo-Fr 18:00-24:00"),
    ("Monday-Friday 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Mo - Fr 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr: 08:00-18:00", "Mo-Fr 08:00-18:00"),
    ("08:00-18:00 Mo-Fr", "Mo-Fr 08:00-18:00"),
    ("Mo-Fr 08:00-18:00 PH off", "Mo-Fr 08:00-18:00; PH off"),
    ("Sa, PH 08:00-12:00", "Sa,PH 08:00-12:00"),
]
REFUSED = [
    ("", "empty"),
    ("  ", "empty"),
    ("免费", "免费"),
    (";;", "a rule is empty"),
    ("25:00", "25:00"),
    ("10:00", "10:00"),
    ("08:00-49:00", "there is no time 49:00"),
    ("08:60-09:00", "there is no time 08:60"),
    ("24:00-25:00", "starts after the day has ended"),
    ("00:00+", "whole day"),
    ("18:00+ off", "until when"),
    ("10:00+,12:00-14:00", "after an open end"),
    ("18:00+,20:00+", "two open ends"),
    ("Feb 30 08:00-10:00", "there is no Feb 30"),
    ("Apr 31 08:00-10:00", "there is no Apr 31"),
    ("Feb 30-Mar 5 08:00-10:00", "there is no Feb 30"),
    ("Feb 1-30 08:00-10:00", "there is no Feb 30"),
    ("Jun 28-31 08:00-10:00", "there is no Jun 31"),
    ("Mar 1-Jun 31 08:00-10:00", "there is no Jun 31"),
    ("2027 Feb 29 08:00-10:00", "there is no Feb 29"),
    ("2100 Feb 29 08:00-10:00", "there is no Feb 29"),
    ("Oct 0 08:00-10:00", "there is no Oct 0"),
    ("Oct 7-1 08:00-10:00", "ends before it starts"),
    ("2026 Oct 10-2026 Oct 5 08:00-10:00", "ends before it starts"),
    ("2026 Oct-Mar 08:00-10:00", "ends before it starts"),
    ("Oct 1-2026 Oct 7 08:00-10:00", "a year at its end only"),
    ("2026-2025 08:00-10:00", "Inverted year ranges"),
    ("week 50-3 08:00-10:00", "Inverted week ranges"),
    ("SH off", "school holidays"),
    ("sunrise-sunset", "position"),
    ("(dusk+00:30)-23:00", "position"),
    ("10:00-18:00/02:00", "points in time"),
    ("Mo-Fr PH 08:00-10:00", "two things"),
    ('"summer": 10:00-12:00', "season in words"),
    ('10:00-12:00 "by appointment', "quotation mark"),
    ("Mo 08:00-10:00 || Tu 10:00-12:00, We 10:00-12:00", "behind '||'"),
    ("Nov 3-17, We 10:00-12:00", "all day long"),
    ("Mo-Fr 08:00-18:00 hello", "not understood"),
    ("08:00-18:00\x00", "control characters"),
    ("08:00-18:00\nSa off", "control characters"),
    ("08:00-\u200b18:00", "control characters"),
    ("Mo-Fr 08:00-18:00; " * 28, "characters are too many"),
]


@pytest.mark.parametrize(("text", "better"), SUGGESTED)
def test_a_common_slip_is_refused_and_put_right(text: str, better: str) -> None:
    with pytest.raises(HoursError) as refused:
        parse_hours(text)
    assert refused.value.suggestion == f"write {better}"
    assert parse_hours(better).warnings == ()


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_judged_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(HoursError) as refused:
        parse_hours(text)
    assert reason in refused.value.reason
    assert refused.value.suggestion
    assert refused.value.expression == text


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "off",
        "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00",
        "Mo-Fr 08:00-12:00, 14:00-18:00",
        "Mo-Fr 08:00-12:00, Sa 09:00-12:00",
        "Mo,We-Fr,Su 22:00-02:00",
        "Th-Tu 8:00-26:00",
        "PH,Mo-Fr 08:00-12:00",
        "PH Mo-Fr 08:00-12:00",
        "PH -1 day 08:00-12:00",
        "Mo[1],Fr[-1] 08:00-12:00",
        "Feb 29 08:00-10:00",
        "2028 Feb 29 08:00-10:00",
        "2026 Oct 1-7: 00:00-24:00",
        "2026 Dec 31-2027 Jan 2 off",
        "Dec 31-Jan 2 off",
        "Nov-Mar 08:00-18:00",
        "2026-2028 Mo 08:00-18:00",
        "2026+ Mo 08:00-18:00",
        "Oct Su[-1]-Mar Su[-1] 08:00-18:00",
        "week 1-53/2 Mo 08:00-18:00",
        "easter -2 days off",
        "18:00+",
        "10:00-14:00,18:00+",
        'Mo-Fr 08:00-12:00 unknown "看告示"',
        'Mo-Fr 08:00-12:00 || "call"',
        "  08:00-18:00 ",
    ],
)
def test_what_can_be_judged_is_taken_without_a_warning(text: str) -> None:
    schedule = parse_hours(text)
    assert schedule.warnings == ()
    assert schedule.expression == text.strip()


def test_small_and_capital_letters_are_put_right_with_a_warning() -> None:
    assert parse_hours("mo-fr 08:00-18:00; ph OFF").warnings == ("write Mo-Fr 08:00-18:00; PH off",)


def test_the_same_text_is_read_once() -> None:
    assert parse_hours("Mo 08:00-18:00") is parse_hours("Mo 08:00-18:00")


def test_schedules_are_equal_when_their_texts_are() -> None:
    assert len({parse_hours("Mo 08:00-18:00"), parse_hours(" Mo 08:00-18:00 ")}) == 1


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(HoursError) as refused:
        parse_hours("x" * 10_000)
    assert len(str(refused.value)) < 300


def test_the_message_says_what_why_and_the_way_out() -> None:
    with pytest.raises(HoursError) as refused:
        parse_hours("8-18")
    assert str(refused.value) == ("opening hours '8-18': 8-18 has no minutes; write 08:00-18:00")


def test_an_error_survives_the_way_to_another_process() -> None:
    with pytest.raises(HoursError) as refused:
        parse_hours("8-18")
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


WORDS = """Mo Fr PH SH 08:00 18:00 24:00 26:00 48:00 99:99 - , ; || + [1] [-1] [9] off open unknown
    closed " "x" Jan Feb 30 31 2026 9999 1900 week 53 /2 /99 easter 24/7 sunrise ： – 周一"""
PIECES = st.sampled_from([*WORDS.split(), " ", " ", " ", " +1 day", " -2 days", ", ", "; "])


@settings(deadline=None)
@given(st.text(max_size=40) | st.lists(PIECES, max_size=9).map("".join))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert refusal(text) != ""
    assert hours_in_words(text, "zh") or not text
    assert hours_in_words(text, "en") or not text


def refusal(text: str) -> str | None:
    try:
        parse_hours(text)
    except HoursError as refused:
        return refused.reason and refused.suggestion
    return None
