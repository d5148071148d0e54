"""Pairs of places and facilities within reach, against one search a facility."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network import pairs as pairs_module
from geo.network.distances import node_distances, place_distances
from geo.network.gates import point_gates
from geo.network.pairs import network_pairs
from tests.geo.network.test_distances import random_town
from tests.geo.network.town import grid_town, joined

TOWN = grid_town(4, 3)


def test_pairs_within_reach_come_by_place_and_then_by_distance():
    facilities = point_gates(joined(TOWN, (0, 0), (100, 0), (300, 200)))
    found = network_pairs(TOWN, facilities, joined(TOWN, (300, 100), (50, 0)), 250)

    assert found.places.tolist() == [0, 1, 1]
    assert found.facilities.tolist() == [2, 0, 1]
    assert found.distance_m == pytest.approx([100, 50, 50])


def test_the_nearest_k_of_each_place_are_kept():
    facilities = point_gates(joined(TOWN, (0, 0), (100, 0), (300, 200)))
    found = network_pairs(TOWN, facilities, joined(TOWN, (300, 100), (40, 0)), 1000).nearest(2)

    assert found.places.tolist() == [0, 0, 1, 1]
    assert found.facilities.tolist() == [2, 1, 0, 1]


def test_no_facility_has_no_pairs():
    assert len(network_pairs(TOWN, point_gates(joined(TOWN)), joined(TOWN, (0, 0)), 100)) == 0


@given(st.integers(0, 1_000_000), st.floats(10, 900))
def test_the_pairs_are_those_that_a_search_from_each_facility_finds(seed, limit_m):
    network, facilities, places = random_town(seed)

    found = network_pairs(network, point_gates(facilities), places, limit_m)

    expected = {}
    for facility in range(len(facilities)):
        gates = point_gates(facilities.take(np.array([facility])))
        alone = place_distances(network, gates, node_distances(network, gates), places)
        for place, metres in enumerate(alone.distance_m.tolist()):
            if metres <= limit_m:
                expected[place, facility] = metres
    pairs = zip(found.places.tolist(), found.facilities.tolist(), strict=True)
    got = dict(zip(pairs, found.distance_m.tolist(), strict=True))
    # What lies on the limit itself may fall on either side.
    for pair in expected.keys() ^ got.keys():
        assert math.isclose({**expected, **got}[pair], limit_m, abs_tol=1e-6)
    for pair in expected.keys() & got.keys():
        assert got[pair] == pytest.approx(expected[pair])


def test_many_facilities_in_one_place_are_searched_in_parts(monkeypatch):
    facilities, places = joined(TOWN, *[(x, 0) for x in range(50)]), joined(TOWN, (25, 0), (26, 0))
    at_once = network_pairs(TOWN, point_gates(facilities), places, 500)
    monkeypatch.setattr(pairs_module, "MOST_CELLS", 100)

    in_parts = network_pairs(TOWN, point_gates(facilities), places, 500)

    assert in_parts.facilities.tolist() == at_once.facilities.tolist()
    assert in_parts.distance_m.tolist() == at_once.distance_m.tolist()
    assert len(in_parts) == 100
