"""A layer too large to load whole is loaded by view, and the map says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

SIDE = 78


def grid() -> Iterator[dict[str, Any]]:
    """Yield 78 × 78 = 6,084 toilets, 0.002° apart."""
    for row in range(SIDE):
        for column in range(SIDE):
            at = [round(119 + column * 0.002, 6), round(36.6 + row * 0.002, 6)]
            yield {
                "id": f"t-{row:02}-{column:02}",
                "geometry": {"type": "Point", "coordinates": at},
                "properties": {"name": f"公厕 {row}-{column}"},
            }


@pytest.fixture
def large_place(serve_place: Callable) -> str:
    return serve_place({"toilets": list(grid())})


def test_the_map_says_what_it_leaves_out_until_zoomed_in(large_place: str, visit: Callable) -> None:
    page = visit(large_place).page

    note = page.get_by_role("status")
    expect(note).to_have_text(
        "公厕：显示 2,000 / 6,084，放大以查看全部 "
        "Public toilets: 2,000 / 6,084 shown, zoom in for all"
    )
    with page.expect_response("**/collections/toilets/items?*"):
        page.evaluate("map_facilities.setView([36.65, 119.05], 16, {animate: false})")
    expect(note).to_have_text("")
    assert page.locator(".map-mark").count() > 0


def test_the_list_is_short_and_leads_to_the_rest(large_place: str, visit: Callable) -> None:
    page = visit(large_place).page

    assert page.locator(".entries li").count() == 200
    page.get_by_role("link", name="全部 6,084 座公厕").click()
    expect(page.locator("h1")).to_contain_text("公厕")
    expect(page.locator(".lead")).to_contain_text("共 6,084 座")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".lead")).to_contain_text("第 101–200 座")
    page.get_by_role("link", name="上一页").click()
    expect(page.locator(".lead")).to_contain_text("第 1–100 座")


def test_a_facility_out_of_view_is_found_by_its_link(large_place: str, visit: Callable) -> None:
    page = visit(large_place, "/#at=toilets/t-77-77").page

    expect(page.locator(".card h2")).to_have_text("公厕 77-77")
    expect(page.locator(".map-mark.chosen")).to_be_in_viewport()
