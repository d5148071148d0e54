"""Which area each place lies in."""

from __future__ import annotations

import numpy as np
import shapely

from geo.inside import NONE, first_area


def areas(*some):
    return np.array(some, object)


def test_a_place_is_in_the_first_area_that_holds_it_edges_included():
    squares = areas(shapely.box(0, 0, 10, 10), shapely.box(5, 0, 20, 10))
    places = np.array([(5.0, 5), (10, 10), (15, 5), (21, 5)])

    assert first_area(squares, places).tolist() == [0, 0, 1, NONE]


def test_what_is_no_area_holds_nothing_and_an_unknown_place_is_nowhere():
    mixed = areas(shapely.Point(5, 5), None, shapely.box(0, 0, 10, 10), shapely.Polygon())

    assert first_area(mixed, np.array([(5.0, 5), (np.nan, 5)])).tolist() == [2, NONE]
    assert first_area(areas(), np.zeros((1, 2))).tolist() == [NONE]
    assert first_area(mixed, np.zeros((0, 2))).tolist() == []
