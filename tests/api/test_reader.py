"""A page is in one language, the browser's or the one of a link; large type likewise."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.catalogue import browser_messages, translations
from api.reader import Reader, preferred_language, with_query
from tests.api.examples import FIREFOX

ROOT = Path(__file__).parents[2]
PAGES = ("/", "/maps/parks", "/collections", "/collections/parks", "/collections/parks/items",
         "/collections/parks/items/park-1", "/conformance", "/docs", "/nowhere")  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page(client, path: str, **headers: str) -> str:
    return client.get(path, headers={"accept": FIREFOX, **headers}).text


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.8,zh-TW;q=0.9", "zh"),
        ("fi-FI,fi;q=0.9,en;q=0.8", "en"),
        ("fi", "en"),
        ("zh;q=0,en", "en"),
        ("*", "zh"),
        ("zh-Hans-CN", "zh"),
        ("en;q=high, ;;, 中文", "zh"),
    ],
)
def test_the_language_is_the_one_that_the_browser_prefers(accepted: str, lang: str) -> None:
    assert preferred_language(accepted) == lang


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_in_one_language(client, path: str) -> None:
    zh, en = page(client, path), page(client, path, **{"accept-language": "en-GB"})

    assert '<html lang="zh-CN">' in zh
    assert '<html lang="en">' in en
    assert "Public facilities" not in zh
    assert "Tiny Town public facilities" in en or "小城" not in en.split("<title>")[1][:60]


@pytest.mark.parametrize("path", PAGES)
def test_chinese_on_an_english_page_is_data_and_marked_as_chinese(client, path: str) -> None:
    en = page(client, path, **{"accept-language": "en"})

    body = re.sub(r"<script.*?</script>|<noscript>.*?</noscript>", "", en, flags=re.DOTALL)
    unmarked = re.sub(r'<(\w+)[^>]* lang="zh[^"]*"[^>]*>.*?</\1>', "", body, flags=re.DOTALL)
    texts = re.findall(r">([^<>]*[\u4e00-\u9fff][^<>]*)<", unmarked)
    assert texts == []


def test_a_link_chooses_the_language_whatever_the_browser_prefers(client) -> None:
    answer = client.get("/?lang=en", headers={"accept": FIREFOX, "accept-language": "zh-CN"})

    assert '<html lang="en">' in answer.text
    assert answer.headers["content-language"] == "en"
    assert "accept-language" in answer.headers["vary"]


def test_every_link_of_a_page_keeps_what_was_chosen(client) -> None:
    text = page(client, "/collections/parks?lang=en&text=large")

    assert '<html lang="en" data-text="large">' in text
    ways = re.findall(r'<a [^>]*href="(/[^"]*)"', text)
    # The licence and data in other forms lie elsewhere.
    assert ways
    for way in ways:
        if "f=json" not in way and "hreflang" not in way:
            assert "lang=" in way, way


def test_the_switches_lead_to_the_same_page_read_otherwise(client) -> None:
    text = page(client, "/collections/toilets/items?limit=2&lang=en")

    assert 'href="/collections/toilets/items?limit=2&amp;lang=zh"' in text
    assert 'href="/collections/toilets/items?limit=2&amp;lang=en&amp;text=large"' in text
    large = page(client, "/collections/toilets/items?limit=2&text=large")
    assert 'href="/collections/toilets/items?limit=2"' in large


def test_search_engines_find_each_language(client) -> None:
    text = page(client, "/collections/parks")

    for tag, query in (("zh-CN", "?lang=zh"), ("en", "?lang=en"), ("x-default", "")):
        assert re.search(
            rf'hreflang="{tag}" href="http://[^/"]+/collections/parks{re.escape(query)}"', text
        )


@pytest.mark.parametrize("query", ["lang=fi", "text=small", "lang=", "lang=en&lang=zh"])
def test_a_language_that_is_not_there_is_refused_by_name(client, query: str) -> None:
    answer = client.get(f"/collections?{query}", headers={"accept": FIREFOX})

    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.text


def test_a_choice_stands_before_the_fragment() -> None:
    assert with_query("/#at=parks/1", "lang=en") == "/?lang=en#at=parks/1"
    assert Reader("en", chosen="lang=en").keep("/a?b=1#c") == "/a?b=1&lang=en#c"
    assert Reader().keep("/a#c") == "/a#c"


def test_the_catalogues_say_all_that_pages_say() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "api" / "locale" / "update.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_chinese_needs_no_catalogue() -> None:
    assert translations("zh").gettext("地图") == "地图"
    assert translations("en").gettext("地图") == "Map"
    assert browser_messages("zh") == {}
