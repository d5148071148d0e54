"""The column map as a TOML file: what it may say, and what it is told otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.columns import (
    column_map_text,
    parse_column_map,
    read_column_map,
    write_column_map,
)
from layers.intake.table import IntakeError

WRITTEN = r"""
datum = "gcj02"
key = ["name", "address"]
keep = ["照片"]
ignore = ["序号"]

[columns]
name = "厕所名称"
spaces = { column = "free", pattern = ':(\d+)$' }
area_m2 = { column = "面积", factor = 10000.0 }

[position]
pair = "坐标"
order = "lat_lon"

[constants]
source = "环卫中心"
verified_on = 2025-07-09

[values.grade]
"甲" = 1
"未评" = ""
"""


def test_a_map_written_by_hand_is_read(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    file.write_text(WRITTEN, encoding="utf-8-sig")
    assert read_column_map(file) == ColumnMap(
        fields={
            "name": Source("厕所名称"),
            "spaces": Source("free", r":(\d+)$"),
            "area_m2": Source("面积", None, 10_000),
        },
        position=PositionColumns("pair", ("坐标",), "lat_lon"),
        constants={"source": "环卫中心", "verified_on": date(2025, 7, 9)},
        values={"grade": {"甲": 1, "未评": ""}},
        kept=("照片",),
        ignored=("序号",),
        datum="gcj02",
        key=("name", "address"),
    )


def test_an_empty_map_leaves_everything_to_be_proposed() -> None:
    assert parse_column_map("", "a.toml") == ColumnMap({}, PositionColumns("unsaid"))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('longitude = "经"\nlatitude = "纬"', PositionColumns("columns", ("经", "纬"))),
        ('northing = "X"\neasting = "Y"', PositionColumns("columns", ("Y", "X"))),
        ('pair = "坐标"', PositionColumns("pair", ("坐标",))),
        ('geometry = "wkt"', PositionColumns("geometry", ("wkt",))),
        ("geometry = true", PositionColumns("geometry")),
        ("none = true", PositionColumns("none")),
    ],
)
def test_a_position_is_said_in_one_of_several_ways(text: str, position: PositionColumns) -> None:
    assert parse_column_map(f"[position]\n{text}", "a.toml").position == position


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not TOML"),
        ('colums = { name = "a" }', "known: datum, key"),
        ("[columns]\nname = 3", "columns.name = 3"),
        ('[columns]\nname = { column = "a", patern = "b" }', "known: column, pattern, factor"),
        ('[columns]\nname = { pattern = "b" }', "missing"),
        ('[columns]\nname = { column = "a", pattern = "(" }', "not a regular expression"),
        ('[columns]\nname = { column = "a", pattern = "(a+)+$" }', "repeat"),
        ('[columns]\nname = { column = "a", factor = 0.0 }', "factor"),
        ('[position]\nlongitude = "a"', "longitude and latitude"),
        ('[position]\npair = "a"\norder = "xy"', "lon_lat"),
        ('[position]\nlongitude = "a"\nlatitude = "b"\norder = "lon_lat"', "order belongs"),
        ('datum = "moon"', "moon"),
        ('only = "yes"', "only"),
        ("keep = 3", 'keep = ["照片"]'),
        ("[constants]\nsource = { a = 1 }", "write one value"),
        ("[constants]\nspaces = nan", "no number"),
    ],
)
def test_a_wrong_map_is_told_key_value_and_way_out(text: str, said: str) -> None:
    with pytest.raises(IntakeError) as refused:
        parse_column_map(text, "columns.toml")
    assert said in str(refused.value)
    assert "columns.toml" in str(refused.value)


def test_a_missing_a_foreign_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="missing"):
        read_column_map(tmp_path / "none.toml")
    file = tmp_path / "columns.toml"
    file.write_bytes("datum = '高德'".encode("gb18030"))
    with pytest.raises(IntakeError, match="UTF-8"):
        read_column_map(file)
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(IntakeError, match="1000000"):
        read_column_map(file)
    with pytest.raises(IntakeError, match="cannot be"):
        read_column_map(tmp_path)
    with pytest.raises(IntakeError, match="cannot be written"):
        write_column_map(ColumnMap({}, PositionColumns("none")), tmp_path / "no" / "a.toml")


@pytest.mark.parametrize(
    "pattern", [r"(a+)+$", r"(a|aa)+$", r"(.*)*x", r"a*a*a*a*b", r"(?=a+)b", r"(a)\1", "a" * 201]
)
def test_a_pattern_that_may_run_away_is_refused(pattern: str) -> None:
    text = column_map_text(ColumnMap({"name": Source("a", pattern)}, PositionColumns("none")))
    with pytest.raises(IntakeError, match="pattern"):
        parse_column_map(text, "a.toml")


@pytest.mark.parametrize(
    "pattern", [r":(\d+)$", r"共(\d+)个", r"^(.+?)[((]", r"[a-z]{2,5}\d?", "a|b"]
)
def test_a_pattern_of_the_usual_sort_is_taken(pattern: str) -> None:
    text = column_map_text(ColumnMap({"name": Source("a", pattern)}, PositionColumns("none")))
    assert parse_column_map(text, "a.toml").fields["name"].pattern == pattern


headings = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
scalars = (
    st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
)
positions = st.one_of(
    st.builds(lambda a, b: PositionColumns("columns", (a, b)), headings, headings),
    st.builds(
        lambda a, order: PositionColumns("pair", (a,), order),
        headings,
        st.sampled_from([None, "lon_lat", "lat_lon"]),
    ),
    st.builds(lambda a: PositionColumns("geometry", (a,)), headings),
    st.sampled_from([PositionColumns(sort) for sort in ("geometry", "none", "unsaid")]),
)
sources = st.builds(
    Source,
    headings,
    st.sampled_from([None, r":(\d+)$", "it's", "\t", "\x7f"]),
    st.floats(1e-6, 1e9),
)
maps = st.builds(
    ColumnMap,
    fields=st.dictionaries(headings, sources, max_size=4),
    position=positions,
    constants=st.dictionaries(headings, scalars | st.lists(scalars, max_size=3), max_size=3),
    values=st.dictionaries(headings, st.dictionaries(headings, scalars, min_size=1), max_size=2),
    kept=st.lists(headings, max_size=3).map(tuple),
    ignored=st.lists(headings, max_size=3).map(tuple),
    datum=st.sampled_from([None, "gcj02", "EPSG:4549"]),
    key=st.lists(headings, max_size=2).map(tuple),
    only=st.booleans(),
)


@given(maps)
def test_a_map_that_is_written_reads_the_same(column_map: ColumnMap) -> None:
    assert parse_column_map(column_map_text(column_map), "a.toml") == column_map


def test_a_written_map_is_explained_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    moment: Any = datetime(2025, 7, 9, tzinfo=UTC)
    made = ColumnMap({"name": Source("名称")}, PositionColumns("none"), {"updated_at": moment})
    write_column_map(made, file)
    comments = [line for line in file.read_text().splitlines() if line.startswith("# ")]
    assert len(comments) >= 8
    assert read_column_map(file) == made
