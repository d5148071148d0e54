"""Ways become a network: on graph paper."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.building import build_network
from tests.geo.network.town import WEIFANG, grid_town, network_of

CROSS = {"w": (0, 0), "m": (100, 0), "e": (200, 0), "s": (100, -80), "n": (100, 70)}


def lengths(network):
    return sorted(round(length, 3) for length in network.length_m.tolist())


def test_ways_that_share_a_vertex_meet_there():
    network = network_of([["w", "m", "e"], ["s", "m", "n"]], CROSS)

    assert len(network.nodes) == 5
    assert lengths(network) == [70, 80, 100, 100]


def test_a_bridge_over_a_street_does_not_meet_it():
    crossing_over = {**CROSS, "over": (100, 0)}
    network = network_of([["w", "m", "e"], ["s", "over", "n"]], crossing_over, smallest_island=0)

    assert len(network.nodes) == 4
    assert lengths(network) == [150, 200]


def test_ways_that_go_on_in_each_other_are_one_edge_with_its_bends():
    places = {"a": (0, 0), "b": (30, 0), "c": (30, 40), "d": (60, 40), "e": (60, 0)}
    network = network_of([["b", "a"], ["b", "c"], ["e", "d", "c"]], places)

    assert len(network.nodes) == 2
    assert lengths(network) == [30 + 40 + 30 + 40]
    assert network.bends.tolist() in (
        [list(places[name]) for name in "abcde"],
        [list(places[name]) for name in "edcba"],
    )


def test_a_ring_on_its_own_is_one_edge_that_ends_where_it_began():
    places = {"a": (0, 0), "b": (30, 0), "c": (30, 40)}
    network = network_of([["a", "b"], ["b", "c", "a"]], places)

    assert network.ends.tolist() == [[0, 0]]
    assert lengths(network) == [30 + 40 + 50]
    assert network.matrix.nnz == 0


def test_a_ring_at_a_junction_is_an_edge_beside_the_others():
    places = {"a": (0, 0), "b": (30, 0), "c": (30, 40), "out": (-10, 0)}
    network = network_of([["a", "b", "c", "a"], ["out", "a"]], places)

    assert lengths(network) == [10, 30 + 40 + 50]
    assert network.matrix.nnz == 2


def test_two_ways_between_the_same_junctions_both_stay_and_the_shorter_counts():
    places = {"a": (0, 0), "b": (100, 0), "up": (50, 120), "w": (-9, 0), "e": (110, 0)}
    network = network_of([["w", "a", "b", "e"], ["a", "up", "b"]], places)

    assert lengths(network) == [9, 10, 100, 260]
    assert sorted(network.matrix.data.tolist()) == pytest.approx([9, 9, 10, 10, 100, 100])


def test_slips_of_the_pen_change_nothing():
    clean = network_of([["w", "m", "e"], ["s", "m", "n"]], CROSS)
    slips = network_of([["w", "w", "m", "m", "e"], ["s", "m", "n", "n"], ["m"], []], CROSS)

    assert slips.bends.tolist() == clean.bends.tolist()
    assert slips.ends.tolist() == clean.ends.tolist()


def test_small_islands_are_dropped_and_counted():
    places = np.array([(0, 0), (900, 0), (0, 50), (6, 50), (0, 99), (3, 99), (0, 200), (80, 200)])
    vertices = np.arange(8)

    with_all = np.append(vertices[::2], 8)
    network, islands = build_network(WEIFANG, places.astype(float), vertices, with_all)

    assert lengths(network) == [80, 900]
    assert (islands.kept, islands.dropped) == (2, 2)
    assert islands.dropped_m == pytest.approx(9)


def test_the_longest_island_stays_whatever_share_is_asked():
    network = network_of([["w", "m"], ["n", "s"]], CROSS, smallest_island=1)

    assert lengths(network) == [150]


def test_no_ways_are_an_empty_network():
    network = network_of([], {})

    assert len(network) == len(network.nodes) == 0
    assert network.matrix.shape == (0, 0)


def test_a_town_of_streets_has_its_length():
    town = grid_town(7, 5)

    assert town.length_m.sum() == pytest.approx(5 * 600 + 7 * 400, rel=1e-8)
    # The four corners are bends and no junctions.
    assert len(town.nodes) == 7 * 5 - 4


def test_a_position_along_an_edge_is_found():
    places = {"a": (0, 0), "b": (30, 0), "c": (30, 40)}
    network = network_of([["a", "b", "c"]], places)
    first = network.bends[0].tolist() == [0, 0]

    along = np.array([0.0, 15.0, 30.0, 50.0, 70.0])
    found = network.positions_at(np.zeros(5, np.int32), along if first else 70 - along)

    assert found.tolist() == [
        pytest.approx(place, abs=1e-6) for place in [(0, 0), (15, 0), (30, 0), (30, 20), (30, 40)]
    ]


steps = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(st.lists(st.lists(steps, min_size=1, max_size=8), max_size=8))
def test_no_length_is_lost_whatever_the_ways(ways):
    positions = {(x, y): (x * 10.0, y * 10.0) for x in range(7) for y in range(7)}
    network = network_of(ways, positions, smallest_island=0)

    drawn = sum(np.hypot(a[0] - b[0], a[1] - b[1]) * 10 for way in ways for a, b in pairwise(way))
    assert network.length_m.sum() == pytest.approx(drawn)
    assert (network.nodes[network.ends[:, 0]] == network.bends[network.starts[:-1]]).all()
    assert (network.nodes[network.ends[:, 1]] == network.bends[network.starts[1:] - 1]).all()
