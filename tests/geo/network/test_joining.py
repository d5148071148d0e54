"""Places joined to the nearest point of a way: on graph paper, and against measuring all ways."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.network.gates import edge_lines
from geo.network.joining import UNCONNECTED, Joiner
from tests.geo.network.town import grid_town, joined, network_of

STREET = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})


def test_a_place_is_joined_to_the_nearest_point_of_a_way_and_not_to_its_ends():
    joins = joined(STREET, (500, 30))

    assert joins.edges.tolist() == [0]
    assert joins.offsets_m == pytest.approx([500])
    assert joins.access_m == pytest.approx([30])


def test_a_place_past_the_end_of_a_way_walks_to_its_end():
    joins = joined(STREET, (-30, 40))

    assert joins.offsets_m == pytest.approx([0])
    assert joins.access_m == pytest.approx([50])


def test_a_place_too_far_from_any_way_is_unconnected_and_says_how_far_it_is():
    joins = joined(STREET, (500, 301), (500, 300), limit_m=300)

    assert joins.edges.tolist() == [UNCONNECTED, 0]
    assert joins.connected.tolist() == [False, True]
    assert joins.access_m == pytest.approx([301, 300])


def test_a_place_without_a_position_is_unconnected():
    joins = joined(STREET, (np.nan, 0), (0, np.inf))

    assert joins.edges.tolist() == [UNCONNECTED, UNCONNECTED]
    assert np.isnan(joins.access_m).all()


def test_nothing_is_joined_to_an_empty_network():
    joins = joined(network_of([], {}), (0, 0))

    assert joins.edges.tolist() == [UNCONNECTED]
    assert joins.access_m.tolist() == [np.inf]


def test_no_places_have_no_joins():
    assert len(joined(STREET)) == 0


def test_of_two_ways_at_the_same_distance_it_is_the_first():
    ways = network_of(
        [["a", "b"], ["c", "d"]],
        {"a": (0, 0), "b": (100, 0), "c": (0, 20), "d": (100, 20)},
        smallest_island=0,
    )

    assert joined(ways, *[(x, 10) for x in range(0, 100, 7)]).edges.tolist() == [0] * 15


def test_a_place_in_a_knot_of_many_ways_finds_the_nearest_of_them():
    # Forty streets in a fan of 40 m: far more ways near the place than are looked at first.
    places = {("w", n): (0, n) for n in range(40)} | {("e", n): (40, n) for n in range(40)}
    ways = network_of([[("w", n), ("e", n)] for n in range(40)], places, smallest_island=0)

    joins = joined(ways, *[(20, n + 0.2) for n in range(40)])

    assert joins.access_m == pytest.approx(np.full(40, 0.2))
    assert len(set(joins.edges.tolist())) == 40


@given(st.integers(0, 10_000))
def test_the_joined_way_is_the_one_that_measuring_all_finds(seed):
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 30))
    positions = dict(enumerate(random.uniform(0, 600, (count, 2)).tolist()))
    ways = [random.integers(0, count, random.integers(2, 5)).tolist() for _ in range(12)]
    network = network_of(ways, positions, smallest_island=0)
    if not len(network):
        return
    places = random.uniform(-100, 700, (40, 2))

    joins = Joiner(network).join(places, limit_m=np.inf)

    lines = edge_lines(network, np.arange(len(network)))
    points = shapely.points(places)
    apart = shapely.distance(points[:, np.newaxis], lines)
    assert joins.access_m == pytest.approx(apart.min(axis=1), rel=1e-7)
    reached = network.positions_at(joins.edges, joins.offsets_m)
    assert np.hypot(*(reached - places).T) == pytest.approx(joins.access_m, abs=1e-5)


def test_ten_thousand_places_in_a_town_are_all_joined_within_half_a_block():
    random = np.random.default_rng(4)
    joins = Joiner(grid_town(12, 12)).join(random.uniform(0, 1100, (10_000, 2)))

    assert joins.connected.all()
    assert joins.access_m.max() <= 50 + 1e-6
