"""What is near: the list in order, with distance, minutes and direction, and the map alike."""

from __future__ import annotations

import math
import re
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
EARTH = Geod(ellps="WGS84")
WINDS = {
    "zh": ("北", "东北", "东", "东南", "南", "西南", "西", "西北"),
    "en": (
        "north",
        "north-east",
        "east",
        "south-east",
        "south",
        "south-west",
        "west",
        "north-west",
    ),
}
ENTRIES = """() => [...document.querySelectorAll('.results li')].map((one) => [one.dataset.key,
  ...[...one.querySelectorAll('.result-far span')].map((each) => each.textContent)])"""


def locate(page: Page) -> None:
    page.get_by_role("button", name=re.compile("离我最近|Near me")).click()
    expect(page.locator(".result-distance").first).to_be_visible()


def wanted_entries(page: Page, address: str, layer: str) -> list[tuple[float, float, str]]:
    """Return distance, azimuth and key of each, nearest first, by an independent library."""
    data = page.request.get(f"{address}/resident.json").json()["layers"][layer]
    lines = [(EARTH.inv(*HERE, *one["at"]), one["id"]) for one in data["features"]]
    return sorted((metres, azimuth, f"{layer}/{one}") for (azimuth, _, metres), one in lines)


# 1.1 m a second, and 0.8 for those who read large type.
@pytest.mark.parametrize(
    ("query", "lang", "speed"),
    [("", "zh", 1.1), ("?text=large", "zh", 0.8), ("?lang=en", "en", 1.1)],
)
def test_the_nearest_come_first_with_distance_minutes_and_direction(
    demonstration: str, visit: Callable, query: str, lang: str, speed: float
) -> None:
    page = visit(demonstration, f"/{query}#layers=toilets", **LOCATED).page
    locate(page)
    wanted = wanted_entries(page, demonstration, "toilets")

    found = page.evaluate(ENTRIES)

    assert [key for key, *_ in found] == [key for *_, key in wanted[:20]]
    for (_, distance, walk, wind), (metres, azimuth, _) in zip(found, wanted, strict=False):
        number, unit = distance.split(" ")
        in_km = unit in ("公里", "km")
        shown_m = float(number) * (1000 if in_km else 1)
        assert shown_m == pytest.approx(metres, abs=51 if in_km else 5.1)
        assert minutes_of(walk) == math.ceil(round(metres / speed / 60, 1))
        assert wind.lower() == WINDS[lang][round(azimuth / 45) % 8]


def minutes_of(walk: str) -> int:
    hours = re.search(r"(\d+) (?:小时|h)", walk)
    minutes = re.search(r"(\d+) (?:分钟|min)", walk)
    return int(hours[1] if hours else 0) * 60 + int(minutes[1] if minutes else 0)


@pytest.mark.parametrize(
    ("accuracy_m", "said"),
    [(12, "从您的位置起算"), (183, "从您的位置起算（误差约 180 米）"),
     (2500, "从您的位置起算（误差约 2,500 米）")],
)  # fmt: skip
def test_how_exact_the_position_is_is_said_and_drawn(
    demonstration: str, visit: Callable, accuracy_m: float, said: str
) -> None:
    here = {**LOCATED["geolocation"], "accuracy": accuracy_m}
    page = visit(demonstration, **(LOCATED | {"geolocation": here})).page

    locate(page)

    expect(page.locator(".origin-said")).to_have_text(said)
    expect(page.locator(".origin-here")).to_be_in_viewport()
    radius_m = page.evaluate(
        """() => Object.values(map_facilities._layers)
          .find((one) => one.options.className === 'accuracy').getRadius()"""
    )
    assert radius_m == accuracy_m


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


def test_every_mark_on_the_map_is_in_the_list_once_all_of_it_is_shown(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=communities", **LOCATED).page
    locate(page)

    # 139: twenty at first, and twenty more each time.
    for shown in (20, 40, 60, 80, 100, 120):
        expect(page.locator(".results li")).to_have_count(shown)
        page.locator(".more-button").click()
        # Whoever listens goes on where the list has grown.
        expect(page.locator(".results a").nth(shown)).to_be_focused()
    expect(page.locator(".more-button")).to_be_hidden()

    page.wait_for_function("() => document.querySelectorAll('.map-mark.numbered').length === 139")
    expect(page.locator(".map-cluster")).to_have_count(0)
    names = page.locator(".result-name > bdi").all_text_contents()
    labels = page.locator(".map-mark").evaluate_all(
        "marks => marks.map((mark) => mark.getAttribute('aria-label'))"
    )
    assert sorted(labels) == sorted(
        f"{number}. {name} · 改造小区" for number, name in enumerate(names, 1)
    )
