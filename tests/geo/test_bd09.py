"""BD-09 against two independent implementations, PRCoords and eviltransform, and itself."""

from __future__ import annotations

import eviltransform
import numpy as np
import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.bd09 import bd09_to_gcj02, bd09_to_wgs84, gcj02_to_bd09, wgs84_to_bd09
from geo.geodesic import geodesic_distance_m

in_china = st.tuples(
    st.floats(min_value=73, max_value=135.2), st.floats(min_value=3.5, max_value=53.7)
)


def one(lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([lon]), np.array([lat])


@given(in_china)
def test_bd09_agrees_with_prcoords_everywhere_in_china(position: tuple[float, float]) -> None:
    expected = prcoords.wgs_bd(position[::-1])

    lon, lat = wgs84_to_bd09(*one(*position))

    assert (lon[0], lat[0]) == pytest.approx((expected.lon, expected.lat), rel=0, abs=1e-9)


@given(in_china)
def test_the_step_from_gcj02_agrees_with_eviltransform(position: tuple[float, float]) -> None:
    expected_lat, expected_lon = eviltransform.gcj2bd(*position[::-1])

    lon, lat = gcj02_to_bd09(*one(*position))

    assert (lon[0], lat[0]) == pytest.approx((expected_lon, expected_lat), rel=0, abs=1e-9)


@given(in_china)
def test_the_way_back_ends_within_a_millimetre(position: tuple[float, float]) -> None:
    lon, lat = bd09_to_wgs84(*wgs84_to_bd09(*one(*position)))
    step_lon, step_lat = bd09_to_gcj02(*gcj02_to_bd09(*one(*position)))

    assert geodesic_distance_m(*position, lon, lat)[0] < 1e-3
    assert geodesic_distance_m(*position, step_lon, step_lat)[0] < 1e-3


@given(in_china)
def test_seven_decimals_written_with_ten_in_bd09_come_back(position: tuple[float, float]) -> None:
    written = tuple(round(number, 7) for number in position)
    there = [np.round(numbers, 10) for numbers in wgs84_to_bd09(*one(*written))]

    lon, lat = bd09_to_wgs84(*there)

    assert (round(float(lon[0]), 7), round(float(lat[0]), 7)) == written


@pytest.mark.parametrize(
    ("lon", "lat"), [(24.94, 60.17), (139.7, 35.68), (-74.0, 40.71), (151.2, -33.87)]
)
def test_positions_outside_of_china_stay_where_they_are(lon: float, lat: float) -> None:
    for convert in (wgs84_to_bd09, bd09_to_wgs84, gcj02_to_bd09, bd09_to_gcj02):
        new_lon, new_lat = convert(*one(lon, lat))
        assert (new_lon[0], new_lat[0]) == (lon, lat)


def test_no_position_and_no_number_come_out_as_they_went_in() -> None:
    for convert in (wgs84_to_bd09, bd09_to_wgs84):
        assert convert(np.array([]), np.array([]))[0].shape == (0,)
        assert np.isnan(convert(*one(np.nan, 36.7))[0][0])
