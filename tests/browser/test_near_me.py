"""What is near: worked out on the phone, from a position that nobody else ever learns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod

HERE = (119.0905371, 36.7155129)
LOCATED: dict[str, Any] = {
    "geolocation": {"longitude": HERE[0], "latitude": HERE[1], "accuracy": 12},
    "permissions": ["geolocation"],
}
ENTRIES = """() => map_facilities && [...document.querySelectorAll('.results li')].map((one) => [
  one.dataset.key, one.querySelector('.result-distance').textContent])"""


def locate(page: Page) -> None:
    page.get_by_role("button", name="离我最近").click()
    expect(page.locator(".origin-said")).to_contain_text("从您的位置起算")
    expect(page.locator(".result-distance").first).to_be_visible()


def test_the_nearest_come_first_with_the_distances_of_an_independent_library(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets", **LOCATED).page
    locate(page)
    data = page.request.get(f"{demonstration}/resident.json").json()["layers"]["toilets"]
    far = Geod(ellps="WGS84")
    wanted = sorted(
        (far.inv(*HERE, *one["at"])[2], f"toilets/{one['id']}") for one in data["features"]
    )

    found = page.evaluate(ENTRIES)

    assert [key for key, _ in found] == [key for _, key in wanted[: len(found)]]
    for (_, words), (distance_m, _) in zip(found, wanted, strict=False):
        number, unit = words.split(" ")
        shown_m = float(number) * (1000 if unit == "公里" else 1)
        assert shown_m == pytest.approx(distance_m, abs=51 if unit == "公里" else 5.1)


def test_list_and_map_have_the_same_numbers(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=toilets", **LOCATED).page
    locate(page)
    names = page.locator(".result-name > bdi").all_text_contents()

    page.wait_for_function("() => document.querySelectorAll('.map-mark.numbered').length === 20")

    labels = page.locator(".map-mark.numbered").evaluate_all(
        "marks => marks.map((mark) => mark.getAttribute('aria-label'))"
    )
    wanted = {f"{number}. {name} · 公厕" for number, name in enumerate(names, 1)}
    assert set(labels) == wanted


def test_a_refusal_is_no_dead_end(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=toilets").page

    page.get_by_role("button", name="离我最近").click()
    expect(page.locator(".origin-said")).to_contain_text(
        "可以在地图上点选、搜索一个地点，或选择街道。"
    )
    page.get_by_role("button", name="点选地图").click()
    page.locator("#map").click(position={"x": 500, "y": 300})

    expect(page.locator(".origin-said")).to_contain_text("从所选地点起算")
    expect(page.locator(".result-distance").first).to_be_visible()
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".result-distance")).to_have_count(0)

    page.get_by_label("街道", exact=True).select_option(index=1)
    expect(page.locator(".result-distance").first).to_be_visible()
