"""Close pairs against measuring each to each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geodesic import geodesic_distance_m
from geo.pairs import MOST_NEIGHBOURS, close_pairs, neighbours

# A few hundred metres around a crossing, on a grid of about a metre so that some are equal.
STEPS = st.tuples(st.integers(0, 300), st.integers(0, 300))


@given(st.lists(STEPS, max_size=9), st.floats(1, 500))
def test_pairs_are_those_that_measuring_each_to_each_finds(steps, radius_m):
    lon = np.array([119.1 + x * 1e-5 for x, _ in steps])
    lat = np.array([36.7 + y * 1e-5 for _, y in steps])
    wanted = {
        (first, second)
        for second in range(len(steps))
        for first in range(second)
        if geodesic_distance_m(lon[first], lat[first], lon[[second]], lat[[second]])[0] <= radius_m
    }

    earlier, later, distance_m = close_pairs(lon, lat, radius_m)

    found = set(zip(earlier.tolist(), later.tolist(), strict=True))
    distinct = len(set(steps)) == len(steps)
    assert found == wanted if distinct else found <= wanted
    assert (np.diff(later) >= 0).all()
    assert (distance_m <= radius_m).all()
    # Of several at one position, each later one is paired with the first there.
    for row, step in enumerate(steps):
        if steps.index(step) != row:
            assert (steps.index(step), row) in found


def test_a_hundred_thousand_at_one_position_are_each_paired_with_the_first():
    lon, lat = np.full(100_000, 119.1), np.full(100_000, 36.7)

    earlier, later, distance_m = close_pairs(lon, lat, 10)

    assert earlier.tolist() == [0] * 99_999
    assert later.tolist() == list(range(1, 100_000))
    assert not distance_m.any()


def test_a_crowd_has_a_few_pairs_for_each_point_however_dense_it_is():
    rng = np.random.default_rng(7)
    lon, lat = 119.1 + rng.random(3000) * 1e-4, 36.7 + rng.random(3000) * 1e-4

    earlier, _, _ = close_pairs(lon, lat, 100)

    assert 3000 < len(earlier) <= 3000 * MOST_NEIGHBOURS


def test_nothing_has_no_pairs():
    earlier, later, distance_m = close_pairs(np.zeros(0), np.zeros(0), 10)

    assert len(earlier) == len(later) == len(distance_m) == 0


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30),
)
def test_neighbours_are_the_nearest_eight_within_the_distance(points, others):
    here, there = neighbours(
        np.array(points, float).reshape(-1, 2), np.array(others, float).reshape(-1, 2), 1.5
    )

    found = list(zip(here.tolist(), there.tolist(), strict=True))
    assert len(set(found)) == len(found)
    for row, point in enumerate(points):
        apart = [float(np.hypot(point[0] - x, point[1] - y)) for x, y in others]
        wanted = sorted(metres for metres in apart if metres < 1.5)[:8]
        assert [apart[other] for one, other in found if one == row] == pytest.approx(wanted)


def test_neighbours_on_one_spot_come_in_their_order():
    spot = np.zeros((20, 2))

    here, there = neighbours(spot[:2], spot, 1.0)

    assert here.tolist() == [0] * 8 + [1] * 8
    assert there.tolist() == [*range(8), *range(8)]
