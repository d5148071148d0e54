"""Hours and statuses as people read them, in Chinese and in English."""

from __future__ import annotations

from datetime import datetime

import pytest

from layers.hours import Clock, Terms, WorkingCalendar, hours_in_words, status_in_words

CLOCK = Clock("Asia/Shanghai", WorkingCalendar.of_country("CN"))
NIGHT = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"
MONDAY = "2026-11-23T"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            NIGHT,
            "周一至周五 00:00–08:00、18:00–24:00；周末和节假日全天",
            "Mon–Fri 00:00–08:00, 18:00–24:00; weekends and public holidays all day",
        ),
        ("24/7", "全天", "24 hours"),
        ("00:00-24:00", "全天", "24 hours"),
        ("06:00-22:00", "每天 06:00–22:00", "Daily 06:00–22:00"),
        ("22:00-02:00", "每天 22:00–次日 02:00", "Daily 22:00–02:00 next day"),
        ("18:00+", "每天 18:00 起", "Daily from 18:00"),
        ("Mo,We,Fr 10:00-12:00", "周一、周三、周五 10:00–12:00", "Mon, Wed, Fri 10:00–12:00"),
        ("Sa 09:00-12:00 unknown", "周六 09:00–12:00（不确定）", "Sat 09:00–12:00 (uncertain)"),
        (
            "Su 10:00-12:00; PH off",
            "周日 10:00–12:00；节假日除外",
            "Sun 10:00–12:00; not public holidays",
        ),
        (
            "24/7; Mo 08:00-10:00 off",
            "全天；周一 08:00–10:00 除外",
            "24 hours; not Mon 08:00–10:00",
        ),
        (
            "Mo-Fr 08:00-12:00, We 14:00-16:00",
            "周一至周五 08:00–12:00；另有周三 14:00–16:00",
            "Mon–Fri 08:00–12:00; also Wed 14:00–16:00",
        ),
        (
            "Apr-Oct 06:00-20:00; Nov-Mar 07:00-18:00",
            "4月至10月 06:00–20:00；11月至3月 07:00–18:00",
            "Apr–Oct 06:00–20:00; Nov–Mar 07:00–18:00",
        ),
        ("2026 Oct 1-7 00:00-24:00", "2026年10月1日至7日全天", "1–7 Oct 2026 all day"),
        (
            "PH Mo-Fr 08:00-12:00",
            "逢周一至周五的节假日 08:00–12:00",
            "Public holidays on Mon–Fri 08:00–12:00",
        ),
    ],
)
def test_hours_have_words(text: str, zh: str, en: str) -> None:
    assert hours_in_words(text, "zh") == zh
    assert hours_in_words(text, "en") == en


@pytest.mark.parametrize(
    "text",
    ["Mo[1] 10:00-12:00", "PH -1 day off", "week 1-26 Mo", "Mo || unknown", "off", "8-18", "免费"],
)
def test_what_has_no_words_is_left_as_it_is(text: str) -> None:
    assert hours_in_words(text, "zh") == text
    assert hours_in_words(text, "en") == text


def test_a_comment_is_kept() -> None:
    text = 'Mo-Fr 08:00-12:00 open "限业主"'
    assert hours_in_words(text, "zh") == "周一至周五 08:00–12:00（限业主）"


def said(at: str, terms: Terms) -> tuple[str, str]:
    moment = datetime.fromisoformat(at)
    status = CLOCK.status(terms, moment)
    assert status is not None
    return status_in_words(status, moment, "zh"), status_in_words(status, moment, "en")


@pytest.mark.parametrize(
    ("at", "free_hours", "zh", "en"),
    [
        (f"{MONDAY}07:00", NIGHT, "免费至 8:00", "Free until 8:00"),
        (f"{MONDAY}09:00", NIGHT, "收费 · 18:00 起免费", "Paid · free from 18:00"),
        (f"{MONDAY}19:00", NIGHT, "免费至明早 8:00", "Free until 8:00 tomorrow"),
        (f"{MONDAY}19:00", "18:00-24:00", "免费至 24:00", "Free until 24:00"),
        (
            f"{MONDAY}19:00",
            "00:00-08:00",
            "收费 · 明天 0:00 起免费",
            "Paid · free from 0:00 tomorrow",
        ),
        ("2026-11-20T19:00", NIGHT, "免费至周一 8:00", "Free until 8:00 Mon"),
        ("2026-09-30T19:00", NIGHT, "免费至 10月8日 8:00", "Free until 8:00 on 8 Oct"),
        ("2026-11-21T19:00", "Sa-Su 00:00-24:00", "免费至明天 24:00", "Free until 24:00 tomorrow"),
        (f"{MONDAY}09:00", "24/7", "免费", "Free"),
        (f"{MONDAY}09:00", "off", "收费", "Paid"),
        (f"{MONDAY}09:00", None, "时段未知", "Hours unknown"),
        (
            f"{MONDAY}09:00",
            "8-18",
            "时段未知 · 时段填写有误",
            "Hours unknown · hours wrongly entered",
        ),
        (
            "2031-03-05T09:00",
            NIGHT,
            "收费 · 18:00 起免费 · 放假安排未公布，以现场为准",
            "Paid · free from 18:00 · holidays not yet published, see the sign",
        ),
    ],
)
def test_parking_says_free_or_paid_and_what_comes(
    at: str, free_hours: str | None, zh: str, en: str
) -> None:
    assert said(at, Terms("free_hours", None, None, free_hours, None)) == (zh, en)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (30, "30 分钟", "30 min"),
        (90, "90 分钟", "90 min"),
        (120, "2 小时", "2 h"),
    ],
)
def test_a_limit_is_said_where_it_is_free(minutes: int, zh: str, en: str) -> None:
    terms = Terms("free_hours", None, None, NIGHT, minutes)
    assert said(f"{MONDAY}19:00", terms) == (
        f"免费至明早 8:00 · 限停 {zh}",
        f"Free until 8:00 tomorrow · stay up to {en}",
    )
    assert said(f"{MONDAY}09:00", terms)[0] == "收费 · 18:00 起免费"


def test_a_gate_that_closes_is_said() -> None:
    terms = Terms("free_hours", None, "06:00-22:00", "24/7", None)
    assert said(f"{MONDAY}20:00", terms) == (
        "免费至 22:00，届时关闭",
        "Free until 22:00, then closed",
    )
    assert said(f"{MONDAY}23:00", terms) == (
        "已关闭 · 明早 6:00 起免费",
        "Closed · free from 6:00 tomorrow",
    )


def test_a_toilet_is_open_not_free() -> None:
    terms = Terms("open_hours", None, "06:00-22:00", None, None)
    assert said(f"{MONDAY}20:00", terms) == ("开放至 22:00", "Open until 22:00")
    assert said(f"{MONDAY}23:00", terms) == (
        "已关闭 · 明早 6:00 开放",
        "Closed · opens 6:00 tomorrow",
    )


@pytest.mark.parametrize(
    ("facility_status", "zh", "en"),
    [
        (None, "全天开放", "Always open"),
        ("closed", "已关闭", "Closed"),
        ("under_construction", "建设中", "Under construction"),
        ("planned", "规划中", "Planned"),
        ("?", "状态未知", "Status unknown"),
    ],
)
def test_what_is_not_in_use_is_said(facility_status: str | None, zh: str, en: str) -> None:
    terms = Terms("always", facility_status, None, None, None)
    assert said(f"{MONDAY}20:00", terms) == (zh, en)
