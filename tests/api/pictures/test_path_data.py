"""Marks are written as SVG path data; pictures draw them as lines and cubic curves."""

from __future__ import annotations

import math

import pytest

from api.pictures.drawing import Command, arc, circle
from api.pictures.path_data import outline_of
from layers._registry import all_layers


def ends(outline: tuple[Command, ...]) -> list[tuple[float, float]]:
    return [(round(one[-2], 6), round(one[-1], 6)) for one in outline if one[0] != "Z"]


def test_relative_commands_start_where_the_last_ended() -> None:
    assert ends(outline_of("M1 2h3v4l-1-1H0Z")) == [(1, 2), (4, 2), (4, 6), (3, 5), (0, 5)]


def test_points_after_a_move_are_lines_and_a_closed_part_begins_anew() -> None:
    outline = outline_of("m1,1 2,0 0,2z m5 5 1 0")

    assert [one[0] for one in outline] == ["M", "L", "L", "Z", "M", "L"]
    # The second part's move counts from where the first began.
    assert ends(outline) == [(1, 1), (3, 1), (3, 3), (6, 6), (7, 6)]


def test_a_quadratic_curve_passes_the_same_middle_as_a_cubic() -> None:
    # At half way: (0 + 2·5 + 10)/4 = 5 and (0 + 2·10 + 0)/4 = 5.
    _, (_, x1, y1, x2, y2, x, y) = outline_of("M0 0Q5 10 10 0")

    assert (3 * x1 + 3 * x2 + x) / 8 == pytest.approx(5)
    assert (3 * y1 + 3 * y2 + y) / 8 == pytest.approx(5)


def test_a_smooth_curve_mirrors_the_handle_before_it() -> None:
    _, _, smooth, _ = outline_of("M0 0C0 2 2 4 4 4S8 6 8 8L0 0")

    # The handle (2, 4) mirrored at (4, 4).
    assert smooth[1:3] == (6, 4)


def test_a_half_circle_goes_through_its_top() -> None:
    # Sweep 1 turns clockwise on a screen: from the left over the top to the right.
    outline = outline_of("M0 10A10 10 0 0120 10")

    assert ends(outline)[1] == pytest.approx((10, 0), abs=1e-6)
    assert ends(outline)[-1] == (20, 10)


def test_an_arc_that_is_too_small_grows_to_reach_its_end() -> None:
    assert ends(outline_of("M0 0A1 1 0 0 1 10 0"))[-2] == pytest.approx((5, -5))


@pytest.mark.parametrize("wrong", ["1 2", "M1", "M0 0Z 3", "M0 0A1 1 0 2 1 3 3"])
def test_what_is_no_path_data_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="path data"):
        outline_of(wrong)


def test_every_layers_mark_lies_in_its_view_box() -> None:
    for layer in all_layers().values():
        for path in (layer.mark.outline, layer.mark.glyph):
            values = [one for x, y in ends(outline_of(path)) for one in (x, y)]
            assert min(values) >= 0, layer.name
            assert max(values) <= 28, layer.name


def test_a_part_of_a_circle_stays_on_it() -> None:
    whole, part = circle(10), arc(10, 0.3, 5.2)

    assert {round(math.hypot(*end), 4) for end in ends(whole)} == {10}
    assert {round(math.hypot(*end), 4) for end in ends(part)} == {10}
    # From the top, clockwise.
    assert ends(arc(10, 0, math.pi / 2))[-1] == pytest.approx((10, 0), abs=1e-6)
