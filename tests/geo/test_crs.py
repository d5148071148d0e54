"""Datums by name, and the way to WGS 84 and back through PROJ."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from pyproj.network import is_network_enabled

from geo.crs import (
    BD09,
    CGCS2000,
    GCJ02,
    WGS84,
    UnknownDatumError,
    accuracy_m,
    datum_named,
    from_wgs84,
    shapes_from_wgs84,
    shapes_to_wgs84,
    to_wgs84,
)
from geo.errors import GeoError
from geo.gcj02 import gcj02_to_wgs84


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wgs84", "wgs84"),
        (" WGS-84 ", "wgs84"),
        ("WGS 84坐标系", "wgs84"),
        ("CRS84", "wgs84"),
        ("EPSG:4326", "wgs84"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"),
        ("GCJ-02", "gcj02"),
        ("ｇｃｊ０２", "gcj02"),
        ("火星坐标系", "gcj02"),
        ("高德", "gcj02"),
        ("Amap", "gcj02"),
        ("腾讯地图", "gcj02"),
        ("BD_09", "bd09"),
        ("百度坐标", "bd09"),
        ("CGCS2000", "EPSG:4490"),
        ("2000", "EPSG:4490"),
        ("2000国家大地坐标系", "EPSG:4490"),
        ("EPSG:4549", "EPSG:4549"),
        ("epsg 4549", "EPSG:4549"),
        ("EPSG：4549", "EPSG:4549"),
        ("4549", "EPSG:4549"),
        ("urn:ogc:def:crs:EPSG::4549", "EPSG:4549"),
        ("http://www.opengis.net/def/crs/EPSG/0/4549", "EPSG:4549"),
        ("WGS 84 / UTM zone 50N", "EPSG:32650"),
        ("香港80", "EPSG:2326"),
        (CRS(4549).to_wkt("WKT1_ESRI"), "EPSG:4549"),
        (CRS(4326).to_wkt("WKT1_ESRI"), "wgs84"),
    ],
)
def test_a_datum_is_known_by_any_usual_name(text: str, code: str) -> None:
    assert datum_named(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "zoo",
        "",
        "北京",
        "bd09mc",
        "EPSG:999999",
        "EPSG:3855",
        "4978",
        "PROJCS[",
        "+proj=zoo",
        "WGS 84 / UTM zone",
    ],
)
def test_what_names_no_datum_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(UnknownDatumError, match=r"wgs84, gcj02 .* bd09 .* EPSG:4549") as refusal:
        datum_named(text)

    assert isinstance(refusal.value, GeoError)
    assert repr(text) in str(refusal.value)


def test_a_datum_says_its_name_and_unit() -> None:
    zone = datum_named("4549")

    assert zone.name == "CGCS2000 / 3-degree Gauss-Kruger CM 120E"
    assert (zone.projected, zone.unit) == (True, "metre")
    assert (WGS84.projected, WGS84.unit) == (False, "degree")


def test_a_projection_of_ones_own_is_taken_from_its_definition() -> None:
    # The central meridian of Weifang's old city grid, no zone of any country.
    own = datum_named("+proj=tmerc +lon_0=119 +x_0=500000 +ellps=GRS80 +units=m")

    lon, lat = to_wgs84(own, np.array([500_000.0]), np.array([0.0]))

    assert (lon[0], lat[0]) == pytest.approx((119, 0))


def test_surveyed_metres_near_weifang_are_where_they_should_be() -> None:
    # domain.md's own figures: near 119.1° E, 36.7° N.
    for code, x in (("EPSG:4549", 419_575.0), ("EPSG:4528", 40_419_575.0)):
        lon, lat = to_wgs84(datum_named(code), np.array([x]), np.array([4_063_596.0]))
        assert (lon[0], lat[0]) == pytest.approx((119.1, 36.7), abs=1e-5)


def test_easting_comes_first_whatever_the_definition_says() -> None:
    # EPSG has northing first for the Chinese zones, easting first for UTM.
    for code in ("EPSG:4549", "EPSG:32650"):
        x, y = from_wgs84(datum_named(code), np.array([119.1]), np.array([36.7]))
        assert x[0] < 1_000_000 < y[0]


def test_cgcs2000_degrees_are_those_of_wgs84() -> None:
    lon, lat = to_wgs84(datum_named("cgcs2000"), np.array([119.1]), np.array([36.7]))

    assert (lon[0], lat[0]) == (119.1, 36.7)


def test_the_origin_of_hong_kong_s_grid_is_where_its_survey_office_says() -> None:
    # 22°18′43.68″ N, 114°10′42.80″ E on Hong Kong 1980; WGS 84 lies 5.5″ south and 8.8″ east.
    lon, lat = to_wgs84(datum_named("2326"), np.array([836_694.05]), np.array([819_069.80]))

    assert lon[0] == pytest.approx(114 + 10 / 60 + (42.80 + 8.8) / 3600, abs=0.1 / 3600)
    assert lat[0] == pytest.approx(22 + 18 / 60 + (43.68 - 5.5) / 3600, abs=0.1 / 3600)


@given(
    st.sampled_from(["wgs84", "gcj02", "bd09", "2000", "4549", "4528", "4548", "2385", "3857"]),
    st.floats(118, 121),
    st.floats(30, 42),
)
def test_every_datum_leads_back_within_a_millimetre(name: str, lon: float, lat: float) -> None:
    datum = datum_named(name)

    back = to_wgs84(datum, *from_wgs84(datum, np.array([lon]), np.array([lat])))

    # A millimetre is 1e-8 of a degree.
    assert (back[0][0], back[1][0]) == pytest.approx((lon, lat), rel=0, abs=8e-9)


@pytest.mark.parametrize("name", ["wgs84", "gcj02", "4549", "3857"])
def test_what_is_no_number_or_nowhere_becomes_none(name: str) -> None:
    x = np.array([np.nan, 119.0, np.inf])
    y = np.array([36.0, np.nan, 36.0])

    lon, lat = to_wgs84(datum_named(name), x, y)

    assert np.isnan(lon).all()
    assert np.isnan(lat).all()


def test_numbers_that_no_projection_gives_become_none_and_never_infinite() -> None:
    lon, lat = to_wgs84(datum_named("4549"), np.array([1e12, 419_575.0]), np.array([1.0, 4e6]))
    x, y = from_wgs84(datum_named("4549"), np.array([4e6]), np.array([4e5]))

    assert np.isnan([lon[0], lat[0], x[0], y[0]]).all()
    assert np.isfinite([lon[1], lat[1]]).all()


def test_shapes_are_moved_whole_and_lose_only_their_heights() -> None:
    square = shapely.Polygon([(0, 0, 9), (100, 0, 9), (100, 100, 9), (0, 100, 9)])
    moved = shapely.transform(square, lambda xy: xy + np.array([419_575, 4_063_596]))
    hole = shapely.Point(419_575, 4_063_596).buffer(50) - shapely.Point(419_575, 4_063_596).buffer(
        9
    )
    shapes = np.array([moved, None, hole, shapely.Point()], dtype=object)
    zone = datum_named("4549")

    there = shapes_to_wgs84(zone, shapes)
    back = shapes_from_wgs84(zone, there)

    assert there[1] is None
    assert there[3].is_empty
    assert not there[0].has_z
    assert len(there[2].interiors) == 1
    assert there[0].bounds == pytest.approx((119.1, 36.7, 119.10112, 36.7009), abs=1e-5)
    assert shapely.equals_exact(back[2], hole, tolerance=1e-3)


def test_a_shape_with_a_corner_nowhere_is_no_shape() -> None:
    shapes = np.array([shapely.box(0, 0, 1e13, 1), shapely.Point(419_575, 4_063_596)], dtype=object)

    far, near = shapes_to_wgs84(datum_named("4549"), shapes)

    assert far is None
    assert near.x == pytest.approx(119.1, abs=1e-5)


def test_shapes_of_gcj02_move_like_points() -> None:
    line = shapely.LineString([(119.1, 36.7), (119.2, 36.8)])

    [moved] = shapes_to_wgs84(GCJ02, np.array([line], dtype=object))

    lon, lat = gcj02_to_wgs84(np.array([119.1, 119.2]), np.array([36.7, 36.8]))
    assert shapely.get_coordinates(moved).tolist() == np.column_stack((lon, lat)).tolist()


def test_how_exactly_a_datum_can_be_had_is_told() -> None:
    here = (119.1, 36.7)

    assert accuracy_m(WGS84, *here) == accuracy_m(BD09, *here) == 0
    assert accuracy_m(CGCS2000, *here) == accuracy_m(datum_named("4528"), *here) == 1
    assert accuracy_m(datum_named("2326"), 114.2, 22.3) == 1
    assert accuracy_m(datum_named("2385"), *here) is None
    assert accuracy_m(datum_named("西安80"), *here) is None
    assert accuracy_m(datum_named("北京54"), *here) is None


def test_a_family_of_systems_turns_nothing_into_degrees() -> None:
    with pytest.raises(UnknownDatumError, match="UTM grid system"):
        to_wgs84(datum_named("32600"), np.array([419_575.0]), np.array([4_063_596.0]))


def test_a_definition_with_its_own_shift_is_kept_whole() -> None:
    shifted = "+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass +towgs84=12,-113,-41 +units=m"
    x, y = np.array([419_575.0]), np.array([4_063_596.0])

    lon, _ = to_wgs84(datum_named(shifted), x, y)
    without, _ = to_wgs84(datum_named("2437"), x, y)

    # A degree of longitude is 89 km here.
    assert abs(lon[0] - without[0]) * 89_000 > 20


def test_proj_does_not_ask_the_network() -> None:
    assert not is_network_enabled()
