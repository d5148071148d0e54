"""The editor's page in a browser: a choice shows at once, the preview's map gives the view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

# Marks of the previewed map, which loads once it is in view.
MARKS = ".leaflet-pane .map-mark, .leaflet-pane .map-cluster"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce"
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    assert faults == []
    opened.close()


def preview(page: Page, which: str) -> FrameLocator:
    return page.frame_locator(f"#preview-{which}")


def source(page: Page, which: str) -> Any:
    return page.locator(f"#preview-{which}").get_attribute("src")


def test_what_is_chosen_shows_in_code_preview_and_address_at_once(
    demonstration: str, page: Page
) -> None:
    page.goto(f"{demonstration}/newsroom?layers=toilets")
    expect(preview(page, "desk").locator("h1")).to_have_text("潍城区公厕")

    page.get_by_label("公园").first.check()
    page.get_by_label("标题", exact=True).fill("老城的公园")

    expect(page.locator("#code")).to_have_value(re.compile("layers=parks,toilets.*老城的公园"))
    expect(page).to_have_url(re.compile(r"layers=parks,toilets&.*title=%E8%80%81"))
    expect(preview(page, "desk").locator("h1")).to_have_text("老城的公园")
    expect(preview(page, "phone").locator("h1")).to_have_text("老城的公园")
    expect(page.locator("#alt")).to_have_value(re.compile("12 个公园.*28 座公厕"))
    # Whoever types goes on typing.
    expect(page.get_by_label("标题", exact=True)).to_be_focused()
    page.reload()
    expect(page.get_by_label("标题", exact=True)).to_have_value("老城的公园")


def test_a_hand_that_drags_the_previewed_map_chooses_the_view(
    demonstration: str, page: Page
) -> None:
    page.goto(f"{demonstration}/newsroom?layers=toilets")
    wide = preview(page, "desk")
    expect(wide.locator(MARKS).first).to_be_visible()
    # The map has found its own view, and nobody chose one.
    expect(page.locator("#view")).to_have_value("")
    before = source(page, "desk")

    box = page.locator("#preview-desk").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 170
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y, steps=4)
    page.mouse.up()

    expect(page.locator("#view")).to_have_value(re.compile(r"^118\.\d{5},36\.\d{5},119\.\d{5},36"))
    view = page.locator("#view").input_value()
    expect(page.locator("#embed-address")).to_have_value(re.compile(re.escape(f"view={view}")))
    # The map under the hand stays; the other follows.
    assert source(page, "desk") == before
    expect(page.locator("#preview-phone")).to_have_attribute("src", re.compile("view="))

    page.get_by_role("button", name="显示全部").click()
    expect(page.locator("#embed-address")).not_to_have_value(re.compile("view="))
    expect(page.locator("#preview-phone")).not_to_have_attribute("src", re.compile("view="))


def test_a_frame_of_automatic_height_is_as_high_as_its_map_and_list(
    demonstration: str, page: Page
) -> None:
    page.goto(f"{demonstration}/newsroom?layers=toilets")
    expect(preview(page, "desk").locator(MARKS).first).to_be_visible()

    page.get_by_label("宽高比").select_option("auto")

    expect(page.locator("#code")).to_have_value(re.compile("/embed.js"))
    page.wait_for_function(
        """() => [...document.querySelectorAll('.preview iframe')].every((frame) =>
            frame.style.height !== '' &&
            frame.contentDocument?.documentElement.scrollHeight <= frame.clientHeight)"""
    )
    page.get_by_label("宽高比").select_option("16:9")
    expect(page.locator("#preview-desk")).not_to_have_attribute("style", re.compile("height"))
    expect(page.locator("#code")).not_to_have_value(re.compile("/embed.js"))


def test_a_wrong_colour_is_told_and_nothing_is_lost(demonstration: str, page: Page) -> None:
    page.goto(f"{demonstration}/newsroom?layers=toilets")

    page.get_by_label("强调色").fill("red")
    page.get_by_label("署名").fill("某某日报")

    expect(page.locator("#accent:invalid")).to_have_count(1)
    page.get_by_label("强调色").fill("B3452C")
    expect(page.locator("#caption")).to_have_value(re.compile("制图 某某日报"))
    expect(page.locator("#code")).to_have_value(re.compile("accent=B3452C"))


def test_the_phone_is_as_wide_as_a_phone_and_the_page_as_wide_as_its_window(
    demonstration: str, page: Page
) -> None:
    page.goto(f"{demonstration}/newsroom?layers=toilets")
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        frame = page.locator("#preview-phone").bounding_box()
        assert frame is not None
        assert frame["width"] == 360
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_the_form_does_the_same(browser: Browser, demonstration: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{demonstration}/newsroom?layers=toilets")

    page.get_by_label("公园").first.check()
    page.locator("#ratio").select_option("16:9")
    page.get_by_label("不变：固定在这一版").check()
    page.get_by_role("button", name="更新").click()

    expect(page.locator("#code")).to_have_value(re.compile("layers=parks,toilets.*version=.*16/9"))
    expect(preview(page, "desk").locator("h1")).to_have_text("潍城区公园、公厕")
    context.close()
