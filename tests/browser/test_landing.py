"""The page of the whole place: list, map and card agree, by mouse, by keyboard, without scripts."""

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
SHOWN = """[...document.querySelectorAll('.map-cluster')]
  .map((one) => Number(one.getAttribute('aria-label').match(/此处 (\\d+) 处设施/)[1]))
  .concat([...document.querySelectorAll('.map-mark:not(.chosen)')].map(() => 1))
  .reduce((sum, count) => sum + count, 0)"""


def expect_on_map(page: Page, count: int) -> None:
    """Wait until the map shows that many facilities; a timeout says that it never did."""
    page.wait_for_function(f"(count) => {SHOWN} === count", arg=count)


def switch(page: Page, layer: str):
    return page.locator(f"[data-switch={layer}]")


def result(page: Page, key: str):
    return page.locator(f'.results li[data-key="{key}"] a')


def test_the_page_is_whole_with_no_other_host(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration).page

    assert page.title() == "潍城区公共设施地图"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(page.locator(".boundary").first).to_be_visible()
    expect(page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"km"))
    expect(page.locator(".map-credits")).to_contain_text("示意数据")
    expect(page.get_by_label("图例")).to_be_attached()
    expect(page.locator("footer")).to_contain_text("2021-08-19")
    expect(page.locator("footer")).to_contain_text("CC0-1.0")
    expect(page.locator("footer")).to_contain_text("您的位置只在本机使用，不会发送，也不会记录。")


@pytest.mark.parametrize("layer", ["parks", "toilets", "sunshades", "communities"])
def test_a_layer_has_the_same_count_on_switch_list_and_map(
    demonstration: str, visit: Callable, layer: str
) -> None:
    page = visit(demonstration, f"/#layers={layer}").page

    assert switch(page, layer).locator(".count").inner_text() == str(COUNTS[layer])
    expect(switch(page, layer)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".summary")).to_have_text(f"共 {COUNTS[layer]} 处")
    expect_on_map(page, COUNTS[layer])
    while page.locator(".more-button").is_visible():
        page.locator(".more-button").click()
    assert page.locator(".results li").count() == COUNTS[layer]


def test_the_counts_are_those_of_the_article() -> None:
    assert COUNTS["parks"] == 12
    assert COUNTS["toilets"] == 28
    assert COUNTS["sunshades"] == 21
    assert COUNTS["communities"] == 27 + 112


def test_parking_shows_what_is_free_now_until_asked_otherwise(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=parking").page
    chip = page.get_by_role("button", name="现在免费")

    expect(chip).to_have_attribute("aria-pressed", "true")
    free = int(chip.locator(".chip-count").inner_text())
    expect(page.locator(".summary")).to_have_text(f"共 {free} 处")
    assert 0 < free < COUNTS["parking"]
    for words in page.locator(".results .status").all_inner_texts():
        assert words.startswith("免费")
    expect(page.locator(".list-aside")).to_contain_text("情况未知，未列出")

    chip.click()

    expect(page.locator(".summary")).to_have_text(f"共 {COUNTS['parking']} 处")


def test_a_page_with_illustrative_positions_says_so_in_words(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page

    expect(page.locator(".map-illustrative")).to_have_text("示意位置，非实际坐标")
    tag = page.locator(".results li").first.locator(".tag-illustrative")
    expect(tag).to_be_visible()
    assert tag.evaluate("tag => getComputedStyle(tag).borderStyle") == "dashed"


def test_switches_show_layers_alone_and_the_address_keeps_it(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration).page

    switch(page, "parks").click()
    switch(page, "toilets").click()

    expect(switch(page, "parking")).to_have_attribute("aria-pressed", "false")
    expect(switch(page, "parks")).to_have_attribute("aria-pressed", "true")
    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"])
    expect(page).to_have_url(f"{demonstration}/#layers=parks,toilets")

    page.reload()

    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"])
    expect(switch(page, "sunshades")).to_have_attribute("aria-pressed", "false")

    switch(page, "parks").click()
    switch(page, "toilets").click()

    # None alone is all of them.
    expect(page.locator(".switch[aria-pressed=true]")).to_have_count(0)
    expect(page).to_have_url(f"{demonstration}/")


def test_an_entry_of_the_list_moves_the_map_and_opens_its_card(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=parks").page

    result(page, "parks/park-ziyiyuan").click()

    card = page.locator(".card")
    expect(card.locator("h2")).to_have_text("自怡园")
    expect(card).to_contain_text("面积")
    expect(card).to_contain_text("平方米")
    expect(card).to_contain_text("位置为示意，并非实际坐标。")
    page.wait_for_function("() => map_facilities.getZoom() >= 16")
    chosen = page.locator(".map-mark.chosen").bounding_box()
    assert chosen["width"] == pytest.approx(44 * 36 / 28, abs=1)
    expect(page).to_have_url(f"{demonstration}/?at=parks/park-ziyiyuan#layers=parks")


def test_the_card_never_covers_the_chosen_mark(demonstration: str, visit: Callable) -> None:
    for size in ((1440, 900), (360, 740), (768, 1024)):
        made = visit(demonstration, "/?at=parks/park-ziyiyuan", size=size)
        page = made.page
        expect(page.locator(".map-mark.chosen")).to_be_in_viewport()
        made.come_to_rest()

        card, mark = (page.locator(one).bounding_box() for one in ("#sheet", ".map-mark.chosen"))
        beside = mark["x"] >= card["x"] + card["width"]
        assert beside or mark["y"] + mark["height"] <= card["y"], size


def test_a_card_says_what_holds_now_and_until_when(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=parking").page

    page.locator(".results a").first.click()

    expect(page.locator(".card-status")).to_have_text(re.compile("(免费|收费|关闭|时段未知)"))
    assert page.locator(".card-status .sign").count() == 1
    expect(page.locator(".card-hours")).to_contain_text("免费时段")


@pytest.mark.parametrize("address", ["/#layers=toilets&at=parks/park-ziyiyuan",
                                     "/?at=parks/park-ziyiyuan#layers=toilets"])  # fmt: skip
def test_a_linked_facility_opens_even_when_its_layer_is_not_shown(
    demonstration: str, visit: Callable, address: str
) -> None:
    page = visit(demonstration, address).page

    expect(page.locator(".card h2")).to_have_text("自怡园")
    expect(page.locator(".map-mark.chosen")).to_be_in_viewport()


def test_a_shared_link_tells_chats_about_the_facility(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/?at=parks/park-ziyiyuan", java_script_enabled=False,
                 forgiving=True).page  # fmt: skip

    assert page.title().startswith("自怡园 · ")
    title = page.locator('meta[property="og:title"]').get_attribute("content")
    assert title == "自怡园"
    expect(page.locator(".shared a")).to_have_attribute("href", "/facility/parks/park-ziyiyuan")


def test_a_link_to_a_facility_that_is_gone_says_so(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/?at=parks/gone", forgiving=True).page

    expect(page.locator(".map-notes")).to_contain_text("数据中没有这个链接所指的设施")


def test_arrows_enter_and_escape_walk_the_list(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=toilets").page
    entries = page.locator(".results a")
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
    expect(page).to_have_url(f"{demonstration}/#layers=toilets")


def test_a_mark_opens_by_keyboard_and_says_its_name(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=sunshades").page
    mark = page.locator(".map-mark").first

    expect(mark).to_have_attribute("role", "button")
    assert mark.get_attribute("aria-label").endswith(" · 遮阳棚")
    mark.focus()
    expect(page.locator(".map-tip")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator(".card")).to_be_focused()
    page.get_by_role("button", name="返回列表").click()
    expect(page.locator(".card")).to_be_hidden()


def test_with_scripts_off_the_list_is_the_page(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, java_script_enabled=False, forgiving=True).page

    expect(page.locator(".switches")).to_be_hidden()
    expect(page.locator(".folium-map")).to_be_hidden()
    expect(page.locator(".map-without-script")).to_contain_text("地图需要启用脚本")
    assert page.locator(".entries li").count() == sum(COUNTS.values())
    parts = page.locator("[data-group=toilets] .group-part").all_inner_texts()
    assert parts == sorted(parts)
    assert len(parts) > 1
    entry = page.locator("[data-group=parks] li", has_text="自怡园")
    expect(entry).to_contain_text("潍城区")
    expect(entry).to_contain_text("开放时间")
    assert (
        entry.get_by_role("link", name="导航")
        .get_attribute("href")
        .startswith("https://uri.amap.com/")
    )
    entry.get_by_role("link", name="自怡园").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("自怡园")


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(
    demonstration: str, visit: Callable
) -> None:
    broken = [True]

    def break_data(context: BrowserContext) -> None:
        context.route(
            "**/resident.json*",
            lambda route: route.abort() if broken[0] else route.fallback(),
        )

    page = visit(demonstration, forgiving=True, before=break_data).page

    note = page.locator(".map-note.trouble")
    expect(note).to_contain_text("设施数据未能载入。")
    # The server's own list stands in.
    assert page.locator(".whole-list li").count() == sum(COUNTS.values())
    broken[0] = False
    note.get_by_role("button", name="重试").click()

    expect(page.locator(".results li").first).to_be_visible()
    expect(note).to_be_hidden()


def test_the_map_of_chosen_layers_stands_alone(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/maps/parks,toilets").page

    assert page.title() == "公园、公厕 · 潍城区公共设施地图"
    expect_on_map(page, COUNTS["parks"] + COUNTS["toilets"])
    assert page.locator("[data-switch]").count() == 2
    expect(page.locator(".map-illustrative")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("2021-08-19")


def test_movement_is_left_out_for_those_who_ask(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/#layers=parks", reduced_motion="reduce").page

    result(page, "parks/park-ziyiyuan").click()

    assert page.evaluate("map_facilities.options.zoomAnimation") is False
    # At once, without a frame in between.
    assert page.evaluate("map_facilities.getZoom()") >= 16
    assert page.evaluate("document.getAnimations().length") == 0
