"""The index against brute force: every pair measured, every box compared."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.index import PAGE_ROWS, BoxIndex, NearestIndex

GEOD = Geod(ellps="WGS84")


def cloud(count, *, seed=1, west=118.9, south=36.5, size=0.3):
    random = np.random.default_rng(seed)
    return west + random.uniform(0, size, count), south + random.uniform(0, size, count)


def brute_force(lon, lat, points, k):
    count = len(points[0])
    _, _, distances = GEOD.inv(np.full(count, lon), np.full(count, lat), *points)
    order = np.argsort(distances, kind="stable")[:k]
    return distances[order]


@pytest.mark.parametrize("k", [1, 2, 10, 1000, 1500])
def test_the_nearest_are_those_that_measuring_all_finds(k):
    points = cloud(1000)
    index = NearestIndex(*points)
    for lon, lat in zip(*cloud(50, seed=2, west=118.7, south=36.3, size=0.7), strict=True):
        rows, distances = index.nearest(lon, lat, k)

        assert distances == pytest.approx(brute_force(lon, lat, points, k), abs=1e-4)
        measured = GEOD.inv(
            np.full(len(rows), lon), np.full(len(rows), lat), points[0][rows], points[1][rows]
        )[2]
        assert distances == pytest.approx(measured, abs=1e-4)


@given(
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.integers(1, 40),
    st.integers(0, 5),
)
def test_the_nearest_are_true_from_anywhere_on_earth(lon, lat, k, seed):
    random = np.random.default_rng(seed)
    points = random.uniform(-180, 180, 60), random.uniform(-90, 90, 60)

    _, distances = NearestIndex(*points).nearest(lon, lat, k)

    assert distances == pytest.approx(brute_force(lon, lat, points, k), abs=1e-3)


@pytest.mark.parametrize("far_away", [(-60.9, -36.6), (61.0, 36.6), (119.0, -53.4), (0, 90)])
def test_a_town_seen_from_the_other_side_of_the_world_is_in_true_order(far_away):
    points = cloud(300)

    _, distances = NearestIndex(*points).nearest(*far_away, 10)

    assert distances == pytest.approx(brute_force(*far_away, points, 10), abs=1e-3)


def test_points_on_both_sides_of_the_antimeridian_are_neighbours():
    index = NearestIndex(np.array([179.999, -179.999, 170.0]), np.array([0.0, 0.0, 0.0]))

    rows, _ = index.nearest(-179.9995, 0.0, 2)

    assert rows == [1, 0]


def test_only_points_within_the_distance_come_back():
    index = NearestIndex(np.array([119.0, 119.01, 119.02]), np.array([36.7, 36.7, 36.7]))
    _, _, to_second = GEOD.inv(119.0, 36.7, 119.01, 36.7)

    assert index.nearest(119.0, 36.7, 3, max_distance_m=to_second + 0.001)[0] == [0, 1]
    assert index.nearest(119.0, 36.7, 3, max_distance_m=to_second - 0.001)[0] == [0]


def test_an_empty_index_finds_nothing():
    index = NearestIndex(np.zeros(0), np.zeros(0))

    assert index.nearest(119.0, 36.7, 5) == ([], [])
    assert index.nearest_where(119.0, 36.7, 5, np.zeros(0, bool)) == ([], [])


@pytest.mark.parametrize("share", [0.0, 0.001, 0.02, 0.5, 1.0])
def test_the_nearest_of_the_wanted_are_those_that_measuring_all_of_them_finds(share):
    points = cloud(3000)
    wanted = np.random.default_rng(3).random(3000) < share
    index = NearestIndex(*points)
    chosen = points[0][wanted], points[1][wanted]
    for lon, lat in zip(*cloud(20, seed=4), strict=True):
        rows, distances = index.nearest_where(lon, lat, 7, wanted)

        assert distances == pytest.approx(brute_force(lon, lat, chosen, 7), abs=1e-4)
        assert all(wanted[row] for row in rows)


def test_wanted_points_that_all_lie_far_from_here_are_found_too():
    points = cloud(5000)
    wanted = points[0] > 119.19

    rows, distances = NearestIndex(*points).nearest_where(118.9, 36.5, 5, wanted)

    chosen = points[0][wanted], points[1][wanted]
    assert distances == pytest.approx(brute_force(118.9, 36.5, chosen, 5), abs=1e-4)
    assert len(rows) == 5


def test_wanted_points_keep_to_the_distance():
    points = cloud(500)
    wanted = np.ones(500, bool)
    wanted[::2] = False

    _, distances = NearestIndex(*points).nearest_where(
        119.0, 36.6, 500, wanted, max_distance_m=2000
    )

    chosen = points[0][wanted], points[1][wanted]
    expected = [one for one in brute_force(119.0, 36.6, chosen, 500) if one <= 2000]
    assert distances == pytest.approx(expected, abs=1e-4)


def meeting_by_comparison(bounds, west, south, east, north):
    return [
        row
        for row, (w, s, e, n) in enumerate(bounds.tolist())
        if w <= east and e >= west and s <= north and n >= south
    ]


degrees = st.integers(0, 12).map(lambda tenth: 118.9 + tenth / 10)


@given(st.integers(0, 3), st.integers(0, 2 * PAGE_ROWS + 3), degrees, degrees, degrees, degrees)
def test_the_boxes_that_meet_a_box_are_those_that_comparing_all_finds(seed, count, a, b, c, d):
    random = np.random.default_rng(seed)
    # On a coarse grid, so that edges touch exactly.
    corner = 118.9 + random.integers(0, 12, (count, 2)) / 10
    size = random.integers(0, 3, (count, 2)) / 10 * (seed % 2)
    bounds = np.hstack([corner, corner + size])
    west, east, south, north = min(a, b), max(a, b), min(c, d), max(c, d)

    found = BoxIndex(bounds).meeting(west, south, east, north)

    assert found.tolist() == meeting_by_comparison(bounds, west, south, east, north)


def test_a_point_on_the_very_edge_of_a_box_is_in_it_and_the_next_number_is_not():
    edge = 119.1000001
    beyond = math.nextafter(edge, 200)
    bounds = np.array([[edge, 36.7, edge, 36.7], [beyond, 36.7, beyond, 36.7]])

    assert BoxIndex(bounds).meeting(119.0, 36.0, edge, 37.0).tolist() == [0]


def test_a_box_over_the_antimeridian_is_answered_as_its_two_halves():
    lon = np.array([179.0, -179.0, 0.0, 180.0, -180.0])
    bounds = np.column_stack([lon, np.zeros(5), lon, np.zeros(5)])

    assert BoxIndex(bounds).meeting(178, -1, -178, 1).tolist() == [0, 1, 3, 4]
