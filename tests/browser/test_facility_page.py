"""A facility's own page in a browser: with scripts, without them, and inside WeChat."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

PARKING = "/facility/parking/parking-001?lang=zh"
PHONE = (360, 740)
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI "
    "Language/zh_CN"
)
# What browsers have and the installed Chromium on Linux has not.
SHARE_SHEET = """
  window.shared = [];
  navigator.share = (what) => { window.shared.push(what); return Promise.resolve(); };
"""
CLOSED_SHEET = """
  navigator.share = () => Promise.reject(new DOMException("closed", "AbortError"));
"""


def with_clipboard(context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_without_scripts_all_is_there_but_copying_and_sharing(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, PARKING, size=PHONE, java_script_enabled=False).page

    expect(page.locator(".status-now")).to_contain_text("截至")
    expect(page.locator(".week tbody tr")).to_have_count(7)
    expect(page.get_by_role("link", name="高德地图", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="百度地图")).to_be_visible()
    expect(page.locator("button[data-copy], button[data-share]").first).to_be_hidden()
    page.locator(".nearby a").first.click()
    expect(page).to_have_url(re.compile("/facility/parking/"))


@pytest.mark.parametrize("size", [(320, 640), PHONE, (768, 1024), (1440, 900)])
def test_nothing_is_cut_off_and_buttons_are_as_large_as_a_thumb(
    demonstration: str, visit: Callable, size: tuple[int, int]
) -> None:
    page = visit(demonstration, f"{PARKING}&text=large", size=size).page

    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    boxes = [one.bounding_box() for one in page.locator(".action:visible").all()]
    assert overflow == 0
    assert len(boxes) >= 8
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)


def test_name_and_address_are_copied_and_the_button_says_so(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, PARKING, before=with_clipboard).page
    button = page.locator("[data-copy]")

    expect(button).to_have_text("复制名称和地址")
    button.click()
    button.click()
    expect(button).to_have_text("已复制")
    name = page.locator("h1").inner_text().strip()
    assert clipboard(page) == f"{name} 潍城区东风西街（青年路至月河路段）南侧"
    expect(button).to_have_text("复制名称和地址")


def test_the_phones_share_sheet_gets_name_and_address(demonstration: str, visit: Callable) -> None:
    made = visit(
        demonstration,
        PARKING,
        before=lambda context: context.add_init_script(SHARE_SHEET),
    )

    made.page.locator("[data-share]").click()

    [shared] = made.page.evaluate("window.shared")
    assert shared["url"] == f"{demonstration}{PARKING}"
    assert shared["title"] == made.page.locator("h1").inner_text().strip()


def test_where_there_is_no_share_sheet_the_address_is_copied(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, PARKING, before=with_clipboard).page

    page.locator("[data-share]").click()

    expect(page.locator("[data-share]")).to_have_text("链接已复制")
    assert clipboard(page) == f"{demonstration}{PARKING}"


def test_closing_the_share_sheet_is_no_fault(demonstration: str, visit: Callable) -> None:
    page = visit(
        demonstration,
        PARKING,
        before=lambda context: context.add_init_script(CLOSED_SHEET),
    ).page

    page.locator("[data-share]").click()

    expect(page.locator("[data-share]")).to_have_text("分享")


def test_inside_wechat_copying_is_offered_in_place_of_links_to_apps(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, PARKING, size=PHONE, before=with_clipboard, user_agent=WECHAT).page

    expect(page.get_by_role("link", name="高德地图", exact=True)).to_be_hidden()
    expect(page.locator("[data-inside-chat]")).to_contain_text("在浏览器打开")
    expect(page.locator("[data-copy]")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_resident_says_what_is_wrong_and_is_thanked(
    serve_place: Callable, visit: Callable, tmp_path: Path, scripts: bool
) -> None:
    toilet = {
        "id": "t/1",
        "geometry": {"type": "Point", "coordinates": [119.1, 36.7]},
        "properties": {"name": "向阳路公厕", "open_hours": "24/7"},
    }
    address = serve_place({"toilets": [toilet]})
    page = visit(address, "/facility/toilets/t%2F1?lang=zh", java_script_enabled=scripts).page

    expect(page.locator("#reported")).to_be_hidden()
    page.get_by_text("信息有误").click()
    page.get_by_label("时间不对").check()
    page.get_by_label("补充说明").fill("晚上八点就关门")
    page.get_by_role("button", name="提交").click()

    expect(page.locator("#reported")).to_have_text("已收到您的反馈，谢谢！")
    expect(page.locator("h1")).to_have_text("向阳路公厕")
    expect(page).to_have_url(f"{address}/facility/toilets/t%2F1?lang=zh#reported")
    kept = "".join(one.read_text("utf-8") for one in (tmp_path / "reports").glob("*.jsonl"))
    assert "晚上八点就关门" in kept


def test_one_goes_from_the_page_to_the_map_and_finds_the_same_facility(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/facility/parks/park-ziyiyuan?lang=zh").page

    page.get_by_role("link", name="在地图上看").click()

    expect(page.locator(".card h2")).to_contain_text("自怡园")
