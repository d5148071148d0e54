"""A map that is pinned to a version shows that version, whole or by view, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.bounds import LOADED_WHOLE
from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from layers._registry import layer_named
from layers.place import read_place
from layers.store.publishing import publish_layer
from tests.browser.conftest import PLACE_TOML
from tests.serving import serving

SIDE = 71


@dataclass(frozen=True)
class Published:
    """A served place of a few parking places and many toilets, each published twice."""

    address: str
    parking: tuple[str, str]
    toilets: tuple[str, str]


def line(feature_id: str, lon: float, lat: float, name: str, **properties: Any) -> bytes:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return canonical_feature(feature_id, geometry, {"name": name, **properties})


def parking(name: str, count: int) -> list[bytes]:
    return [
        line(f"p-{number}", 119.1 + number / 200, 36.7, f"{name} {number}", free_hours="24/7")
        for number in range(count)
    ]


def toilets(name: str) -> list[bytes]:
    """Return 71 × 71 = 5,041 toilets, more than are loaded whole."""
    return [
        line(
            f"t-{row:02}-{column:02}",
            round(119 + column * 0.002, 6),
            round(36.6 + row * 0.002, 6),
            f"{name} {row}-{column}",
        )
        for row in range(SIDE)
        for column in range(SIDE)
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    folder: Path = tmp_path_factory.mktemp("published")
    (folder / "place.toml").write_text(PLACE_TOML, encoding="utf-8")
    made = {
        "parking": published(folder, "parking", parking("旧", 3), parking("新", 1)),
        "toilets": published(folder, "toilets", toilets("旧"), toilets("新")),
    }
    with serving(create_app(Settings(data=folder))) as address:
        yield Published(address, **made)


def published(folder: Path, layer: str, *editions: Sequence[bytes]) -> tuple[str, ...]:
    versions: list[str] = []
    for day, features in enumerate(editions, 20):
        made = publish_layer(
            read_place(folder),
            layer_named(layer),
            canonical_collection(list(features)),
            base=versions[-1] if versions else None,
            who="测试员",
            why="测试",
            now=datetime(2026, 11, day, 4, tzinfo=UTC),
        )
        versions.append(made.version)
    return tuple(versions)


def strip(page: Page) -> Any:
    return page.get_by_role("complementary", name="数据版本")


@pytest.mark.parametrize("path", ["/", "/maps/parking"])
def test_a_pinned_map_says_so_above_all_else_and_leads_to_today(
    place: Published, visit: Callable, path: str
) -> None:
    page = visit(place.address, f"{path}?version={place.parking[0]}", size=(360, 740)).page

    expect(strip(page)).to_contain_text("本页显示的是 2026-11-20 发布的数据，此后已有更新。")
    for width, height in ((360, 740), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        box = strip(page).bounding_box()
        assert box is not None
        assert (box["x"], box["y"], box["width"]) == (0, 0, width)
        expect(page.locator("#map")).to_be_in_viewport()
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(sideways) == 0

    strip(page).get_by_role("link", name="查看最新数据").click()
    expect(page).to_have_url(place.address + path)
    expect(strip(page)).to_have_count(0)
    expect(page.locator('[data-switch="parking"] .count')).to_have_text("1")


def test_a_map_pinned_to_the_newest_says_it_quietly(place: Published, visit: Callable) -> None:
    page = visit(place.address, f"/maps/parking?version={place.parking[1]}").page

    expect(strip(page)).to_contain_text("目前仍是最新")
    expect(strip(page).get_by_role("link")).to_have_count(0)


def test_card_status_and_details_are_those_of_the_pinned_version(
    place: Published, visit: Callable
) -> None:
    version = place.parking[0]
    made = visit(place.address, f"/?version={version}#at=parking/p-2")
    page = made.page

    expect(page.locator(".card h2")).to_have_text("旧 2")
    expect(page.locator(".card-status")).to_be_visible()
    expect(page).to_have_url(f"{place.address}/?version={version}&at=parking/p-2")
    page.get_by_role("link", name="打开单独页面").click()
    expect(page.locator("h1")).to_contain_text("旧 2")
    expect(strip(page)).to_be_visible()

    page.get_by_role("link", name="在地图上看").click()
    expect(page.locator(".card h2")).to_have_text("旧 2")
    page.get_by_role("button", name="返回列表").click()
    expect(page).to_have_url(f"{place.address}/?version={version}")


def test_a_large_layer_is_asked_by_view_of_the_pinned_version(
    place: Published, visit: Callable
) -> None:
    assert SIDE**2 > LOADED_WHOLE
    version = place.toilets[0]
    asked: list[str] = []
    made = visit(
        place.address,
        f"/maps/toilets?version={version}#at=toilets/t-70-70",
        before=lambda context: context.on("request", lambda request: asked.append(request.url)),
    )
    page = made.page

    expect(page.locator(".card h2")).to_have_text("旧 70-70")
    made.come_to_rest()
    with page.expect_response("**/resident.json?*bbox=*"):
        page.evaluate("void map_facilities.setView([36.65, 119.05], 17, {animate: false})")
    expect(page.locator('.map-mark[aria-label^="旧 25-25"]')).to_be_visible()
    data = [url for url in asked if "/resident.json" in url or "/collections/" in url]
    assert data
    assert all(f"version={version}" in url for url in data)


def test_without_scripts_a_pinned_map_leads_to_its_own_list(
    place: Published, visit: Callable
) -> None:
    version = place.parking[0]
    page = visit(
        place.address, f"/maps/parking?version={version}", java_script_enabled=False, forgiving=True
    ).page

    expect(strip(page)).to_be_in_viewport()
    page.get_by_role("link", name="全部设施的列表").click()
    expect(page.locator(".entries li")).to_have_count(3)
    expect(strip(page)).to_be_visible()
    expect(page.get_by_role("link", name="旧 0")).to_have_attribute(
        "href", f"/facility/parking/p-0?version={version}"
    )
