"""Hours taken from and added to each other, checked by hand and minute by minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.hours import Clock, HoursError, Terms, WorkingCalendar
from layers.osm.week import Change, NotExactError, hours_after

ZONE = ZoneInfo("Asia/Shanghai")
CLOCK = Clock("Asia/Shanghai", WorkingCalendar.of_country("CN"))


def complement(hours: str) -> str | None:
    return hours_after([Change(opens=False, hours=hours)], open_at_first=True)


@pytest.mark.parametrize(
    ("charged", "free"),
    [
        ("08:00-18:00", "Mo-Su 00:00-08:00,18:00-24:00"),
        ("Mo-Fr 08:00-18:00", "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su 00:00-24:00"),
        (
            "Mo-Fr 09:00-21:00; Sa 09:00-18:00",
            "Mo-Fr 00:00-09:00,21:00-24:00; Sa 00:00-09:00,18:00-24:00; Su 00:00-24:00",
        ),
        # Over midnight.
        ("18:00-08:00", "Mo-Su 08:00-18:00"),
        ("Mo-Su 22:00-26:00", "Mo-Su 02:00-22:00"),
        # Holidays are named, so what holds on them is said too, and last.
        (
            "Mo-Fr 08:00-18:00; PH off",
            "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su 00:00-24:00; PH 00:00-24:00",
        ),
        ("Mo-Su,PH 08:00-18:00", "Mo-Su 00:00-08:00,18:00-24:00"),
        ("PH 08:00-18:00", "Mo-Su 00:00-24:00; PH 00:00-08:00,18:00-24:00"),
        ("Mo,We 00:00-24:00", "Tu,Th-Su 00:00-24:00"),
        ("24/7", None),
        ("00:00-24:00", None),
        ("Mo-Fr 08:00-18:00 off", "24/7"),
    ],
)
def test_what_is_not_charged_is_free(charged: str, free: str | None) -> None:
    assert complement(charged) == free


@pytest.mark.parametrize(
    "hours",
    [
        "May-Sep 08:00-18:00",
        "2026 Oct 1 08:00-18:00",
        "Mo[1] 08:00-18:00",
        "PH +1 day 08:00-18:00",
        "08:00-18:00 unknown",
        "18:00+",
        # Is Sunday's first hour charged? It is after a Saturday that made up for a holiday.
        "Mo-Fr 18:00-08:00",
        "Mo-Fr 18:00-08:00; PH off",
    ],
)
def test_what_has_no_exact_expression_is_refused(hours: str) -> None:
    with pytest.raises(NotExactError):
        complement(hours)


def test_hours_too_long_to_be_written_are_refused() -> None:
    spans = ",".join(f"{hour:02}:05-{hour:02}:10" for hour in range(24))
    charged = [Change(opens=False, hours=spans), Change(opens=False, hours="Sa 00:00-00:01")]
    with pytest.raises(NotExactError):
        hours_after(charged, open_at_first=True)


def test_hours_that_are_not_understood_are_refused() -> None:
    with pytest.raises(HoursError, match="8-18"):
        complement("8-18")


def test_the_last_change_counts() -> None:
    weekend = Change(opens=True, hours="Sa-Su 00:00-24:00")
    sunday = Change(opens=False, hours="Su 08:00-18:00")
    expected = "Sa 00:00-24:00; Su 00:00-08:00,18:00-24:00"
    assert hours_after([weekend, sunday], open_at_first=False) == expected
    assert hours_after([sunday, weekend], open_at_first=False) == "Sa-Su 00:00-24:00"


def test_hours_over_midnight_add_up_as_rules() -> None:
    nights = Change(opens=True, hours="Mo-Fr 18:00-08:00")
    weekend = Change(opens=True, hours="Sa-Su,PH 00:00-24:00")
    expected = "Mo-Fr 18:00-08:00, Sa-Su,PH 00:00-24:00"
    assert hours_after([nights, weekend], open_at_first=False) == expected


def test_one_opening_alone_keeps_its_own_words() -> None:
    given_hours = "May-Sep 18:00-08:00"
    assert hours_after([Change(opens=True, hours=given_hours)], open_at_first=False) == given_hours
    assert hours_after([Change(opens=True, hours=None)], open_at_first=False) == "24/7"
    assert hours_after([], open_at_first=True) == "24/7"
    assert hours_after([], open_at_first=False) is None


WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
QUARTERS = st.integers(0, 95)


@st.composite
def weekly_hours(draw: st.DrawFn) -> str:
    rules = []
    for _ in range(draw(st.integers(1, 3))):
        first, last = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        start, end = draw(QUARTERS), draw(QUARTERS)
        times = f"{start // 4:02}:{start % 4 * 15:02}-{end // 4:02}:{end % 4 * 15:02}"
        days = WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}-{WEEKDAYS[last]}"
        rules.append(f"{days} {times}")
    return "; ".join(rules)


def is_open(hours: str, at: datetime) -> bool:
    terms = Terms("free_hours", "open", None, hours, None)
    return CLOCK.status(terms, at).state == "free"


@given(weekly_hours(), st.integers(0, 6), st.integers(0, 1439))
def test_every_minute_is_in_the_hours_or_in_what_is_left(
    hours: str, weekday: int, minute: int
) -> None:
    # An ordinary week, and the one of the Spring Festival with its make-up days (14-28 Feb 2026).
    try:
        rest = complement(hours)
    except NotExactError:
        spans = [rule.split()[1].split("-") for rule in hours.split("; ")]
        assert any(start >= end for start, end in spans), "only nights may be refused"
        return
    for monday in (date(2026, 3, 9), date(2026, 2, 9), date(2026, 2, 23)):
        day = monday + timedelta(days=weekday)
        at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZONE)
        assert is_open(hours, at) != (rest is not None and is_open(rest, at))
