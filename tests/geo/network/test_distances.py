"""Distances to the nearest facility: worked by hand, and against networkx on random networks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.distances import NO_FACILITY, node_distances, place_distances
from geo.network.gates import point_gates
from geo.network.joining import Joiner
from tests.geo.network.reference import nearest_by_networkx
from tests.geo.network.town import grid_town, joined, network_of

TOWN = grid_town(4, 3)


def nearest(network, facilities, places, **options):
    gates = point_gates(facilities)
    return place_distances(network, gates, node_distances(network, gates, **options), places)


def test_the_way_to_the_street_the_way_along_it_and_the_way_from_it_are_added():
    # 10 m down to the street, 150 m east, 100 m north, 50 m east, 20 m up.
    found = nearest(TOWN, joined(TOWN, (50, 10)), joined(TOWN, (250, 120)))

    assert found.distance_m == pytest.approx([10 + 150 + 100 + 50 + 20])


def test_two_places_on_one_edge_are_as_far_as_the_street_between_them():
    found = nearest(TOWN, joined(TOWN, (120, 10)), joined(TOWN, (180, -5), (105, 0)))

    assert found.distance_m == pytest.approx([10 + 60 + 5, 10 + 15])


def test_on_one_edge_the_way_round_counts_where_it_is_shorter():
    # A street of 1,000 m with its ends joined by a path of 50 m.
    places = {"a": (0, 0), "up": (0, 475), "over": (50, 475), "b": (50, 0), "x": (-9, 0)}
    loop = network_of([["a", "up", "over", "b"], ["x", "a", "b"]], places)
    facility, place = joined(loop, (0, 100), limit_m=1), joined(loop, (50, 100), limit_m=1)

    assert nearest(loop, facility, place).distance_m == pytest.approx([100 + 50 + 100])


def test_each_place_is_told_which_facility_is_its_nearest():
    found = nearest(TOWN, joined(TOWN, (0, 0), (300, 200), (0, 200)), joined(TOWN, (290, 190)))

    assert found.facilities.tolist() == [1]


def test_two_facilities_in_one_spot_are_as_near_as_one():
    one = nearest(TOWN, joined(TOWN, (100, 0)), joined(TOWN, (300, 200)))
    two = nearest(TOWN, joined(TOWN, (100, 0), (100, 0)), joined(TOWN, (300, 200)))

    assert two.distance_m == one.distance_m == pytest.approx([400])


def test_no_facility_at_all_is_infinitely_far_and_never_zero():
    found = nearest(TOWN, joined(TOWN), joined(TOWN, (0, 0)))

    assert found.distance_m.tolist() == [math.inf]
    assert found.facilities.tolist() == [NO_FACILITY]


def test_a_place_too_far_from_any_way_is_infinitely_far_even_beside_a_facility():
    facility = joined(TOWN, (0, 0))
    found = nearest(TOWN, facility, joined(TOWN, (0, -301)))

    assert found.distance_m.tolist() == [math.inf]


def test_a_facility_too_far_from_any_way_serves_nobody():
    found = nearest(TOWN, joined(TOWN, (0, -301)), joined(TOWN, (0, 0)))

    assert found.distance_m.tolist() == [math.inf]


def test_a_place_without_a_position_has_no_distance():
    assert np.isnan(nearest(TOWN, joined(TOWN, (0, 0)), joined(TOWN, (np.nan, 0))).distance_m[0])


RIVER = {
    **{("n", x): (x, 30) for x in range(0, 2001, 500)},
    **{("s", x): (x, -30) for x in range(0, 2001, 500)},
}
BANKS = [[("n", x) for x in range(0, 2001, 500)], [("s", x) for x in range(0, 2001, 500)]]


def test_a_facility_across_a_river_is_as_far_as_the_next_bridge():
    bridge = [("n", 2000), ("s", 2000)]
    town = network_of([*BANKS, bridge], RIVER)

    found = nearest(town, joined(town, (0, 40)), joined(town, (0, -40)))

    assert found.distance_m == pytest.approx([10 + 2000 + 60 + 2000 + 10])


def test_a_place_on_an_island_reaches_no_facility_on_the_mainland():
    islands = network_of(BANKS, RIVER, smallest_island=0)

    found = nearest(islands, joined(islands, (0, 40)), joined(islands, (0, -40), (100, 40)))

    assert found.distance_m == pytest.approx([math.inf, 120])


def test_a_place_on_a_dropped_island_walks_to_the_mainland_only_if_that_is_near():
    places = {"a": (0, 0), "b": (9000, 0), "i": (4000, 200), "j": (4050, 200)}
    town = network_of([["a", "b"], ["i", "j"]], places)

    near = nearest(town, joined(town, (4000, 0)), joined(town, (4000, 200), limit_m=300))
    far = nearest(town, joined(town, (4000, 0)), joined(town, (4000, 200), limit_m=150))

    assert near.distance_m == pytest.approx([200])
    assert far.distance_m.tolist() == [math.inf]


def test_beyond_the_limit_nothing_is_searched():
    found = nearest(TOWN, joined(TOWN, (0, 0)), joined(TOWN, (300, 200), (200, 0)), limit_m=250)

    assert found.distance_m == pytest.approx([math.inf, 200])


def test_an_edge_without_length_is_no_obstacle():
    places = {"a": (0, 0), "b": (100, 0), "b2": (100, 0), "c": (100, 50), "d": (100, -9)}
    town = network_of([["a", "b"], ["b", "b2"], ["b2", "c"], ["b2", "d"], ["b", "d"]], places)

    found = nearest(town, joined(town, (0, 0)), joined(town, (100, 50)))

    assert found.distance_m == pytest.approx([150])


def test_a_crowd_of_facilities_on_one_edge_is_told_apart():
    street = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})
    facilities = joined(street, *[(x, 3) for x in range(0, 1001, 10)])
    places = joined(street, *[(x + 4, 0) for x in range(0, 1000, 10)])

    found = nearest(street, facilities, places)

    assert found.distance_m == pytest.approx(np.full(100, 7.0))
    assert found.facilities.tolist() == list(range(100))


def test_a_facility_far_off_an_edge_gives_way_to_one_farther_along_it():
    street = network_of([["w", "e"]], {"w": (0, 0), "e": (1000, 0)})
    found = nearest(street, joined(street, (500, 200), (600, 0)), joined(street, (480, 0)))

    assert found.distance_m == pytest.approx([120])
    assert found.facilities.tolist() == [1]


def random_town(seed):
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 40))
    positions = dict(enumerate(random.integers(0, 12, (count, 2)).astype(float) * 50))
    ways = [
        random.integers(0, count, random.integers(2, 6)).tolist()
        for _ in range(int(random.integers(1, 25)))
    ]
    network = network_of(ways, positions, smallest_island=0)
    facilities, places = (
        Joiner(network).join(random.uniform(-50, 600, (int(random.integers(0, 12)), 2)), limit_m=80)
        for _ in range(2)
    )
    return network, facilities, places


@given(st.integers(0, 1_000_000))
def test_distances_agree_with_networkx(seed):
    network, facilities, places = random_town(seed)

    found = nearest(network, facilities, places)

    assert found.distance_m == pytest.approx(nearest_by_networkx(network, facilities, places))


@given(st.integers(0, 1_000_000))
def test_the_named_facility_is_at_the_named_distance(seed):
    network, facilities, places = random_town(seed)

    found = nearest(network, facilities, places)

    for row, facility in enumerate(found.facilities.tolist()):
        if facility == NO_FACILITY:
            assert found.distance_m[row] == math.inf
        else:
            alone = nearest(network, facilities.take(np.array([facility])), places)
            assert alone.distance_m[row] == pytest.approx(found.distance_m[row])


@given(st.integers(0, 1_000_000))
def test_more_facilities_are_never_farther(seed):
    network, facilities, places = random_town(seed)
    if not len(facilities):
        return

    fewer = nearest(network, facilities.take(np.arange(len(facilities) - 1)), places)

    assert (nearest(network, facilities, places).distance_m <= fewer.distance_m + 1e-9).all()


@given(st.integers(0, 1_000_000))
def test_no_way_along_a_network_is_shorter_than_the_straight_line(seed):
    network, facilities, places = random_town(seed)
    found = nearest(network, facilities, places)
    reached = network.positions_at(places.edges, places.offsets_m)
    gates = network.positions_at(facilities.edges, facilities.offsets_m)

    for row in np.flatnonzero(found.facilities >= 0).tolist():
        straight = math.dist(reached[row], gates[found.facilities[row]])
        access = places.access_m[row] + facilities.access_m[found.facilities[row]]
        assert found.distance_m[row] >= straight + access - 1e-3
