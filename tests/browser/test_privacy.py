"""Nobody learns where a resident is: of a whole visit, every byte is searched for the position."""

from __future__ import annotations

import itertools
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import prcoords
import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from pyproj import Geod

from tests.api.running import ADDRESS, FACILITIES, Running, running
from tests.browser.conftest import DEMONSTRATION
from tests.browser.test_large_layer import SIDE, grid

EARTH = Geod(ellps="WGS84")
# No facility of the demonstration shares three decimals with it, nor with its place in GCJ-02.
HERE = (119.1178274, 36.7567437)
# All that the browser keeps of the page.
KEPT = """async () => {
  const names = await caches.keys();
  const opened = await Promise.all(names.map((name) => caches.open(name)));
  const requests = await Promise.all(opened.map((cache) => cache.keys()));
  const answers = await Promise.all(opened.map((cache) => cache.matchAll()));
  const bodies = await Promise.all(answers.flat().map((answer) => answer.text()));
  return JSON.stringify([requests.flat().map(({url}) => url), bodies, {...localStorage},
    {...sessionStorage}, document.cookie, await indexedDB.databases(), history.state]);
}"""
LINKS = "[...document.querySelectorAll('[href], [action]')].map((one) => one.href || one.action)"
ORIGIN = """([lon, lat]) => Object.values(map_facilities._layers).some((one) =>
  one.options.icon?.options.className?.startsWith('origin-mark') &&
  Math.abs(one.getLatLng().lng - lon) < 1e-6 && Math.abs(one.getLatLng().lat - lat) < 1e-6)"""


def located(lon: float, lat: float) -> dict[str, Any]:
    return {
        "geolocation": {"longitude": lon, "latitude": lat, "accuracy": 12},
        "permissions": ["geolocation"],
    }


def traces(lon: float, lat: float, decimals: int = 3) -> re.Pattern[str]:
    """Match a position with so many decimals or more, rounded or cut, in GCJ-02 too."""
    lat_gcj02, lon_gcj02 = prcoords.wgs_gcj((lat, lon))
    forms = set()
    for degrees in (lon, lat, lon_gcj02, lat_gcj02):
        whole, _, fraction = f"{degrees:.9f}".partition(".")
        forms |= {f"{whole}.{fraction[:decimals]}", f"{degrees:.{decimals}f}"}
    return re.compile("|".join(re.escape(one) for one in sorted(forms)))


def noting(asked: list[Request]) -> Callable[[BrowserContext], None]:
    """Note every request of a context, those of its service worker too."""

    def note(one: Request) -> None:
        asked.append(one)

    return lambda context: context.on("request", note)


def near_me(page: Page, words: str = "离我最近") -> None:
    page.get_by_role("button", name=words).click()
    expect(page.locator(".result-distance").first).to_be_visible()


def test_a_trace_is_found_in_any_rounding() -> None:
    found = traces(119.1178274, 36.7567437)

    assert found.search("?bbox=119.118,36.7,119.2,36.8")  # rounded
    assert found.search("at=119.1178274")  # whole
    assert found.search("119.1237921")  # in GCJ-02, 530 m east
    assert not found.search("119.12 36.76")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    place = tmp_path / "place"
    shutil.copytree(DEMONSTRATION, place)
    # With an access log, which our own command does without.
    command = [FACILITIES.with_name("uvicorn"), "--factory", "api.main:create_app", "--port", "0"]
    with running(command, FACILITIES_DATA=str(place), PYTHONUNBUFFERED="1") as started:
        yield started


def test_no_request_no_storage_and_no_log_of_a_whole_visit_holds_the_position(
    server: Running, tmp_path: Path, visit: Callable
) -> None:
    (address,) = ADDRESS.findall(server.wait_for_log("running on http")[0])
    asked: list[Request] = []
    page = visit(address, before=noting(asked), **located(*HERE)).page
    trace = traces(*HERE)
    assert not trace.search(page.request.get(f"{address}/resident.json").text())
    addresses = [page.url]

    near_me(page)
    page.locator("[data-switch=parking]").click()
    page.get_by_role("button", name="现在免费").click()
    addresses.append(page.url)
    page.locator(".results a").first.click()
    expect(page.locator(".card-far")).to_contain_text("直线")
    page.get_by_role("button", name="导航").click()
    page.get_by_role("button", name="分享").click()
    expect(page.locator(".card .heard")).not_to_be_empty()
    told = [page.locator(".card .heard").inner_text(), *page.evaluate(LINKS)]
    page.get_by_role("button", name="信息准确").click()
    expect(page.locator(".report-heard")).to_have_text("谢谢，已收到。")
    addresses.append(page.url)
    kept = page.evaluate(KEPT)
    page.get_by_role("link", name="English").click()
    # The card is open in the other language too.
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("Escape")
    near_me(page, "Near me")
    addresses.append(page.url)
    kept += page.evaluate(KEPT)

    sent = [f"{one.url} {one.all_headers()} {one.post_data or ''}" for one in asked]
    (report,) = (tmp_path / "place" / "reports").rglob("*.jsonl")
    page.context.close()
    server.end()
    assert any("POST /reports" in line for line in server.said)
    written = [*server.said, *server.logged, report.read_text(encoding="utf-8")]
    assert len(sent) > 15
    assert "自怡园" in kept
    everything = [*sent, *addresses, *told, kept, *written]
    assert [one[:300] for one in everything if trace.search(one)] == []


def test_the_phone_is_asked_where_it_is_by_a_tap_alone(demonstration: str, visit: Callable) -> None:
    # The browser's own function, counted.
    count = """window.asked = 0;
      const {getCurrentPosition} = Geolocation.prototype;
      Geolocation.prototype.getCurrentPosition = function (...all) {
        window.asked += 1; return getCurrentPosition.apply(this, all); };
      Geolocation.prototype.watchPosition = function () { window.asked += 1000; };"""

    page = visit(
        demonstration, before=lambda context: context.add_init_script(count), **located(*HERE)
    ).page
    page.locator("[data-switch=toilets]").click()
    page.get_by_role("searchbox").fill("zyy")
    page.get_by_role("searchbox").fill("")
    page.locator(".results a").first.click()
    assert page.evaluate("asked") == 0

    page.keyboard.press("Escape")
    near_me(page)
    assert page.evaluate("asked") == 1


def test_a_position_that_cannot_be_had_leads_to_the_map_search_and_subdistricts(
    demonstration: str, visit: Callable
) -> None:
    # Allowed, and none given: the phone has no position.
    nowhere = """Geolocation.prototype.getCurrentPosition = (found, failed) => failed(
      {code: 2, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3});"""
    page = visit(demonstration, before=lambda context: context.add_init_script(nowhere)).page

    page.get_by_role("button", name="离我最近").click()

    expect(page.locator(".origin-said")).to_have_text(
        "暂时无法定位。可以在地图上点选、搜索一个地点，或选择街道。"
    )
    expect(page.get_by_role("button", name="点选地图")).to_be_visible()
    expect(page.get_by_label("街道", exact=True)).to_be_visible()


def middles(requests: list[Request]) -> list[tuple[float, float]]:
    boxes = [parse_qs(urlsplit(one.url).query).get("bbox") for one in requests]
    edges = [[float(edge) for edge in box[0].split(",")] for box in boxes if box]
    return [((west + east) / 2, (south + north) / 2) for west, south, east, north in edges]


def test_of_a_large_place_the_server_learns_a_coarse_cell_and_the_page_lists_right(
    serve_place: Callable, visit: Callable
) -> None:
    toilets = list(grid())
    address = serve_place({"toilets": toilets})
    asked: list[Request] = []
    page = visit(
        address,
        before=noting(asked),
        reduced_motion="reduce",
        **located(119.05, 36.65),
    ).page
    chance = random.Random(4)
    extent = 0.002 * (SIDE - 1)
    stood = []

    for _ in range(10):
        lon, lat = (round(start + chance.uniform(0.02, extent - 0.02), 7) for start in (119, 36.6))
        stood.append((lon, lat))
        page.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 12})
        # A page that was told a moment ago is told the same again.
        page.reload()
        page.get_by_role("button", name="离我最近").click()
        page.wait_for_function(ORIGIN, arg=[lon, lat])
        ordered = sorted(
            toilets, key=lambda one: EARTH.inv(lon, lat, *one["geometry"]["coordinates"])[2]
        )
        for place, nearest in enumerate(ordered[:3]):
            entry = page.locator(".results li").nth(place)
            expect(entry).to_have_attribute("data-key", f"toilets/{nearest['id']}")

    boxes = middles(asked)
    assert len(boxes) >= len(stood)
    for one, other in itertools.combinations(boxes, 2):
        # The middles are those of cells: the same or far apart, wherever in the cell one stands.
        apart_m = EARTH.inv(*one, *other)[2]
        assert apart_m < 60 or apart_m > 1000
    for lon, lat in stood:
        trace = traces(lon, lat, decimals=5)
        assert [one.url for one in asked if trace.search(one.url)] == []
