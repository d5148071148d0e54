"""After one visit the page works without a network; the first visit is light."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

MOST_REQUESTS, MOST_BYTES = 12, 150_000


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    # Without routes: they would turn off the browser's own cache.
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
        geolocation={"longitude": 119.0905, "latitude": 36.7155},
        permissions=["geolocation"],
    )
    yield context
    context.close()


def test_after_one_visit_everything_works_without_a_network(
    demonstration: str, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(demonstration)
    expect(page.locator("[data-part=app-state]")).to_contain_text("断网时也可使用。")
    page.wait_for_function("async () => (await (await caches.open('files')).keys()).length >= 9")
    page.wait_for_function("async () => (await (await caches.open('pages')).keys()).length === 1")

    phone.set_offline(True)
    page.reload()

    expect(page.locator(".results a").first).to_be_visible()
    expect(page.locator(".map-cluster").first).to_be_visible()
    expect(page.locator(".boundary").first).to_be_visible()
    expect(page.locator("[data-part=app-state]")).to_contain_text(
        "当前离线。设施数据：2021年8月19日。"
    )
    page.get_by_role("button", name="离我最近").click()
    expect(page.locator(".result-distance").first).to_be_visible()
    expect(page.locator(".results .status").first).to_be_visible()
    page.get_by_role("searchbox").fill("zyy")
    expect(page.locator(".result-name").first).to_contain_text("自怡园")

    page.goto(f"{demonstration}/facility/parks/park-ziyiyuan")
    expect(page.locator(".card h2")).to_have_text("自怡园")


def test_a_first_visit_is_light(demonstration: str, phone: BrowserContext) -> None:
    page = phone.new_page()
    wire = phone.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: dict[str, float] = {}
    wire.on(
        "Network.loadingFinished",
        lambda one: sizes.update({one["requestId"]: one["encodedDataLength"]}),
    )

    page.goto(demonstration)
    expect(page.locator(".map-cluster").first).to_be_visible()
    expect(page.locator("[data-part=app-state]")).to_contain_text("断网时也可使用。")

    # The service worker's own script comes besides; what it keeps is in the browser's cache.
    worker = len(page.request.get(f"{demonstration}/sw.js").body())
    assert len(sizes) + 1 <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) + worker <= MOST_BYTES, (sum(sizes.values()), worker)
