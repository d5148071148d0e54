"""Parks and other areas on graph paper: reached at gates, at crossings, beside; free inside."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.network.distances import node_distances, place_distances
from geo.network.gates import area_gates, joined_gates, point_gates
from geo.network.joining import Joiner
from tests.geo.network.town import grid_town, joined, network_of

TOWN = grid_town(5, 4)


def areas(*shapes):
    return np.array(shapes, object)


def distances(network, gates, *places):
    nodes = node_distances(network, gates)
    return place_distances(network, gates, nodes, joined(network, *places)).distance_m


def gates_of(network, *shapes, **options):
    return area_gates(network, Joiner(network), areas(*shapes), **options)


def test_a_park_that_a_street_goes_through_is_reached_where_the_street_meets_its_edge():
    # The park spans x 130 … 170 on both sides of the street y = 100.
    gates = gates_of(TOWN, shapely.box(130, 60, 170, 140))

    assert distances(TOWN, gates, (100, 100), (200, 100)) == pytest.approx([29, 29])
    assert distances(TOWN, gates, (100, 0)) == pytest.approx([129])


def test_the_inside_of_a_park_is_no_detour():
    gates = gates_of(TOWN, shapely.box(130, 60, 170, 140))

    # On the street inside, and in a house beside the park that is joined to that street.
    assert distances(TOWN, gates, (150, 100), (150, 149)) == pytest.approx([0, 49])


def test_a_park_between_two_streets_is_reached_from_both():
    gates = gates_of(TOWN, shapely.box(110, 100, 190, 200))

    assert distances(TOWN, gates, (200, 100), (200, 200)) == pytest.approx([9, 9])
    assert distances(TOWN, gates, (150, 300)) == pytest.approx([50 + 100 + 9])


def test_a_path_that_ends_just_before_a_park_touches_it():
    path = network_of([["a", "b"]], {"a": (0, 0), "b": (99.2, 0)})
    gates = gates_of(path, shapely.box(100, -50, 200, 50))

    assert distances(path, gates, (0, 0)) == pytest.approx([99])


def test_a_park_that_no_way_touches_is_reached_from_the_nearest_point_of_a_way():
    street = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})
    gates = gates_of(street, shapely.box(400, 40, 500, 90))

    assert distances(street, gates, (0, 0), (450, 0)) == pytest.approx([400 + 40, 40])


def test_a_park_too_far_from_any_way_is_reached_by_none():
    street = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})

    assert len(gates_of(street, shapely.box(400, 140, 500, 190), limit_m=100)) == 0


def test_a_park_with_one_gate_on_the_far_side_is_reached_only_there():
    # The park fills the block between x 100 … 200 and y 0 … 100; its gate is on the north.
    gate = point_gates(joined(TOWN, (150, 100)))

    assert distances(TOWN, gate, (150, 0)) == pytest.approx([50 + 100 + 50])


def test_several_entrances_of_one_park_are_one_facility():
    entrances = joined(TOWN, (0, 0), (400, 300), (200, 0))
    gates = point_gates(entrances, np.array([0, 0, 1]), 2)
    nodes = node_distances(TOWN, gates)
    found = place_distances(TOWN, gates, nodes, joined(TOWN, (390, 300), (210, 0)))

    assert found.distance_m == pytest.approx([10, 10])
    assert found.facilities.tolist() == [0, 1]


def test_a_ring_of_a_path_partly_inside_a_park_is_free_only_inside():
    ring = {"a": (0, 0), "b": (100, 0), "c": (100, 100), "d": (0, 100)}
    path = network_of([["a", "b", "c", "d", "a"]], ring)
    gates = gates_of(path, shapely.box(-50, -50, 51, 51))

    # 1 m before the park's edge at (51, 0) a path touches it: (100, 0) is 48 m from there.
    assert distances(path, gates, (100, 0), (0, 20), (100, 100)) == pytest.approx([48, 0, 148])


def test_a_path_wholly_inside_of_a_park_is_free_all_along():
    ring = network_of([["a", "b", "c", "a"]], {"a": (0, 0), "b": (100, 0), "c": (100, 100)})
    gates = gates_of(ring, shapely.box(-50, -50, 200, 200))

    assert distances(ring, gates, (0, 0), (70, 0), (100, 30), (50, 50)) == pytest.approx([0] * 4)


def test_an_empty_area_has_no_gate():
    assert len(gates_of(TOWN, shapely.Polygon())) == 0
    assert gates_of(TOWN).count == 0


def test_gates_of_several_sorts_are_searched_together():
    points = point_gates(joined(TOWN, (0, 0)), np.array([0]), 2)
    parks = gates_of(TOWN, shapely.box(330, 60, 370, 140)).of(np.array([0]))
    parks = type(parks)(
        parks.edges, parks.from_m, parks.to_m, parks.access_m, parks.facilities + 1, 2
    )
    gates = joined_gates(points, parks)

    assert distances(TOWN, gates, (10, 0), (300, 100)) == pytest.approx([10, 29])
