"""The editor's page: what is chosen stands in the address, and everything taken from it agrees."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import zxingcpp
from PIL import Image

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.place import read_place
from layers.store.files import FileStore
from layers.store.publishing import publish_layer
from tests.api.conftest import TOWN, client_of, write_town
from tests.api.examples import FIREFOX
from tests.serving import serving

PAGE = {"accept": FIREFOX, "accept-language": "zh"}
HOSTILE = """"><script>alert(1)</script>'{{7*7}}${1}`"""


def page_of(client: httpx2.Client, address: str) -> str:
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def written(page: str, element_id: str) -> str:
    """Return what stands in a text area of the page."""
    match = re.search(rf'<textarea id="{element_id}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert match is not None
    return html.unescape(match[1])


def address_in(page: str) -> str:
    match = re.search(r'data-address="([^"]*)"', page)
    assert match is not None
    return html.unescape(match[1])


def checked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)" checked', page)


def test_a_form_without_scripts_sends_each_choice_apart(client: httpx2.Client) -> None:
    page = page_of(
        client,
        "/newsroom?layers=parks&layers=toilets&filters=toilets.accessible&filters=parks.~always"
        "&title=&credit=&accent=&view=&keep=live&ratio=16:9",
    )

    assert checked(page, "layers") == ["parks", "toilets"]
    assert checked(page, "filters") == ["parks.~always", "toilets.accessible"]
    assert address_in(page) == (
        "/newsroom?layers=parks,toilets&filters=parks.~always,toilets.accessible&ratio=16:9"
    )
    assert "aspect-ratio:16/9" in written(page, "code")


def test_the_page_that_an_editor_passes_on_is_the_same_page(client: httpx2.Client) -> None:
    page = page_of(
        client,
        "/newsroom?layers=toilets&view=118.9,-0.1,119.1,0.1&theme=dark&accent=B3452C&title=%E5%85%AC"
        "&credit=%E6%8A%A5&map_lang=en&list=below&keep=pinned&alt=mine&alt_of=0123456789abcdef",
    )

    again = page_of(client, address_in(page))
    assert again.partition("<form")[2] == page.partition("<form")[2]


def test_pinned_and_live_are_chosen_whatever_versions_came_along(client: httpx2.Client) -> None:
    present = {
        one["id"]: one["version"] for one in client.get("/collections").json()["collections"]
    }

    pinned = page_of(client, "/newsroom?layers=toilets,parks&keep=pinned")
    assert f"version={present['toilets']},{present['parks']}" in written(pinned, "embed-address")
    # A layer was taken away since, and another one added.
    every = ",".join(present.values())
    other = page_of(client, f"/newsroom?layers=parks,parking&keep=pinned&version={every}")
    assert f"version={present['parks']},{present['parking']}" in written(other, "embed-address")
    live = page_of(client, f"/newsroom?layers=parks&keep=live&version={every}")
    assert "version=" not in written(live, "embed-address")


@pytest.mark.parametrize(
    "query",
    [
        "layers=toilets,communities&filters=toilets.accessible,toilets.grade:1&keep=pinned",
        "layers=parking&free_at=2026-10-01T08:00&stay_minutes=60",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_is_taken_of_a_map_says_the_same(
    demonstration: httpx2.Client, query: str, lang: str
) -> None:
    page = page_of(demonstration, f"/newsroom?{query}&lang={lang}")
    facts = demonstration.get(f"/facts?{query.removesuffix('&keep=pinned')}").json()
    _, kit = kit_of(demonstration, f"{query}&lang={lang}")

    title, alt = facts["title"][lang], facts["words"][lang]
    assert written(page, "alt") == alt
    assert written(page, "caption").splitlines()[:2] == [title, alt]
    assert facts["source"][lang] in written(page, "caption")
    assert kit["alt.txt"].decode("utf-8-sig") == alt
    picture = html.unescape(kit["map.svg"].decode())
    assert f'<title id="title">{title}</title><desc id="desc">{alt}</desc>' in picture
    embed = written(page, "embed-address")
    framed = page_of(demonstration, embed[embed.index("/embed") :])
    for text in (framed, kit["map.html"].decode()):
        assert f'aria-label="{alt}"' in html.unescape(text)
    oembed = demonstration.get("/oembed", params={"url": embed}).json()
    assert oembed["title"] == title
    # And each figure for itself.
    rows = list(csv.DictReader(io.StringIO(kit["figures.csv"].decode("utf-8-sig"))))
    layer, place, _, value, *_ = rows[0]
    for one in facts["layers"]:
        assert one["words"][lang] in alt
        assert one["words"][lang] in html.unescape(framed)
        count = next(row for row in rows if row[layer] == one["title"][lang] and not row[place])
        assert count[value] == str(one["count"])


def test_a_text_of_the_editors_stays_and_says_when_the_data_change(tmp_path: Path) -> None:
    folder = write_town(tmp_path / "town")
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        first = page_of(client, "/newsroom?layers=toilets")
        own = re.search(r'name="alt_of" form="choice" value="(\w+)"', first)
        assert own is not None
        untouched = {"layers": "toilets", "alt": written(first, "alt"), "alt_of": own[1]}
        mine = untouched | {"alt": "十座公厕都在城南"}
        assert "数据已变" not in page_of(client, f"/newsroom?{_query(mine)}")
        _publish(folder, "toilets", TOWN["toilets"][:4])
        while len(client.get("/collections/toilets/items").json()["features"]) != 4:
            pass
        page = page_of(client, f"/newsroom?{_query(mine)}")
        again = page_of(client, f"/newsroom?{_query(untouched)}")

        assert written(page, "alt") == "十座公厕都在城南"
        assert "数据已变" in page
        assert "小城 4 座公厕" in page
        kept, dropped = (
            page_of(client, html.unescape(re.search(rf'id="{one}" href="([^"]*)', page)[1]))  # type: ignore[index]
            for one in ("alt-keep", "alt-drop")
        )

    # Who changed nothing has the new figures, without being asked.
    assert "数据已变" not in again
    assert written(again, "alt").startswith("小城 4 座公厕")
    assert "数据已变" not in kept
    assert written(kept, "alt") == "十座公厕都在城南"
    assert written(dropped, "alt").startswith("小城 4 座公厕")


def _query(values: dict[str, str]) -> str:
    return str(httpx2.QueryParams(values))


def _publish(folder: Path, name: str, features: list[bytes]) -> None:
    publish_layer(
        read_place(folder),
        layer_named(name),
        canonical_collection(features),
        base=FileStore(folder).snapshot(name).version,
        who="测试员",
        why="测试",
        now=datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
    )


def test_titles_and_credits_are_text_wherever_they_go(client: httpx2.Client) -> None:
    page = page_of(
        client, f"/newsroom?{_query({'title': HOSTILE, 'credit': HOSTILE, 'alt': HOSTILE})}"
    )

    assert "<script>alert" not in page
    assert HOSTILE in written(page, "caption")
    code = written(page, "code")
    assert "<script>" not in code
    # As a page would have it: the title of the frame, and the words of the link in it.
    assert html.escape(HOSTILE) in code


@pytest.fixture
def small_prefix(town: Path) -> Iterator[httpx2.Client]:
    settings = Settings(data=town, base_url="https://example.cn/map/")
    with serving(create_app(settings)) as url, client_of(url) as client:
        yield client


def read_code(picture: bytes) -> str:
    """Return what a QR code says, as another program reads it."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return found.text


def test_a_code_leads_to_the_map_with_the_same_choice(small_prefix: httpx2.Client) -> None:
    asked = "layers=toilets&filters=toilets.accessible&title=x&lang=en"
    page = page_of(small_prefix, f"/newsroom?{asked}&map_lang=en")

    picture = small_prefix.get(f"/qr.png?{asked}")

    assert picture.headers["content-type"] == "image/png"
    assert read_code(picture.content) == written(page, "map-address")
    assert read_code(picture.content) == (
        "https://example.cn/map/?lang=en#layers=toilets&filters=toilets.accessible"
    )
    assert small_prefix.get(f"/qr.png?{asked}").content == picture.content


def test_a_code_as_svg_is_a_picture_that_may_do_nothing(client: httpx2.Client) -> None:
    answer = client.get("/qr.svg?layers=parks")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.text.startswith("<svg ")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/qr.gif?layers=parks", 404),
        ("/qr.png?url=https://evil.example/", 400),
        ("/qr.png?layers=zoo", 400),
        ("/qr.png?version=0123456789abcdef", 404),
        ("/newsroom?ratio=3:2", 400),
        ("/newsroom?keep=for-ever", 400),
        ("/newsroom?alt_of=x", 400),
        ("/newsroom?title=a&title=b", 400),
        (f"/newsroom?alt={'长' * 501}", 400),
    ],
)
def test_what_cannot_be_is_refused(client: httpx2.Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_only_this_page_shows_frames_and_only_of_this_service(client: httpx2.Client) -> None:
    policy = client.get("/newsroom", headers=PAGE).headers["content-security-policy"]

    assert "frame-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    for other in ("/", "/facts", "/embed", "/nowhere"):
        headers = client.get(other, headers=PAGE).headers
        assert "frame-src" not in headers["content-security-policy"]


def test_links_to_files_are_of_this_choice(client: httpx2.Client) -> None:
    page = page_of(client, "/newsroom?layers=toilets&ratio=1:1&theme=auto&title=%E5%85%AC%E5%8E%95")

    links = [html.unescape(one) for one in re.findall(r'id="file-\d+" href="([^"]*)"', page)]
    asked = {urlsplit(one).path: parse_qs(urlsplit(one).query) for one in links}
    assert asked["/picture.svg"]["width"] == ["1080"]
    assert asked["/picture.jpg"]["preset"] == ["wechat"]
    # A picture has one theme, and does not ask who looks at it.
    assert not [path for path, one in asked.items() if "picture" in path and "theme" in one]
    assert asked["/embed.html"]["theme"] == ["auto"]
    assert all(one["title"] == ["公厕"] and one["lang"] == ["zh"] for one in asked.values())


def kit_of(client: httpx2.Client, query: str) -> tuple[bytes, dict[str, bytes]]:
    answer = client.get(f"/newsroom.zip?{query}")
    assert answer.status_code == 200, answer.text
    kit = zipfile.ZipFile(io.BytesIO(answer.content))
    assert kit.testzip() is None
    return answer.content, {name: kit.read(name) for name in kit.namelist()}


def test_the_kit_holds_what_the_page_says(client: httpx2.Client) -> None:
    asked = _query({"layers": "toilets", "title": "公厕", "lang": "zh", "ratio": "1:1"})
    page = page_of(client, f"/newsroom?{asked}")

    packed, kit = kit_of(client, asked)

    def text(name: str) -> str:
        return kit[name].decode("utf-8-sig").replace("\r\n", "\n")

    assert list(kit) == [
        "map.png", "map.svg", "wechat.jpg", "print-a4.pdf", "qr.svg", "qr.png",
        "map.html", "alt.txt",
        "caption.txt", "code.txt", "links.txt", "figures.csv",
    ]  # fmt: skip
    for name, element in (("alt.txt", "alt"), ("caption.txt", "caption"), ("code.txt", "code")):
        assert text(name) == written(page, element)
    assert text("links.txt").split() == [
        written(page, "map-address"),
        written(page, "embed-address"),
    ]
    assert read_code(kit["qr.png"]) == written(page, "map-address")
    assert Image.open(io.BytesIO(kit["map.png"])).size == (1080, 1080)
    # Whole without a network, in the language of the map, of these very versions.
    assert b'<html lang="zh-CN"' in kit["map.html"]
    assert b"<title>\xe5\x85\xac\xe5\x8e\x95</title>" in kit["map.html"]
    assert not re.search(rb'<(?:script|link|img)[^>]*(?:src|href)="(?!data:)', kit["map.html"])
    assert kit["figures.csv"] == client.get("/facts.csv?layers=toilets&lang=zh").content
    assert all(len(kit[name]) < 1_000_000 for name in ("map.png", "wechat.jpg"))
    assert kit_of(client, asked)[0] == packed


def test_a_hostile_title_leaves_the_kit_where_it_is_unpacked(client: httpx2.Client) -> None:
    asked = _query({"layers": "parks", "title": "../../etc/passwd\\x" + HOSTILE[:30]})

    answer = client.get(f"/newsroom.zip?{asked}")
    _, kit = kit_of(client, asked)

    assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z]+", name) for name in kit)
    named = answer.headers["content-disposition"]
    assert named.startswith("attachment; filename=\"newsroom.zip\"; filename*=UTF-8''etc-passwd-x")
    assert "/" not in named.partition("filename*")[2]
    assert b"<script" not in kit["map.svg"]
    assert b"<script>" not in kit["code.txt"]


def test_who_has_had_enough_pictures_drawn_gets_no_kit_for_a_while(town: Path) -> None:
    settings = Settings(data=town, pictures_per_minute=2)
    with serving(create_app(settings)) as url, client_of(url) as client:
        refused = client.get("/newsroom.zip?layers=parks")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
