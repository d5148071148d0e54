"""GCJ-02 against a table made with PRCoords 1.0.2, an independent implementation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import gcj02_to_wgs84, wgs84_to_gcj02
from geo.geodesic import geodesic_distance_m

# The browser's shift is tested against the same file (tests/browser/test_map_modules.py).
TABLE = json.loads((Path(__file__).parent / "gcj02.json").read_text())

in_china = st.tuples(
    st.floats(min_value=73, max_value=135), st.floats(min_value=18, max_value=53.5)
)


def one(lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([lon]), np.array([lat])


def test_gcj02_agrees_with_an_independent_table() -> None:
    wgs84 = np.array([row["wgs84"] for row in TABLE])
    expected = np.array([row["gcj02"] for row in TABLE])

    lon, lat = wgs84_to_gcj02(wgs84[:, 0], wgs84[:, 1])

    np.testing.assert_allclose(lon, expected[:, 0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(lat, expected[:, 1], rtol=0, atol=1e-9)


def test_gcj02_in_weifang_is_about_half_a_kilometre_away() -> None:
    lon, lat = wgs84_to_gcj02(*one(119.1, 36.71))

    assert 495 < geodesic_distance_m(119.1, 36.71, lon, lat)[0] < 537


def test_positions_outside_of_china_stay_where_they_are() -> None:
    lon, lat = wgs84_to_gcj02(*one(24.94, 60.17))

    assert (lon[0], lat[0]) == (24.94, 60.17)
    assert [float(value[0]) for value in gcj02_to_wgs84(lon, lat)] == [24.94, 60.17]


def test_no_position_in_gives_none_out() -> None:
    lon, lat = wgs84_to_gcj02(np.array([]), np.array([]))

    assert lon.shape == lat.shape == (0,)


def test_a_position_that_is_not_a_number_stays_one() -> None:
    lon, lat = wgs84_to_gcj02(*one(np.nan, 36.71))

    assert np.isnan(lon[0])
    assert lat[0] == 36.71


@given(in_china)
def test_the_way_back_ends_within_a_millimetre(position: tuple[float, float]) -> None:
    lon, lat = gcj02_to_wgs84(*wgs84_to_gcj02(*one(*position)))

    assert geodesic_distance_m(*position, lon, lat)[0] < 1e-3


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["place"])
def test_the_callers_arrays_are_not_changed(row: dict[str, list[float]]) -> None:
    lon, lat = one(*row["wgs84"])

    wgs84_to_gcj02(lon, lat)
    gcj02_to_wgs84(lon, lat)

    assert [lon[0], lat[0]] == row["wgs84"]
