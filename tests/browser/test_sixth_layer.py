"""A layer that these pages have never heard of has its switch, chips, marks, card and search."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.geojson import canonical_collection
from tests.api.conftest import write_town
from tests.api.running import running
from tests.api.test_sixth_layer import BENCHES, LAUNCH, bench


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    modules = tmp_path_factory.mktemp("modules")
    (modules / "benches.py").write_text(BENCHES, encoding="utf-8")
    folder: Path = write_town(tmp_path_factory.mktemp("six"))
    lines = [
        bench("b-1", 119.0005, name="湖边长椅", seats=3, made_of="wood", open_hours="24/7"),
        bench("b-2", 119.0007, name="门口石凳", seats=2, made_of="stone"),
        bench("b-3", 119.0009, name="路口长椅"),
    ]
    (folder / "benches.geojson").write_bytes(canonical_collection(lines))
    command = [sys.executable, "-c", LAUNCH, str(modules), "serve", "--data", str(folder)]
    with running([*command, "--port", "0"]) as server:
        yield server.address()


def test_it_is_switched_filtered_and_opened_like_any_other(benches: str, visit: Callable) -> None:
    page = visit(benches).page

    page.get_by_role("button", name="长椅 3", exact=True).click()

    expect(page.locator(".results li")).to_have_count(3)
    marks = page.locator(".map-mark.layer-benches, .map-cluster")
    expect(marks.first).to_be_visible()
    page.get_by_role("button", name="材质：木 1 处，另有 1 处未知").click()
    expect(page.locator(".results li")).to_have_count(1)
    page.locator(".results a").click()
    card = page.locator(".card")
    expect(card.locator("h2")).to_have_text("湖边长椅")
    expect(card.locator("dt", has_text="座位数")).to_be_visible()
    expect(card.locator("dd", has_text="木")).to_be_visible()
    expect(card.locator(".card-status")).to_have_text("开放")
    expect(page.locator(".map-mark.chosen.layer-benches")).to_be_in_viewport()


def test_it_is_found_by_pinyin(benches: str, visit: Callable) -> None:
    page = visit(benches).page

    page.get_by_role("searchbox").fill("mksd")

    expect(page.locator(".result-name").first).to_have_text("门口石凳")
