"""docs/reference/hours.md: its tables are judged by the clock that the service uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from layers.hours import (
    HORIZON_DAYS,
    Clock,
    HoursError,
    Reason,
    State,
    Terms,
    WarningCode,
    WorkingCalendar,
    parse_hours,
)
from layers.hours.schedule import LONGEST_TEXT

BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock("Asia/Shanghai", WorkingCalendar.of_country("CN"))


@pytest.fixture
def tables(document: Callable[[str], Any]) -> dict[str, list[list[str]]]:
    """Return the rows of each table by its first column."""
    return {table.columns[0]: table.rows for table in document("docs/reference/hours.md").tables}


def code(cell: str) -> str | None:
    found = re.fullmatch(r"`(.+)`", cell)
    return found[1] if found else None


def judged(clock: Clock, terms: Terms, asked: str) -> tuple[str, str]:
    status = clock.status(terms, datetime.fromisoformat(asked).replace(tzinfo=BEIJING))
    assert status is not None
    return status.state, f"{status.until:%Y-%m-%d %H:%M}" if status.until else ""


@pytest.mark.parametrize("sort", ["free_hours", "open_hours"])
def test_every_case_is_judged_as_the_page_says(
    tables: dict[str, list[list[str]]], clock: Clock, sort: Any
) -> None:
    for hours, asked, state, until, why in tables[sort.replace("_", " ")]:
        opened, free = (code(hours), None) if sort == "open_hours" else (None, code(hours))
        terms = Terms(sort, None, opened, free, None)
        assert judged(clock, terms, asked) == (state, until), why


def test_a_whole_stay_is_judged_as_the_page_says(
    tables: dict[str, list[list[str]]], clock: Clock
) -> None:
    nights = code(tables["free hours"][0][0])
    at = datetime(2026, 11, 23, 18, tzinfo=BEIJING)
    for stay, longest, whole, why in tables["stay"]:
        limit = int(longest.split()[0]) if longest else None
        status = clock.status(
            Terms("free_hours", None, None, nights, limit), at, int(stay.split()[0])
        )
        assert status is not None
        assert status.whole_stay_free is (whole == "yes"), why


def test_what_is_refused_is_refused_and_what_to_write_is_taken(
    tables: dict[str, list[list[str]]],
) -> None:
    for refused, why, instead in tables["refused"]:
        text, better = code(refused), code(instead)
        assert text is not None
        assert better is not None
        with pytest.raises(HoursError):
            parse_hours(text)
        assert parse_hours(better).warnings == (), why


def test_what_is_shown_for_writing_is_taken_without_a_doubt(
    tables: dict[str, list[list[str]]], code_in: Callable[[str], list[str]]
) -> None:
    for meant, written in tables["you mean"]:
        for text in code_in(written):
            assert parse_hours(text).warnings == (), meant


def test_every_state_reason_and_warning_is_explained(tables: dict[str, list[list[str]]]) -> None:
    for column, codes in (("state", State), ("reason", Reason), ("warning", WarningCode)):
        assert [code(row[0]) for row in tables[column]] == list(get_args(codes))


def test_figures_on_the_page_are_those_of_the_code(document: Callable[[str], Any]) -> None:
    text = " ".join(document("docs/reference/hours.md").text.split())

    assert f"over {HORIZON_DAYS} days" in text
    assert f"longer than {LONGEST_TEXT} characters" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("docs/reference/hours.md", r"up to and including (\d{4})"),
        ("docs/how-to/working-calendar.md", r"up to and including (\d{4})"),
        ("docs/how-to/working-calendar.zh-CN.md", r"到 (\d{4}) 年为止"),
    ],
)
def test_the_last_published_year_is_the_one_that_the_pages_name(
    document: Callable[[str], Any], name: str, words: str
) -> None:
    (named,) = re.findall(words, " ".join(document(name).text.split()))
    calendar = WorkingCalendar.of_country("CN")

    assert calendar.knows(int(named))
    assert not calendar.knows(int(named) + 1)
