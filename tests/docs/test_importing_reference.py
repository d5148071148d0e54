"""The page about importing and exporting names what the code has: formats, keys, codes, limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from layers.export import FORMATS
from layers.intake.checks.outlines import INVISIBLE_M
from layers.intake.checks.whereabouts import FAR_OUTSIDE_M
from layers.intake.columns.map_file import MapFile
from layers.intake.positions.verdict import APART_M, NEAR_BY_NAME_M, SHARE_FAILS, SHARE_FITS
from layers.intake.reading import limits

INTAKE = Path(__file__).parents[2] / "layers" / "intake"


@pytest.fixture
def page(document: Callable[[str], Any]) -> Any:
    return document("docs/reference/importing.md")


def test_every_format_that_is_written_has_its_ending(page: Any) -> None:
    (table,) = page.tables_under("Formats")
    endings = {
        ending
        for row in table.rows
        if row[2] != "no"
        for ending in re.findall(r"`\.(\w+)`", row[3])
    }

    assert all(
        any(suffix.rpartition(".")[2] in endings for suffix in one.suffixes)
        for one in FORMATS.values()
    )


def test_every_key_of_a_column_map_is_described(page: Any) -> None:
    (table,) = page.tables_under("Columns")
    described = {
        key.strip("[]").split(".")[0]
        for row in table.rows
        for key in re.findall(r"`([^`]+)`", row[0])
    }

    assert described == {info.alias or name for name, info in MapFile.model_fields.items()}


def test_every_code_of_a_finding_is_one_that_the_code_gives(page: Any) -> None:
    (table,) = page.tables_under("Findings")
    source = "".join(path.read_text("utf-8") for path in INTAKE.rglob("*.py"))

    for row in table.rows:
        assert f'"{row[0].strip("`")}"' in source, row[0]


def test_the_figures_are_those_of_the_code(page: Any) -> None:
    text = " ".join(page.text.split())

    assert (SHARE_FAILS, SHARE_FITS, NEAR_BY_NAME_M, APART_M) == (0.5, 0.9, 50.0, 100.0)
    assert f"beyond {FAR_OUTSIDE_M / 1000:.0f} km" in text
    assert INVISIBLE_M == 0.5
    assert f"{limits.ROWS:,} rows and {limits.COLUMNS:,} columns" in text
    assert f"a sheet of {limits.SHEET_CELLS:,} cells" in text
    assert (limits.FILE_BYTES, limits.UNZIPPED_BYTES) == (1_000_000_000, 2_000_000_000)
    assert f"{limits.UNZIPPED_RATIO} times its size" in text
