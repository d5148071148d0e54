"""Hours as a plain week: all of what they say, or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from layers.hours import Clock, Terms, WorkingCalendar, plain_week

ALL_DAY = ((0, 1440),)
EVERY_DAY = 7


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("24/7", (ALL_DAY,) * EVERY_DAY),
        ("06:00-22:00", (((360, 1320),),) * EVERY_DAY),
        ("Mo-Su,PH 06:00-12:00,14:00-22:00", (((360, 720), (840, 1320)),) * EVERY_DAY),
        ("22:00-02:00", (((0, 120), (1320, 1440)),) * EVERY_DAY),
        ("closed", ((),) * EVERY_DAY),
    ],
)
def test_hours_that_name_no_days_are_a_plain_week_everywhere(text: str, week: tuple) -> None:
    assert plain_week(text, days_move=True) == week
    assert plain_week(text, days_move=False) == week


def test_weekdays_are_a_plain_week_only_where_no_weekend_is_worked_for_a_holiday() -> None:
    text = "Mo-Fr 08:00-20:00; Sa 22:00-03:00"

    day = ((480, 1200),)
    week = (day, day, day, day, day, ((1320, 1440),), ((0, 180),))
    assert plain_week(text, days_move=False) == week
    assert plain_week(text, days_move=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 08:00-20:00; PH off",
        "PH 08:00-20:00",
        "Jun-Aug 06:00-22:00",
        "06:00-22:00; 2026 Oct 1-7 00:00-24:00",
        "Mo[1] 08:00-20:00",
        "18:00+",
        "unknown",
        "8-18",
        "",
    ],
)
def test_what_hangs_on_dates_or_holidays_or_is_not_certain_is_none(text: str) -> None:
    assert plain_week(text, days_move=False) is None


def test_a_country_moves_days_or_not() -> None:
    assert WorkingCalendar.of_country("CN").moves_days
    assert not WorkingCalendar.of_country("FI").moves_days


def test_a_plain_week_says_what_the_clock_says_at_every_quarter_of_an_hour() -> None:
    clock = Clock("Europe/Helsinki", WorkingCalendar.of_country("FI"))
    text = "Mo-Th 09:00-17:30; Fr 09:00-02:00; Su 12:00-16:00"
    terms = Terms("open_hours", None, text, None, None)
    week = plain_week(text, days_move=clock.calendar.moves_days)
    assert week is not None

    # Three weeks around Christmas, which are no different here.
    at = datetime(2026, 12, 14)
    for _ in range(21 * 96):
        minute = at.hour * 60 + at.minute
        is_open = any(start <= minute < end for start, end in week[at.weekday()])
        status = clock.status(terms, at)
        assert status is not None
        assert (status.state == "free") is is_open, at
        at += timedelta(minutes=15)
