"""The same page for another place: central Helsinki, out of an extract of OpenStreetMap."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from pyproj import Geod

from api.main import create_app
from api.settings import Settings
from layers.osm import import_osm
from tests.browser.test_axe import DESK, PHONE, found, open_page
from tests.layers.test_osm_helsinki import EXTRACT
from tests.serving import serving

pytestmark = pytest.mark.skipif(
    not EXTRACT.exists(), reason="the sample extract is not there; fetch it with: make samples"
)

HERE = (24.9412, 60.1699)
# A Monday, with neither holiday near.
MORNING = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Helsinki"))
READER: dict[str, Any] = {
    "locale": "en-GB",
    # Who reads from elsewhere is told the time of the place.
    "timezone_id": "Asia/Shanghai",
    "geolocation": {"longitude": HERE[0], "latitude": HERE[1], "accuracy": 8},
    "permissions": ["geolocation"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return import_osm(EXTRACT, tmp_path_factory.mktemp("helsinki") / "place").out


@pytest.fixture(scope="module")
def helsinki(folder: Path) -> Iterator[str]:
    app = create_app(Settings(data=folder))
    # The day whose data the server gives; the minute is the phone's.
    app.service.now = lambda: MORNING
    with serving(app) as address:
        yield address


@pytest.fixture
def read(helsinki: str, visit: Callable) -> Callable[..., Page]:
    """Open the page on that Monday morning."""

    def open_at(path: str, **options: Any) -> Page:
        made = visit(
            helsinki,
            "/layers.css",
            before=lambda context: context.clock.set_fixed_time(MORNING),
            **(READER | options),
        )
        made.go(path)
        return made.page

    return open_at


def features(folder: Path, layer: str) -> list[Any]:
    return json.loads((folder / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]


def test_the_nearest_toilets_come_first_with_the_same_numbers_on_the_map(
    read: Callable[..., Page], helsinki: str
) -> None:
    page = read("/#layers=toilets")
    earth = Geod(ellps="WGS84")
    toilets = page.request.get(f"{helsinki}/resident.json").json()["layers"]["toilets"]
    wanted = sorted((earth.inv(*HERE, *one["at"])[2], one["id"]) for one in toilets["features"])

    page.get_by_role("button", name="Near me").click()

    expect(page.locator(".summary")).to_have_text("18 found, nearest first")
    keys = page.locator(".results li").evaluate_all("all => all.map((one) => one.dataset.key)")
    assert keys == [f"toilets/{one}" for _, one in wanted]
    metres = page.locator(".result-distance").first.inner_text()
    assert float(metres.removesuffix(" m")) == pytest.approx(wanted[0][0], abs=5.1)
    page.wait_for_function("() => document.querySelectorAll('.map-mark.numbered').length === 18")
    # An extract knows no subdistricts: there is nothing to choose.
    expect(page.locator("#subdistrict")).to_be_hidden()


def test_states_are_told_by_the_clocks_of_the_place(read: Callable[..., Page]) -> None:
    page = read("/#layers=parking&filters=")

    # Mo-Fr 00:00-09:00,21:00-24:00 free, and a disc of half an hour (tests/layers).
    by_ticket = page.locator('[data-key="parking/way/38100481"] .status')
    with_disc = page.locator('[data-key="parking/way/42264826"] .status')
    expect(by_ticket).to_have_text("Paid · free from 21:00")
    expect(by_ticket.locator("svg")).to_have_class("sign sign-paid")
    expect(with_disc).to_have_text("Free · stay up to 30 min")
    expect(with_disc.locator("svg")).to_have_class("sign sign-limited")


def test_search_finds_names_in_the_letters_of_the_place(
    read: Callable[..., Page],
) -> None:
    page = read("/")

    page.get_by_role("searchbox").fill("LÖNNROTIN")

    expect(page.locator(".result-name bdi").first).to_have_text("Lönnrotinpuistikko")


def test_a_card_offers_the_map_apps_that_are_used_there_and_nothing_is_shifted(
    read: Callable[..., Page], helsinki: str, folder: Path
) -> None:
    toilet = features(folder, "toilets")[0]
    lon, lat = toilet["geometry"]["coordinates"]
    page = read(f"/?at=toilets/{toilet['id']}")

    page.get_by_role("button", name="Directions").click()

    expect(page.locator(".way")).to_have_text(["Apple Maps", "Another map app", "OpenStreetMap"])
    for link in page.locator(".way").evaluate_all("all => all.map((one) => one.href)"):
        assert f"{lat:.6f}" in link
        assert f"{lon:.6f}" in link
    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".report-heard")).to_have_text("Thank you, received.")
    assert list((folder / "reports").glob("*.jsonl"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_there_either(
    helsinki: str, folder: Path, browser: Browser, size: dict[str, int]
) -> None:
    context = browser.new_context(
        bypass_csp=True, locale="en-GB", viewport=size, color_scheme="dark"
    )
    page = context.new_page()
    park = features(folder, "parks")[0]["id"]

    for path in ("/", f"/?at=parks/{park}", f"/facility/parks/{park.replace('/', '%2F')}"):
        open_page(page, helsinki + path)
        assert found(page) == [], path
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0

    context.close()
