"""Timetables: what holds when over some days, laid out, is what is said minute by minute."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.hours import Clock, Settled, Terms, Timetable
from tests.layers.hours_drawn import HELSINKI, NIGHT, SHANGHAI, clocks, every_terms

HOUR = 60


def parking(free_hours: str | None, **more: str | int | None) -> Terms:
    terms = Terms("free_hours", None, None, free_hours, None)
    return terms._replace(**more)  # type: ignore[arg-type]


def timetable(clock: Clock, terms: Terms, first: date, day_count: int) -> Timetable:
    made = clock.timetable(terms, first, day_count)
    assert made is not None
    return made


def shown(clock: Clock, minute: int) -> str:
    return f"{clock.localise(datetime.fromtimestamp(minute * 60, UTC)):%m-%d %H:%M}"


def test_a_timetable_knows_the_make_up_saturday_after_national_day() -> None:
    # Wednesday 7 October 2026 is the last day off; Saturday the 10th is worked, Sunday is not.
    made = timetable(SHANGHAI, parking(NIGHT), date(2026, 10, 7), 5)

    assert [
        (shown(SHANGHAI, start), state)
        for start, state in zip(made.starts, made.states, strict=True)
    ] == [
        ("10-07 00:00", "free"),
        ("10-08 08:00", "paid"),
        ("10-08 18:00", "free"),
        ("10-09 08:00", "paid"),
        ("10-09 18:00", "free"),
        ("10-10 08:00", "paid"),
        ("10-10 18:00", "free"),
    ]
    assert made.provisional == (False,) * 5
    assert not made.constant


def test_days_of_an_unpublished_year_are_provisional() -> None:
    # Monday and Tuesday: either may turn out to be a holiday.
    made = timetable(SHANGHAI, parking(NIGHT), date(2030, 3, 4), 2)

    assert made.provisional == (True, True)
    assert timetable(SHANGHAI, parking("08:00-12:00"), date(2030, 3, 4), 2).provisional == (
        False,
        False,
    )


@pytest.mark.parametrize(
    ("terms", "settled"),
    [
        (parking(NIGHT, facility_status="closed"), Settled("closed", "facility_closed")),
        (parking(NIGHT, facility_status="planned"), Settled("closed", "facility_planned")),
        (parking(NIGHT, facility_status="haunted"), Settled("unknown", "facility_status_unknown")),
        (parking("8-18"), Settled("unknown", "hours_invalid", "hours_invalid")),
        (parking(None, sort="always"), Settled("free", "always")),
    ],
)
def test_what_holds_at_any_time_needs_no_timetable(terms: Terms, settled: Settled) -> None:
    made = timetable(SHANGHAI, terms, date(2026, 11, 27), 3)

    assert made.settled == settled
    assert (made.constant, made.starts) == (True, ())


@pytest.mark.parametrize(
    ("free_hours", "state"), [("24/7", "free"), ("off", "paid"), (None, "unknown")]
)
def test_what_never_changes_has_one_start(free_hours: str | None, state: str) -> None:
    made = timetable(SHANGHAI, parking(free_hours), date(2026, 11, 27), 3)

    assert made.constant
    assert made.states == (state,)
    assert made.starts == SHANGHAI.day_starts(date(2026, 11, 27), 0)


def test_an_unknown_state_says_why() -> None:
    unsure = parking("Mo-Fr 08:00-12:00 || unknown")

    assert timetable(SHANGHAI, parking(None), date(2026, 11, 27), 1).unknown_reason == "no_hours"
    assert timetable(SHANGHAI, unsure, date(2026, 11, 27), 1).unknown_reason == "hours_say_unknown"


def test_a_layer_without_hours_has_no_timetable() -> None:
    assert SHANGHAI.timetable(Terms("none", None, None, None, None), date(2026, 1, 1), 3) is None


def test_days_are_as_long_as_the_clocks_make_them() -> None:
    # Helsinki puts its clocks forward on Sunday 29 March 2026 and back on 25 October.
    spring = HELSINKI.day_starts(date(2026, 3, 28), 3)
    autumn = HELSINKI.day_starts(date(2026, 10, 24), 3)

    assert [end - start for start, end in pairwise(spring)] == [24 * HOUR, 23 * HOUR, 24 * HOUR]
    assert [end - start for start, end in pairwise(autumn)] == [24 * HOUR, 25 * HOUR, 24 * HOUR]


@pytest.mark.parametrize("first", [date(1949, 12, 1), date(2100, 12, 1)])
def test_days_without_a_calendar_are_refused(first: date) -> None:
    with pytest.raises(ValueError, match="1950 to 2100"):
        SHANGHAI.timetable(parking(NIGHT), first, 2)


@given(clocks, every_terms, st.dates(date(2025, 12, 20), date(2027, 2, 1)), st.data())
def test_each_minute_has_the_state_that_the_clock_says(
    clock: Clock, terms: Terms, first: date, data: st.DataObject
) -> None:
    made = timetable(clock, terms, first, 9)
    starts = clock.day_starts(first, 9)
    minute = data.draw(st.integers(starts[0], starts[-1] - 1))
    at = datetime.fromtimestamp(minute * 60, UTC)

    status = clock.status(terms, at)

    assert status is not None
    if made.settled is not None:
        assert made.settled == (status.state, status.reason, status.warning)
    else:
        assert made.states[bisect_right(made.starts, minute) - 1] == status.state
    for before, after in pairwise(made.states):
        assert before != after


@given(clocks, every_terms, st.dates(date(2026, 12, 20), date(2027, 2, 1)))
def test_a_day_is_provisional_when_a_status_that_hangs_on_it_alone_is(
    clock: Clock, terms: Terms, day: date
) -> None:
    made = timetable(clock, terms, day, 1)
    if len(made.starts) > 1:
        at = datetime.fromtimestamp(made.starts[0] * 60, UTC)
        status = clock.status(terms, at)
        assert status is not None
        assert (status.warning == "calendar_unpublished") is made.provisional[0]
        assert status.until == at + timedelta(minutes=made.starts[1] - made.starts[0])
