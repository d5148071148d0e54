"""Which days are worked, which are off, and what is known of them."""

from __future__ import annotations

from datetime import date

import pytest

from layers.hours import CalendarError, WorkingCalendar, YearCalendar

CHINA = WorkingCalendar.of_country("CN")
EMPTY = YearCalendar(frozenset(), frozenset(), "a notice for this test")
NOTICE_OF_2027 = YearCalendar(
    holidays=frozenset({date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)}),
    working_days=frozenset({date(2026, 12, 27), date(2027, 1, 9)}),
    source="a notice for this test",
)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 14), "make_up"),
        (date(2026, 2, 15), "holiday"),
        (date(2026, 2, 24), "ordinary"),
        (date(2018, 12, 29), "make_up"),  # moved by the notice for 2019
        (date(2018, 12, 31), "holiday"),
        (date(2022, 12, 31), "holiday"),  # the Saturday before 1 January 2023
        (date(2025, 10, 8), "holiday"),
        (date(2026, 7, 4), "ordinary"),
    ],
)
def test_a_day_is_what_the_state_council_made_it(day: date, kind: str) -> None:
    assert CHINA.day_kind(day) == kind


def test_years_are_known_from_the_first_notice_to_the_last() -> None:
    assert not CHINA.knows(2000)
    assert all(CHINA.knows(year) for year in range(2001, 2027))
    assert not CHINA.knows(2031)


def test_a_year_is_known_everywhere_that_days_are_not_moved() -> None:
    assert WorkingCalendar.of_country("FI").knows(2031)


def test_a_year_is_not_known_where_a_holiday_hangs_on_a_moon_not_yet_seen() -> None:
    indonesia = WorkingCalendar.of_country("ID")
    assert indonesia.knows(2026)
    assert not indonesia.knows(2028)


def test_a_year_beyond_the_package_is_not_known_and_has_no_holidays() -> None:
    assert not CHINA.knows(2200)
    assert CHINA.day_kind(date(2200, 10, 1)) == "ordinary"


def test_late_december_is_settled_when_the_next_notice_is_out() -> None:
    calendar = WorkingCalendar.of_country("CN", overrides={2030: EMPTY})
    assert calendar.settled(date(2030, 12, 24))
    assert not calendar.settled(date(2030, 12, 25))
    assert CHINA.settled(date(2025, 12, 31))
    assert WorkingCalendar.of_country("FI").settled(date(2030, 12, 31))


def test_a_place_may_know_a_year_before_the_package_does() -> None:
    calendar = WorkingCalendar.of_country("CN", overrides={2027: NOTICE_OF_2027})

    assert calendar.knows(2027)
    assert calendar.settled(date(2026, 12, 31))
    assert calendar.day_kind(date(2027, 1, 9)) == "make_up"
    assert calendar.day_kind(date(2027, 10, 1)) == "ordinary"  # not in that notice


def test_a_notice_reaches_into_the_december_before_its_year() -> None:
    calendar = WorkingCalendar.of_country("CN", overrides={2027: NOTICE_OF_2027})

    assert calendar.day_kind(date(2026, 12, 31)) == "holiday"
    assert calendar.day_kind(date(2026, 12, 27)) == "make_up"
    assert calendar.day_kind(date(2026, 10, 1)) == "holiday"


def test_a_calendar_does_not_change_with_the_mapping_it_was_made_from() -> None:
    overrides = {2027: NOTICE_OF_2027}
    calendar = WorkingCalendar.of_country("CN", overrides=overrides)
    overrides.clear()
    assert calendar.knows(2027)


def test_a_subdivision_has_holidays_of_its_own() -> None:
    bavaria = WorkingCalendar.of_country("DE", subdivision="BY")
    assert bavaria.day_kind(date(2026, 1, 6)) == "holiday"
    assert WorkingCalendar.of_country("DE").day_kind(date(2026, 1, 6)) == "ordinary"


def test_the_code_of_a_country_may_be_in_small_letters() -> None:
    assert WorkingCalendar.of_country("cn").day_kind(date(2026, 10, 4)) == "holiday"


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("FI", "Nowhere")])
def test_an_unknown_country_is_named_in_the_error(country: str, subdivision: str | None) -> None:
    with pytest.raises(CalendarError, match=subdivision or country):
        WorkingCalendar.of_country(country, subdivision=subdivision)
