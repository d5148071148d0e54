"""Where the position is: which columns, which way round, and which datum they name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from layers._registry import layer_named
from layers.intake.column_map import PositionColumns
from layers.intake.columns import Proposal, propose_columns
from layers.intake.table import Table

LON, LAT = ["119.10123", "119.11234"], ["36.70123", "36.71234"]


def propose(columns: dict[str, list[Any]], shapes: list[Any] | None = None) -> Proposal:
    geometries = None
    if shapes is not None:
        geometries = np.empty(len(shapes), object)
        geometries[:] = shapes
    table = Table("表.csv", "csv", columns, np.arange(2, 4), geometries)
    return propose_columns(table, layer_named("toilets"))


def position(columns: dict[str, list[Any]]) -> PositionColumns:
    return propose(columns).column_map.position


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("经度", "纬度"),
        ("經度", "緯度"),
        ("东经", "北纬"),
        ("lon", "lat"),
        ("Lng", "Lat"),
        ("LONGITUDE", "LATITUDE"),
        ("longtitude", "lattitude"),
        ("X", "Y"),
        ("经度 Longitude", "纬度 Latitude"),
        ("坐标|经度", "坐标|纬度"),
        ("location.lng", "location.lat"),
        ("公厕所在经度", "公厕所在纬度"),
        ("gps_lon", "gps_lat"),
        ("経度", "緯度"),
        ("Längengrad", "Breitengrad"),
        ("jd", "wd"),
    ],
)
def test_longitude_and_latitude_are_found_in_either_column_order(lon: str, lat: str) -> None:
    assert position({"名称": ["甲", "乙"], lon: LON, lat: LAT}).columns == (lon, lat)
    assert position({lat: LAT, lon: LON}).columns == (lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat", "datum"),
    [
        ("百度经度", "百度纬度", "bd09"),
        ("高德经度", "高德纬度", "gcj02"),
        ("经度(GCJ-02)", "纬度(GCJ-02)", "gcj02"),
        ("bd_lng", "bd_lat", "bd09"),
        ("wgs84_lon", "wgs84_lat", "wgs84"),
        ("经度（CGCS2000）", "纬度（CGCS2000）", "EPSG:4490"),
    ],
)
def test_a_heading_that_names_its_datum_hints_at_it(lon: str, lat: str, datum: str) -> None:
    proposal = propose({lon: LON, lat: LAT})
    assert proposal.column_map.position.columns == (lon, lat)
    assert proposal.datum_hint is not None
    assert proposal.datum_hint.datum == datum
    assert lon in proposal.datum_hint.reason.zh
    assert proposal.column_map.datum is None


def test_a_named_datum_goes_before_an_open_one_and_wgs84_before_all() -> None:
    columns = {"lon": LON, "lat": LAT, "bd_lon": LON, "bd_lat": LAT}
    assert position(columns).columns == ("bd_lon", "bd_lat")
    columns |= {"wgs_lon": LON, "wgs_lat": LAT}
    assert position(columns).columns == ("wgs_lon", "wgs_lat")


def test_degrees_go_before_projected_coordinates() -> None:
    proposal = propose(
        {"easting": ["842617", "842479"], "norting": ["840297.5", "840325"], "lon": LON, "lat": LAT}
    )
    assert proposal.column_map.position.columns == ("lon", "lat")
    assert proposal.column_map.ignored == ("easting", "norting")


def test_a_misspelt_northing_is_found() -> None:
    columns = {"easting": ["842617", "842479"], "norting": ["840297.5", "840325"]}
    assert position(columns).columns == ("easting", "norting")


def test_a_nearly_empty_pair_of_columns_gives_way_to_a_full_one() -> None:
    count = 10
    columns = {
        "wgs_lon": [LON[0], *[None] * (count - 1)],
        "wgs_lat": [LAT[0], *[None] * (count - 1)],
        "lon": LON * (count // 2),
        "lat": LAT * (count // 2),
    }
    table = Table("表.csv", "csv", columns, np.arange(count))
    proposal = propose_columns(table, layer_named("toilets"))
    assert proposal.column_map.position.columns == ("lon", "lat")


@pytest.mark.parametrize(
    ("x", "y", "columns"),
    [
        (["4063596.1", "4063000"], ["419575.1", "419000"], ("Y坐标", "X坐标")),
        (["4063596.1", "4063000"], ["40419575.1", "40419000"], ("Y坐标", "X坐标")),
        (["419575.1", "419000"], ["4063596.1", "4063000"], ("X坐标", "Y坐标")),
        (["842617", "842479"], ["840297.5", "840325"], ("X坐标", "Y坐标")),
        (["36.7", "36.8"], ["119.1", "119.2"], ("Y坐标", "X坐标")),
        (["8.55", "8.56"], ["47.36", "47.37"], ("X坐标", "Y坐标")),
    ],
)
def test_x_is_north_only_where_the_numbers_show_it(
    x: list[str], y: list[str], columns: tuple[str, str]
) -> None:
    assert position({"X坐标": x, "Y坐标": y}).columns == columns


def test_easting_and_northing_by_name_are_never_turned_round() -> None:
    columns = {"北坐标": ["419575", "419000"], "东坐标": ["4063596", "4063000"]}
    assert position(columns).columns == ("东坐标", "北坐标")


@pytest.mark.parametrize(
    ("heading", "cells", "order"),
    [
        ("坐标", ["119.1,36.7", "119.2,36.8"], "lon_lat"),
        ("坐标", ["36.7, 119.1", "36.8，119.2"], "lat_lon"),
        ("经纬度", ["36.7, 119.1", "36.8, 119.2"], "lat_lon"),
        ("经纬度", ["8.55,47.36", "8.56,47.37"], "lon_lat"),
        ("latlng", ["47.36,8.55", "47.37,8.56"], "lat_lon"),
        ("坐标", ["47.36,8.55", "47.37,8.56"], None),
        ("coordinates", [[8.55, 47.36], [8.56, 47.37]], "lon_lat"),
        ("位置", ["119.1 36.7", "(119.2, 36.8)"], "lon_lat"),
    ],
)
def test_a_column_of_both_numbers_tells_its_order_by_heading_or_numbers(
    heading: str, cells: list[Any], order: str | None
) -> None:
    assert position({heading: cells}) == PositionColumns("pair", (heading,), order)


def test_a_place_in_words_is_an_address_and_no_position() -> None:
    proposal = propose({"位置": ["东关街1号", "西关"], "坐标": ["", ""]})
    assert proposal.column_map.fields["address"].column == "位置"
    assert proposal.column_map.position.sort == "none"


@pytest.mark.parametrize(
    "cells",
    [
        ["POINT (119.1 36.7)", "POLYGON ((0 0, 1 0, 1 1, 0 0))"],
        ['{"type":"Point","coordinates":[119.1,36.7]}'] * 2,
        [{"type": "Point", "coordinates": [119.1, 36.7]}] * 2,
        [shapely.to_wkb(shapely.Point(119.1, 36.7), hex=True)] * 2,
    ],
)
def test_a_column_of_geometries_goes_before_longitude_and_latitude(cells: list[Any]) -> None:
    proposal = propose({"经度": LON, "纬度": LAT, "几何": cells})
    assert proposal.column_map.position == PositionColumns("geometry", ("几何",))
    assert proposal.column_map.ignored == ("经度", "纬度")


def test_the_files_own_geometry_makes_its_coordinate_columns_redundant() -> None:
    point = shapely.Point(119.1, 36.7)
    proposal = propose({"easting": ["1", "2"], "northing": ["3", "4"]}, [point, None])
    assert proposal.column_map.position == PositionColumns("geometry")
    assert proposal.column_map.ignored == ("easting", "northing")
    assert all("坐标已取自别处" in each.reason.zh for each in proposal.columns)


def test_a_geometry_that_no_row_has_is_none() -> None:
    proposal = propose({"经度": LON, "纬度": LAT}, [None, None])
    assert proposal.column_map.position.columns == ("经度", "纬度")


def test_two_different_pairs_of_one_rank_are_left_to_the_user() -> None:
    other = ["119.50000", "119.60000"]
    proposal = propose({"lon": LON, "lat": LAT, "经度": other, "纬度": LAT})
    assert proposal.column_map.position.sort == "none"
    (finding,) = proposal.findings
    assert (finding.code, finding.severity, finding.line) == ("position_ambiguous", "error", None)
    assert "lon" in finding.reason.zh
    assert "经度" in finding.reason.zh


def test_two_pairs_that_say_the_same_are_one() -> None:
    columns = {"lon": LON, "lat": LAT, "经度": LON, "纬度": LAT}
    assert position(columns).columns == ("lon", "lat")


def test_nameless_columns_are_taken_only_where_they_can_be_nothing_else() -> None:
    assert position({"甲": LAT, "丙": LON}).columns == ("丙", "甲")
    # Below 90 either may be the longitude; with two decimals they may be anything.
    assert position({"甲": ["8.55123", "8.56123"], "丙": ["47.3612", "47.3712"]}).sort == "none"
    assert position({"甲": ["119.1", "119.2"], "丙": ["36.7", "36.8"]}).sort == "none"


def test_a_column_of_geometries_is_told_from_its_cells() -> None:
    assert position({"东东": ["POINT (1 2)", "POINT (3 4)"]}) == PositionColumns(
        "geometry", ("东东",)
    )


def test_empty_columns_for_coordinates_are_still_those_of_the_position() -> None:
    assert position({"名称": ["甲", "乙"], "经度": [None, ""], "纬度": [None, None]}).columns == (
        "经度",
        "纬度",
    )


def test_half_a_position_is_said() -> None:
    proposal = propose({"经度": LON, "名称": ["甲", "乙"]})
    assert proposal.column_map.position.sort == "none"
    assert [finding.code for finding in proposal.findings] == ["half_a_position"]


def test_the_entrance_is_a_field_and_not_the_position() -> None:
    proposal = propose({"入口位置(经度, 纬度)": ["119.1,36.7", ""], "经度": LON, "纬度": LAT})
    assert proposal.column_map.fields["access_point"].column == "入口位置(经度, 纬度)"
    assert proposal.column_map.position.columns == ("经度", "纬度")


def test_degrees_minutes_and_seconds_are_degrees() -> None:
    columns = {"经度": ["119°06′12″", "119°07′12″"], "纬度": ["36°42′00″", "36°43′00″"]}
    assert position(columns).columns == ("经度", "纬度")


def test_a_decimal_comma_under_a_heading_of_one_number_is_no_pair() -> None:
    found = propose({"Latitude": ["36,70123", "36,7"], "Longitude": ["119,10123", "119,11"]})
    assert found.column_map.position == PositionColumns("columns", ("Longitude", "Latitude"))


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (["119 6 12.5", "119 7 3"], ["36 42 15.1", "36 43 1"]),
        (["119:06:12.5", "119:07:03"], ["36:42:15.1", "36:43:01"]),
        (["119-06-12.5", "119-07-03"], ["36-42-15.1", "36-43-01"]),
    ],
)
def test_degrees_minutes_and_seconds_without_marks_are_degrees(
    lon: list[Any], lat: list[Any]
) -> None:
    found = propose({"东经": lon, "北纬": lat})
    assert found.column_map.position == PositionColumns("columns", ("东经", "北纬"))
    assert "经度和纬度" in found.columns[0].reason.zh
