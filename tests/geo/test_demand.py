"""Where people live: refused rows, and areas spread over buildings or evenly."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.demand import MOST_POINTS, Refused, refused_areas, refused_points, spread

NAN = float("nan")


def areas(*shapes):
    return np.array(shapes, object)


def test_each_row_that_cannot_be_counted_is_refused_for_its_own_reason():
    lon = np.array([119.1, NAN, 181.0, 119.1, 119.1, 119.1, NAN])
    lat = np.array([36.7, 36.7, 36.7, 36.7, 36.7, 36.7, 36.7])
    households = np.array([10.0, 1, 1, NAN, -5, 0, -1])

    usable, refused = refused_points(lon, lat, households)

    assert usable.tolist() == [True, False, False, False, False, True, False]
    assert refused == (
        Refused(1, "no_position"),
        Refused(2, "not_on_earth"),
        Refused(3, "no_weight"),
        Refused(4, "negative_weight"),
        Refused(6, "no_position"),
    )


def test_areas_are_refused_one_by_one_too():
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    shapes = areas(shapely.box(0, 0, 1, 1), None, bow_tie, shapely.Point(1, 1), shapely.Polygon())

    usable, refused = refused_areas(shapes, np.array([1.0, 1, 1, -2, 1]))

    assert usable.tolist() == [True, False, False, False, False]
    assert [one.reason for one in refused] == [
        "no_position",
        "broken_shape",
        "negative_weight",
        "no_position",
    ]


def test_households_go_to_the_buildings_by_their_floor_area():
    buildings = np.array([(10.0, 10), (90, 90), (500, 500)])
    demand = spread(
        areas(shapely.box(0, 0, 100, 100)),
        np.array([300.0]),
        buildings=buildings,
        building_weight=np.array([1000.0, 2000, 9]),
    )

    assert demand.places.tolist() == [[10, 10], [90, 90]]
    assert demand.weight.tolist() == [100, 200]


def test_without_buildings_an_area_is_spread_evenly():
    demand = spread(areas(shapely.box(0, 0, 100, 50)), np.array([60.0]), step_m=50)

    assert demand.places.tolist() == [[25, 25], [75, 25]]
    assert demand.weight.tolist() == [30, 30]


def test_a_point_stays_one_point():
    demand = spread(areas(shapely.Point(3, 4)), np.array([7.0]))

    assert demand.places.tolist() == [[3, 4]]
    assert demand.weight.tolist() == [7]


def test_an_area_too_thin_for_the_grid_has_a_point_all_the_same():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(1, 1, 99, 99))
    demand = spread(areas(ring), np.array([8.0]))

    assert len(demand) == 1
    assert shapely.contains(ring, shapely.Point(demand.places[0]))


def test_a_large_area_has_a_bounded_number_of_points():
    demand = spread(areas(shapely.box(0, 0, 50_000, 50_000)), np.array([1e6]))

    assert len(demand) <= MOST_POINTS * 1.1


def test_a_building_in_two_communities_counts_for_the_first():
    both = areas(shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100))
    demand = spread(both, np.array([10.0, 20]), buildings=np.array([(75.0, 50), (120, 50)]))

    assert demand.owners.tolist() == [0, 1]
    assert demand.weight.tolist() == [10, 20]


@given(
    st.lists(st.tuples(st.floats(0, 900), st.floats(0, 900), st.floats(1, 300)), max_size=8),
    st.lists(st.tuples(st.floats(0, 999), st.floats(0, 999), st.floats(0, 9)), max_size=30),
)
def test_spreading_keeps_the_households_of_every_area(squares, buildings):
    shapes = areas(*(shapely.box(x, y, x + side, y + side) for x, y, side in squares))
    households = np.arange(len(squares), dtype=float)
    table = np.array(buildings).reshape(-1, 3)

    demand = spread(shapes, households, buildings=table[:, :2], building_weight=table[:, 2])

    summed = np.bincount(demand.owners, demand.weight, len(squares))
    assert summed[: len(squares)] == pytest.approx(households)
    inside = shapely.intersects(shapes[demand.owners], shapely.points(demand.places))
    assert inside.all()
