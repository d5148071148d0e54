"""axe-core finds nothing on any page: on a phone and on a desk, in both languages and schemes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DRAWN

AXE = Path(__file__).parents[2] / "build" / "js" / "node_modules" / "axe-core" / "axe.min.js"
FOUND = """async () => (await axe.run()).violations.map(
  ({ id, impact, nodes }) => [id, impact, nodes.map(({ html }) => html.slice(0, 160))])"""
PAGES = (
    "/",
    "/maps/parks,toilets",
    "/facility/parking/parking-001",
    "/facility/parks/park-ziyiyuan",
    "/collections",
    "/collections/toilets",
    "/collections/toilets/items",
    "/collections/parks/items/park-ziyiyuan",
    "/conformance",
    "/facts",
    "/newsroom?layers=toilets",
    "/nowhere",
)
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
READERS: dict[str, dict[str, Any]] = {
    "phone, light, Chinese": {"viewport": PHONE, "locale": "zh-CN"},
    "desk, dark, English": {"viewport": DESK, "locale": "en-GB", "color_scheme": "dark"},
}
LARGE: dict[str, dict[str, Any]] = {
    "phone, dark, English": {"viewport": PHONE, "locale": "en-GB", "color_scheme": "dark"},
    "desk, light, Chinese": {"viewport": DESK, "locale": "zh-CN"},
}


def reading(browser: Browser, reader: dict[str, Any]) -> BrowserContext:
    # The policy of the pages allows no script but ours.
    return browser.new_context(
        bypass_csp=True,
        reduced_motion="reduce",
        geolocation={"longitude": 119.09, "latitude": 36.71},
        permissions=["geolocation"],
        **reader,
    )


def found(page: Page) -> Any:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FOUND)


@pytest.fixture(scope="module", params=READERS.values(), ids=READERS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = reading(browser, request.param)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=LARGE.values(), ids=LARGE)
def large(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = reading(browser, request.param)
    yield context.new_page()
    context.close()


def open_page(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function(DRAWN)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_found(demonstration: str, page: Page, path: str) -> None:
    open_page(page, demonstration + path)

    assert found(page) == []


@pytest.mark.parametrize("path", ["/#layers=toilets", "/?at=parking/parking-001", PAGES[2]])
def test_nothing_is_found_in_large_type(demonstration: str, large: Page, path: str) -> None:
    before, hash_sign, after = path.partition("#")
    query = f"{'&' if '?' in before else '?'}text=large"
    open_page(large, f"{demonstration}{before}{query}{hash_sign}{after}")

    assert large.locator("html").get_attribute("data-text") == "large"
    assert found(large) == []


def search(page: Page) -> None:
    page.get_by_role("searchbox").fill("dfxj")
    expect(page.locator(".results .mark.numbered").first).to_be_visible()


def near_me(page: Page) -> None:
    page.locator(".near-button").click()
    expect(page.locator(".result-distance").first).to_be_visible()
    page.wait_for_function("() => document.querySelectorAll('.map-mark.numbered').length === 20")


def arrive(page: Page) -> None:
    page.locator(".when-chip").click()
    page.locator("#arrival").select_option("other")
    expect(page.locator("#arrival-time")).to_be_visible()


def card(page: Page) -> None:
    page.locator(".results a").first.click()
    page.locator(".action-button.primary").click()
    page.locator(".card-hours summary").click()
    page.locator(".report-ask button").last.click()
    expect(page.locator("#report")).to_be_visible()


@pytest.mark.parametrize("act", [search, near_me, arrive, card])
def test_nothing_is_found_while_it_is_used(
    demonstration: str, page: Page, act: Callable[[Page], None]
) -> None:
    open_page(page, f"{demonstration}/#layers=parking&filters=")

    act(page)

    assert found(page) == []
