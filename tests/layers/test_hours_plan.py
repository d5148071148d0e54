"""The course of a day agrees with the library where that goes by the specification."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from layers.hours import parse_hours
from layers.hours.calendar import DayKind
from layers.hours.plan import canvas_of_day, runs

WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
LETTERS = {State.OPEN: b"o", State.CLOSED: b"c", State.UNKNOWN: b"u"}

hours = st.integers(0, 23)
days = st.one_of(
    st.sampled_from(["Mo-Fr", "Sa-Su", "Fr-Mo", "Mo,We,Fr", "Tu", "Su", "Mo[1]", "Th[-1]"]),
    st.tuples(st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS)).map("-".join),
)
dates = st.sampled_from(
    [
        "Apr-Oct",
        "Nov-Mar",
        "Dec 20-Jan 10",
        "2026 Oct 1-7",
        "2026 Dec 24-2027 Jan 6",
        "2026",
        "week 1-26",
        "week 1-53/2",
        "Mar Su[-1]-Oct Su[-1]",
        "easter -2 days",
        "Feb 29",
        "Jan",
    ]
)
spans_in_a_day = st.tuples(hours, st.integers(1, 24)).map(
    lambda ends: f"{min(ends[0], ends[1] - 1):02}:00-{max(ends[0] + 1, ends[1]):02}:00"
)
spans_over_midnight = st.tuples(st.integers(12, 23), st.integers(0, 11)).map(
    lambda ends: f"{ends[0]}:00-{ends[1]:02}:30"
)


def rule(spans: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(
        st.none() | dates,
        st.none() | days,
        st.lists(spans, min_size=1, max_size=2).map(",".join),
        st.sampled_from([None, None, None, "off", "unknown"]),
    ).map(lambda parts: " ".join(filter(None, parts)))


single_rules = rule(spans_in_a_day | spans_over_midnight)
several_rules = st.lists(rule(spans_in_a_day), min_size=1, max_size=3).map("; ".join)
any_day = st.dates(date(2024, 1, 2), date(2028, 12, 30))


def ordinary(_day: date) -> DayKind:
    return "ordinary"


@settings(deadline=None)
@given(single_rules | several_rules, any_day)
def test_ordinary_days_are_judged_as_the_library_judges_them(text: str, day: date) -> None:
    midnight = datetime(day.year, day.month, day.day)
    theirs = b"".join(
        LETTERS[state] * int((end - start).total_seconds() // 60)
        for start, end, state, _ in OpeningHours(text).intervals(
            midnight, midnight + timedelta(days=1)
        )
    )
    assert canvas_of_day(parse_hours(text).rules, day, ordinary) == theirs


@settings(deadline=None)
@given(several_rules, any_day)
def test_a_day_has_every_minute_once(text: str, day: date) -> None:
    stretches = runs(canvas_of_day(parse_hours(text).rules, day, ordinary))
    assert stretches[0][0] == 0
    assert stretches[-1][1] == 1440
    assert all(
        before[1] == after[0] and before[2] != after[2] for before, after in pairwise(stretches)
    )


def test_the_library_still_loses_the_night_that_is_kept_here() -> None:
    """When this fails the library has been mended, and `plan` may lean on it more."""
    text, sunday = "Su-Th 11:00-23:00; Fr-Sa 11:00-02:00", datetime(2026, 11, 22, 1)
    assert OpeningHours(text).is_closed(sunday)
    assert canvas_of_day(parse_hours(text).rules, sunday.date(), ordinary)[60:61] == b"o"


def test_the_library_still_takes_a_bare_comment_for_open() -> None:
    text, morning = '10:00-12:00 "by appointment"', datetime(2026, 11, 23, 10)
    assert OpeningHours(text).is_open(morning)
    assert canvas_of_day(parse_hours(text).rules, morning.date(), ordinary)[600:601] == b"u"
