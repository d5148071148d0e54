"""A wished colour stays as it is where it can be read, and is made readable where it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.colours import DARK_SURFACE, LEAST_CONTRAST, LIGHT_SURFACE, Rgb, contrast, readable
from api.pages import layer_styles

SURFACES = (LIGHT_SURFACE, DARK_SURFACE)


def rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def test_black_on_white_has_the_highest_contrast_there_is() -> None:
    # WCAG 2.2: both luminances plus 0.05, so 1.05 to 0.05.
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1


def test_what_can_be_read_stays() -> None:
    assert readable("8C2F1B", LIGHT_SURFACE) == "#8c2f1b"
    assert readable("FFD9A0", DARK_SURFACE) == "#ffd9a0"


@given(st.from_regex("[0-9A-F]{6}", fullmatch=True), st.sampled_from(SURFACES))
def test_every_colour_becomes_one_that_can_be_read(wished: str, surface: Rgb) -> None:
    assert contrast(rgb(readable(wished, surface)), surface) >= LEAST_CONTRAST


def test_the_rule_has_the_colour_itself_and_links_a_readable_one() -> None:
    styles = layer_styles([], "dark", "000080")

    assert "--rule:#000080" in styles
    assert "--link:#000080" not in styles
    assert "@media" not in styles
