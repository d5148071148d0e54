"""Gaps on graph paper, and that they tile the place with what is served."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gaps import served_and_gaps, straight_served_area
from geo.plane import Plane

WEIFANG = Plane(119.1, 36.7)
PLACE = shapely.box(0, 0, 1000, 1000)


def cut(served, places=(), unserved=(), place=PLACE):
    return served_and_gaps(
        WEIFANG,
        place,
        served,
        np.array(places, float).reshape(-1, 2),
        np.array(unserved, float),
    )


def test_what_is_left_of_the_place_are_the_gaps_most_households_first():
    # A served band from x 300 to x 600 leaves 300 m in the west and 400 m in the east. People live
    # in the blocks from (150, 550) and (850, 550), each 50 m square; with those beside them they
    # are 150 m square, and the outline runs half a block farther out, with its corners cut.
    found = cut(
        shapely.box(300, -50, 600, 1050), [(160, 560), (190, 590), (860, 560)], [30, 12, 40]
    )

    west, east, *empty = found.gaps
    assert [(gap.area.bounds, gap.weight) for gap in (west, east)] == [
        ((100, 500, 250, 650), 42),
        ((800, 500, 950, 650), 40),
    ]
    assert [gap.area_m2 for gap in (west, east)] == pytest.approx([150**2 - 4 * 25**2 / 2] * 2)
    assert [gap.weight for gap in empty] == [0, 0]
    assert math.fsum(gap.area_m2 for gap in found.gaps) == pytest.approx(700_000)


def test_two_settlements_are_two_gaps_and_two_streets_of_one_are_one():
    apart = cut(shapely.Polygon(), [(150, 150), (850, 850)], [1, 2])
    beside = cut(shapely.Polygon(), [(150, 150), (310, 150)], [1, 2])

    assert [gap.weight for gap in apart.gaps] == [2, 1, 0]
    assert [gap.weight for gap in beside.gaps] == [3, 0]


def test_gaps_with_the_same_households_come_by_size():
    found = cut(shapely.box(300, -50, 600, 1050))

    assert [gap.area_m2 for gap in found.gaps] == pytest.approx([400_000, 300_000])


def test_a_household_counted_as_unserved_but_drawn_as_served_is_of_the_nearest_gap():
    found = cut(shapely.box(300, -50, 600, 1050), [(302, 550), (2000, 500)], [5, 7])

    assert [gap.weight for gap in found.gaps] == [12, 0, 0]


def test_without_any_facility_the_whole_place_is_one_gap():
    found = cut(straight_served_area(np.array([None, shapely.Point()], object), 500))

    assert found.served.is_empty
    assert [gap.area_m2 for gap in found.gaps] == pytest.approx([1e6])


def test_a_place_that_is_served_whole_has_no_gap():
    assert cut(shapely.box(-1, -1, 1001, 1001), [(500, 500)], [3]).gaps == ()


def test_a_facility_outside_of_the_place_serves_inside():
    served = straight_served_area(np.array([shapely.Point(-100, 500)], object), 300)

    assert cut(served).served_m2 == pytest.approx(
        300**2 * math.acos(1 / 3) - 100 * math.sqrt(300**2 - 100**2), rel=1e-3
    )


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.floats(10, 400))
def test_served_areas_and_gaps_tile_the_place(seed, threshold_m):
    random = np.random.default_rng(seed)
    facilities = shapely.points(random.uniform(-200, 1200, (int(random.integers(0, 9)), 2)))
    served = straight_served_area(np.asarray(facilities, object), threshold_m)

    found = cut(served, random.uniform(0, 1000, (6, 2)), np.ones(6))

    gaps = shapely.union_all([gap.area for gap in found.gaps])
    assert found.served.area + gaps.area == pytest.approx(PLACE.area)
    assert found.served.intersection(gaps).area == pytest.approx(0, abs=1e-6)
    assert found.served.union(gaps).symmetric_difference(PLACE).area == pytest.approx(0, abs=1e-6)


def test_the_straight_area_is_what_a_gis_makes_of_buffer_and_union():
    random = np.random.default_rng(3)
    facilities = shapely.points(random.uniform(0, 1000, (12, 2)))

    by_gis = gpd.GeoSeries(facilities, crs=None).buffer(150, quad_segs=32).union_all()

    served = straight_served_area(np.asarray(facilities, object), 150)
    assert served.symmetric_difference(by_gis).area == pytest.approx(0, abs=1e-6)
