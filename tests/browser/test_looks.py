"""What the eye needs: room on every screen, contrast in both schemes, zooming, headings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layers._registry import all_layers

PAGES = (
    "/",
    "/maps/parks,toilets",
    "/collections",
    "/collections/parking",
    "/collections/communities/items",
    "/collections/parks/items/park-ziyiyuan",
    "/facility/parking/parking-001",
    "/conformance",
    "/planner",
)
# 320 px is 1280 px at 400 % (WCAG 1.4.10).
SIZES = ((320, 640), (360, 740), (768, 1024), (1440, 900))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(demonstration: str, visit: Callable, path: str) -> None:
    made = visit(demonstration, path)

    for width, height in SIZES:
        made.page.set_viewport_size({"width": width, "height": height})
        too_wide = made.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide == 0, (path, width)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_language_a_title_and_one_first_heading(
    demonstration: str, visit: Callable, path: str
) -> None:
    page = visit(demonstration, path).page

    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert "潍城区公共设施地图" in page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    levels = page.locator("h1, h2, h3").evaluate_all(
        "all => all.map((one) => Number(one.tagName[1]))"
    )
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    viewport = page.locator("meta[name=viewport]").get_attribute("content")
    assert viewport == "width=device-width, initial-scale=1"


@pytest.mark.parametrize("path", PAGES)
def test_the_first_tab_stop_skips_to_the_matter(
    demonstration: str, visit: Callable, path: str
) -> None:
    page = visit(demonstration, path).page

    page.keyboard.press("Tab")

    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    target = skip.get_attribute("href")
    assert page.locator(target).count() == 1


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_as_wcag_reckons_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def colours(page: Page, *names: str) -> dict[str, str]:
    return page.evaluate(
        """names => {
          const style = getComputedStyle(document.documentElement);
          const value = (name) => style.getPropertyValue(`--${name}`).trim();
          return Object.fromEntries(names.map((name) => [name, value(name)]));
        }""",
        list(names),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_stand_out_in_both_schemes(
    demonstration: str, visit: Callable, scheme: str
) -> None:
    page = visit(demonstration, color_scheme=scheme).page
    found = colours(page, "paper", "outside", "surface", "sunken", "ink", "muted", "link", "glyph",
                    "line-strong", "warn", "focus")  # fmt: skip

    for ground in ("paper", "surface", "sunken"):
        for text in ("ink", "muted", "link", "warn"):
            assert contrast(found[text], found[ground]) >= 4.5, (text, ground)
        assert contrast(found["line-strong"], found[ground]) >= 3, ground
        assert contrast(found["focus"], found[ground]) >= 3, ground
    for layer in all_layers().values():
        shown = page.locator(f"[data-switch={layer.name}]").evaluate(
            "one => getComputedStyle(one).getPropertyValue('--layer').trim()"
        )
        assert shown == (layer.mark.light if scheme == "light" else layer.mark.dark)
        for ground in ("paper", "outside", "surface", "glyph"):
            assert contrast(shown, found[ground]) >= 3, (layer.name, ground)


def test_marks_have_different_shapes() -> None:
    outlines = {layer.mark.outline for layer in all_layers().values()}

    assert len(outlines) == len(all_layers())


def test_what_a_finger_presses_is_large_enough(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#at=parks/park-ziyiyuan", size=(360, 740)).page

    for selector in (
        ".switch",
        ".leaflet-control-zoom a",
        ".card-back",
        ".action-button",
        ".reading a",
    ):
        for one in page.locator(selector).filter(visible=True).all():
            box = one.bounding_box()
            assert min(box["width"], box["height"]) >= 44, selector
    # All in one turn: which marks there are changes while the map moves.
    sides = page.locator(".map-mark").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert sides
    assert min(map(min, sides)) >= 24


def test_on_a_phone_the_list_is_a_sheet_over_the_map_in_three_heights(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, size=(360, 740)).page
    sheet, handle = page.locator("#sheet"), page.locator(".sheet-handle")

    assert page.locator("#map").bounding_box()["height"] == 740
    assert 0.5 <= sheet.bounding_box()["height"] / 740 <= 0.54
    handle.click()
    page.wait_for_function("() => document.getElementById('sheet').offsetHeight === 740 - 64")
    expect(handle).to_have_attribute("aria-expanded", "true")
    box = handle.bounding_box()
    page.mouse.move(180, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(180, 400, steps=4)
    page.mouse.move(180, 700, steps=4)
    page.mouse.up()
    expect(sheet).to_have_attribute("data-height", "peek")
    expect(page.get_by_role("button", name="离我最近")).to_be_in_viewport()


def test_on_a_desk_the_list_stands_left_of_the_map(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page

    region, listed = page.locator("#map").bounding_box(), page.locator("#sheet").bounding_box()

    assert (listed["x"], listed["width"]) == (0, 400)
    assert (region["x"], region["width"]) == (400, 1440 - 400)
    assert (region["y"], region["height"]) == (0, 900)


def test_every_button_and_link_has_a_name(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#at=parks/park-ziyiyuan").page

    tree = page.locator("body").aria_snapshot()

    assert not re.search(r"^\s*- (button|link)(:|$)", tree, re.MULTILINE)
