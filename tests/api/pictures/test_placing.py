"""Marks and names in a picture: none over another, none outside, none lost."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pictures.drawing import Box, Item, Path, Style, circle
from api.pictures.furniture import corner, length_words, round_metres
from api.pictures.grouping import MOST_ONE_BY_ONE, grouped
from api.pictures.labels import Wanted, places
from api.pictures.mercator import window_of
from api.published.parameters import Bounds, View

FRAME = Box(10, 20, 400, 300)
positions = st.lists(
    st.tuples(st.floats(10, 410, width=16), st.floats(20, 320, width=16)), max_size=60
)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right - 1e-6
        and other.x < one.right - 1e-6
        and one.y < other.bottom - 1e-6
        and other.y < one.bottom - 1e-6
    )


@settings(max_examples=50)
@given(positions, st.floats(20, 90), st.lists(st.sampled_from([(10, 20), (300, 250)])))
def test_names_overlap_nothing_and_stay_in_the_frame(middles, width, corners) -> None:
    taken = [Box(x, y, 90, 60) for x, y in corners]
    marks = [Box(x - 8, y - 8, 16, 16) for x, y in middles]
    wanted = [Wanted(width, 14, x, y, 8) for x, y in middles]

    found = [one for one in places(wanted, [*taken, *marks], FRAME) if one is not None]

    for one in found:
        assert FRAME.x <= one.x
        assert one.right <= FRAME.right
        assert FRAME.y <= one.y
        assert one.bottom <= FRAME.bottom
        assert not any(overlap(one, other) for other in [*taken, *marks])
    assert not any(overlap(one, other) for one, other in itertools.combinations(found, 2))


def test_a_name_stands_to_the_right_where_there_is_room_and_else_to_the_left() -> None:
    wanted = [Wanted(60, 14, 100, 100, 10)]

    right = places(wanted, [], FRAME, gap=2)
    left = places(wanted, [Box(115, 90, 20, 20)], FRAME, gap=2)

    assert right == [Box(112, 93, 60, 14)]
    assert left == [Box(28, 93, 60, 14)]


def test_a_name_without_room_is_left_out_and_the_next_still_stands() -> None:
    wanted = [Wanted(500, 14, 100, 100, 10), Wanted(50, 14, 300, 200, 10)]

    assert [one is None for one in places(wanted, [], FRAME)] == [True, False]


def reach(count: int) -> float:
    return 8 if count == 1 else 12


@settings(max_examples=50)
@given(positions)
def test_groups_do_not_overlap_and_hold_every_mark_once(middles) -> None:
    groups = grouped(np.array(middles).reshape(-1, 2), reach)

    assert sorted(row for one in groups for row in one.members.tolist()) == list(
        range(len(middles))
    )
    for one, other in itertools.combinations(groups, 2):
        apart = math.hypot(one.x - other.x, one.y - other.y)
        assert apart >= reach(one.count) + reach(other.count) - 1e-6


def test_the_nearest_two_are_joined_first_and_stand_in_their_middle() -> None:
    # 15 and 14 apart with reaches of 8: both too close, the nearer two are joined; then the
    # first stands 22 from their middle, which is as far as 8 and 12 need.
    groups = grouped(np.array([[0.0, 0], [15, 0], [29, 0]]), reach)

    assert [(one.members.tolist(), one.x) for one in groups] == [([0], 0), ([1, 2], 22)]


def test_a_hundred_thousand_marks_are_still_all_counted() -> None:
    spread = np.random.default_rng(1).uniform((10, 20), (410, 320), (100_000, 2))
    assert len(spread) > MOST_ONE_BY_ONE

    assert sum(one.count for one in grouped(spread, reach)) == 100_000


def test_three_thousand_marks_on_one_spot_are_one_circle() -> None:
    groups = grouped(np.full((MOST_ONE_BY_ONE, 2), 50.0), reach)

    assert [(one.count, one.x, one.y) for one in groups] == [(MOST_ONE_BY_ONE, 50, 50)]


def test_a_view_is_web_mercator_as_on_the_pages_map() -> None:
    # At zoom 0 the world is 256 px; a quarter of it east of the middle is 64 px.
    window = window_of(View(0, 0, 0), Box(0, 0, 256, 256))

    at = window.place(np.array([0.0, 90, -180]), np.array([0.0, 0, 85.05112878]))
    assert at == pytest.approx(np.array([[128, 128], [192, 128], [0, 0]]), abs=0.5)


def test_a_box_fills_the_room_within_the_border_and_is_in_the_middle() -> None:
    window = window_of(Bounds(0, -10, 20, 10), Box(0, 0, 500, 300), border_px=50)

    at = window.place(np.array([0.0, 20]), np.array([10.0, -10]))
    assert at[:, 1].tolist() == pytest.approx([50, 250])
    assert at[:, 0].mean() == pytest.approx(250)


def test_the_scale_is_right_at_the_latitude_of_the_middle() -> None:
    # At the equator a pixel of zoom 0 is 40,075,017 m / 256; at 60° a parallel is 0.5014 as
    # long on WGS 84: N cos φ / a = cos 60° / sqrt(1 - e² sin² 60°).
    at_equator = window_of(View(0, 0, 10), FRAME).metres_a_px()
    at_sixty = window_of(View(24, 60, 10), FRAME).metres_a_px()

    assert at_equator == pytest.approx(40_075_016.686 / 256 / 1024, rel=1e-6)
    assert at_sixty / at_equator == pytest.approx(0.5 / math.sqrt(1 - 0.00669438 * 0.75), rel=1e-5)


@pytest.mark.parametrize(
    ("most", "metres", "words"),
    [(999, 500, "500 米"), (1000, 1000, "1 公里"), (240, 200, "200 米"), (5_200, 5000, "5 公里")],
)
def test_the_scale_bar_is_a_round_length(most: float, metres: float, words: str) -> None:
    assert round_metres(most) == metres
    assert length_words(metres, "zh") == words


class Block:
    width, height = 100, 40

    def items(self, x: float, y: float) -> list[Item]:
        return [Path(circle(5), Style(), x, y)]


def test_furniture_takes_a_corner_where_it_hides_nothing() -> None:
    order = ("sw", "ne")
    sw, ne = Box(18, 272, 100, 40), Box(302, 28, 100, 40)

    assert corner(Block(), FRAME, [], order) == sw
    assert corner(Block(), FRAME, [Box(20, 280, 5, 5)], order) == ne
    assert corner(Block(), FRAME, [Box(20, 280, 5, 5), Box(390, 60, 5, 5)], order) is None
