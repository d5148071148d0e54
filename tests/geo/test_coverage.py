"""Who is within reach: on graph paper, and what must hold for any figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.coverage import (
    coverage_by,
    coverage_curve,
    coverage_share,
    distance_quantile,
    mean_distance_m,
    straight_distances,
    within,
)
from geo.geodesic import geodesic_distance_m
from geo.plane import Plane

WEIFANG = Plane(119.1, 36.7)
DISTANCE = np.array([0.0, 300, 300.0000001, 500, math.inf, math.nan])
HOUSEHOLDS = np.array([10.0, 20, 30, 40, 50, 60])


def shapes(*some):
    return np.array(some, object)


def test_a_place_at_the_threshold_is_within_reach_and_an_unreached_one_never():
    assert within(DISTANCE, 300).tolist() == [True, True, True, False, False, False]
    assert not within(DISTANCE, 1e12)[-2:].any()


def test_the_share_is_of_all_households_the_unreached_ones_too():
    share = coverage_share(DISTANCE, HOUSEHOLDS, 300)

    assert (share.total, share.served, share.unserved) == (210, 60, 150)
    assert share.share == pytest.approx(60 / 210)


def test_where_nobody_lives_there_is_no_share():
    assert coverage_share(np.zeros(0), np.zeros(0), 300).share is None


def test_each_zone_has_its_share_and_what_is_outside_comes_last():
    first, second, outside = coverage_by(
        np.array([0, 0, 1, 1, -1, 0]), 2, DISTANCE, HOUSEHOLDS, 300
    )

    assert (first.total, first.served) == (90, 30)
    assert (second.total, second.served) == (70, 30)
    assert (outside.total, outside.served) == (50, 0)


def test_the_curve_counts_up_to_each_threshold():
    curve = coverage_curve(DISTANCE, HOUSEHOLDS, np.array([0.0, 299, 300, 500, 9999]))

    assert curve.tolist() == [10, 10, 60, 100, 100]


def test_the_median_household_may_reach_nothing():
    assert distance_quantile(DISTANCE, HOUSEHOLDS, 0.5) == math.inf
    assert distance_quantile(DISTANCE, HOUSEHOLDS, 60 / 210) == pytest.approx(300)
    assert math.isnan(distance_quantile(np.zeros(0), np.zeros(0), 0.5))


def test_the_mean_distance_is_of_those_who_reach_something():
    assert mean_distance_m(DISTANCE[:4], HOUSEHOLDS[:4]) == pytest.approx(
        (20 * 300 + 30 * 300 + 40 * 500) / 100
    )
    assert mean_distance_m(np.array([math.inf]), np.array([1.0])) is None


def test_a_park_is_as_near_as_its_edge_and_zero_away_inside():
    park = shapely.box(100, 0, 200, 100)
    found = straight_distances(
        WEIFANG, shapes(shapely.Point(0, 500), park), np.array([(0.0, 50), (150, 50), (0, 480)])
    )

    assert found.distance_m == pytest.approx([100, 0, 20])
    assert found.facilities.tolist() == [1, 1, 0]


def test_no_facility_is_infinitely_far_and_no_position_has_no_distance():
    found = straight_distances(WEIFANG, shapes(None), np.array([(0.0, 0), (np.nan, 0)]))

    assert found.distance_m[0] == math.inf
    assert math.isnan(found.distance_m[1])
    assert found.facilities.tolist() == [-1, -1]


@given(st.integers(0, 100_000))
def test_straight_distances_are_geodesics(seed):
    random = np.random.default_rng(seed)
    facilities, places = random.uniform(-15_000, 15_000, (2, 12, 2))
    found = straight_distances(
        WEIFANG, np.asarray(shapely.points(facilities), object), places
    ).distance_m

    lon, lat = WEIFANG.to_wgs84(facilities)
    for place, metres in zip(places, found, strict=True):
        [x], [y] = WEIFANG.to_wgs84(place[np.newaxis])
        assert metres == pytest.approx(geodesic_distance_m(x, y, lon, lat).min(), abs=0.02)


weights = st.lists(st.floats(0, 1000), min_size=1, max_size=40)


@given(weights, st.integers(0, 9999), st.floats(0, 1000), st.floats(0, 500))
def test_coverage_grows_with_the_threshold_and_the_zones_add_up(households, seed, near_m, more_m):
    random = np.random.default_rng(seed)
    weight = np.array(households)
    distance_m = random.choice([*random.uniform(0, 1500, 20), math.inf], len(weight))
    groups = random.integers(-1, 4, len(weight))

    whole = coverage_share(distance_m, weight, near_m)
    parts = coverage_by(groups, 4, distance_m, weight, near_m)
    [low, high] = coverage_curve(distance_m, weight, np.array([near_m, near_m + more_m]))

    assert math.fsum(part.total for part in parts) == pytest.approx(whole.total)
    assert math.fsum(part.served for part in parts) == pytest.approx(whole.served)
    assert low == pytest.approx(whole.served)
    assert low <= high
