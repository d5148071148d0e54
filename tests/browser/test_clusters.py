"""Marks and clusters on the map: only what is in view, each to be tapped, focus never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect


def toilet(number: int, lon: float, lat: float) -> dict[str, Any]:
    return {
        "id": f"t-{number}",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"name": f"公厕 {number}"},
    }


# Marks come a few in each frame: all are there once three frames have brought none.
DRAWN_IN_ALL = """() => new Promise((resolve) => {
  let [count, alike] = [0, 0];
  const look = () => {
    const before = count;
    count = document.querySelectorAll('.map-mark').length;
    alike = count === before ? alike + 1 : 0;
    if (alike === 3) resolve(count); else requestAnimationFrame(look);
  };
  look();
})"""


def look_at(page: Page, lon: float, lat: float, zoom: float) -> None:
    page.evaluate(f"void map_facilities.setView([{lat}, {lon}], {zoom}, {{animate: false}})")


@pytest.fixture
def spot(serve_place: Callable) -> str:
    """Serve three toilets in one building and one a kilometre to the east."""
    toilets = [toilet(number, 119.1, 36.7) for number in (1, 2, 3)]
    return serve_place({"toilets": [*toilets, toilet(4, 119.1112, 36.7)]})


def test_facilities_of_one_spot_are_each_tapped_at_the_highest_zoom(
    spot: str, visit: Callable
) -> None:
    page = visit(spot).page
    look_at(page, 119.1, 36.7, 19)
    marks = page.locator(".map-mark:not(.chosen)")
    expect(marks).to_have_count(3)

    boxes = [mark.bounding_box() for mark in marks.all()]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    for i, (x, y) in enumerate(middles):
        for other_x, other_y in middles[:i]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > 34
    named = set()
    for x, y in middles:
        page.mouse.click(x, y)
        expect(page.locator(".card")).to_be_focused()
        named.add(page.locator(".card h2").inner_text())
        page.keyboard.press("Escape")
        expect(page.locator(".card")).to_be_hidden()
    assert named == {"公厕 1", "公厕 2", "公厕 3"}
    expect(page.locator(".leg")).to_have_count(3)


def test_a_cluster_opened_by_keyboard_leaves_the_focus_on_what_was_in_it(
    spot: str, visit: Callable
) -> None:
    page = visit(spot).page
    look_at(page, 119.105, 36.7, 13)
    cluster = page.locator(".map-cluster")
    expect(cluster).to_have_count(1)
    before = page.evaluate("map_facilities.getZoom()")

    cluster.focus()
    page.keyboard.press("Enter")

    page.wait_for_function(f"() => map_facilities.getZoom() > {before}")
    expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("公厕|toilet"))


def test_a_focus_stays_with_its_mark_while_the_map_moves_and_when_others_go(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets,sunshades").page
    mark = page.locator(".map-mark.layer-toilets").first
    mark.focus()
    name = mark.get_attribute("aria-label")

    page.evaluate("void map_facilities.panBy([150, 100], {animate: false})")
    page.locator("[data-switch=sunshades]").evaluate("button => button.click()")
    expect(page.locator(".map-mark.layer-sunshades")).to_have_count(0)

    expect(page.locator(":focus")).to_have_attribute("aria-label", name)


def test_a_focus_on_what_is_drawn_no_more_goes_to_what_stands_nearest(
    spot: str, visit: Callable
) -> None:
    page = visit(spot).page
    look_at(page, 119.1, 36.7, 19)
    page.get_by_role("button", name="公厕 2").focus()

    look_at(page, 119.1, 36.7, 17)

    expect(page.locator(":focus")).to_have_class(re.compile("map-cluster"))


def test_only_what_is_in_view_is_drawn(serve_place: Callable, visit: Callable) -> None:
    # 50 × 50 toilets, 0.01° (900 m to the east, 1.1 km to the north) apart.
    toilets = [
        toilet(row * 50 + column, round(119 + column * 0.01, 6), round(36.5 + row * 0.01, 6))
        for row in range(50)
        for column in range(50)
    ]
    page = visit(serve_place({"toilets": toilets})).page

    # At zoom 15, 1,060 × 900 px with a quarter more on each side are about 6 by 5 km.
    look_at(page, 119.255, 36.755, 15)

    expect(page.get_by_role("button", name="公厕 1275 ")).to_be_visible()
    assert 20 <= page.evaluate(DRAWN_IN_ALL) <= 60
    expect(page.locator(".map-cluster")).to_have_count(0)


def test_a_plot_is_drawn_close_in_and_not_from_afar(demonstration: str, visit: Callable) -> None:
    made = visit(demonstration, "/#layers=parks&at=parks/park-ziyiyuan")
    page = made.page

    made.come_to_rest()
    expect(page.locator(".leaflet-pane .area.layer-parks").first).to_be_visible()
    look_at(page, 119.07, 36.72, 12)
    expect(page.locator(".leaflet-pane .area")).to_have_count(0)
