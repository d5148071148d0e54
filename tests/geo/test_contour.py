"""Areas below zero, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.contour import area_below, parts_of


def test_a_plane_that_rises_to_the_east_is_below_zero_in_the_west():
    x, y = np.arange(0.0, 50, 10), np.arange(0.0, 30, 10)
    area = area_below(x, y, np.tile(x - 25, (3, 1)))

    assert area.bounds == pytest.approx((0, 0, 25, 20))


def test_a_ring_has_a_hole():
    x = np.arange(-50.0, 51, 1)
    away = np.hypot(*np.meshgrid(x, x))
    area = area_below(x, x, np.abs(away - 30) - 10)

    assert area.area == pytest.approx(np.pi * (40**2 - 20**2), rel=0.01)
    assert len(area.interiors) == 1


def test_nothing_below_zero_is_an_empty_area():
    assert area_below(np.arange(3.0), np.arange(3.0), np.ones((3, 3))).is_empty


def test_a_cut_leaves_only_areas():
    mixed = shapely.GeometryCollection(
        [shapely.box(0, 0, 1, 1), shapely.LineString([(5, 5), (6, 6)]), shapely.Point(9, 9)]
    )

    assert [part.area for part in parts_of(mixed)] == [1]
