"""A map as one file opens from a disk, is whole there, and asks nobody for anything."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_embed import ABOVE_CARD, DRAWN

HOSTILE = "</script><script>alert(1)</script><!--\"'`${alert(2)}{{7*7}}"
POINT = {"type": "Point", "coordinates": [119.1, 36.7]}


def taken(address: str, query: str, to: Path) -> str:
    """Save a map as one file and return its address on the disk."""
    with urllib.request.urlopen(f"{address}/embed.html{query}") as answer:
        to.write_bytes(answer.read())
    return to.as_uri()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_file_is_the_whole_map_without_a_network(
    demonstration: str, browser: Browser, tmp_path: Path, theme: str
) -> None:
    query = f"?layers=toilets,parks&search=true&list=below&theme={theme}&accent=B3452C"
    where = taken(demonstration, query, tmp_path / "map.html")
    context = browser.new_context(locale="zh-CN", viewport={"width": 700, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    context.set_offline(True)

    page.goto(where)
    page.wait_for_function(DRAWN)
    expect(page.locator("path.boundary")).to_be_attached()
    expect(page.locator("h1")).to_have_text("潍城区公厕、公园")
    expect(page.locator("footer")).to_contain_text("数据日期 2021-08-19")
    page.locator("#search").fill("ziyiyuan")
    page.locator("#search").press("Enter")
    expect(page.locator(".card h2")).to_contain_text("自怡园")
    expect(page.locator(".card .status")).not_to_be_empty()
    page.wait_for_function(ABOVE_CARD)

    link = page.locator(".embed-open").get_attribute("href")
    assert re.match(rf"{demonstration}/\?version=[0-9a-f,]{{33}}#layers=toilets,parks&", str(link))
    surface = "rgb(255, 255, 255)" if theme == "light" else "rgb(29, 33, 38)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == surface
    context.close()
    assert [one for one in asked if not one.startswith("data:")] == [where]
    assert faults == []


def test_hostile_texts_are_text_in_the_file(
    serve_place: Callable[..., str], browser: Browser, tmp_path: Path
) -> None:
    hostile: dict[str, Any] = {"name": HOSTILE, "address": HOSTILE, "open_hours": "24/7"}
    address = serve_place(
        {"toilets": [{"id": "t</script>", "geometry": POINT, "properties": hostile}]}
    )
    query = f"?title={quote(HOSTILE[:60])}&credit={quote(HOSTILE)}&list=below"
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    dialogs: list[str] = []
    faults: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append(str(error)))

    page.goto(taken(address, query, tmp_path / "map.html"))
    page.wait_for_function(DRAWN)
    page.locator(".map-mark").first.press("Enter")
    expect(page.locator(".card h2")).to_have_text(HOSTILE)
    assert page.locator("h1").inner_text() == HOSTILE[:60]
    context.close()
    assert (dialogs, faults) == ([], [])
