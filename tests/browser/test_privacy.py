"""Nobody learns where a resident is: of a whole visit, every byte is searched for the position."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import prcoords
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.running import ADDRESS, FACILITIES, Running, running
from tests.browser.conftest import DEMONSTRATION
from tests.browser.wire import Wire, wired

# No facility of the demonstration shares three decimals with it, nor with its place in GCJ-02.
HERE = (119.1178274, 36.7567437)
LOCATED: dict[str, Any] = {
    "geolocation": {"longitude": HERE[0], "latitude": HERE[1], "accuracy": 12},
    "permissions": ["geolocation"],
}


def traces(lon: float, lat: float) -> re.Pattern[str]:
    """Match a position rounded or cut anywhere from the third decimal on, in GCJ-02 too."""
    lat_gcj02, lon_gcj02 = prcoords.wgs_gcj((lat, lon))
    forms = set()
    for degrees in (lon, lat, lon_gcj02, lat_gcj02):
        whole, _, fraction = f"{degrees:.9f}".partition(".")
        forms |= {f"{whole}.{fraction[:3]}", f"{degrees:.3f}"}
    # Millionths of a degree, as whole numbers, have no point.
    return re.compile("|".join(one.replace(".", "[.,]?") for one in sorted(forms)))


TRACE = traces(*HERE)
EVERYTHING_KEPT = """async () => {
  const names = await caches.keys();
  const opened = await Promise.all(names.map((name) => caches.open(name)));
  const kept = [];
  for (const cache of opened) {
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      kept.push([request.url, [...request.headers], [...answer.headers], await answer.text()]);
    }
  }
  return JSON.stringify([kept, {...sessionStorage}, history.state, document.referrer, name]);
}"""
# What a phone has and this Chromium has not, and every address that the page ever had.
WATCHED = """
  window.shared = [];
  navigator.share = (what) => { shared.push(what); return Promise.resolve(); };
  window.addresses = [];
  for (const name of ["pushState", "replaceState"]) {
    const own = history[name];
    history[name] = function (...given) {
      addresses.push(JSON.stringify(given));
      return own.apply(this, given);
    };
  }
"""


def test_a_trace_is_found_in_any_rounding() -> None:
    assert TRACE.search("?bbox=119.118,36.7,119.2,36.8")  # rounded
    assert TRACE.search("at=119.1178274")  # whole
    assert TRACE.search("119117827")  # in millionths
    assert TRACE.search("119.1237921")  # in GCJ-02, 530 m east
    assert not TRACE.search("119.12 36.76")


def test_the_data_itself_has_no_such_figures() -> None:
    for layer in DEMONSTRATION.glob("*.geojson"):
        assert not TRACE.search(layer.read_text(encoding="utf-8")), layer.name


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    shutil.copytree(DEMONSTRATION, tmp_path / "place")
    # With an access log, which our own command does without.
    command = [FACILITIES.with_name("uvicorn"), "--factory", "api.main:create_app", "--port", "0"]
    settings = {"FACILITIES_DATA": str(tmp_path / "place"), "PYTHONUNBUFFERED": "1"}
    with running(command, **settings) as started:
        yield started


@pytest.fixture
def wire(server: Running) -> Iterator[Wire]:
    (address,) = ADDRESS.findall(server.wait_for_log("running on http")[0])
    with wired(address) as laid:
        yield laid


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    # Without routes: they would turn off the browser's own cache, and see no service worker.
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", **LOCATED)
    context.add_init_script(WATCHED)
    yield context
    context.close()


def locate(page: Page) -> None:
    page.get_by_role("button", name=re.compile("离我最近|Near me")).click()
    expect(page.locator(".result-distance").first).to_be_visible()


def test_no_request_no_storage_and_no_log_of_a_whole_visit_holds_the_position(
    server: Running, wire: Wire, phone: BrowserContext, tmp_path: Path
) -> None:
    page = phone.new_page()
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text))
    page.on("framenavigated", lambda frame: told.append(frame.url))
    page.goto(wire.address)

    locate(page)
    look_around(page)
    open_a_card_and_report(page)
    expect(page.locator("[data-part=app-state]")).to_contain_text("断网时也可使用。")
    told += page.evaluate("[JSON.stringify(shared), ...addresses]")
    read_otherwise(page)
    told += page.evaluate("[JSON.stringify(shared), ...addresses]")

    kept = page.evaluate(EVERYTHING_KEPT)
    stored = json.dumps(phone.storage_state(indexed_db=True))
    sent = b"\n".join(wire.sent).decode("latin-1")
    phone.close()
    server.end()
    (report,) = (tmp_path / "place" / "reports").rglob("*.jsonl")
    everything = {
        "wire": sent,
        "log": "\n".join(server.said + server.logged),
        "kept": kept,
        "stored": stored,
        "reports": report.read_text(encoding="utf-8"),
        "told": "\n".join(told),
    }

    assert len(wire.asked) > 15
    assert "POST /reports" in everything["log"]
    assert "自怡园" in kept
    assert "/?at=parking/" in everything["told"]
    assert {
        name: found for name, text in everything.items() if (found := TRACE.findall(text))
    } == {}


def look_around(page: Page) -> None:
    page.locator(".switch[data-switch=toilets]").click()
    page.get_by_role("button", name="无障碍").click()
    page.locator(".switch[data-switch=parking]").click()
    page.locator(".when-chip").click()
    page.get_by_label("到达", exact=True).select_option("tomorrow")
    page.get_by_label("停留").select_option("120")
    page.get_by_label("街道", exact=True).select_option(index=2)
    page.evaluate("void map_facilities.panBy([90, 60], {animate: false})")
    page.get_by_role("searchbox").fill("zyy")
    expect(page.locator(".result-name").first).to_contain_text("自怡园")
    page.get_by_role("searchbox").press("Escape")
    expect(page.locator(".summary")).to_contain_text("由近到远")


def open_a_card_and_report(page: Page) -> None:
    page.locator(".results a").first.click()
    expect(page.locator(".card-far")).to_contain_text("直线")
    page.get_by_role("button", name="导航").click()
    expect(page.locator(".way").first).to_be_visible()
    page.get_by_role("button", name="分享").click()
    page.get_by_role("button", name="信息有误").click()
    page.get_by_label("时间不对").check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".report-heard")).to_have_text("谢谢，已收到。")


def read_otherwise(page: Page) -> None:
    """Go on in English, in large type, by a facility's own page, back, and load anew."""
    page.get_by_role("link", name="English").click()
    expect(page.locator(".card h2")).to_be_visible()
    page.get_by_role("button", name="Back to the list").click()
    locate(page)
    page.get_by_role("link", name="Large text").click()
    locate(page)
    page.locator(".results a").first.click()
    page.get_by_role("link", name="Open its own page").click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    expect(page.locator(".card h2")).to_be_visible()
    page.reload()
    expect(page.locator(".card h2")).to_be_visible()


def test_the_phone_is_asked_where_it_is_by_a_tap_alone(demonstration: str, visit: Callable) -> None:
    # The browser's own function, counted.
    count = """window.asked = 0;
      const {getCurrentPosition} = Geolocation.prototype;
      Geolocation.prototype.getCurrentPosition = function (...all) {
        window.asked += 1; return getCurrentPosition.apply(this, all); };
      Geolocation.prototype.watchPosition = function () { window.asked += 1000; };"""

    page = visit(
        demonstration, before=lambda context: context.add_init_script(count), **LOCATED
    ).page
    page.locator("[data-switch=toilets]").click()
    page.get_by_role("searchbox").fill("zyy")
    page.get_by_role("searchbox").fill("")
    page.locator(".results a").first.click()
    assert page.evaluate("asked") == 0

    page.keyboard.press("Escape")
    locate(page)
    assert page.evaluate("asked") == 1
