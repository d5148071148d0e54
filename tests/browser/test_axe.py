"""axe-core finds nothing on any page: on a phone and on a desk, in both languages and schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "build" / "js" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/?at=parks/park-ziyiyuan",
    "/#layers=parking",
    "/maps/parks,toilets",
    "/facility/parking/parking-001",
    "/collections",
    "/collections/toilets",
    "/collections/toilets/items",
    "/collections/parks/items/park-ziyiyuan",
    "/conformance",
    "/nowhere",
)
READERS: tuple[dict[str, Any], ...] = (
    {"locale": "zh-CN", "viewport": {"width": 360, "height": 740}},
    {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
)
FOUND = """async () => (await axe.run()).violations.map(
  ({ id, impact, nodes }) => [id, impact, nodes.map(({ html }) => html.slice(0, 160))])"""


@pytest.mark.parametrize("reader", READERS, ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_found(
    demonstration: str, browser: Browser, path: str, reader: dict[str, Any]
) -> None:
    # The policy of the pages allows no script but ours.
    context = browser.new_context(bypass_csp=True, **reader)
    page = context.new_page()
    page.goto(demonstration + path)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    found = page.evaluate(FOUND)

    context.close()
    assert found == []
