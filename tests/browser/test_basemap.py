"""Tiles below the facilities: drawn where they come, gone quietly where they do not."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

TILES = "https://tiles.example/"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
TOILET = {
    "id": "one",
    "geometry": {"type": "Point", "coordinates": [119.1, 36.71]},
    "properties": {"name": "一号公厕", "position": "surveyed"},
}


def basemap(datum: str = "wgs84") -> str:
    return (
        f'[basemap]\nurl = "{TILES}{{z}}/{{x}}/{{y}}.png"\n'
        f'attribution = "© <b>Tiles</b>"\nmax_zoom = 18\ndatum = "{datum}"\n'
    )


def tiles_arrive(context: BrowserContext) -> None:
    context.route(f"{TILES}**", lambda route: route.fulfill(body=PNG, content_type="image/png"))


def test_tiles_come_from_the_basemap_alone(serve_place: Callable, visit: Callable) -> None:
    address = serve_place({"toilets": [TOILET]}, toml=basemap())

    page = visit(address, before=tiles_arrive).page

    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".map-credits")).to_contain_text("© <b>Tiles</b>")


def test_tiles_that_fail_leave_the_paper_and_the_facilities(
    serve_place: Callable, visit: Callable
) -> None:
    address = serve_place({"toilets": [TOILET]}, toml=basemap())

    made = visit(address, forgiving=True)

    page = made.page
    expect(page.locator(".map-notes")).to_contain_text("底图暂不可用，设施照常显示")
    assert made.outside
    assert all(url.startswith(TILES) for url in made.outside)
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator(".map-mark")).to_have_count(1)
    expect(page.locator(".map-credits")).not_to_contain_text("Tiles")
    page.locator(".results a").click()
    expect(page.locator(".card")).to_be_visible()
    page.get_by_role("button", name="缩小").click()
    expect(page.locator(".map-notes")).to_have_text("")


@pytest.mark.parametrize(
    ("datum", "drawn_at"),
    # The shifted position is PRCoords' own (tests/geo/gcj02.json).
    [("wgs84", [119.1, 36.71]), ("gcj02", [119.1059682331, 36.7105159297])],
)
def test_facilities_are_drawn_in_the_basemaps_datum(
    serve_place: Callable, visit: Callable, datum: str, drawn_at: list[float]
) -> None:
    address = serve_place({"toilets": [TOILET]}, toml=basemap(datum))

    page = visit(address, before=tiles_arrive).page

    expect(page.locator(".map-mark")).to_have_count(1)
    found: list[Any] = page.evaluate(
        """() => {
             let at;
             map_facilities.eachLayer((layer) => {
               if (layer instanceof L.Marker) at = layer.getLatLng();
             });
             return [at.lng, at.lat];
           }"""
    )
    assert found == pytest.approx(drawn_at, abs=1e-8)
