"""Search: results as one types, by name, pinyin, initials, address, in whatever state they are."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DEMONSTRATION


def box(page: Page):
    return page.get_by_role("searchbox")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("自怡", "自怡园"),
        ("ziyi", "自怡园"),
        ("ZYY", "自怡园"),
        ("ＺＹＹ", "自怡园"),  # full width, as some keyboards write
        ("wudaomiao", "五道庙小区"),
        ("自怡园 公厕", "自怡园公厕"),
        ("Cangnan pocket", "仓南口袋公园"),
    ],
)
def test_characters_pinyin_initials_and_english_find_a_name(
    demonstration: str, visit: Callable, typed: str, first: str
) -> None:
    page = visit(demonstration).page

    box(page).fill(typed)

    expect(page.locator(".result-name bdi").first).to_have_text(first)
    expect(page.locator(".summary")).to_contain_text("找到")


def test_an_address_is_found_in_all_layers_best_match_first_and_numbered(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page
    held = sum(
        "月河路与仓南街路口" in (one["properties"][field] or "")
        for layer in ("parking", "parks", "toilets", "sunshades", "communities")
        for one in json.loads((DEMONSTRATION / f"{layer}.geojson").read_text("utf-8"))["features"]
        for field in ("address",)
    )

    box(page).fill("月河路与仓南街路口")

    expect(page.locator(".summary")).to_have_text(f"找到 {held} 处")
    assert held > 1
    page.wait_for_function(
        f"() => document.querySelectorAll('.map-mark.numbered').length === {held}"
    )
    assert page.locator(".results .mark text").all_text_contents() == [
        str(number) for number in range(1, held + 1)
    ]


def test_what_is_charged_now_is_found_too_and_no_chip_stands_in_the_way(
    demonstration: str, visit: Callable
) -> None:
    parking = json.loads((DEMONSTRATION / "parking.geojson").read_text("utf-8"))["features"]
    silent = next(one for one in parking if one["properties"]["free_hours"] is None)
    page = visit(demonstration, "/#layers=parking").page
    expect(page.get_by_role("button", name="现在免费")).to_have_attribute("aria-pressed", "true")

    box(page).fill(silent["properties"]["name"])

    first = page.locator(".results li").first
    expect(first).to_have_attribute("data-key", f"parking/{silent['id']}")
    expect(first.locator(".status")).to_have_text("时段未知")
    expect(page.get_by_role("button", name="现在免费")).to_have_count(0)


def test_a_slash_goes_to_the_field_arrow_down_to_the_results_escape_ends_it(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets").page

    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("zyygc", delay=20)
    # The list of all has the same first entry: what is found is there once the address says so.
    page.wait_for_function("() => location.hash.endsWith('q=zyygc')")
    expect(page.locator(".result-name bdi").first).to_have_text("自怡园公厕")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".results a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("自怡园公厕")
    page.keyboard.press("Escape")
    # Back in the results, which are still there.
    expect(page.locator(".results a").first).to_be_focused()
    assert page.url.endswith("#layers=toilets&q=zyygc")

    box(page).focus()
    page.keyboard.press("Escape")

    expect(box(page)).to_have_value("")
    expect(page.locator(".summary")).to_have_text("共 28 处")
    page.wait_for_function("() => location.hash === '#layers=toilets'")


def test_a_slash_within_a_field_is_a_slash(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page

    box(page).focus()
    page.keyboard.type("a/b")

    expect(box(page)).to_have_value("a/b")


def test_nothing_found_is_said(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page

    box(page).fill("没有这个名字")

    expect(page.locator(".summary")).to_have_text("找到 0 处")
    expect(page.locator(".list-aside")).to_have_text("没有符合条件的设施。")
    expect(page.locator(".map-mark, .map-cluster")).to_have_count(0)


def test_a_link_to_a_search_shows_what_it_finds(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#q=wudaomiao").page

    expect(box(page)).to_have_value("wudaomiao")
    expect(page.locator(".result-name bdi").first).to_have_text("五道庙小区")
