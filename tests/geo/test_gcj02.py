"""GCJ-02 against two independent implementations, PRCoords and eviltransform, and itself."""

from __future__ import annotations

import json
from pathlib import Path

import eviltransform
import numpy as np
import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gcj02 import SHIFTED_BOX, gcj02_to_wgs84, wgs84_to_gcj02
from geo.geodesic import geodesic_distance_m

# The browser's shift is tested against the same file (tests/browser/test_map_modules.py). It was
# made with PRCoords 1.0.2.
TABLE = json.loads((Path(__file__).parent / "gcj02.json").read_text())

in_china = st.tuples(
    st.floats(min_value=73, max_value=135.2), st.floats(min_value=3.5, max_value=53.7)
)


def one(lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([lon]), np.array([lat])


def test_gcj02_agrees_with_an_independent_table() -> None:
    wgs84 = np.array([row["wgs84"] for row in TABLE])
    expected = np.array([row["gcj02"] for row in TABLE])

    lon, lat = wgs84_to_gcj02(wgs84[:, 0], wgs84[:, 1])

    np.testing.assert_allclose(lon, expected[:, 0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(lat, expected[:, 1], rtol=0, atol=1e-9)


@given(in_china)
def test_gcj02_agrees_with_prcoords_everywhere_in_china(position: tuple[float, float]) -> None:
    expected = prcoords.wgs_gcj(position[::-1])

    lon, lat = wgs84_to_gcj02(*one(*position))

    assert (lon[0], lat[0]) == pytest.approx((expected.lon, expected.lat), rel=0, abs=1e-9)


@given(in_china)
def test_gcj02_agrees_with_eviltransform_within_two_centimetres(
    position: tuple[float, float],
) -> None:
    # It takes another earth radius, 108 m longer in 6,378 km.
    expected_lat, expected_lon = eviltransform.wgs2gcj(*position[::-1])

    lon, lat = wgs84_to_gcj02(*one(*position))

    assert geodesic_distance_m(expected_lon, expected_lat, lon, lat)[0] < 0.02


@given(in_china)
def test_the_way_back_ends_within_a_millimetre(position: tuple[float, float]) -> None:
    lon, lat = gcj02_to_wgs84(*wgs84_to_gcj02(*one(*position)))

    assert geodesic_distance_m(*position, lon, lat)[0] < 1e-3


@given(in_china)
def test_seven_decimals_written_with_ten_in_gcj02_come_back(position: tuple[float, float]) -> None:
    written = tuple(round(number, 7) for number in position)
    there = [np.round(numbers, 10) for numbers in wgs84_to_gcj02(*one(*written))]

    lon, lat = gcj02_to_wgs84(*there)

    assert (round(float(lon[0]), 7), round(float(lat[0]), 7)) == written


def test_the_way_back_is_exact_where_the_formula_has_a_root_of_zero() -> None:
    lon = 105 + np.array([-1e-7, -1e-10, 0.0, 1e-12, 1e-9])
    lat = np.full(5, 35.0)

    back_lon, back_lat = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))

    np.testing.assert_allclose(back_lon, lon, rtol=0, atol=1e-10)
    np.testing.assert_allclose(back_lat, lat, rtol=0, atol=1e-10)


def test_gcj02_in_weifang_is_about_half_a_kilometre_away() -> None:
    lon, lat = wgs84_to_gcj02(*one(119.1, 36.71))

    assert 495 < geodesic_distance_m(119.1, 36.71, lon, lat)[0] < 537


def test_hong_kong_is_shifted_as_on_its_amap() -> None:
    lon, lat = wgs84_to_gcj02(*one(114.1694, 22.3193))

    assert 500 < geodesic_distance_m(114.1694, 22.3193, lon, lat)[0] < 700


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(24.94, 60.17), (139.7, 35.68), (8.54, 47.37), (-74.0, 40.71), (151.2, -33.87), (116.4, -8.6)],
)
def test_positions_outside_of_china_stay_where_they_are(lon: float, lat: float) -> None:
    there = wgs84_to_gcj02(*one(lon, lat))
    back = gcj02_to_wgs84(*one(lon, lat))

    assert [float(value[0]) for value in (*there, *back)] == [lon, lat, lon, lat]


def test_positions_just_outside_of_the_box_stay_where_they_are_both_ways() -> None:
    west, south, east, north = SHIFTED_BOX
    lon = np.array([west - 1e-4, east + 1e-4, 110.0, 110.0])
    lat = np.array([30.0, 30.0, south - 1e-4, north + 1e-4])

    for convert in (wgs84_to_gcj02, gcj02_to_wgs84):
        new_lon, new_lat = convert(lon, lat)
        assert new_lon.tolist() == lon.tolist()
        assert new_lat.tolist() == lat.tolist()


def test_places_in_china_and_outside_of_it_can_be_mixed() -> None:
    lon, lat = wgs84_to_gcj02(np.array([119.1, 8.5, np.nan]), np.array([36.71, 47.4, 36.0]))

    assert lon[0] == pytest.approx(119.1059682331, abs=1e-9)
    assert (lon[1], lat[1]) == (8.5, 47.4)
    assert np.isnan(lon[2])
    assert lat[2] == 36.0


def test_no_position_in_gives_none_out() -> None:
    for convert in (wgs84_to_gcj02, gcj02_to_wgs84):
        lon, lat = convert(np.array([]), np.array([]))
        assert lon.shape == lat.shape == (0,)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["place"])
def test_the_callers_arrays_are_not_changed(row: dict[str, list[float]]) -> None:
    lon, lat = one(*row["wgs84"])

    wgs84_to_gcj02(lon, lat)
    gcj02_to_wgs84(lon, lat)

    assert [lon[0], lat[0]] == row["wgs84"]
