"""A facility's own page: whole without scripts, in both languages, harmless whatever it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import IDS, ODD_IDS, PLACE, client_of, write_town
from tests.api.examples import FIREFOX
from tests.api.test_links import quoted
from tests.layers.conftest import feature_line, point
from tests.serving import serving

HTML = {"accept": FIREFOX}
HEADINGS = ("h1", "h2", "h3")
HOSTILE = "</script><script>alert('${1}')</script><!-- \" onload=x {{7*7}} \u2028 \u202e"


class Read(HTMLParser):
    """The parts of a page that tests ask about."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: set[str] = set()
        self.metas: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.anchors: list[dict[str, str]] = []
        self.scripts: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.fields: list[dict[str, str]] = []
        self.headings: list[str] = []
        self.json_ld = ""
        self.words = ""
        self._in = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes |= set(given)
        if tag == "td":
            self.words += " "
        if tag == "meta":
            name = given.get("property") or given.get("name")
            if name:
                self.metas[name] = given.get("content", "")
        elif tag == "link":
            self.links.append(given)
        elif tag == "a":
            self.anchors.append(given)
        elif tag == "script":
            self.scripts.append(given)
        elif tag == "form":
            self.forms.append(given)
        elif "name" in given:
            self.fields.append(given)
        self._in = given.get("type", "script") if tag == "script" else ""
        if tag in HEADINGS:
            self.headings.append("")
            self._in_heading = True

    def handle_endtag(self, tag: str) -> None:
        self._in = ""
        if tag in HEADINGS:
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in == "application/ld+json":
            self.json_ld += data
        else:
            self.words += data
        if self._in_heading:
            self.headings[-1] += data.strip()

    def rel(self, name: str) -> list[dict[str, str]]:
        return [link for link in self.links if link.get("rel") == name]


def read(text: str) -> Read:
    page = Read()
    page.feed(text)
    page.close()
    page.words = " ".join(page.words.split())
    return page


def told(page: Read) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what search engines are told: the page and the facility."""
    document = json.loads(page.json_ld)
    assert document["@context"] == "https://schema.org"
    web_page, facility = document["@graph"]
    assert web_page["mainEntity"] == {"@id": facility["@id"]}
    return web_page, facility


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """Serve a place whose toilet says hostile things everywhere."""
    folder: Path = tmp_path_factory.mktemp("hostile") / "town"
    texts = ("name", "name_en", "address", "subdistrict", "source", "operator", "phone", "note")
    fields: dict[str, Any] = dict.fromkeys(texts, HOSTILE)
    fields |= {"phone": HOSTILE[:30], "source_url": "https://example.cn/'\"><script>"}
    line = feature_line("toilets", HOSTILE[:60], point(119.001, 0), fields)
    write_town(folder, {"toilets": [line]})
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        yield client


def test_a_page_says_what_a_resident_wants_to_know(client):
    answer = client.get("/facility/parking/p-night", headers=HTML)
    page = read(answer.text)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    for words in (
        "东街停车场",
        "East Street car park",
        "免费停车 · 城东街道",
        "截至",
        "免费时段 周一至周五 00:00–08:00、18:00–24:00；周末和节假日全天",
        "今天",
        "泊位数 20",
        "无障碍泊位 未知",
        "类型 停车场",
        "更新时间 2026-01-01",
    ):
        assert words in page.words, words


def test_what_it_says_of_now_is_what_the_item_says(client):
    status = client.get("/collections/parking/items/p-night").json()["status"]

    assert status["words"]["zh"] in read(client.get("/facility/parking/p-night").text).words
    english = client.get("/facility/parking/p-night?lang=en").text
    assert status["words"]["en"] in read(english).words


def test_a_page_in_english_is_in_english(client):
    page = read(client.get("/facility/parking/p-night?lang=en").text)

    assert page.headings == [
        "East Street car park",
        "How to get there",
        "Hours",
        "What it has",
        "Nearby",
        *("Free parking", "Parks", "Public toilets", "Renovated communities"),
        "Is this right?",
        "Where this comes from",
    ]
    for words in ("东街停车场", "as of", "Free hours Mon–Fri 00:00–08:00", "Spaces 20", "Today"):
        assert words in page.words, words


def test_without_a_name_or_hours_it_says_so(client):
    page = read(client.get("/facility/parking/p-unknown", headers=HTML).text)

    assert "未命名免费停车" in page.headings
    assert "时段未知" in page.words
    assert "未来七天" not in page.words


def test_map_apps_are_offered_by_plain_links(client):
    page = read(client.get("/facility/parking/p-night", headers=HTML).text)
    apps = [anchor["data-app"] for anchor in page.anchors if "data-app" in anchor]
    amap = next(anchor for anchor in page.anchors if anchor.get("data-app") == "amap")

    assert apps == ["amap", "baidu", "tencent", "apple", "geo", "amap"]
    assert "mode=car" in amap["href"]
    assert "noopener" in amap["rel"]
    # On the equator nothing is shifted: the box of GCJ-02 begins at 0.8293° N.
    assert "to=119.001000,0.000000," in amap["href"]


def test_one_walks_to_a_park_from_its_gate(client):
    page = read(client.get("/facility/parks/park-gate", headers=HTML).text)
    amap = next(anchor for anchor in page.anchors if anchor.get("data-app") == "amap")

    assert "to=119.005000,0.000000," in amap["href"]
    assert "mode=walk" in amap["href"]


def test_elsewhere_the_apps_of_the_world_are_offered_and_weekdays_are_told(tmp_path):
    folder = tmp_path / "town"
    fields = {"name": "Esplanadi", "open_hours": "Mo-Fr 08:00-20:00"}
    write_town(folder, {"toilets": [feature_line("toilets", "a", point(24.94, 60.17), fields)]})
    finnish = PLACE.replace('"CN"', '"FI"').replace("Asia/Shanghai", "Europe/Helsinki")
    (folder / "place.toml").write_text(finnish, encoding="utf-8")
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        page = read(client.get("/facility/toilets/a?lang=en", headers=HTML).text)
    links = {anchor["data-app"]: anchor["href"] for anchor in page.anchors if "data-app" in anchor}
    _, facility = told(page)

    assert list(links) == ["apple", "geo", "osm"]
    assert links["geo"] == "geo:60.170000,24.940000?q=60.170000,24.940000(Esplanadi)"
    # No Saturday is worked in Finland, so a Friday is a Friday.
    assert len(facility["openingHoursSpecification"][0]["dayOfWeek"]) == 5


def test_the_nearest_of_each_layer_are_named_with_their_distance_its_own_layer_first(client):
    page = read(client.get("/facility/parking/p-night", headers=HTML).text)
    here = "/facility/parking/p-night?"
    links = [anchor["href"] for anchor in page.anchors]
    nearby = [one for one in links if one.startswith("/facility/") and here not in one]

    # A thousandth of a degree is 111.3 m; the toilets lie 0.01 degrees south.
    assert nearby[:3] == [f"/facility/parking/{name}" for name in IDS["parking"][1:]]
    assert nearby[3:5] == ["/facility/parks/park-gate", "/facility/parks/park-1"]
    for words in ("西街泊位 110 米", "南街泊位 220 米", "有门的园 450 米"):
        assert words in page.words, words
    assert len([href for href in nearby if "/toilets/" in href]) == 3
    # At the other side of the earth nothing is near.
    assert not any("/sunshades/" in href for href in nearby)


@pytest.mark.parametrize("feature_id", ODD_IDS)
def test_every_id_has_a_page_with_one_canonical_address(client, town_url, feature_id):
    path = f"/facility/toilets/{quoted(feature_id)}"
    page = read(client.get(path, headers=HTML).text)
    [canonical] = page.rel("canonical")

    assert canonical["href"] == f"{town_url}{path}"
    assert page.metas["og:url"] == canonical["href"]
    assert client.get(canonical["href"], headers=HTML).status_code == 200


def test_each_language_has_an_address_and_names_the_other(client, town_url):
    here = f"{town_url}/facility/parks/park-1"
    pages = {
        query: read(client.get(f"/facility/parks/park-1{query}", headers=HTML).text)
        for query in ("", "?lang=zh", "?lang=en", "?lang=en&text=large", "?text=large")
    }

    for page in pages.values():
        alternates = {
            one["hreflang"]: one["href"] for one in page.rel("alternate") if "hreflang" in one
        }
        assert alternates == {
            "zh-CN": f"{here}?lang=zh",
            "en": f"{here}?lang=en",
            "x-default": here,
        }
    canonical = {query: page.rel("canonical")[0]["href"] for query, page in pages.items()}
    assert canonical == {
        "": here,
        "?lang=zh": f"{here}?lang=zh",
        "?lang=en": f"{here}?lang=en",
        # The size of the type is the reader's, not the page's.
        "?lang=en&text=large": f"{here}?lang=en",
        "?text=large": here,
    }


def test_chats_are_told_name_kind_and_place_and_a_picture_that_is_there(client, town_url):
    page = read(client.get("/facility/parks/park-1?lang=en", headers=HTML).text)

    assert page.metas["og:title"] == "Ziyi Garden"
    assert page.metas["og:site_name"] == "Tiny Town public facilities"
    assert page.metas["og:locale"] == "en_GB"
    assert page.metas["og:locale:alternate"] == "zh_CN"
    assert page.metas["twitter:card"] == "summary_large_image"
    assert page.metas["description"].startswith("Parks · Opening hours Daily 06:00–22:00")
    asked = "layers=parks&at=parks/park-1&lang=en&preset=og"
    assert page.metas["og:image"] == f"{town_url}/picture.png?{asked}"
    picture = client.get(page.metas["og:image"])
    assert picture.headers["content-type"] == "image/png"
    width, height = (int.from_bytes(picture.content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1200, 630)
    assert (str(width), str(height)) == (
        page.metas["og:image:width"],
        page.metas["og:image:height"],
    )


def test_every_link_of_the_page_answers(client):
    page = read(client.get("/facility/parks/park-1?lang=en", headers=HTML).text)
    ours = [a["href"] for a in page.anchors if a["href"].startswith("/")]

    assert len(ours) > 10
    for href in ours:
        assert client.get(href, headers=HTML).status_code == 200, href


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("parking/p-night", ["right", "place", "hours", "fee", "gone", "broken", "other"]),
        ("toilets/t%2F1", ["right", "place", "hours", "gone", "broken", "other"]),
        ("communities/c-1", ["right", "place", "gone", "broken", "other"]),
    ],
)
def test_what_can_be_wrong_with_it_can_be_reported_without_scripts(client, path, kinds):
    page = read(client.get(f"/facility/{path}?lang=en", headers=HTML).text)
    layer, _, feature_id = path.partition("/")
    present = client.get("/readyz").json()["layers"][layer]["version"]

    assert page.forms == [{"method": "post", "action": "/reports?lang=en"}] * 2
    assert [one["value"] for one in page.fields if one["name"] == "kind"] == kinds
    hidden = {(one["name"], one["value"]) for one in page.fields if one.get("type") == "hidden"}
    assert hidden == {("layer", layer), ("id", unquote(feature_id)), ("version", present)}
    [text] = [one for one in page.fields if one["name"] == "text"]
    assert text["maxlength"] == "200"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/facility/parks/nothing", "has no facility 'nothing'"),
        ("/facility/zoo/1", "no layer 'zoo'"),
        ("/facility/parks", "nothing at /facility/parks"),
    ],
)
def test_what_is_not_there_is_a_page_with_a_way_out(client, path, reason):
    answer = client.get(path, headers=HTML)
    page = read(answer.text)

    assert answer.status_code == 404
    assert reason in page.words
    assert {"/", "/collections"} <= {anchor["href"] for anchor in page.anchors}


def test_the_data_view_points_to_the_page(client, town_url):
    page = read(client.get("/collections/toilets/items/t%2F1", headers=HTML).text)

    assert page.rel("canonical")[0]["href"] == f"{town_url}/facility/toilets/t%2F1"
    assert "/facility/toilets/t%2F1" in [anchor["href"] for anchor in page.anchors]


def test_a_pinned_page_keeps_its_versions_and_is_not_for_search_engines(client):
    versions = [
        client.get("/readyz").json()["layers"][name]["version"] for name in ("parks", "toilets")
    ]
    pinned = f"version={','.join(versions)}"
    page = read(client.get(f"/facility/parks/park-1?{pinned}", headers=HTML).text)
    near = [a["href"] for a in page.anchors if "/facility/" in a["href"]]

    assert page.metas["robots"] == "noindex"
    assert page.rel("canonical") == []
    assert "目前仍是最新" in page.words
    assert near
    assert all(pinned in href for href in near)
    # Only what is pinned is near.
    assert {href.split("/")[-2] for href in near} <= {"parks", "toilets"}
    for href in near:
        assert client.get(href, headers=HTML).status_code == 200, href


def test_a_page_cannot_be_pinned_to_another_layers_version(client):
    toilets = client.get("/readyz").json()["layers"]["toilets"]["version"]
    parks = client.get("/readyz").json()["layers"]["parks"]["version"]

    answer = client.get(f"/facility/parks/park-1?version={toilets}")

    assert answer.status_code == 400
    assert (
        f"none of the versions is one of layer 'parks'; the present one is {parks}" in answer.text
    )


def test_hostile_texts_stay_texts(hostile):
    [feature] = hostile.get("/collections/toilets/items").json()["features"]
    answer = hostile.get(f"/facility/toilets/{quoted(feature['id'])}", headers=HTML)
    page = read(answer.text)
    _, facility = told(page)

    assert answer.status_code == 200
    assert [script.get("type") for script in page.scripts] == ["application/ld+json", None]
    assert page.scripts[1]["src"].startswith("/static/built/facility.js")
    assert answer.text.count("<script") == 2
    assert facility["name"] == facility["description"] == HOSTILE
    assert page.metas["og:title"] == HOSTILE
    assert not page.attributes & {"onload", "onerror", "onclick", "style"}
    block = answer.text.partition('application/ld+json">')[2].partition("</script>")[0]
    assert not set(block) & set("<>&\u2028\u2029")


def test_behind_a_prefix_every_address_of_the_page_has_it(town):
    settings = Settings(data=town, base_url="https://example.cn/map/")
    with serving(create_app(settings)) as url, client_of(url) as client:
        page = read(client.get("/facility/parks/park-1?lang=en", headers=HTML).text)
    web_page, facility = told(page)
    own = [a["href"] for a in page.anchors if not a["href"].startswith(("https://", "geo:", "#"))]

    assert all(href.startswith("/map/") for href in own), own
    here = "https://example.cn/map/facility/parks/park-1?lang=en"
    assert page.rel("canonical")[0]["href"] == here
    assert web_page["url"] == facility["url"] == page.metas["og:url"] == here
    assert facility["image"].startswith("https://example.cn/map/picture.png?")
    assert web_page["isPartOf"]["url"] == "https://example.cn/map/"
