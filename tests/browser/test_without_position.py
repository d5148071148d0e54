"""Without a position there is no dead end: tap the map, search a place, or choose a subdistrict."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pyproj import Geod

from tests.browser.conftest import DEMONSTRATION, ELSEWHERE

WAYS = "可以在地图上点选、搜索一个地点，或选择街道。"
# Allowed, and none given: the phone has no position.
NOWHERE = """Geolocation.prototype.getCurrentPosition = (found, failed) => failed(
  {code: 2, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3});"""
PARK = "parks/park-ziyiyuan"


def ask(page: Page) -> None:
    page.get_by_role("button", name="离我最近").click()


def said(page: Page):
    return page.locator(".origin-said")


def test_a_refusal_is_said_with_what_helps(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page

    ask(page)

    expect(said(page)).to_have_text(f"没有获得定位许可。{WAYS}")
    expect(page.get_by_role("button", name="点选地图")).to_be_visible()
    expect(page.get_by_label("街道", exact=True)).to_be_visible()
    # The list is as it was.
    expect(page.locator(".results li")).to_have_count(20)


def test_a_phone_that_knows_no_position_says_so_with_what_helps(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, before=lambda context: context.add_init_script(NOWHERE)).page

    ask(page)

    expect(said(page)).to_have_text(f"暂时无法定位。{WAYS}")
    expect(page.get_by_role("button", name="点选地图")).to_be_visible()


@pytest.fixture
def insecure(demonstration: str, browser: Browser) -> Iterator[Page]:
    """Open the page under an address that browsers do not trust with a position: http elsewhere."""
    context = browser.new_context(
        locale="zh-CN",
        geolocation={"longitude": 119.09, "latitude": 36.71},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.goto(demonstration.replace("127.0.0.1", ELSEWHERE))
    yield page
    context.close()


def test_a_page_that_may_not_read_positions_says_why_with_what_helps(insecure: Page) -> None:
    assert insecure.evaluate("isSecureContext") is False

    ask(insecure)

    expect(said(insecure)).to_have_text(f"这个页面不能读取位置（需要 https）。{WAYS}")
    expect(insecure.get_by_role("button", name="点选地图")).to_be_visible()


def test_a_tap_on_the_map_is_where_one_is(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=toilets").page
    ask(page)

    page.get_by_role("button", name="点选地图").click()
    expect(said(page)).to_have_text("请在地图上点一下您所在的地方。")
    lon, lat = page.evaluate(
        """() => { const {lng, lat} = map_facilities.containerPointToLatLng([500, 300]);
                   return [lng, lat]; }"""
    )
    page.locator("#map").click(position={"x": 500, "y": 300})

    expect(said(page)).to_have_text("从所选地点起算")
    toilets = json.loads((DEMONSTRATION / "toilets.geojson").read_text(encoding="utf-8"))
    far = Geod(ellps="WGS84")
    nearest = min(
        toilets["features"], key=lambda one: far.inv(lon, lat, *one["geometry"]["coordinates"])[2]
    )
    first = page.locator(".results li").first
    expect(first).to_have_attribute("data-key", f"toilets/{nearest['id']}")

    page.get_by_role("button", name="清除").click()
    expect(page.locator(".result-distance")).to_have_count(0)
    expect(page.get_by_role("button", name="离我最近")).to_be_focused()


def test_escape_gives_up_tapping(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page
    ask(page)
    page.get_by_role("button", name="点选地图").click()

    page.keyboard.press("Escape")
    page.locator("#map").click(position={"x": 500, "y": 300})

    expect(page.locator(".result-distance")).to_have_count(0)


def test_a_place_that_was_searched_is_where_one_starts(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=parks,toilets").page
    page.get_by_role("searchbox").fill("ziyiyuan")
    page.locator(f'.results li[data-key="{PARK}"] a').click()

    page.get_by_role("button", name="找附近的设施").click()

    expect(page.locator(".card")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(said(page)).to_have_text("从自怡园起算")
    expect(page.locator(".results li").nth(0)).to_have_attribute("data-key", PARK)
    expect(page.locator(".results li").nth(1)).to_have_attribute("data-key", "toilets/toilet-001")
    expect(page.locator(".origin-facility")).to_be_in_viewport()


def test_a_subdistrict_is_where_one_starts_and_what_is_listed(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets").page
    toilets = json.loads(Path(DEMONSTRATION / "toilets.geojson").read_text(encoding="utf-8"))
    own = [one for one in toilets["features"] if one["properties"]["subdistrict"] == "南关街道"]

    page.get_by_label("街道", exact=True).select_option("南关街道")

    expect(page.locator(".summary")).to_have_text(f"{len(own)} 处，由近到远")
    expect(said(page)).to_have_text("从南关街道起算")
    expect(page.locator(".results li")).to_have_count(len(own))
    chosen = "layers=toilets&subdistrict=%E5%8D%97%E5%85%B3%E8%A1%97%E9%81%93"
    expect(page).to_have_url(f"{demonstration}/#{chosen}")

    page.get_by_label("街道", exact=True).select_option("")

    expect(page.locator(".results li")).to_have_count(20)
