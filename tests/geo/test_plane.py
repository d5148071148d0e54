"""The plane around a place against PROJ's geodesics."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.geodesic import geodesic_distance_m
from geo.plane import Plane, PlaneError, plane_around

WEIFANG = Plane(119.1, 36.7)


@given(st.floats(-30_000, 30_000), st.floats(-30_000, 30_000), st.floats(0, 2 * np.pi))
def test_a_street_is_as_long_in_the_plane_as_on_the_ellipsoid_to_a_millimetre(x, y, way):
    here = np.array([[x, y]])
    there = here + 300 * np.array([[np.cos(way), np.sin(way)]])
    (lon, lat), (to_lon, to_lat) = WEIFANG.to_wgs84(here), WEIFANG.to_wgs84(there)

    true_m = geodesic_distance_m(lon, lat, to_lon, to_lat)

    assert WEIFANG.lengths_m(here, there) == pytest.approx(true_m, abs=1e-3)


@given(st.floats(-15_000, 15_000), st.floats(-15_000, 15_000), st.floats(0, 2 * np.pi))
def test_a_line_across_a_city_is_as_long_as_the_geodesic_to_two_centimetres(x, y, way):
    here = np.array([[x, y]])
    there = here + 20_000 * np.array([[np.cos(way), np.sin(way)]])
    (lon, lat), (to_lon, to_lat) = WEIFANG.to_wgs84(here), WEIFANG.to_wgs84(there)

    true_m = geodesic_distance_m(lon, lat, to_lon, to_lat)

    assert WEIFANG.lengths_m(here, there) == pytest.approx(true_m, abs=0.02)


def test_a_square_kilometre_is_as_large_as_on_the_ellipsoid():
    square = shapely.box(30_000, 0, 31_000, 1000)
    lon, lat = WEIFANG.to_wgs84(shapely.get_coordinates(square))
    true_m2 = abs(Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)[0])

    assert WEIFANG.areas_m2(np.array([square], object)) == pytest.approx([true_m2], abs=5)
    assert WEIFANG.areas_m2(np.array([shapely.Polygon()], object)).tolist() == [0]


@given(st.floats(-180, 180), st.floats(-89, 89))
def test_positions_come_back(lon, lat):
    plane = plane_around(np.array([lon]), np.array([lat]))

    back = plane.to_wgs84(plane.from_wgs84(np.array([lon]), np.array([lat])))

    assert (back[0] - lon + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)
    assert back[1] == pytest.approx(lat, abs=1e-9)


def test_east_is_x_and_north_is_y():
    [[x, y]] = WEIFANG.from_wgs84(np.array([119.1]), np.array([36.71]))

    assert x == pytest.approx(0, abs=1e-6)
    assert y == pytest.approx(1109.8, abs=0.5)


def test_an_unknown_position_is_nowhere_in_the_plane():
    moved = WEIFANG.from_wgs84(np.array([np.nan, 119.1, np.inf]), np.array([36.7, 36.7, 36.7]))

    assert np.isnan(moved).all(axis=1).tolist() == [True, False, True]


def test_shapes_go_into_the_plane_and_back_and_none_stays_none():
    shapes = np.array([shapely.box(119.1, 36.7, 119.11, 36.71), None], object)

    back = WEIFANG.shapes_to_wgs84(WEIFANG.shapes_from_wgs84(shapes))

    assert back[1] is None
    assert shapely.equals_exact(back[0], shapes[0], tolerance=1e-9)


def test_a_place_over_the_antimeridian_has_one_plane():
    plane = plane_around(np.array([179.9, -179.9]), np.array([-17.0, -17.0]))

    assert abs(plane.lon) == pytest.approx(180)
    assert np.abs(plane.from_wgs84(np.array([179.9, -179.9]), np.array([-17.0, -17.0])))[
        :, 0
    ] == pytest.approx([10_640, 10_640], rel=0.01)


def test_no_position_has_no_plane():
    with pytest.raises(PlaneError, match="no position is known"):
        plane_around(np.array([np.nan]), np.array([36.7]))


def test_positions_with_swapped_axes_are_told_of():
    with pytest.raises(PlaneError, match="swapped"):
        plane_around(np.array([119.1, 36.7]), np.array([36.7, 60.0]))
