"""The drawn area against the rule that counts households."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.distances import node_distances, place_distances
from geo.network.gates import point_gates
from geo.network.joining import Joiner
from geo.network.reach import grid_over, served_area
from tests.geo.network.town import grid_town, network_of

TOWN = grid_town(8, 8)


def reach(network, facilities, threshold_m, bounds=(-100, -100, 800, 800), **options):
    joiner = Joiner(network)
    gates = point_gates(joiner.join(np.array(facilities, float)))
    nodes = node_distances(network, gates)
    grid = grid_over(joiner, bounds, **options)
    found = place_distances(network, gates, nodes, grid.joins)
    area = served_area(grid, found.distance_m, threshold_m)
    return (
        area,
        lambda places: (
            place_distances(
                network, gates, nodes, joiner.join(np.array(places, float), limit_m=grid.limit_m)
            ).distance_m
        ),
    )


def test_along_a_street_the_area_ends_where_the_threshold_does():
    street = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})
    area, _ = reach(street, [(500, 0)], 200, (0, -300, 1000, 300))

    # A household x along and y beside is x + y away: a square on its tip, 400 m across.
    assert area.area == pytest.approx(2 * 200**2, rel=0.01)
    assert area.bounds == pytest.approx((300, -200, 700, 200), abs=2)


def test_what_is_too_far_from_any_way_is_not_served():
    street = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})
    area, _ = reach(street, [(500, 0)], 2000, (0, -300, 1000, 300), limit_m=100)

    assert area.bounds[1] == pytest.approx(-100, abs=1)
    assert area.bounds[3] == pytest.approx(100, abs=1)


def test_no_facility_serves_no_area():
    area, _ = reach(TOWN, np.empty((0, 2)), 500)

    assert area.is_empty


def test_a_river_is_not_crossed():
    banks = network_of(
        [["a", "b"], ["c", "d"]],
        {"a": (0, 40), "b": (800, 40), "c": (0, -40), "d": (800, -40)},
        smallest_island=0,
    )
    area, _ = reach(banks, [(400, 40)], 300, (0, -200, 800, 200))

    assert area.bounds[1] >= -1


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(30, 600))
def test_a_household_on_a_point_of_the_grid_is_inside_exactly_if_it_is_served(seed, threshold_m):
    random = np.random.default_rng(seed)
    facilities = random.uniform(0, 700, (int(random.integers(1, 5)), 2))
    area, distance_of = reach(TOWN, facilities, threshold_m)
    x, y = np.meshgrid(np.arange(-100, 801, 10.0), np.arange(-100, 801, 10.0))
    places = np.column_stack((x.ravel(), y.ravel()))
    beyond_m = distance_of(places) - threshold_m

    inside = shapely.contains(area, shapely.points(places))

    clear = np.abs(beyond_m) > 1e-3
    assert (inside == (beyond_m < 0))[clear].all()
    assert area.is_valid


def test_of_households_anywhere_nearly_all_are_drawn_as_they_are_counted():
    random = np.random.default_rng(1)
    area, distance_of = reach(TOWN, random.uniform(0, 700, (3, 2)), 220)
    places = random.uniform(0, 700, (5000, 2))

    inside = shapely.contains(area, shapely.points(places))

    assert (inside == (distance_of(places) <= 220)).mean() > 0.98


@settings(max_examples=25)
@given(st.integers(0, 1000), st.floats(50, 400), st.floats(0, 200))
def test_the_area_grows_with_the_threshold(seed, threshold_m, more_m):
    facilities = np.random.default_rng(seed).uniform(0, 700, (3, 2))

    small, _ = reach(TOWN, facilities, threshold_m)
    large, _ = reach(TOWN, facilities, threshold_m + more_m)

    assert small.difference(large).area <= 1e-3 * small.area + 1
