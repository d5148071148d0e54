"""Chips: what each layer declares, with how many pass, and of how many nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from tests.browser.conftest import PLACE_TOML
from tests.serving import serving

TOILETS: dict[str, dict[str, Any]] = {
    "all": {"grade": 1, "accessible": True, "family_room": True, "open_hours": "24/7"},
    "steps": {"grade": 1, "accessible": False, "open_hours": "24/7"},
    "day": {"grade": 2, "accessible": True, "family_room": False, "open_hours": "06:00-22:00"},
    "silent": {},
    "family": {"grade": 3, "family_room": True, "open_hours": "24/7"},
}
PARKING: dict[str, dict[str, Any]] = {
    "low": {"free_hours": "24/7", "height_limit_m": 1.9, "spaces": 40},
    "high": {"free_hours": "24/7", "height_limit_m": 2.3, "spaces": 120},
    "open-air": {"free_hours": "24/7", "spaces": 60},
    "paid": {"free_hours": "Sa 00:00-00:01; 2020 Jan 1 off", "spaces": 300},
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("chips")
    (folder / "place.toml").write_text(PLACE_TOML, encoding="utf-8")
    for layer, facilities in (("toilets", TOILETS), ("parking", PARKING)):
        lines = [
            canonical_feature(
                name, {"type": "Point", "coordinates": [119.1 + number / 500, 36.7]}, fields
            )
            for number, (name, fields) in enumerate(facilities.items())
        ]
        (folder / f"{layer}.geojson").write_bytes(canonical_collection(lines))
    with serving(create_app(Settings(data=folder))) as address:
        yield address


def chip(page: Page, key: str):
    return page.locator(f'[data-chip="toilets {key}"]')


def listed(page: Page) -> list[str]:
    keys = page.locator(".results li").evaluate_all("all => all.map((one) => one.dataset.key)")
    return [key.split("/")[1] for key in keys]


def test_each_chip_says_how_many_pass_and_of_how_many_nobody_knows(
    town: str, visit: Callable
) -> None:
    page = visit(town, "/#layers=toilets").page

    said = page.locator("[data-chip^='toilets ']").evaluate_all(
        "chips => chips.map((chip) => [chip.querySelector('.visually-hidden').textContent.trim(), "
        "chip.querySelector('.chip-count').textContent])"
    )
    # Whether any is open now hangs on the hour; the rest does not.
    assert said[1:] == [
        ["24 小时 3 处，另有 1 处未知", "3"],
        ["等级：一类 2 处，另有 1 处未知", "2"],
        ["等级：二类 1 处，另有 1 处未知", "1"],
        ["等级：三类 1 处，另有 1 处未知", "1"],
        ["无障碍 2 处，另有 2 处未知", "2"],
        ["第三卫生间 2 处，另有 2 处未知", "2"],
    ]
    assert said[0][0].startswith("现在开放 ")
    # No toilet is known to have a baby table: there is nothing to ask for.
    expect(chip(page, "baby_change")).to_have_count(0)


def test_chips_of_different_fields_narrow_and_count_what_is_left(
    town: str, visit: Callable
) -> None:
    page = visit(town, "/#layers=toilets").page

    chip(page, "accessible").click()

    expect(chip(page, "accessible")).to_have_attribute("aria-pressed", "true")
    expect(chip(page, "accessible")).to_be_focused()
    expect(page.locator(".summary")).to_have_text("共 2 处")
    assert listed(page) == ["all", "day"]
    expect(page.locator(".list-aside")).to_have_text("另有 2 处情况未知，未列出。")
    # Of the two that are left, one has a family room and one has none.
    expect(chip(page, "family_room").locator(".chip-count")).to_have_text("1")
    expect(chip(page, "family_room")).to_have_attribute("title", "1 处")

    chip(page, "family_room").click()

    expect(page.locator(".summary")).to_have_text("共 1 处")
    assert listed(page) == ["all"]
    expect(page.locator(".map-mark")).to_have_count(1)


def test_values_of_one_field_widen(town: str, visit: Callable) -> None:
    page = visit(town, "/#layers=toilets").page

    chip(page, "grade:2").click()
    expect(page.locator(".summary")).to_have_text("共 1 处")
    # As many as there are if it is chosen too.
    expect(chip(page, "grade:1").locator(".chip-count")).to_have_text("3")
    chip(page, "grade:1").click()

    expect(page.locator(".summary")).to_have_text("共 3 处")
    assert sorted(listed(page)) == ["all", "day", "steps"]


def test_the_address_keeps_the_chips_and_a_clear_list_has_a_way_out(
    town: str, visit: Callable
) -> None:
    made = visit(town, "/#layers=toilets&filters=toilets.grade:3,toilets.accessible")
    page = made.page

    # The one of grade 3 is not known to be accessible; of the silent one neither is known.
    expect(page.locator(".list-aside")).to_contain_text("没有符合条件的设施。")
    expect(page.locator(".list-aside")).to_contain_text("另有 2 处情况未知，未列出。")
    chip(page, "accessible").click()
    expect(page).to_have_url(f"{town}/#layers=toilets&filters=toilets.grade:3")
    page.reload()
    expect(chip(page, "grade:3")).to_have_attribute("aria-pressed", "true")
    assert listed(page) == ["family"]

    chip(page, "accessible").click()
    page.get_by_role("button", name="清除筛选").click()

    expect(page.locator(".summary")).to_have_text("共 5 处")
    expect(page.locator(".chip[aria-pressed=true]")).to_have_count(0)


def test_a_limit_that_nobody_knows_of_keeps_nobody_out_and_the_chip_says_so(
    town: str, visit: Callable
) -> None:
    page = visit(town, "/#layers=parking").page
    # Three are free at any time, and that is what one comes for.
    expect(page.get_by_role("button", name="现在免费 3 处")).to_have_attribute(
        "aria-pressed", "true"
    )

    page.get_by_role("button", name="限高 ≥ 2 米或未标 2 处").click()

    assert listed(page) == ["high", "open-air"]
    page.get_by_role("button", name="泊位数 ≥ 100 1 处").click()
    assert listed(page) == ["high"]


def test_several_layers_offer_what_each_begins_with_and_one_alone_all_it_has(
    town: str, visit: Callable
) -> None:
    page = visit(town).page

    expect(page.locator("[data-chip^='parking ']")).to_have_count(1)
    expect(page.locator("[data-chip^='toilets ']")).to_have_count(0)
    page.locator("[data-switch=toilets]").click()
    expect(page.locator("[data-chip^='toilets ']")).to_have_count(7)
    expect(page.locator("[data-chip^='parking ']")).to_have_count(0)
