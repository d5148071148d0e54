"""The page of the whole place: map and list agree, by mouse, by keyboard, without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

DATA = Path(__file__).parents[2] / "data"
LAYERS = ("parking", "parks", "toilets", "sunshades", "communities")
COUNTS = {
    name: len(json.loads((DATA / f"{name}.geojson").read_text())["features"]) for name in LAYERS
}


# Single marks, and what the clusters say they hold.
SHOWN = """() => [...document.querySelectorAll('.map-cluster')]
  .map((one) => Number(one.getAttribute('aria-label').match(/此处 (\\d+) 处设施/)[1]))
  .concat([...document.querySelectorAll('.map-mark:not(.chosen)')].map(() => 1))
  .reduce((sum, count) => sum + count, 0)"""


def expect_on_map(page: Page, count: int) -> None:
    """Wait until the map shows that many facilities; a timeout says that it never did."""
    page.wait_for_function(f"count => ({SHOWN})() === count", arg=count)


def switch(page: Page, layer: str):
    return page.locator(f"[data-switch={layer}]")


def link(page: Page, feature_id: str):
    return page.locator(f'.entries a[data-id="{feature_id}"]')


def test_the_page_is_whole_with_no_other_host(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page

    assert page.title() == "潍城区公共设施地图 Weicheng District public facilities"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(page.locator(".boundary").first).to_be_visible()
    expect(page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"km"))
    expect(page.locator(".map-credits")).to_contain_text("示意数据")
    expect(page.get_by_label("图例 Legend")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("2021-08-19")
    expect(page.locator("footer")).to_contain_text("CC0-1.0")


def test_five_layers_have_the_same_counts_on_switch_list_and_map(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page

    for name in LAYERS:
        assert switch(page, name).locator(".count").inner_text() == str(COUNTS[name])
        assert page.locator(f"[data-group={name}] .entries li").count() == COUNTS[name]
    assert COUNTS["parks"] == 12
    assert COUNTS["toilets"] == 28
    assert COUNTS["sunshades"] == 21
    assert COUNTS["communities"] == 27 + 112
    expect_on_map(page, sum(COUNTS.values()))


def test_a_page_with_illustrative_positions_says_so_in_words(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page

    expect(page.locator(".map-illustrative")).to_contain_text("示意位置，非实际坐标 Illustrative")
    first = page.locator(".entries li").first
    expect(first.locator(".tag-illustrative")).to_be_visible()
    assert (
        first.locator(".tag-illustrative").evaluate("tag => getComputedStyle(tag).borderStyle")
        == "dashed"
    )


def test_a_switch_turns_map_and_list_and_the_address_keeps_it(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page

    for name in ("parking", "sunshades", "communities"):
        switch(page, name).click()

    expect(switch(page, "parking")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-group=parking]")).to_be_hidden()
    expect(page.locator("[data-group=toilets]")).to_be_visible()
    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"])
    assert page.url.endswith("#layers=parks,toilets")

    page.reload()

    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"])
    expect(switch(page, "sunshades")).to_have_attribute("aria-pressed", "false")

    switch(page, "sunshades").click()

    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"] + COUNTS["sunshades"])


def test_an_entry_of_the_list_moves_the_map_and_opens_its_card(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page

    link(page, "park-ziyiyuan").click()

    card = page.locator(".card")
    expect(card.get_by_role("heading")).to_have_text("自怡园 Ziyiyuan Park")
    expect(card).to_contain_text("面积")
    expect(card).to_contain_text("平方米")
    expect(card).to_contain_text("位置为示意，并非实际坐标。")
    assert page.evaluate("map_facilities.getZoom()") >= 16
    chosen = page.locator(".map-mark.chosen").bounding_box()
    assert chosen["width"] == pytest.approx(44 * 36 / 28, abs=1)
    assert page.url.endswith("#at=parks/park-ziyiyuan")
    expect(link(page, "park-ziyiyuan")).to_have_attribute("aria-current", "true")


def test_the_card_never_covers_the_chosen_mark(demonstration: str, visit: Callable) -> None:
    for size in ((1440, 900), (360, 740), (768, 1024)):
        page = visit(demonstration, "/#at=parks/park-ziyiyuan", size=size).page
        expect(page.locator(".map-mark.chosen")).to_be_in_viewport()

        card, mark = page.locator(".card"), page.locator(".map-mark.chosen")
        page.wait_for_function("document.querySelector('.card').getAnimations().length === 0")
        page.wait_for_function("map_facilities.getZoom() >= 16")
        card, mark = card.bounding_box(), mark.bounding_box()
        beside = mark["x"] >= card["x"] + card["width"]
        assert beside or mark["y"] + mark["height"] <= card["y"]


def test_a_card_says_what_holds_now_and_until_when(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page
    parking = page.locator("[data-group=parking] .entries a").first

    parking.click()

    words = re.compile("[●○✕?] .*(免费|收费|关闭|时段未知)")
    expect(page.locator(".card-status")).to_have_text(words)
    expect(page.locator(".card-hours")).to_contain_text("免费时段")


def test_a_linked_facility_opens_even_when_its_layer_was_switched_off(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets&at=parks/park-ziyiyuan").page

    expect(page.locator(".card").get_by_role("heading")).to_contain_text("自怡园")
    expect(switch(page, "parks")).to_have_attribute("aria-pressed", "true")


def test_a_link_to_a_facility_that_is_gone_says_so(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#at=parks/gone", forgiving=True).page

    expect(page.get_by_role("status")).to_contain_text("数据中没有这个链接所指的设施")


def test_arrows_enter_and_escape_walk_the_list(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page
    entries = page.locator(".entries a")
    entries.nth(0).focus()

    page.keyboard.press("ArrowDown")
    expect(entries.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(entries.nth(1)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_be_hidden()
    expect(entries.nth(1)).to_be_focused()
    assert "#" not in page.url


def test_a_mark_opens_by_keyboard_and_says_its_name(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=sunshades").page
    mark = page.locator(".map-mark").first

    expect(mark).to_have_attribute("role", "button")
    assert "遮阳棚 Sunshades" in mark.get_attribute("aria-label")
    mark.focus()
    expect(page.locator(".map-tip")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator(".card")).to_be_focused()
    page.get_by_role("button", name="关闭 Close").click()
    expect(page.locator(".card")).to_be_hidden()


def test_a_cluster_says_how_many_of_what_and_opens_by_keyboard(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets").page
    cluster = page.locator(".map-cluster").first
    before = page.evaluate("map_facilities.getZoom()")

    assert re.match(r"此处 (\d+) 处设施：公厕 \1。", cluster.get_attribute("aria-label"))
    cluster.focus()
    page.keyboard.press("Enter")

    page.wait_for_function(f"map_facilities.getZoom() > {before}")


def test_with_scripts_off_the_list_is_the_page(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, java_script_enabled=False).page

    expect(page.locator(".switches")).to_be_hidden()
    expect(page.locator(".folium-map")).to_be_hidden()
    expect(page.locator(".map-without-script")).to_contain_text("地图需要启用脚本")
    assert page.locator(".entries li").count() == sum(COUNTS.values())
    link(page, "park-ziyiyuan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("自怡园")


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(
    demonstration: str, visit: Callable
) -> None:
    broken = [True]

    def break_toilets(context: BrowserContext) -> None:
        context.route(
            "**/data/toilets.geojson*",
            lambda route: route.abort() if broken[0] else route.fallback(),
        )

    page = visit(demonstration, forgiving=True, before=break_toilets).page

    note = page.locator(".map-note.trouble")
    expect(note).to_contain_text("公厕未能载入 Public toilets could not be loaded")
    expect_on_map(page, sum(COUNTS.values()) - COUNTS["toilets"])
    broken[0] = False
    note.get_by_role("button", name="重试 Retry").click()

    expect_on_map(page, sum(COUNTS.values()))
    expect(note).to_be_hidden()


def test_the_map_of_chosen_layers_stands_alone(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/maps/parks,toilets").page

    assert page.title().startswith("公园、公厕 Parks, Public toilets · ")
    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"])
    assert page.locator("[data-switch]").count() == 2
    expect(page.locator(".map-illustrative")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("2021-08-19")


def test_movement_is_left_out_for_those_who_ask(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, reduced_motion="reduce").page

    link(page, "park-ziyiyuan").click()

    assert page.evaluate("map_facilities.options.zoomAnimation") is False
    # At once, without a frame in between.
    assert page.evaluate("map_facilities.getZoom()") >= 16
    assert page.evaluate("document.getAnimations().length") == 0
