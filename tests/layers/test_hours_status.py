"""Properties of a status: until, the whole stay, time zones, bounds."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.hours import (
    HORIZON_DAYS,
    CalendarError,
    Clock,
    Status,
    Terms,
    WorkingCalendar,
    YearCalendar,
)
from layers.hours.course import Courses, Question
from tests.layers.hours_drawn import CHINA, HELSINKI, NIGHT, SHANGHAI, clocks, every_terms, moments

MINUTE = timedelta(minutes=1)


def parking(free_hours: str | None, open_hours: str | None = None) -> Terms:
    return Terms("free_hours", None, open_hours, free_hours, None)


def judged(clock: Clock, terms: Terms, at: datetime, stay: int | None = None) -> Status:
    status = clock.status(terms, at, stay)
    assert status is not None
    return status


@settings(deadline=None)
@given(clocks, every_terms, moments)
def test_the_state_changes_at_until(clock: Clock, terms: Terms, at: datetime) -> None:
    status = judged(clock, terms, at)
    if status.until is not None:
        assert status.until > at - MINUTE
        after = judged(clock, terms, status.until)
        assert after.state == status.next_state != status.state


@settings(deadline=None)
@given(clocks, every_terms, moments, st.data())
def test_the_state_holds_from_now_to_until(
    clock: Clock, terms: Terms, at: datetime, data: st.DataObject
) -> None:
    status = judged(clock, terms, at)
    end = (at + timedelta(days=HORIZON_DAYS)) if status.until is None else status.until
    minutes = int((end.astimezone(UTC) - at).total_seconds() // 60)
    if minutes > 0:
        between = at + data.draw(st.integers(0, minutes - 1)) * MINUTE
        assert judged(clock, terms, between).state == status.state


@settings(deadline=None)
@given(clocks, every_terms, moments, st.integers(0, 4 * 24 * 60))
def test_a_whole_stay_is_free_when_each_minute_of_it_is(
    clock: Clock, terms: Terms, at: datetime, stay: int
) -> None:
    status = judged(clock, terms, at, stay)
    states = {judged(clock, terms, at + n * MINUTE).state for n in range(max(stay, 1))}
    allowed = terms.max_stay_minutes is None or stay <= terms.max_stay_minutes
    if status.whole_stay_free:
        assert states == {"free"}
        assert allowed
    elif status.whole_stay_free is False:
        assert states & {"paid", "closed"} or not allowed
    else:
        assert "unknown" in states


@settings(deadline=None)
@given(clocks, every_terms, moments)
def test_stretches_follow_each_other_to_the_end(clock: Clock, terms: Terms, at: datetime) -> None:
    end = at + timedelta(days=3)
    stretches = list(clock.stretches(terms, at, end))
    assert stretches[0].start.astimezone(UTC) == at
    assert stretches[-1].end.astimezone(UTC) == end
    for before, after in pairwise(stretches):
        assert before.end == after.start
        assert before.state != after.state


def test_a_naive_time_is_the_place_s_own() -> None:
    naive, aware = datetime(2026, 11, 23, 7, 59), datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert judged(SHANGHAI, parking(NIGHT), naive) == judged(SHANGHAI, parking(NIGHT), aware)
    assert SHANGHAI.localise(naive) == aware


def test_a_skipped_time_becomes_one_that_the_clocks_show() -> None:
    assert HELSINKI.localise(datetime(2026, 3, 29, 3, 30)).isoformat() == (
        "2026-03-29T04:30:00+03:00"
    )


def test_until_is_in_the_time_zone_of_the_place() -> None:
    until = judged(SHANGHAI, parking(NIGHT), datetime(2026, 11, 22, 23, 59, tzinfo=UTC)).until
    assert until is not None
    assert until.isoformat() == "2026-11-23T08:00:00+08:00"


def test_seconds_are_dropped() -> None:
    at = datetime(2026, 11, 23, 7, 59, 59, 999_999)
    assert judged(SHANGHAI, parking(NIGHT), at).state == "free"


def test_a_facility_without_hours_of_any_sort_has_no_status() -> None:
    terms = Terms("none", "closed", None, None, None)
    assert SHANGHAI.status(terms, datetime(2026, 11, 23)) is None
    assert list(SHANGHAI.stretches(terms, datetime(2026, 11, 23), datetime(2026, 11, 24))) == []


def test_free_hours_are_not_asked_of_what_charges_nothing() -> None:
    terms = Terms("open_hours", None, "24/7", "8-18", None)
    assert judged(SHANGHAI, terms, datetime(2026, 11, 23)).state == "free"


def test_a_negative_stay_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        SHANGHAI.status(parking(NIGHT), datetime(2026, 11, 23), -1)


def test_a_stay_beyond_the_horizon_is_not_known() -> None:
    at, month = datetime(2026, 5, 1), HORIZON_DAYS * 24 * 60
    summer = parking("Apr-Oct 00:00-24:00")
    assert judged(SHANGHAI, summer, at, month).whole_stay_free is True
    assert judged(SHANGHAI, summer, at, month + 1).whole_stay_free is None
    assert judged(SHANGHAI, parking("24/7"), at, 10 * month).whole_stay_free is True


@pytest.mark.parametrize("year", [1, 1949, 2101, 9999])
def test_a_time_without_a_calendar_is_unknown(year: int) -> None:
    status = judged(SHANGHAI, parking(NIGHT), datetime(year, 6, 1, tzinfo=UTC), 60)
    assert (status.state, status.warning) == ("unknown", "time_out_of_range")


def test_an_unknown_time_zone_is_named() -> None:
    with pytest.raises(CalendarError, match="Asia/Weifang"):
        Clock("Asia/Weifang", CHINA)


@pytest.mark.parametrize(
    "zone", ["Pacific/Apia", "Asia/Beirut", "America/St_Johns", "America/Havana"]
)
def test_every_hour_has_a_status_where_clocks_are_changed_at_midnight(zone: str) -> None:
    clock = Clock(zone, CHINA)
    at = datetime(2009, 1, 1, tzinfo=UTC)
    while at.year < 2013:
        status = judged(clock, parking("Mo-Fr 22:00-02:00"), at)
        assert status.until is not None
        assert status.until > at
        at = status.until.astimezone(UTC)


@pytest.mark.parametrize(
    "text", ["2020 Oct 1-7 00:00-24:00; " * 18 + "2021 PH off", "week 53 Mo[5] 10:00-11:00"]
)
def test_hours_that_never_come_are_looked_for_no_further_than_the_horizon(text: str) -> None:
    courses = Courses(ZoneInfo("Asia/Shanghai"), CHINA)
    monday = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp() // 60)
    assert courses.course(Question("free_hours", None, text), monday).until is None
    assert courses._day.cache_info().misses == HORIZON_DAYS + 1


def test_a_clock_may_be_shared_between_threads() -> None:
    clock, answers = Clock("Asia/Shanghai", CHINA), set()
    terms = parking(f"{NIGHT}; 2026 Feb 10-12 off")

    def ask() -> None:
        for n in range(300):
            answers.add(judged(clock, terms, datetime(2026, 2, 1) + n * timedelta(hours=1)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = Clock("Asia/Shanghai", CHINA)
    assert answers == {
        judged(expected, terms, datetime(2026, 2, 1) + n * timedelta(hours=1)) for n in range(300)
    }


def test_a_place_s_own_calendar_takes_the_warning_away() -> None:
    at = datetime(2031, 3, 5, 10)
    assert judged(SHANGHAI, parking(NIGHT), at).warning == "calendar_unpublished"
    assert judged(knowing(2031), parking(NIGHT), at).warning is None


@pytest.mark.parametrize(
    ("day", "hour", "warning"),
    [
        (20, 10, None),
        (24, 10, None),
        (24, 20, "calendar_unpublished"),  # free until the 25th, which can still be moved
        (28, 10, "calendar_unpublished"),
        (31, 20, "calendar_unpublished"),
    ],
)
def test_the_end_of_the_last_published_year_may_be_moved_by_the_next_notice(
    day: int, hour: int, warning: str | None
) -> None:
    at = datetime(2030, 12, day, hour)
    assert judged(knowing(2030), parking(NIGHT), at).warning == warning


def knowing(year: int) -> Clock:
    published = YearCalendar(frozenset(), frozenset(), "a notice for this test")
    return Clock("Asia/Shanghai", WorkingCalendar.of_country("CN", overrides={year: published}))
