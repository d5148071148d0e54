"""A map in a frame of another page: what is in it, what is sent for it, and how it stays."""

from __future__ import annotations

import asyncio
import html
import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.place import read_place
from layers.store.publishing import publish_layer
from tests.api.conftest import client_of
from tests.api.examples import FIREFOX
from tests.api.test_headers import policy_of
from tests.layers.conftest import feature_line, point, write_place
from tests.serving import serving

HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def page_of(client: httpx2.Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/embed{query}", headers={"accept": FIREFOX})
    assert answer.status_code == status
    return answer.text


def settings_of(page: str) -> dict[str, Any]:
    found = re.search(r'id="page">(.*?)</script>', page)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def toilet(number: int, **properties: Any) -> bytes:
    where = point(119.1 + number / 1000, 36.7)
    return feature_line("toilets", f"t-{number}", where, {"name": f"公厕 {number}", **properties})


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Path, httpx2.Client]]:
    """Serve a place of three toilets, one of them closed, one accessible."""
    folder = write_place(tmp_path / "place", {})
    publish(folder, [toilet(1, accessible=True), toilet(2, status="closed"), toilet(3)])
    settings = Settings(data=folder, poll_interval_s=0.05)
    with serving(create_app(settings)) as url, client_of(url) as client:
        yield folder, client


def publish(folder: Path, lines: list[bytes], base: str | None = None) -> str:
    return publish_layer(
        read_place(folder), layer_named("toilets"), canonical_collection(lines),
        base=base, who="测试员", why="测试",
    ).version  # fmt: skip


def present(client: httpx2.Client) -> str:
    version: str = client.get("/readyz").json()["layers"]["toilets"]["version"]
    return version


def test_an_embed_says_whose_map_it_is_of_when_and_how_sure(demonstration: httpx2.Client) -> None:
    page = page_of(demonstration, "?layers=toilets,parks&credit=某某日报&lang=zh")

    assert "<h1>潍城区公厕、公园</h1>" in page
    assert "28 座公厕，其中 6 座 24 小时开放" in page
    foot = page[page.index("<footer") :]
    assert "制图 某某日报" in foot
    assert "数据日期 2021-08-19" in foot
    assert "示意位置，非实际坐标" in foot
    assert (
        'href="/?lang=zh#layers=toilets,parks&amp;filters=" target="_blank" rel="noopener"' in foot
    )


def test_an_embed_may_be_framed_and_no_other_page_may(demonstration: httpx2.Client) -> None:
    embed = demonstration.get("/embed", headers={"accept": FIREFOX})
    other = demonstration.get("/", headers={"accept": FIREFOX})

    own, others = policy_of(embed), policy_of(other)
    assert own.pop("frame-ancestors") == ["*", "file:"]
    assert others.pop("frame-ancestors") == ["'none'"]
    assert own == others
    assert "geolocation=()" in embed.headers["permissions-policy"]
    assert embed.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert embed.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "cross-origin-opener-policy" not in embed.headers


def test_a_deployment_may_say_who_frames_it(town: Path) -> None:
    sources = "https://news.example.cn 'self'"
    app = create_app(Settings(data=town, embed_ancestors=sources))
    with serving(app) as url, client_of(url) as client:
        answer = client.get("/embed", headers={"accept": FIREFOX})

    assert policy_of(answer)["frame-ancestors"] == ["https://news.example.cn", "'self'"]


@pytest.mark.parametrize("wrong", ["", "*; script-src *", "a,b", "a\nb"])
def test_a_setting_that_would_end_the_policy_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="embed_ancestors"):
        Settings(embed_ancestors=wrong)


def test_only_the_facilities_that_pass_are_sent(
    place: tuple[Path, httpx2.Client],
) -> None:
    _, client = place

    settings = settings_of(page_of(client, "?layers=toilets&filters=toilets.accessible"))

    data = client.get(settings["dataUrl"])
    sent = data.json()["layers"]["toilets"]["features"]
    assert [one["id"] for one in sent] == ["t-1"]
    assert "immutable" in data.headers["cache-control"]
    # The map begins where they are and the boundary is: 119.0 to 119.2, 36.6 to 36.8.
    assert settings["map"]["bounds"] == [119.0, 36.6, 119.2, 36.8]


def test_what_is_free_now_is_left_to_the_readers_minute(demonstration: httpx2.Client) -> None:
    settings = settings_of(page_of(demonstration, "?layers=parking&filters=parking.~free"))

    sent = demonstration.get(settings["dataUrl"]).json()["layers"]["parking"]
    assert len(sent["features"]) == sent["count"]
    assert settings["filters"] == ["parking.~free"]
    assert settings["when"] == "now"
    refused = demonstration.get("/resident.json?layers=parking&filters=parking.~free")
    assert refused.status_code == 400


def test_a_time_is_told_by_the_places_own_clock(demonstration: httpx2.Client) -> None:
    query = "?layers=parking&filters=parking.~free&free_at=2026-11-23T14:00:00Z&stay_minutes=60"
    page = page_of(demonstration, query)

    # 22:00 in Shanghai.
    assert settings_of(page)["when"] == "2026-11-23T22:00"
    assert "when=2026-11-23T22:00&amp;stay=60" in page
    assert "2026-11-23 22:00 此时免费" in page


def test_a_closed_facility_is_shown_as_closed(place: tuple[Path, httpx2.Client]) -> None:
    _, client = place

    page = page_of(client, "?layers=toilets&list=below&lang=zh")

    (entry,) = re.findall(r'<li class="out-of-use">.*?</li>', page, re.DOTALL)
    assert "公厕 2" in entry
    assert '<span class="tag">关闭</span>' in entry
    assert "导航" not in entry


def test_a_pinned_embed_stays_and_a_live_one_follows(place: tuple[Path, httpx2.Client]) -> None:
    folder, client = place
    first = present(client)
    pinned = f"?layers=toilets&version={first}&list=below&lang=zh"
    before = settings_of(page_of(client, pinned))
    data_before = client.get(before["dataUrl"]).content

    second = publish(folder, [toilet(1), toilet(9)], base=first)
    while present(client) != second:
        pass

    after = page_of(client, pinned)
    assert [f"公厕 {number}" in after for number in (1, 2, 3, 9)] == [True, True, True, False]
    data_after = client.get(settings_of(after)["dataUrl"]).json()
    assert data_after["layers"] == json.loads(data_before)["layers"]
    live = page_of(client, "?layers=toilets&list=below&lang=zh")
    assert [f"公厕 {number}" in live for number in (1, 2, 3, 9)] == [True, False, False, True]


def test_an_embed_whose_version_or_layer_is_gone_explains_itself_in_the_frame(
    place: tuple[Path, httpx2.Client],
) -> None:
    _, client = place
    cases = {
        "?layers=toilets&version=0123456789abcdef&lang=zh": (404, "这个版本已经不在了"),
        "?layers=parks&lang=zh": (404, "图层已经移除或改名"),
        "?layers=trams&lang=zh": (400, "图层已经移除或改名"),
        "?view=1&lang=zh": (400, "这张地图的网址有误"),
        "?theme=pink&lang=en": (400, "The address of this map is wrong"),
    }
    for query, (status, words) in cases.items():
        answer = client.get(f"/embed{query}", headers={"accept": FIREFOX})

        assert answer.status_code == status, query
        assert words in answer.text, query
        assert policy_of(answer)["frame-ancestors"] == ["*", "file:"]
        assert f'href="/?lang={query[-2:]}" target="_blank"' in answer.text


def test_a_facility_that_is_gone_is_said_to_be(place: tuple[Path, httpx2.Client]) -> None:
    _, client = place

    assert "已不在数据中" in page_of(client, "?at=toilets/t-99&lang=zh")
    assert "已不在数据中" not in page_of(client, "?at=toilets/t-1&lang=zh")


def test_titles_and_texts_of_strangers_are_text(place: tuple[Path, httpx2.Client]) -> None:
    folder, client = place
    first = present(client)
    hostile = toilet(1, name=HOSTILE, address=HOSTILE)
    second = publish(folder, [hostile], base=first)
    while present(client) != second:
        pass
    answer = client.get(
        "/embed",
        params={"title": HOSTILE[:60], "credit": HOSTILE[:80], "list": "below"},
        headers={"accept": FIREFOX},
    )

    assert answer.status_code == 200
    assert answer.text.count("<script") == 2
    assert "<img src=x" not in answer.text
    assert html.escape(HOSTILE[:60]) in answer.text.replace("&#34;", "&quot;").replace(
        "&#39;", "&#x27;"
    )
    assert client.get("/embed", params={"title": "长" * 61}).status_code == 400


def test_a_repeated_embed_is_not_sent_again(demonstration: httpx2.Client) -> None:
    first = demonstration.get("/embed?layers=parks", headers={"accept": FIREFOX})
    again = demonstration.get(
        "/embed?layers=parks", headers={"accept": FIREFOX, "if-none-match": first.headers["etag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["content-encoding"] == "gzip"


def test_many_titles_drive_out_nothing_but_each_other(town: Path) -> None:
    app = create_app(Settings(data=town))
    with serving(app) as url, client_of(url) as client:
        page_of(client, "?layers=parks")
        matter = len(app.service.embeds._results)
        others = len(app.service._prepared._results)
        for number in range(200):
            page_of(client, f"?layers=parks&title={number}")

    assert len(app.service.embeds._results) == matter
    assert len(app.service._prepared._results) == others
    assert len(app.service.embed_pages._results) <= 64


def test_a_thousand_first_readers_get_the_same_answer(town_url: str) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Both ends of each connection are this process's.
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    request = (
        b"GET /embed?layers=parks&title=1000 HTTP/1.1\r\nHost: town\r\nAccept: text/html\r\n"
        b"Connection: close\r\n\r\n"
    )
    server = urlsplit(town_url)

    async def read() -> bytes:
        reading, writing = await asyncio.open_connection(server.hostname, server.port)
        writing.write(request)
        answer = await reading.read()
        writing.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        return body

    async def all_at_once() -> list[bytes]:
        return await asyncio.gather(*(read() for _ in range(1000)))

    bodies = asyncio.run(all_at_once())
    assert len(bodies) == 1000
    assert set(bodies) == {bodies[0]}
    assert b"<h1>" in bodies[0]
