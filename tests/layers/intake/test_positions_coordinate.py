"""One coordinate, or a pair in one cell, in all the ways that people write them."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.intake.positions.cell import number_in
from layers.intake.positions.coordinate import Coordinate, coordinate
from layers.intake.positions.pair import Pair, pair_in
from layers.intake.positions.words import Trouble

# 119 + 6/60 + 12/3600 and 36 + 42/60 + 15/3600.
LON, LAT = 119.10333333333334, 36.704166666666666


@pytest.mark.parametrize(
    ("text", "value", "axis"),
    [
        ("119.1034", 119.1034, None),
        ("１１９．１０３４", 119.1034, None),
        ("\u200e119.1034\u00a0", 119.1034, None),
        ("119,1034", 119.1034, None),
        ("119.1034°", 119.1034, None),
        ("119.1034E", 119.1034, "x"),
        ("E 119.1034", 119.1034, "x"),
        ("东经119.1034°", 119.1034, "x"),
        ("經度：119.1034", 119.1034, "x"),
        ("lat=36.7", 36.7, "y"),
        ("北纬36.7", 36.7, "y"),
        ("36.7 South", -36.7, "y"),
        ("73.5W", -73.5, "x"),
        ("−73.5", -73.5, None),
        ("119°06′12″", LON, None),
        ("119º06´12”", LON, None),
        ("119° 6' 12''", LON, None),
        ("119°06′12″E", LON, "x"),
        ("东经119度6分12秒", LON, "x"),
        ("N36°42′15″", LAT, "y"),
        ("119d06m12s", LON, None),
        ("36deg42min15secN", LAT, "y"),
        ("119:06:12", LON, None),
        ("119 6 12", LON, None),
        ("119-06-12", LON, None),
        ("119.06.12", LON, None),
        ("119°06.2′", LON, None),
        ("119 6.2", LON, None),
        ("119°06,2′", LON, None),
        ("4,063,596.12", 4_063_596.12, None),
        ("4 063 596.12", 4_063_596.12, None),
        ("2'683'141.2", 2_683_141.2, None),
        ("4.063.596,12", 4_063_596.12, None),
        ("X=4063596.12米", 4_063_596.12, None),
        ("4.06359612E+06", 4_063_596.12, None),
    ],
)
def test_a_coordinate_is_read_as_it_is_written(text: str, value: float, axis: str | None) -> None:
    read = coordinate(text)

    assert isinstance(read, Coordinate)
    assert read.value == pytest.approx(value, abs=1e-12)
    assert read.axis == axis


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("119,103", "position_ambiguous", "thousands"),
        ("1190612E", "position_ambiguous", "run together"),
        ("364215N", "position_ambiguous", "run together"),
        ("119-06", "position_ambiguous", "dash"),
        ("36d42m15S", "position_ambiguous", "south"),
        ("-73.5W", "position_ambiguous", "minus sign"),
        ("4.06E+06", "position_ambiguous", "last digits"),
        ("119°60′12″", "position_unreadable", "below 60"),
        ("N96.7", "position_unreadable", "90°"),
        ("181°", "position_unreadable", "180°"),
        ("119°6.5′12″", "position_unreadable", "read"),
        ("东经北纬36.7", "position_unreadable", "read"),
        ("约119.1", "position_unreadable", "read"),
        ("119.1~119.2", "position_unreadable", "read"),
        ("学校东门", "position_unreadable", "read"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(
    text: str, code: str, word: str
) -> None:
    trouble = coordinate(text)

    assert isinstance(trouble, Trouble)
    assert trouble.code == code
    assert word in trouble.reason.en
    assert trouble.suggestion.zh


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59_999))
def test_degrees_minutes_and_seconds_are_the_same_in_all_marks(d: int, m: int, ms: int) -> None:
    s = f"{ms / 1000:.3f}"
    forms = [f"{d}°{m}′{s}″", f"{d}度{m}分{s}秒", f"{d}d{m}m{s}s", f"{d}:{m}:{s}", f"{d} {m} {s}"]

    values = {coordinate(form) for form in forms}

    assert len(values) == 1
    assert next(iter(values))[0] == pytest.approx(d + m / 60 + ms / 3_600_000, abs=1e-10)


@given(st.text(max_size=20))
def test_any_text_gives_a_number_or_a_reason(text: str) -> None:
    assert isinstance(coordinate(text), Coordinate | Trouble)
    assert isinstance(pair_in(text), Pair | Trouble | None)


@pytest.mark.parametrize("cell", [None, "", "  ", "无", "-", "NULL", "暂无", float("nan")])
def test_an_empty_cell_has_no_coordinate_and_is_no_trouble(cell: Any) -> None:
    assert number_in(cell) is None
    assert pair_in(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"), [(119, 119.0), (119.5, 119.5), (Decimal("119.25"), 119.25), ("119.", 119.0)]
)
def test_numbers_of_any_type_are_coordinates(cell: Any, value: float) -> None:
    assert number_in(cell) == Coordinate(value)


@pytest.mark.parametrize("cell", [True, float("inf"), [1, 2], time(1, 2)])
def test_what_is_no_number_is_refused(cell: Any) -> None:
    assert isinstance(number_in(cell), Trouble)


def test_a_coordinate_that_became_a_time_of_day_is_explained() -> None:
    trouble = number_in(time(11, 6, 12))

    assert isinstance(trouble, Trouble)
    assert "spreadsheet" in trouble.reason.en


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("119.1,36.7", (119.1, 36.7, False)),
        ("36.7, 119.1", (36.7, 119.1, False)),
        ("119.1，36.7", (119.1, 36.7, False)),
        ("119.1；36.7", (119.1, 36.7, False)),
        ("（119.1 36.7）", (119.1, 36.7, False)),
        ("【119.1、36.7】", (119.1, 36.7, False)),
        ("119.1/36.7", (119.1, 36.7, False)),
        ("坐标：119.1,36.7", (119.1, 36.7, False)),
        ("119.1,36.7,12.5", (119.1, 36.7, False)),
        ("36,7; 119,1", (36.7, 119.1, False)),
        ("4,063,596.12, 419,575.3", (4_063_596.12, 419_575.3, False)),
        ([119.1, 36.7], (119.1, 36.7, False)),
        ("[119.1, 36.7]", (119.1, 36.7, False)),
        ('["119.1", "36.7"]', (119.1, 36.7, False)),
        ({"lat": "36.7", "lng": 119.1}, (119.1, 36.7, True)),
        ('{"纬度": 36.7, "经度": 119.1}', (119.1, 36.7, True)),
        ({"type": "Point", "coordinates": [119.1, 36.7]}, (119.1, 36.7, True)),
        ("POINT(119.1 36.7)", (119.1, 36.7, True)),
        ("SRID=4326;POINT Z (119.1 36.7 12)", (119.1, 36.7, True)),
        ("北纬36.7° 东经119.1°", (119.1, 36.7, True)),
        ("东经E119.1°北纬N36.7°", (119.1, 36.7, True)),
        ("36.7N 119.1E", (119.1, 36.7, True)),
        ("lat:36.7,lon:119.1", (119.1, 36.7, True)),
        ("S36.7 W119.1", (-119.1, -36.7, True)),
        ("119°06′12″ 36°42′15″", (LON, LAT, False)),
        ("119° 06' 12\", 36° 42' 15\"", (LON, LAT, False)),
        ("N36°42′15″E119°06′12″", (LON, LAT, True)),
        ("36 42 15 119 06 12", (LAT, LON, False)),
        ("119 6.2 36 42.25", (LON, LAT, False)),
    ],
)
def test_a_pair_is_read_as_it_is_written(cell: Any, pair: tuple[float, float, bool]) -> None:
    read = pair_in(cell)

    assert isinstance(read, Pair)
    assert read == pytest.approx(pair)
    assert read.ordered is pair[2]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("36,7,119,1", "position_ambiguous"),
        ("E119.1, E36.7", "position_ambiguous"),
        ("119.1", "position_unreadable"),
        ("119.1,", "position_unreadable"),
        ("119.1,abc", "position_unreadable"),
        ({"x": 119.1}, "position_unreadable"),
        ("POINT(119.1)", "position_unreadable"),
        (119.1, "position_unreadable"),
    ],
)
def test_what_is_no_pair_is_refused(cell: Any, code: str) -> None:
    trouble = pair_in(cell)

    assert isinstance(trouble, Trouble)
    assert trouble.code == code


@pytest.mark.parametrize(
    "text", ["1" + " " * 30_000 + "x", "[" * 30_000, "{" * 30_000, "1," * 9_000]
)
def test_an_endless_cell_is_refused_like_any_other(text: str) -> None:
    assert isinstance(number_in(text), Trouble)
    assert isinstance(pair_in(text), Trouble)
