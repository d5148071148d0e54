"""The table of cases, which a program in a browser reads too."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from layers.hours import Clock, Terms, WorkingCalendar

TABLE = json.loads((Path(__file__).parent / "hours_cases.json").read_text(encoding="utf-8"))
CLOCKS = {
    country: Clock(place["timezone"], WorkingCalendar.of_country(country))
    for country, place in TABLE["places"].items()
}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["why"])
def test_the_status_is_as_the_table_says(case: dict[str, Any]) -> None:
    terms = Terms(
        sort=case["sort"],
        facility_status=case["facility_status"],
        open_hours=case["open_hours"],
        free_hours=case["free_hours"],
        max_stay_minutes=case["max_stay_minutes"],
    )

    status = CLOCKS[case["place"]].status(
        terms, datetime.fromisoformat(case["at"]), case["stay_minutes"]
    )

    assert status is not None
    assert status.state == case["state"]
    # In UTC: Python calls two times in different zones unequal within a repeated hour.
    until = None if case["until"] is None else datetime.fromisoformat(case["until"])
    assert _utc(status.until) == _utc(until)
    assert status.whole_stay_free is case["whole_stay_free"]
    assert status.warning == case["warning"]


@pytest.mark.parametrize("country", TABLE["places"])
def test_the_calendar_of_2026_is_as_the_government_published_it(country: str) -> None:
    place, calendar = TABLE["places"][country], WorkingCalendar.of_country(country)
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    days_off = {
        first + timedelta(days=n)
        for first, last in (map(date.fromisoformat, span) for span in place["holidays_2026"])
        for n in range((last - first).days + 1)
    }
    working_days = {date.fromisoformat(day) for day in place["working_days_2026"]}

    assert {day for day in year if calendar.day_kind(day) == "holiday"} == days_off
    assert {day for day in year if calendar.day_kind(day) == "make_up"} == working_days


def test_the_reasons_tell_the_cases_apart() -> None:
    reasons = [case["why"] for case in TABLE["cases"]]
    assert len(set(reasons)) == len(reasons)


def _utc(when: datetime | None) -> datetime | None:
    return None if when is None else when.astimezone(UTC)
