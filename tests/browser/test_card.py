"""A card: all that is known of a facility, the way there, and how it is passed on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from tests.browser.conftest import PLACE_TOML
from tests.browser.test_facility_page import SHARE_SHEET, WECHAT, clipboard, with_clipboard
from tests.serving import serving

TOILET = {
    "id": "t/1",
    "geometry": {"type": "Point", "coordinates": [119.1, 36.7]},
    "properties": {
        "name": "向阳路公厕",
        "name_en": "Xiangyang Road toilet",
        "address": "向阳路 5 号",
        "subdistrict": "城关街道",
        "status": "open",
        "position": "surveyed",
        "source": "区住建局 2026 年普查",
        "source_url": "https://example.cn/census",
        "verified_on": "2026-11-01",
        "operator": "环卫处",
        "phone": "0536-8888888",
        "note": "雨天地滑",
        "grade": 1,
        "accessible": True,
        "family_room": False,
        "open_hours": "24/7",
        "cubicles_women": 5,
    },
}


def test_a_card_says_all_that_is_known(serve_place: Callable, visit: Callable) -> None:
    page = visit(serve_place({"toilets": [TOILET]}), "/?at=toilets/t/1").page
    card = page.locator(".card")

    expect(card.locator("h2")).to_have_text("向阳路公厕")
    expect(card.locator(".card-status")).to_have_text("开放")
    expect(card.locator(".card-where")).to_have_text("城关街道 · 向阳路 5 号")
    expect(card.locator(".card-hours")).to_have_text(re.compile("开放时间\\s*全天"))
    rows = dict(
        zip(
            card.locator("dt").all_text_contents(),
            card.locator("dd").all_text_contents(),
            strict=True,
        )
    )
    assert rows == {
        "管理单位": "环卫处",
        "电话": "0536-8888888",
        "备注": "雨天地滑",
        "等级": "一类",
        "无障碍": "是",
        "第三卫生间": "否",
        "女厕位": "5",
    }
    expect(card.get_by_role("link", name="0536-8888888")).to_have_attribute(
        "href", "tel:05368888888"
    )
    expect(card.get_by_text("核实于")).to_have_text(
        "来源 区住建局 2026 年普查 · 核实于 2026年11月1日"
    )
    expect(card.get_by_role("link", name="区住建局 2026 年普查")).to_have_attribute(
        "href", "https://example.cn/census"
    )
    expect(card.get_by_role("link", name="打开单独页面")).to_have_attribute(
        "href", "/facility/toilets/t%2F1"
    )
    # Surveyed: nothing illustrates.
    expect(card.locator(".tag-illustrative, .card-notice")).to_have_count(0)


def test_a_card_in_english_says_it_in_english_and_marks_what_is_not(
    serve_place: Callable, visit: Callable
) -> None:
    page = visit(serve_place({"toilets": [TOILET]}), "/?lang=en&at=toilets/t/1").page
    card = page.locator(".card")

    expect(card.locator("h2")).to_have_text("Xiangyang Road toilet")
    expect(card.locator(".card-status")).to_have_text("Open")
    expect(card.locator("dt", has_text="Wheelchair accessible")).to_be_visible()
    expect(card.locator(".card-where bdi")).to_have_attribute("lang", "zh-CN")
    expect(card.get_by_text("verified", exact=False)).to_contain_text("1 Nov 2026")


def test_the_coming_seven_days_are_those_of_the_calendar(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/?at=parking/parking-001").page

    page.get_by_text("未来七天").click()

    rows = page.locator(".card-hours .week tr")
    expect(rows).to_have_count(7)
    expect(rows.first).to_contain_text("今天")
    days = rows.locator("th").all_inner_texts()
    parts = [row.locator(".day-part").all_inner_texts() for row in rows.all()]
    for day, said in zip(days, parts, strict=True):
        working = ["00:00–08:00 免费", "08:00–18:00 收费", "18:00–24:00 免费"]
        # November and December have neither holidays nor days that are made up for.
        assert said == (["00:00–24:00 免费"] if day[:2] in ("周六", "周日") else working), day


CASES = json.loads(
    (Path(__file__).parents[1] / "navigation_cases.json").read_text(encoding="utf-8")
)
# What a layer's file can hold: names of one line, of whole characters.
SERVABLE = [case for case in CASES["cases"] if case["name"].isprintable()]
LAYER_BY = {"foot": "toilets", "car": "parking"}
PLACES = sorted({(case["country"], case["source"]) for case in SERVABLE})


@pytest.fixture(scope="module", params=PLACES, ids=[country for country, _ in PLACES])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[tuple[str, Mapping[str, Any]]]]]:
    """Serve the cases of one country; yield the address, and keys with their cases."""
    country, source = request.param
    folder: Path = tmp_path_factory.mktemp("ways")
    toml = PLACE_TOML.replace('"CN"', f'"{country}"').replace("小城", source)
    (folder / "place.toml").write_text(toml, encoding="utf-8")
    lines: dict[str, list[bytes]] = {layer: [] for layer in LAYER_BY.values()}
    cases = []
    for number, case in enumerate(SERVABLE):
        if (case["country"], case["source"]) != (country, source):
            continue
        layer = LAYER_BY[case["by"]]
        at = {"type": "Point", "coordinates": [case["lon"], case["lat"]]}
        lines[layer].append(canonical_feature(f"c-{number}", at, {"name": case["name"]}))
        cases.append((f"{layer}/c-{number}", case))
    for layer, features in lines.items():
        (folder / f"{layer}.geojson").write_bytes(canonical_collection(features))
    with serving(create_app(Settings(data=folder))) as address:
        yield address, cases


def test_the_way_there_opens_the_map_apps_of_the_country_with_the_links_of_the_table(
    place: tuple[str, list[tuple[str, Mapping[str, Any]]]], visit: Callable
) -> None:
    address, cases = place
    made = visit(address, "/layers.css")

    for key, case in cases:
        made.go(f"/?at={key}")
        made.page.get_by_role("button", name="导航").click()

        ways = made.page.locator(".way")
        expect(ways.first).to_be_focused()
        assert (
            ways.evaluate_all("all => all.map((one) => one.getAttribute('href'))") == case["links"]
        )
        apps = CASES["apps"]["CN" if case["country"] == "CN" else "elsewhere"]
        assert ways.all_inner_texts() == [zh for _, _, (zh, _) in apps]


def test_inside_wechat_the_address_is_copied_and_the_way_out_is_said(
    serve_place: Callable, visit: Callable
) -> None:
    address = serve_place({"toilets": [TOILET]})
    page = visit(address, "/?at=toilets/t/1", user_agent=WECHAT, size=(360, 740),
                 before=with_clipboard).page  # fmt: skip

    expect(page.get_by_role("button", name="导航")).to_have_count(0)
    expect(page.locator(".way")).to_have_count(0)
    expect(page.locator(".card")).to_contain_text("选“在浏览器打开”")
    page.get_by_role("button", name="复制地址").click()
    expect(page.locator(".heard")).to_have_text("地址已复制")
    assert clipboard(page) == "城关街道 · 向阳路 5 号"


def share_sheet(context: BrowserContext) -> None:
    context.add_init_script(SHARE_SHEET)


def test_sharing_hands_name_and_short_link_to_the_phone(
    serve_place: Callable, visit: Callable
) -> None:
    address = serve_place({"toilets": [TOILET]})
    page = visit(address, "/#layers=toilets&q=xyl", before=share_sheet).page
    page.locator(".results a").click()

    page.get_by_role("button", name="分享").click()

    assert page.evaluate("shared") == [{"title": "向阳路公厕", "url": f"{address}/?at=toilets/t/1"}]


def test_a_copied_link_opens_the_same_card(serve_place: Callable, visit: Callable) -> None:
    address = serve_place({"toilets": [TOILET]})
    page = visit(address, "/?at=toilets/t/1", before=with_clipboard).page

    page.get_by_role("button", name="分享").click()
    expect(page.locator(".heard")).to_have_text("链接已复制")
    page.goto(clipboard(page))

    expect(page.locator(".card h2")).to_have_text("向阳路公厕")
    page.reload()
    expect(page.locator(".card h2")).to_have_text("向阳路公厕")


def test_where_nothing_may_be_copied_the_link_is_shown(
    serve_place: Callable, visit: Callable
) -> None:
    refused = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'));"
    address = serve_place({"toilets": [TOILET]})
    page = visit(
        address, "/?at=toilets/t/1", before=lambda context: context.add_init_script(refused)
    ).page

    page.get_by_role("button", name="分享").click()

    expect(page.locator(".heard")).to_have_text(f"{address}/?at=toilets/t/1")


def opened_from(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('li')?.dataset.key"))


def test_escape_and_the_back_button_return_to_where_the_card_was_opened(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=parks").page
    third = page.locator(".results a").nth(2)
    key = third.locator("xpath=..").get_attribute("data-key")

    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.get_by_role("button", name="返回列表").click(),
    ):
        third.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".card")).to_be_focused()
        leave()
        expect(page.locator(".card")).to_be_hidden()
        assert opened_from(page) == key
        expect(page.locator(".map-mark.chosen")).to_have_count(0)
        expect(page).not_to_have_url(re.compile("at="))
