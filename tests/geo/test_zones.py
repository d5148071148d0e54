"""Zones: mended or refused with a reason, and each place in exactly one."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.zones import OUTSIDE, ZoneFault, usable_zones, zone_of_places


def zones(*shapes):
    return np.array(shapes, object)


def test_good_zones_stay_as_they_are():
    both = zones(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10))

    usable, faults = usable_zones(both)

    assert usable.tolist() == both.tolist()
    assert faults == ()


def test_a_zone_with_a_small_loop_is_mended_and_told_of():
    loop = [(0, 0), (100, 0), (100, 100), (99, 101), (99, 100), (100, 101), (0, 101)]
    [mended], faults = usable_zones(zones(shapely.Polygon(loop)))

    assert faults == (ZoneFault(0, "mended"),)
    assert mended.is_valid
    assert mended.area == pytest.approx(10_050, rel=0.01)


def test_a_bow_tie_is_refused_and_the_others_stay():
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    usable, faults = usable_zones(zones(bow_tie, shapely.box(20, 0, 30, 10)))

    assert usable[0] is None
    assert usable[1] is not None
    assert faults == (ZoneFault(0, "crosses_itself"),)


def test_what_is_no_area_is_refused():
    _, faults = usable_zones(zones(shapely.Point(0, 0), None, shapely.Polygon()))

    assert [fault.reason for fault in faults] == ["not_an_area"] * 3


def test_a_zone_over_another_is_told_of():
    _, faults = usable_zones(zones(shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)))

    assert faults == (ZoneFault(1, "overlaps"),)


def test_a_place_on_a_common_edge_is_in_the_first_zone_only():
    both = zones(shapely.box(10, 0, 20, 10), None, shapely.box(0, 0, 10, 10))
    places = np.array([(10.0, 5), (5, 5), (30, 5), (15, 5)])

    assert zone_of_places(both, places).tolist() == [0, 2, OUTSIDE, 0]


def test_without_zones_every_place_is_outside():
    assert zone_of_places(zones(), np.zeros((2, 2))).tolist() == [OUTSIDE, OUTSIDE]
