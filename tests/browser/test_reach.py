"""Everything is in reach of a thumb, of a keyboard, and of a reader who enlarges."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PHONE = (360, 740)
TARGET_PX = 44
STATES = (
    "/",
    "/#layers=parking",
    "/?at=parks/park-ziyiyuan",
    "/?at=parking/parking-001&text=large",
)
PRESSED = ".finder button, .finder select, .results a, .way"
SMALL = """([pressed, least]) => [...document.querySelectorAll(pressed)]
  .filter((one) => one.checkVisibility() && !one.closest('.leaflet-container'))
  .map((one) => [one.textContent.trim().slice(0, 20), one.getBoundingClientRect()])
  .filter(([, {width, height}]) => width + 0.01 < least || height + 0.01 < least)
  .map(([words, {width, height}]) => [words, width, height])"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("path", STATES)
def test_all_that_a_thumb_presses_is_44_pixels_large(
    demonstration: str, visit: Callable, path: str
) -> None:
    page = visit(demonstration, path, size=PHONE).page
    if "at=" in path:
        page.get_by_role("button", name="导航").click()
        page.get_by_role("button", name="信息有误").click()

    assert page.evaluate(SMALL, [PRESSED, TARGET_PX]) == []


# A window of 1280 x 1024 at 400 %, a small phone, and a desk of 1440 x 900 at 200 %.
@pytest.mark.parametrize("size", [(320, 256), (320, 640), (720, 450)])
@pytest.mark.parametrize("path", STATES)
def test_enlarged_nothing_scrolls_sideways(
    demonstration: str, visit: Callable, path: str, size: tuple[int, int]
) -> None:
    page = visit(demonstration, path, size=size).page

    assert page.evaluate(WIDE) == 0


def tab_to(page: Page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    pytest.fail(f"{selector} is not within {most} tabs")


def test_a_keyboard_alone_goes_from_the_address_to_the_way_there(
    demonstration: str, visit: Callable
) -> None:
    here = {"longitude": 119.09, "latitude": 36.71}
    page = visit(demonstration, geolocation=here, permissions=["geolocation"]).page

    tab_to(page, "#search")
    tab_to(page, "[data-switch=toilets]")
    page.keyboard.press("Space")
    expect(page.locator("[data-switch=toilets]")).to_be_focused()
    tab_to(page, ".near-button")
    page.keyboard.press("Enter")
    expect(page.locator(".result-distance").first).to_be_visible()
    tab_to(page, ".results a")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_be_focused()
    tab_to(page, ".action-button.primary")
    page.keyboard.press("Enter")
    expect(page.locator(".way").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".results a").first).to_be_focused()
