"""Rings put together by hand: what becomes a polygon, and why the others do not."""

import math
from itertools import pairwise
from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from layers.osm.errors import BrokenShapeError
from layers.osm.geometry import Part, area_m2, area_of_parts, area_of_way
from layers.osm.positions import FloatArray

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
POND = [(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]


def line(*positions: tuple[float, float]) -> FloatArray:
    return np.array(positions, dtype=np.float64).reshape(-1, 2)


def outer(*positions: tuple[float, float]) -> Part:
    return Part(line(*positions), is_inner=False)


def inner(*positions: tuple[float, float]) -> Part:
    return Part(line(*positions), is_inner=True)


def reason_of(*parts: Part) -> str:
    with pytest.raises(BrokenShapeError) as broken:
        area_of_parts(parts)
    return broken.value.reason


@pytest.mark.parametrize(
    ("positions", "reason"),
    [
        ([], "too_few_positions"),
        ([(0, 0)], "too_few_positions"),
        ([(0, 0), (0, 0)], "too_few_positions"),
        ([(0, 0), (1, 0), (0, 0)], "too_few_positions"),
        ([(0, 0), (0, 0), (1, 0), (1, 0), (0, 0)], "too_few_positions"),
        ([(0, 0), (1, 0), (1, 1)], "unclosed_ring"),
        ([(0, 0), (1, 0), (2, 0), (0, 0)], "no_area"),
        ([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)], "self_crossing"),
        ([(179, 0), (-179, 0), (-179, 1), (179, 0)], "antimeridian"),
    ],
)
def test_a_broken_way_says_why(positions: list[tuple[float, float]], reason: str) -> None:
    with pytest.raises(BrokenShapeError) as broken:
        area_of_way(line(*positions))
    assert broken.value.reason == reason


def test_a_position_given_twice_in_a_row_is_taken_once() -> None:
    shape = area_of_way(line((0, 0), (1, 0), (1, 0), (1, 1), (0, 0)))
    assert not shape.repaired
    assert len(shape.area.exterior.coords) == 4


def test_a_spike_is_cut_off_and_counted_as_repaired() -> None:
    shape = area_of_way(line((0, 0), (2, 0), (2, -1), (2, 0), (4, 0), (4, 4), (0, 4), (0, 0)))
    assert shape.repaired
    assert shape.area.equals(box(0, 0, 4, 4))


def test_a_large_loop_is_not_cut_off() -> None:
    with pytest.raises(BrokenShapeError, match="self_crossing"):
        area_of_way(line((0, 0), (4, 0), (4, 4), (2, 4), (2, 5), (3, 5), (3, 3), (0, 4), (0, 0)))


def test_ways_are_joined_at_their_ends_in_any_order_and_direction() -> None:
    shape = area_of_parts(
        [outer((4, 4), (4, 0)), outer((0, 0), (0, 4), (4, 4)), outer((0, 0), (4, 0))]
    )
    assert shape.area.equals(box(0, 0, 4, 4))


def test_an_inner_ring_is_a_hole_also_in_pieces() -> None:
    expected = box(0, 0, 4, 4).difference(box(1, 1, 2, 2))
    whole = area_of_parts([outer(*SQUARE), inner(*POND)])
    pieces = area_of_parts([inner(*POND[:3]), outer(*SQUARE), inner(*POND[2:])])
    assert whole.area.equals(expected)
    assert pieces.area.equals(expected)


def test_an_island_in_a_lake_is_land_again() -> None:
    island = [(1.4, 1.4), (1.6, 1.4), (1.6, 1.6), (1.4, 1.6), (1.4, 1.4)]
    shape = area_of_parts([outer(*SQUARE), inner(*POND), outer(*island)])
    assert shape.area.geom_type == "MultiPolygon"
    assert shape.area.area == pytest.approx(16 - 1 + 0.04)


def test_holes_that_share_a_side_become_one_hole() -> None:
    second = [(2, 1), (3, 1), (3, 2), (2, 2), (2, 1)]
    shape = area_of_parts([outer(*SQUARE), inner(*POND), inner(*second)])
    assert shape.area.is_valid
    assert shape.area.equals(box(0, 0, 4, 4).difference(box(1, 1, 3, 2)))


def test_a_hole_may_touch_the_outside() -> None:
    shape = area_of_parts([outer(*SQUARE), inner((0, 1), (1, 1), (1, 2), (0, 2), (0, 1))])
    assert shape.area.equals(box(0, 0, 4, 4).difference(box(0, 1, 1, 2)))


def test_two_outer_rings_make_a_multipolygon() -> None:
    other = [(10, 0), (11, 0), (11, 1), (10, 0)]
    shape = area_of_parts([outer(*SQUARE), outer(*other)])
    assert shape.area.area == 16.5


def test_a_broken_relation_says_why() -> None:
    far = [(8, 8), (9, 8), (9, 9), (8, 8)]
    across = [(3, 3), (5, 3), (5, 5), (3, 5), (3, 3)]
    assert reason_of(outer(*SQUARE[:4])) == "unclosed_ring"
    assert reason_of(outer(*SQUARE), outer((4, 4), (6, 6))) == "unclosed_ring"
    assert reason_of(outer((0, 0))) == "too_few_positions"
    assert reason_of(inner(*SQUARE)) == "ring_roles"
    assert reason_of(outer(*SQUARE), inner(*far)) == "ring_roles"
    assert reason_of(outer(*SQUARE), outer(*POND)) == "ring_roles"
    assert reason_of(outer(*SQUARE), outer(*across)) == "self_crossing"
    assert reason_of(outer(*SQUARE), inner(*across)) == "self_crossing"
    bow = (outer((0, 0), (1, 1), (1, 0)), outer((1, 0), (0, 1), (0, 0)))
    assert reason_of(*bow) == "self_crossing"


def test_an_area_is_measured_on_the_ellipsoid() -> None:
    # One square degree at the equator; 12,308.8 km² after Karney's planimeter.
    assert area_m2(box(0, 0, 1, 1)) == pytest.approx(12_308_778_361, rel=1e-9)
    hole = Polygon(box(0, 0, 1, 1).exterior, [box(0.25, 0.25, 0.75, 0.75).exterior])
    inside = area_m2(box(0.25, 0.25, 0.75, 0.75))
    assert area_m2(hole) == pytest.approx(12_308_778_361 - inside, abs=1)


@given(
    st.integers(3, 40),
    st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_a_ring_cut_into_pieces_anyhow_comes_together_again(
    corners: int, pieces: int, random: Random
) -> None:
    angles = [2 * math.pi * corner / corners for corner in range(corners)]
    ring = [(round(math.cos(a), 7), round(math.sin(a), 7)) for a in angles]
    ring.append(ring[0])
    cuts = sorted(random.sample(range(1, corners), min(pieces, corners - 1)))
    bounds = [0, *cuts, corners]
    parts = [ring[first : last + 1] for first, last in pairwise(bounds)]
    parts = [part[::-1] if random.random() < 0.5 else part for part in parts]
    random.shuffle(parts)
    shape = area_of_parts(outer(*part) for part in parts)
    assert shape.area.equals(Polygon(ring))
    assert shapely.is_valid(shape.area)
