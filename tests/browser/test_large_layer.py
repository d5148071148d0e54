"""A layer too large to load whole is loaded by view, and the map says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.towns import grid

# 6,084 toilets.
SIDE = 78


@pytest.fixture
def large_place(serve_place: Callable) -> str:
    return serve_place({"toilets": list(grid(SIDE))})


def test_a_large_place_is_counted_from_afar_and_listed_close_in(
    large_place: str, visit: Callable
) -> None:
    page = visit(large_place).page

    expect(page.locator(".summary")).to_have_text("这里设施很多，放大地图后列出。")
    counts = "[...document.querySelectorAll('.map-cluster text')].reduce("
    counts += "(sum, one) => sum + Number(one.textContent.replace(',', '')), 0)"
    page.wait_for_function(f"() => {counts} === {SIDE * SIDE}")

    with page.expect_response("**/resident.json?*bbox=*"):
        page.evaluate("void map_facilities.setView([36.65, 119.05], 16, {animate: false})")
    expect(page.locator(".results li").first).to_be_visible()
    expect(page.locator(".map-mark").first).to_be_visible()


def test_a_map_that_is_moved_while_a_card_is_open_stays_where_it_was_moved(
    large_place: str, visit: Callable
) -> None:
    page = visit(large_place, "/#layers=toilets").page
    page.evaluate("void map_facilities.setView([36.65, 119.05], 16, {animate: false})")
    page.locator(".results a").first.click()
    expect(page.locator(".card")).to_be_focused()
    page.get_by_role("button", name="信息有误").click()
    page.get_by_label("补充说明（可不填）").fill("门锁坏了")

    with page.expect_response("**/resident.json?*bbox=*"):
        page.evaluate("void map_facilities.setView([36.69, 119.09], 16, {animate: false})")
    expect(page.locator('.map-mark[aria-label^="公厕 45-45"]')).to_be_visible()

    # Nor is what was being written gone.
    expect(page.get_by_label("补充说明（可不填）")).to_have_value("门锁坏了")
    assert page.evaluate("map_facilities.getCenter().lat") == pytest.approx(36.69)


def test_a_large_place_is_searched_by_the_server(large_place: str, visit: Callable) -> None:
    page = visit(large_place).page

    page.get_by_role("searchbox").fill("公厕 77-77")

    expect(page.locator(".result-name").first).to_have_text("公厕 77-77")


def test_the_list_without_scripts_is_short_and_leads_to_the_rest(
    large_place: str, visit: Callable
) -> None:
    page = visit(large_place, java_script_enabled=False, forgiving=True).page

    assert page.locator(".entries li").count() == 200
    page.get_by_role("link", name="全部 6,084 座").click()
    expect(page.locator("h1")).to_contain_text("公厕")
    expect(page.locator(".lead")).to_contain_text("共 6,084 项")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".lead")).to_contain_text("第 101 至 200 项")
    page.get_by_role("link", name="上一页").click()
    expect(page.locator(".lead")).to_contain_text("第 1 至 100 项")


def test_a_facility_out_of_view_is_found_by_its_link(large_place: str, visit: Callable) -> None:
    page = visit(large_place, "/#at=toilets/t-77-77").page

    expect(page.locator(".card h2")).to_have_text("公厕 77-77")
    expect(page.locator(".map-mark.chosen")).to_be_in_viewport()
