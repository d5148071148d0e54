"""Names that want to be script stay names: on the map, in the list, on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

HOSTILE = [
    "${alert(1)}",
    "`;alert(1);`",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\\'; alert(1); //",
    '" onmouseover="alert(1)',
    "{{7*7}}{% raw %}{#",
    "&lt;b&gt;",
    "a\u2028b\u2029c",
    "\u202egnp.exe",
    "长" * 200,
    "x" * 200,
]


def facilities() -> list[dict[str, Any]]:
    return [
        {
            "id": f"{number}/{name[:40]}",
            "geometry": {"type": "Point", "coordinates": [119.1 + number / 50, 36.7]},
            "properties": {
                "name": name,
                "name_en": name,
                "address": name,
                "subdistrict": name,
                "source": name,
                "source_url": "https://example.cn/a",
                "note": name,
                "operator": name,
                "open_hours": "24/7",
                "position": "surveyed",
                name[:30]: name,
            },
        }
        for number, name in enumerate(HOSTILE)
    ]


@pytest.fixture
def hostile_place(serve_place: Callable) -> str:
    toml = 'approval_line = "<b>${alert(1)}</b>"\nnotice = { zh = "`<i>`", en = "{{7*7}}" }\n'
    return serve_place({"toilets": facilities()}, toml=toml)


def test_the_list_shows_hostile_names_literally(hostile_place: str, visit: Callable) -> None:
    page = visit(hostile_place).page

    expect(page.locator(".results li")).to_have_count(len(HOSTILE))
    names = page.locator(".result-name > bdi").all_text_contents()

    assert names == HOSTILE
    expect(page.locator("footer")).to_contain_text("<b>${alert(1)}</b>")
    expect(page.locator("footer")).to_contain_text("`<i>`")


def test_each_card_shows_hostile_names_literally(hostile_place: str, visit: Callable) -> None:
    page = visit(hostile_place).page

    for number, name in enumerate(HOSTILE):
        page.locator(".results a").nth(number).click()
        heading = page.locator(".card h2 bdi").first
        expect(heading).to_have_text(name, use_inner_text=False)
        assert page.locator(".card dd").last.text_content().startswith(name)
        assert page.locator(".card img, .card script").count() == 0
        page.get_by_role("button", name="返回列表").click()


def test_marks_tell_hostile_names_as_text(hostile_place: str, visit: Callable) -> None:
    page = visit(hostile_place).page
    expect(page.locator(".map-mark")).to_have_count(len(HOSTILE))

    for mark in page.locator(".map-mark").all():
        mark.focus()
        expect(page.locator(".map-tip")).to_have_count(1)
    labels = page.locator(".map-mark").evaluate_all(
        "marks => marks.map((mark) => mark.getAttribute('aria-label'))"
    )

    assert sorted(labels) == sorted(f"{name} · 公厕" for name in HOSTILE)


def test_the_list_without_scripts_shows_hostile_names_literally(
    hostile_place: str, visit: Callable
) -> None:
    page = visit(hostile_place, java_script_enabled=False, forgiving=True).page

    names = page.locator(".entry-name bdi").all_text_contents()

    assert sorted(names) == sorted(HOSTILE)
    assert page.locator("main img, main script").count() == 0


def test_each_facilitys_own_page_shows_it_literally(hostile_place: str, visit: Callable) -> None:
    made = visit(hostile_place, "/collections")
    page = made.page

    for number, name in enumerate(HOSTILE):
        feature_id = quote(f"{number}/{name[:40]}", safe="")
        for path in ("/collections/toilets/items/", "/facility/toilets/"):
            made.go(f"{path}{feature_id}")

            assert page.locator("h1 bdi").first.text_content() == name
            assert page.locator("main img, main script").count() == 0


def test_a_hostile_id_in_the_address_finds_its_facility(
    hostile_place: str, visit: Callable
) -> None:
    at = quote(f"toilets/2/{HOSTILE[2][:40]}", safe="")

    page = visit(hostile_place, f"/#at={at}").page

    expect(page.locator(".card h2 bdi").first).to_have_text(HOSTILE[2])


@pytest.mark.parametrize(
    "path", ["/<script>alert(1)</script>", "/collections/%3Cimg%20src=x%20onerror=alert(1)%3E"]
)
def test_a_hostile_address_is_refused_in_words(
    hostile_place: str, visit: Callable, path: str
) -> None:
    made = visit(hostile_place, path, forgiving=True)

    expect(made.page.get_by_role("link", name="回到地图")).to_be_visible()
    assert made.dialogs == []
    assert made.page.locator("main img, main script").count() == 0
