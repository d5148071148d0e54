"""The coming seven days in words: hours, holidays, working Saturdays, what is not published."""

from __future__ import annotations

from datetime import datetime

from api.hours_table import DAYS, clock_words, status_view, week_view
from layers._layer import Text
from layers.hours import Clock, Terms, WorkingCalendar

CHINA = Clock("Asia/Shanghai", WorkingCalendar.of_country("CN"))
FINLAND = Clock("Europe/Helsinki", WorkingCalendar.of_country("FI"))
NIGHTS = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"


def parking(free_hours: str | None, **fields: int | str | None) -> Terms:
    values = {"facility_status": None, "open_hours": None, "max_stay_minutes": None, **fields}
    return Terms(sort="free_hours", free_hours=free_hours, **values)  # type: ignore[arg-type]


def toilet(open_hours: str | None, status: str | None = None) -> Terms:
    return Terms("open_hours", status, open_hours, None, None)


def lines(clock: Clock, terms: Terms, at: datetime) -> list[str]:
    """Return each day as one line, as a reader sees it."""
    return [
        " ".join(
            [
                day.name.zh,
                day.date_words.zh,
                *([f"({day.note.zh})"] if day.note else []),
                *(f"{one.sign} {one.times.zh} {one.words.zh}" for one in day.stretches),
            ]
        )
        for day in week_view(clock, terms, at)
    ]


def test_free_nights_and_weekends_are_told_day_by_day() -> None:
    assert lines(CHINA, parking(NIGHTS), datetime(2026, 11, 26, 15, 32)) == [
        "今天 11月26日 周四 ● 00:00–08:00 免费 ○ 08:00–18:00 收费 ● 18:00–24:00 免费",
        "明天 11月27日 周五 ● 00:00–08:00 免费 ○ 08:00–18:00 收费 ● 18:00–24:00 免费",
        "周六 11月28日 ● 全天 免费",
        "周日 11月29日 ● 全天 免费",
        "周一 11月30日 ● 00:00–08:00 免费 ○ 08:00–18:00 收费 ● 18:00–24:00 免费",
        "周二 12月1日 ● 00:00–08:00 免费 ○ 08:00–18:00 收费 ● 18:00–24:00 免费",
        "周三 12月2日 ● 00:00–08:00 免费 ○ 08:00–18:00 收费 ● 18:00–24:00 免费",
    ]


def test_a_holiday_and_the_saturday_that_is_worked_for_it_are_named() -> None:
    # 2026: days off 1 to 7 October, worked on Saturday 10 October.
    days = lines(CHINA, parking(NIGHTS), datetime(2026, 10, 6, 9))

    assert days[0] == "今天 10月6日 周二 (节假日) ● 全天 免费"
    assert days[2].startswith("周四 10月8日 ● 00:00–08:00 免费 ○")
    assert days[4] == (
        "周六 10月10日 (调休上班) ● 00:00–08:00 免费 ○ 08:00–18:00 收费 ● 18:00–24:00 免费"
    )


def test_days_that_nobody_has_published_yet_say_so() -> None:
    # The days of 2028 are published in November 2027.
    days = week_view(CHINA, parking(NIGHTS), datetime(2027, 12, 30, 9))

    assert days[0].note == Text("放假安排未公布", "Holidays not yet published")


def test_a_day_that_is_settled_does_not_look_unsettled_for_what_comes_after_it() -> None:
    # 24 December 2026 is a plain Thursday; from the 25th on a notice may still move days.
    days = week_view(CHINA, parking(NIGHTS), datetime(2026, 12, 24, 9))

    assert days[0].note is None


def test_of_a_toilet_the_hours_that_it_is_open_are_told_and_closing_for_a_day() -> None:
    terms = toilet("Mo-Sa 06:00-12:00,14:00-22:00")

    days = lines(FINLAND, terms, datetime(2026, 11, 28, 8))

    assert days[:2] == [
        "今天 11月28日 周六 ● 06:00–12:00 开放 ● 14:00–22:00 开放",
        "明天 11月29日 周日 ✕ 全天 关闭",
    ]
    assert len(days) == DAYS


def test_a_limited_stay_has_a_sign_of_its_own() -> None:
    terms = parking("24/7", max_stay_minutes=30)
    status = CHINA.status(terms, datetime(2026, 11, 26, 9))
    assert status is not None

    shown = status_view(status, datetime(2026, 11, 26, 9))

    assert (shown.kind, shown.sign) == ("limited", "◐")
    assert shown.words == Text("免费 · 限停 30 分钟", "Free · stay up to 30 min")


def test_the_day_on_which_the_clocks_change_ends_at_its_own_midnight() -> None:
    # Sunday 25 October 2026 has 25 hours in Helsinki.
    days = lines(FINLAND, toilet("Mo-Su 22:00-02:00"), datetime(2026, 10, 24, 12))

    assert days[1] == "明天 10月25日 周日 ● 00:00–02:00 开放 ● 22:00–24:00 开放"


def test_where_there_is_nothing_to_tell_day_by_day_there_is_no_table() -> None:
    at = datetime(2026, 11, 26, 9)

    for terms in (
        toilet(None),
        toilet("8-18"),
        toilet("24/7", status="planned"),
        Terms("always", None, None, None, None),
        Terms("none", None, None, None, None),
        parking(None),
        parking("24/7"),
        toilet("24/7"),
    ):
        assert week_view(CHINA, terms, at) == (), terms


def test_a_time_is_said_in_both_languages() -> None:
    assert clock_words(datetime(2026, 11, 26, 8, 5)) == Text("11月26日 8:05", "8:05 on 26 Nov")
