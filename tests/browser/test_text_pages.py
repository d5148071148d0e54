"""The pages of text: from layer to item and back, and the interface's own documentation."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect


def test_one_walks_from_the_layers_to_a_facility_and_to_the_map(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/collections").page

    page.get_by_role("link", name="公园").click()
    expect(page.locator("h1")).to_contain_text("公园")
    page.get_by_role("link", name="列表").click()
    page.get_by_role("link", name="自怡园").click()
    expect(page.get_by_role("row", name="规模")).to_contain_text("口袋公园")
    expect(page.locator(".notice")).to_contain_text("示意位置，并非实际坐标。")
    page.get_by_role("link", name="在地图上看").click()

    expect(page.locator(".card h2")).to_contain_text("自怡园")


def test_a_layers_page_names_its_fields_and_how_sure_its_standards_are(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/collections/toilets").page

    expect(page.get_by_role("row", name="第三卫生间")).to_contain_text("family_room")
    expect(page.get_by_role("row", name="等级")).to_contain_text("一类")
    expect(page.locator("main")).to_contain_text("GB/T 50337-2018 · 待核实")


def test_the_documentation_works_with_no_other_host(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/docs").page

    page.locator(".opblock", has=page.get_by_text("/healthz", exact=True)).locator(
        ".opblock-summary-control"
    ).click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response-col_status").last).to_contain_text("200")


def test_the_documentation_without_scripts_leads_to_the_document(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/docs", java_script_enabled=False).page

    expect(page.get_by_role("link", name="OpenAPI 文档")).to_be_visible()


def test_an_unknown_page_names_the_way_out(demonstration: str, visit: Callable) -> None:
    page = visit(demonstration, "/collections/zoo", forgiving=True).page

    expect(page.locator("h1")).to_contain_text("没有找到")
    expect(page.get_by_role("main")).to_contain_text("no layer 'zoo'; known: parking")
    page.get_by_role("link", name="回到地图").click()
    expect(page.locator("h1")).to_contain_text("潍城区公共设施地图")
