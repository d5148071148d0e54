"""After one visit the page works without a network; the first visit is light."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from tests.browser.conftest import PLACE_TOML
from tests.browser.wire import Wire, wired
from tests.serving import serving

MOST_REQUESTS, MOST_BYTES = 12, 150_000
HERE = {"longitude": 119.0905, "latitude": 36.7155}
KEPT = "async (cache) => (await (await caches.open(cache)).keys()).map(({url}) => url)"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    # Without routes: they would turn off the browser's own cache.
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
        geolocation=HERE,
        permissions=["geolocation"],
    )
    yield context
    context.close()


@pytest.fixture
def wire(demonstration: str) -> Iterator[Wire]:
    with wired(demonstration) as laid:
        yield laid


def state(page: Page):
    return page.locator("[data-part=app-state]")


def visit_once(page: Page, address: str) -> None:
    """Open the page, and stay until all of it is kept."""
    page.goto(address)
    expect(state(page)).to_contain_text("断网时也可使用。")
    page.wait_for_function(f"async () => (await ({KEPT})('files')).length >= 9")
    page.wait_for_function(f"async () => (await ({KEPT})('pages')).length === 1")


def test_a_first_visit_is_light(wire: Wire, phone: BrowserContext) -> None:
    page = phone.new_page()

    visit_once(page, wire.address)
    expect(page.locator(".map-cluster").first).to_be_visible()

    # All that went over the wire: heads too, and what the service worker asked for.
    figures = f"{len(wire.asked)} requests, {wire.came} bytes: {wire.asked}"
    assert "/sw.js" in wire.asked, figures
    assert len(wire.asked) <= MOST_REQUESTS, figures
    assert wire.came <= MOST_BYTES, figures


def test_a_second_visit_asks_for_little_more_than_the_page(
    wire: Wire, phone: BrowserContext
) -> None:
    page = phone.new_page()
    visit_once(page, wire.address)
    asked, came = len(wire.asked), wire.came

    visit_once(page, wire.address)

    figures = f"{wire.asked[asked:]}, {wire.came - came} bytes"
    assert len(wire.asked) - asked <= 5, figures
    assert wire.came - came <= 40_000, figures


def test_after_one_visit_everything_works_in_airplane_mode(
    wire: Wire, phone: BrowserContext
) -> None:
    page = phone.new_page()
    visit_once(page, wire.address)

    phone.set_offline(True)
    page.reload()

    expect(state(page)).to_contain_text("当前离线。设施数据：2021年8月19日。")
    everything_works(page)

    page.goto(f"{wire.address}/facility/parks/park-ziyiyuan")
    expect(page.locator(".card h2")).to_have_text("自怡园")
    page.goto(f"{wire.address}/collections")
    expect(page.locator(".results a").first).to_be_visible()


def test_after_one_visit_everything_works_when_the_server_is_gone(
    wire: Wire, phone: BrowserContext
) -> None:
    page = phone.new_page()
    visit_once(page, wire.address)

    wire.cut()
    page.goto(f"{wire.address}/?at=toilets/toilet-001")

    expect(page.locator(".card h2")).to_have_text("自怡园公厕")
    page.get_by_role("button", name="返回列表").click()
    everything_works(page)
    expect(state(page)).to_contain_text("设施数据：2021年8月19日。")


def everything_works(page: Page) -> None:
    """Use map, list, nearest, status, filters, search and card."""
    expect(page.locator(".results a").first).to_be_visible()
    expect(page.locator(".map-cluster, .map-mark").first).to_be_visible()
    expect(page.locator(".boundary").first).to_be_visible()
    page.get_by_role("button", name="离我最近").click()
    expect(page.locator(".result-distance").first).to_be_visible()
    page.locator("[data-switch=toilets]").click()
    page.get_by_role("button", name="无障碍").click()
    expect(page.locator(".results .status").first).to_be_visible()
    page.get_by_role("searchbox").fill("zyygc")
    expect(page.locator(".result-name bdi").first).to_have_text("自怡园公厕")
    page.locator(".results a").first.click()
    expect(page.locator(".card-status .status")).to_be_visible()
    expect(page.locator(".map-mark.chosen")).to_be_in_viewport()
    page.get_by_role("button", name="返回列表").click()


def test_without_a_network_for_two_months_no_state_is_made_up(
    wire: Wire, phone: BrowserContext
) -> None:
    page = phone.new_page()
    visit_once(page, wire.address)

    phone.set_offline(True)
    phone.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=60))
    page.goto(f"{wire.address}/#layers=toilets")
    page.reload()

    # What never closes never does, what nobody knows stays so; the rest is known for seven weeks.
    expect(page.locator(".results li").first).to_be_visible()
    said = set(page.locator(".results .status").all_inner_texts())
    assert said == {"开放", "时段未知", "离线数据已过期，时段未知"}


def toilets(*names: str) -> bytes:
    at = {"type": "Point", "coordinates": [119.1, 36.7]}
    lines = [canonical_feature(name, at, {"name": name}) for name in names]
    return canonical_collection(lines)


def test_a_second_visit_shows_and_keeps_the_new_data(tmp_path: Path, phone: BrowserContext) -> None:
    (tmp_path / "place.toml").write_text(PLACE_TOML, encoding="utf-8")
    layer = tmp_path / "toilets.geojson"
    layer.write_bytes(toilets("老公厕"))
    page = phone.new_page()

    with serving(create_app(Settings(data=tmp_path))) as address, wired(address) as wire:
        page.goto(wire.address)
        expect(state(page)).to_contain_text("断网时也可使用。")
        expect(page.locator(".result-name bdi")).to_have_text(["老公厕"])
        layer.write_bytes(toilets("老公厕", "新公厕"))
        wait_for(lambda: len(page.request.get(f"{address}/resident.json").json()
                             ["layers"]["toilets"]["features"]) == 2)  # fmt: skip

        page.reload()

        expect(page.locator(".result-name bdi")).to_have_text(["老公厕", "新公厕"])
        # One day's data is kept, and no older one.
        page.wait_for_function(
            f"""async () => {{
              const kept = (await ({KEPT})('files')).filter((url) => url.includes('resident.json'));
              return kept.length === 1 && kept[0].endsWith(document.querySelector(
                'link[rel=preload]').getAttribute('href'));
            }}"""
        )
        wire.cut()
        page.reload()
        expect(page.locator(".result-name bdi")).to_have_text(["老公厕", "新公厕"])


def wait_for(holds: Any, patience_s: float = 10) -> None:
    """Wait until something of the server's holds."""
    until = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < until
