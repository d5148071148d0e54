"""Distances against Karney's method in PROJ, which is exact to nanometres."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo import geodesic

GEOD = Geod(ellps="WGS84")
# Geographic with height to earth-centred, by an independent implementation.
TO_EARTH_CENTRED = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)


def earth_centred(lon, lat):
    return geodesic.earth_centred(np.array([lon]), np.array([lat]))[0].tolist()


@given(longitudes, latitudes)
def test_earth_centred_positions_agree_with_proj(lon, lat):
    expected = TO_EARTH_CENTRED.transform(lon, lat, 0.0)

    assert earth_centred(lon, lat) == pytest.approx(expected, abs=1e-6)


@given(longitudes, st.floats(-89, 89), st.floats(0, 360), st.floats(0, 20_000))
def test_the_series_over_a_chord_is_within_a_tenth_of_a_millimetre(lon, lat, azimuth, distance_m):
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, azimuth, distance_m)
    chord = math.dist(earth_centred(lon, lat), earth_centred(to_lon, to_lat))

    found = geodesic.geodesic_from_chord(chord, geodesic.mean_radius_m(lat))

    assert found == pytest.approx(distance_m, abs=1e-4)


@given(longitudes, latitudes, longitudes, latitudes)
def test_no_position_within_a_distance_lies_behind_the_longest_chord(lon, lat, to_lon, to_lat):
    _, _, distance_m = GEOD.inv(lon, lat, to_lon, to_lat)
    chord = math.dist(earth_centred(lon, lat), earth_centred(to_lon, to_lat))

    assert chord <= geodesic.longest_chord_m(distance_m)


def test_a_degree_of_latitude_at_weifang_is_known_from_tables():
    # 110.98 km: a degree of the meridian around 36.5° (NGA's tables of lengths of a degree).
    distance = geodesic.geodesic_distance_m(119.0, 36.0, np.array([119.0]), np.array([37.0]))

    assert distance[0] == pytest.approx(110_967, abs=20)
