"""Positions of a table's rows: from two columns, from one, from geometries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from layers.intake.column_map import PositionColumns
from layers.intake.positions import RawPositions, read_positions
from layers.intake.table import IntakeError, Table


def table(columns: dict[str, list[Any]], geometries: list[Any] | None = None) -> Table:
    count = len(geometries if geometries is not None else next(iter(columns.values())))
    shapes = None if geometries is None else np.array(geometries, dtype=object)
    return Table("some.csv", "csv", columns, np.arange(2, 2 + count), geometries=shapes)


def from_columns(xs: list[Any], ys: list[Any]) -> RawPositions:
    position = PositionColumns("columns", ("经度", "纬度"))
    return read_positions(table({"经度": xs, "纬度": ys}), position)


def from_pairs(cells: list[Any], order: Any = None) -> RawPositions:
    return read_positions(table({"坐标": cells}), PositionColumns("pair", ("坐标",), order))


def from_geometries(cells: list[Any]) -> RawPositions:
    return read_positions(table({"geom": cells}), PositionColumns("geometry", ("geom",)))


def found(raw: RawPositions) -> list[tuple[str, int | None, str | None, str]]:
    return [(each.code, each.line, each.column, each.value) for each in raw.findings]


def test_two_columns_give_numbers_and_rows_without_are_no_finding() -> None:
    raw = from_columns([119.1, "119.2", "东经119°18′", None], [36.7, "36.8", "36.6", ""])

    assert raw.x[:3].tolist() == pytest.approx([119.1, 119.2, 119.3])
    assert raw.y[:3].tolist() == [36.7, 36.8, 36.6]
    assert raw.placed.tolist() == [True, True, True, False]
    assert raw.shapes is None
    assert found(raw) == []


def test_bad_cells_are_told_with_line_column_and_value() -> None:
    raw = from_columns(["119.1", "x", "119,103", None], ["36.7", "36.7", "36.7", "36.7"])

    assert found(raw) == [
        ("position_unreadable", 3, "经度", "x"),
        ("position_ambiguous", 4, "经度", "119,103"),
        ("position_half", 5, "经度", ""),
    ]
    assert raw.placed.tolist() == [True, False, False, False]
    assert all(each.severity == "error" and each.field == "geometry" for each in raw.findings)


def test_zero_zero_is_no_position_and_only_a_warning() -> None:
    raw = from_columns([0, "0.0", 0], [0, "0", 51.5])

    assert raw.placed.tolist() == [False, False, True]
    assert [(each.code, each.severity) for each in raw.findings] == [
        ("position_zero", "warning")
    ] * 2


def test_a_cell_that_says_north_is_a_latitude_whatever_its_heading() -> None:
    raw = from_columns(["N36.7", "E119.1"], ["119.1", "E36.7"])

    assert (raw.x[0], raw.y[0]) == (119.1, 36.7)
    assert found(raw) == [("position_ambiguous", 3, "纬度", "E36.7")]


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        (("经度", "纬度"), True),
        (("lng", "lat"), True),
        (("东坐标", "北坐标"), True),
        (("x", "y"), False),
        (("X坐标", "Y坐标"), False),
        (("x_coord", "y_coord"), False),
    ],
)
def test_headings_of_bare_letters_do_not_say_which_axis_they_mean(
    headings: tuple[str, str], known: bool
) -> None:
    columns = {headings[0]: [4_063_596.1], headings[1]: [419_575.2]}

    raw = read_positions(table(columns), PositionColumns("columns", headings))

    assert raw.order_known is known


@pytest.mark.parametrize("order", [None, "lat_lon"])
def test_latitude_first_is_told_by_the_numbers_of_the_whole_column(order: Any) -> None:
    raw = from_pairs(["36.7,119.1", "36.8，119.2", "", "东经119.3 北纬36.6"], order)

    assert raw.x[[0, 1, 3]].tolist() == [119.1, 119.2, 119.3]
    assert raw.y[[0, 1, 3]].tolist() == [36.7, 36.8, 36.6]
    assert raw.order_known


def test_an_order_that_the_numbers_do_not_tell_stays_open() -> None:
    raw = from_pairs(["47.37,8.54", "47.38,8.55"])

    assert raw.x.tolist() == [47.37, 47.38]
    assert not raw.order_known


def test_a_declared_order_is_kept_where_the_numbers_do_not_tell() -> None:
    raw = from_pairs(["47.37,8.54"], "lat_lon")

    assert (raw.x[0], raw.y[0], raw.order_known) == (8.54, 47.37, True)


def test_a_pair_of_zeros_and_a_broken_pair_are_told() -> None:
    raw = from_pairs(["0,0", "119.1", "119.1,36.7"])

    assert found(raw) == [
        ("position_zero", 2, "坐标", "0,0"),
        ("position_unreadable", 3, "坐标", "119.1"),
    ]


def test_geometries_come_as_wkt_wkb_geojson_text_and_objects() -> None:
    polygon = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}'
    raw = from_geometries(
        [
            "POINT (119.1 36.7)",
            shapely.Point(119.2, 36.8).wkb_hex,
            polygon,
            {"type": "Point", "coordinates": [119.3, 36.9]},
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [119.4, 37]}},
            {"lat": 36.5, "lng": 119.5},
            None,
            "POLYGON EMPTY",
        ]
    )

    assert raw.shapes is not None
    assert [None if shape is None else shape.geom_type for shape in raw.shapes] == [
        *["Point"] * 2, "Polygon", *["Point"] * 3, None, None,
    ]  # fmt: skip
    assert raw.x[[0, 1, 3, 4, 5]].tolist() == [119.1, 119.2, 119.3, 119.4, 119.5]
    assert shapely.contains_xy(raw.shapes[2], raw.x[2], raw.y[2])
    assert raw.placed.tolist() == [*[True] * 6, False, False]
    assert found(raw) == []


def test_geometries_that_cannot_be_read_are_told() -> None:
    cells = [
        7,
        b"\x00",
        "{",
        "POLYGON((0 0,1e999 1,1 0,0 0))",
        "hm",
        '{"type":"Point","coordinates":"x"}',
        {"type": "Polygon", "coordinates": [[[0]]]},
    ]

    raw = from_geometries([*cells, "POINT(0 0)"])

    assert [code for code, *_ in found(raw)] == ["geometry_unreadable"] * 7 + ["position_zero"]
    assert not raw.placed.any()


def test_a_reference_system_written_with_the_geometries_is_kept() -> None:
    raw = from_geometries(["SRID=4549;POINT(419575 4063596)", None])
    silent = from_geometries([shapely.Point(1, 2).wkb])
    torn = from_geometries(["SRID=4549;POINT(1 2)", "SRID=4528;POINT(1 2)"])

    assert (raw.crs, silent.crs, torn.crs) == ("EPSG:4549", None, None)


def test_a_bow_tie_has_a_point_and_does_not_spoil_the_others() -> None:
    bow_tie = shapely.from_wkt("POLYGON((0 0,1 1,1 0,0 1,0 0))")
    spoilt = shapely.from_wkt("MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)),((0 0,2 0,2 2,0 2,0 0)))")
    square = shapely.box(119, 36, 120, 37)
    raw = read_positions(table({}, [bow_tie, spoilt, square, None]), PositionColumns("geometry"))

    assert raw.placed.tolist() == [True, True, True, False]
    assert (raw.x[2], raw.y[2]) == (119.5, 36.5)


def test_a_corner_at_infinity_gives_no_position() -> None:
    endless = shapely.Polygon([(0, 0), (np.inf, 1), (1, 0)])
    raw = read_positions(table({}, [endless, shapely.Point(1, 2)]), PositionColumns("geometry"))

    assert raw.placed.tolist() == [False, True]
    assert raw.shapes is not None
    assert raw.shapes[0] is None


def test_a_feature_without_a_geometry_has_no_position_and_is_no_finding() -> None:
    raw = from_geometries([{"type": "Feature", "geometry": None}, "119.1,36.7", [119.2, 36.8]])

    assert raw.placed.tolist() == [False, True, True]
    assert found(raw) == []


def test_a_file_without_positions_has_none() -> None:
    raw = read_positions(table({"名称": ["a", "b"]}), PositionColumns("none"))

    assert len(raw) == 2
    assert not raw.placed.any()


@pytest.mark.parametrize(
    "position",
    [PositionColumns("columns", ("经度", "纬度")), PositionColumns("geometry")],
)
def test_a_table_that_lacks_what_is_asked_for_is_refused(position: PositionColumns) -> None:
    with pytest.raises(IntakeError, match=r"some\.csv has no"):
        read_positions(table({"名称": ["a"]}), position)
