"""docs/reference/hours.md: the phrases on it are read, or refused, as the page says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from layers.hours import read_hours_text

HEADING = "Phrases that are understood / 能读懂的写法"


@pytest.fixture
def tables(document: Callable[[str], Any]) -> dict[str, list[list[str]]]:
    """Return the rows of the section's tables by their second column."""
    under = document("docs/reference/hours.md").tables_under(HEADING)
    return {table.columns[1].split()[0]: table.rows for table in under}


def test_phrases_are_read_as_the_page_says(tables: dict[str, list[list[str]]]) -> None:
    for phrase, expression, note in tables["read"]:
        reading = read_hours_text(phrase.strip("`"))
        assert reading.expression == expression.strip("`")
        assert bool(reading.warnings) is ("a warning" in note)


def test_phrases_that_the_page_calls_unclear_are_refused(
    tables: dict[str, list[list[str]]],
) -> None:
    for phrase, _because in tables["refused"]:
        assert read_hours_text(phrase.strip("`")).reason is not None
