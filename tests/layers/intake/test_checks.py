"""What can be wrong with rows besides their cells, worked out on the graph paper of Tiny Town."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers._registry import layer_named
from layers.intake.checks import (
    checked_outlines,
    near_duplicates,
    position_findings,
    repeated_ids,
    rows_without_position,
    total_rows,
    unfit_shapes,
)
from layers.intake.table import Table
from layers.place import read_place


def table(**columns):
    count = len(next(iter(columns.values())))
    return Table("a.csv", "csv", columns, np.arange(2, count + 2))


def found(findings):
    return [(finding.line, finding.code, finding.severity) for finding in findings]


# Tiny Town lies between 119.0 and 119.2 east, 36.6 and 36.8 north.
@pytest.mark.parametrize(
    ("lon", "lat", "code", "severity", "words"),
    [
        # 0.01 degrees of longitude at 36.7 north are 893.8 m.
        (119.21, 36.7, "outside_place", "warning", "894 m"),
        # 0.1 degrees of latitude are 11.1 km.
        (119.1, 36.9, "outside_place", "error", "11.1 km"),
        (36.7, 119.1, "swapped_axes", "error", "swapped"),
        (36.9, 119.3, "not_degrees", "error", "is not a longitude"),
        (419_575.0, 4_063_596.0, "not_degrees", "error", "is not a longitude"),
    ],
)
def test_a_position_off_the_place_is_told_with_how_far(tiny_place, lon, lat, code, severity, words):
    place = read_place(tiny_place)

    (finding,) = position_findings(
        np.array([5]), np.array([lon]), np.array([lat]), place, column="经度"
    )

    assert (finding.line, finding.code, finding.severity) == (5, code, severity)
    assert words in finding.reason.en
    assert finding.column == "经度"


def test_positions_within_and_missing_ones_are_not_told(tiny_place):
    lon, lat = np.array([119.1, 119.0, np.nan]), np.array([36.7, 36.6, np.nan])

    assert not list(position_findings(np.array([2, 3, 4]), lon, lat, read_place(tiny_place)))


def test_swapped_axes_are_told_with_the_right_way_round(tiny_place):
    (tiny_place / "boundary.geojson").write_text(
        '{"type":"Polygon","coordinates":[[[30,30],[60,30],[60,50],[30,50],[30,30]]]}'
    )

    (finding,) = position_findings(
        np.array([2]), np.array([35.5]), np.array([55.25]), read_place(tiny_place)
    )

    assert (finding.code, finding.severity) == ("swapped_axes", "error")
    assert "55.25, 35.5" in finding.suggestion.en


TEN_METRES = 10 / 111_000  # of latitude
SQUARE = [(119.1, 36.7), (119.101, 36.7), (119.101, 36.701), (119.1, 36.701), (119.1, 36.7)]


def test_a_spike_that_nobody_sees_is_mended_and_said():
    # The ring goes on a tenth of a millimetre past a corner and comes back.
    spike = shapely.Polygon([*SQUARE[:2], (119.101, 36.701), (119.101, 36.701000001), *SQUARE[2:]])
    assert not spike.is_valid

    shapes, findings = checked_outlines(np.array([2]), np.array([spike], object))

    assert found(findings) == [(2, "outline_repaired", "warning")]
    assert shapes[0].is_valid
    assert shapes[0].area == pytest.approx(1e-6)


def test_a_bow_tie_is_refused_since_nobody_knows_what_was_meant():
    bow_tie = shapely.Polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]])

    _, findings = checked_outlines(np.array([2]), np.array([bow_tie], object))

    assert found(findings) == [(2, "outline_crosses_itself", "error")]


def test_a_long_spike_is_refused_since_mending_it_would_show():
    spike = shapely.Polygon([*SQUARE[:3], (119.101, 36.705), (119.101, 36.701), *SQUARE[3:]])

    _, findings = checked_outlines(np.array([2]), np.array([spike], object))

    assert found(findings) == [(2, "outline_crosses_itself", "error")]


def test_a_sliver_without_area_is_refused():
    flat = shapely.Polygon([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]])

    _, findings = checked_outlines(np.array([2]), np.array([flat], object))

    assert found(findings) == [(2, "outline_crosses_itself", "error")]


def test_sound_outlines_points_and_missing_ones_stay_as_they_are():
    shapes = np.array([shapely.Polygon(SQUARE), shapely.Point(119.1, 36.7), None], object)

    after, findings = checked_outlines(np.array([2, 3, 4]), shapes)

    assert not list(findings)
    assert after.tolist() == shapes.tolist()


def doubles(layer, positions, names, lines=None):
    lon, lat = (np.array(numbers) for numbers in zip(*positions, strict=True))
    lines = lines or list(range(2, len(names) + 2))
    ids = [f"toilet-{row}" for row in range(len(names))]
    return list(near_duplicates(layer_named(layer), lon, lat, names, lines=lines, ids=ids))


HERE = (119.1, 36.7)


def north(metres):
    return (119.1, 36.7 + metres / 110_985)  # of a degree of latitude at 36.7 north


def test_two_too_near_are_told_with_how_near_and_which():
    (finding,) = doubles("toilets", [HERE, north(5)], ["东街公厕", "火车站公厕"])

    assert (finding.line, finding.code, finding.severity) == (3, "near_duplicate", "warning")
    assert "5 m from line 2 (东街公厕)" in finding.reason.en


def test_one_name_is_told_farther_apart_than_two_names_are():
    names = ["东街公厕", "东街公厕", "西街公厕"]

    findings = doubles("toilets", [HERE, north(60), north(90)], names)

    assert [finding.line for finding in findings] == [3]
    assert "similar name" in findings[0].reason.en


def test_one_name_in_traditional_characters_is_the_same_name():
    (finding,) = doubles("toilets", [HERE, north(60)], ["東風街公廁", "东风街公厕"])

    assert "similar name" in finding.reason.en


@pytest.mark.parametrize("other", ["人民公园东门女厕所", "人民公园西门男厕所"])
def test_what_tells_two_on_one_spot_apart_is_heeded(other):
    assert not doubles("toilets", [HERE, north(60)], ["人民公园东门男厕所", other])


def test_numbers_tell_names_apart_that_are_alike():
    names = ["人民公园东门1号公共厕所", "人民公园东门2号公共厕所"]

    assert not doubles("toilets", [HERE, north(60)], names)


def test_a_name_that_many_have_tells_nothing():
    names = ["公共厕所"] * 5

    assert not doubles("toilets", [north(60 * row) for row in range(5)], names)


def test_a_published_facility_beside_a_row_is_named_by_its_id():
    (finding,) = doubles("toilets", [HERE, north(3)], ["东街公厕", "老东街"], lines=[2, None])

    assert finding.line == 2
    assert "the published toilet-1" in finding.reason.en


def test_two_published_facilities_are_not_told():
    assert not doubles("toilets", [HERE, north(3)], ["东街公厕", "老东街"], lines=[None, None])


def test_an_id_that_comes_twice_is_refused_where_it_comes_again():
    lines = np.array([2, 3, 4, 5])

    findings = list(repeated_ids(lines, ["a", "b", "a", None], "编号"))

    assert found(findings) == [(4, "repeated_id", "error")]
    assert "line 2" in findings[0].reason.en


@pytest.mark.parametrize("unfit", [".", "..", "x" * 201])
def test_an_id_that_no_address_can_name_is_refused(unfit):
    assert found(repeated_ids(np.array([2]), [unfit], "编号")) == [(2, "unfit_id", "error")]


def test_a_row_without_coordinates_waits_if_it_has_an_address():
    rows = table(名称=["东街", "西街", "南街", "北街"])

    findings = rows_without_position(
        rows, [True, False, False, False], ["1号", "2号", None, None], {5}
    )

    assert found(findings) == [(3, "to_be_placed", "warning"), (4, "no_position", "error")]


@pytest.mark.parametrize("first", ["合计", "合 计:28座", "总计", "Total", "制表人:王某"])
def test_a_row_that_adds_up_is_no_facility(first):
    rows = table(序号=["1", first], 名称=["东街公厕", None], 数量=["3", "3"])

    assert found(total_rows(rows, [False] * len(rows))) == [(3, "not_a_facility", "error")]


def test_a_facility_whose_name_has_such_a_word_in_it_stays():
    rows = table(名称=["天合计算中心公厕", "Total service station", "计生局公厕"])

    assert not list(total_rows(rows, [False] * len(rows)))


@pytest.mark.parametrize("first", ["注：坐标从高德地图拾取", "审核人：李某", "共 28 座", "备注:无"])
def test_a_row_that_signs_or_explains_is_no_facility(first):
    rows = table(序号=["1", first], 名称=["东街公厕", None])

    assert found(total_rows(rows, [True, False])) == [(3, "not_a_facility", "error")]


def test_a_sum_behind_the_name_of_its_block_is_no_facility_unless_it_has_a_position():
    rows = table(街道=["西关街道"] * 3, 名称=["东街公厕", "小 计", "合计"], 数量=[3, 3, 4])

    assert found(total_rows(rows, [True, False, True])) == [(3, "not_a_facility", "error")]


def test_a_line_is_told_to_be_none_of_the_shapes_of_its_layer():
    shapes = np.array([shapely.Point(0, 0), None, shapely.LineString([(0, 0), (1, 1)])], object)

    (wrong,) = unfit_shapes(np.array([2, 3, 4]), shapes, layer_named("toilets"))

    assert (wrong.line, wrong.code, wrong.severity) == (4, "unfit_geometry", "error")
    assert wrong.reason.zh == "画的是线，该图层只收点、面"


def test_the_columns_of_our_own_report_do_not_hide_a_row_that_signs():
    rows = table(
        行号=[2, 7], 问题=[None, "不是设施"], 建议=[None, None], 名称=["东街公厕", "注：无"]
    )

    assert found(total_rows(rows, [True, False])) == [(3, "not_a_facility", "error")]
