"""A link to a map becomes the map where it is pasted, as oembed.com describes it."""

from __future__ import annotations

import json
import re
import struct
import urllib.request
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import httpx2
import micawber
import pytest

from tests.api.conftest import client_of
from tests.api.examples import FIREFOX


class Tags(HTMLParser):
    """The elements of a piece of HTML, with their attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def asked(client: httpx2.Client, url: str, **more: Any) -> httpx2.Response:
    return client.get("/oembed", params={"url": url, **more})


def frame_in(answer: dict[str, Any]) -> dict[str, str | None]:
    (tag, attributes), (inner, _) = Tags(answer["html"]).opened
    assert (tag, inner) == ("iframe", "a")
    return attributes


@pytest.mark.parametrize("path", ["/", "/maps/toilets", "/facility/parks/park-ziyiyuan", "/embed"])
def test_an_independent_consumer_turns_a_link_into_the_map(
    demonstration_url: str, path: str
) -> None:
    endpoint = micawber.Provider(f"{demonstration_url}/oembed")
    registry = micawber.ProviderRegistry()
    registry.register(rf"{re.escape(demonstration_url)}/\S*", endpoint)

    answer = registry.request(demonstration_url + path, maxwidth=500)

    assert answer["type"] == "rich"
    assert answer["width"] == 500
    frame = frame_in(answer)
    assert frame["title"] == answer["title"]
    with urllib.request.urlopen(str(frame["src"])) as page:
        assert page.status == 200
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (400, 300)
    if path == "/":
        with urllib.request.urlopen(answer["thumbnail_url"]) as picture:
            head = picture.read(24)
        # Width and height of a PNG.
        assert struct.unpack(">II", head[16:24]) == (400, 300)


def test_every_shareable_page_says_where_to_ask(demonstration_url: str) -> None:
    with client_of(demonstration_url) as client:
        for path in (
            "/?lang=en",
            "/maps/parks",
            "/facility/parks/park-ziyiyuan",
            "/embed?layers=parks",
        ):
            page = client.get(path, headers={"accept": FIREFOX}).text
            links = {
                attributes.get("type"): str(attributes["href"])
                for tag, attributes in Tags(page).opened
                if tag == "link" and "oembed" in str(attributes.get("type"))
            }
            assert set(links) == {"application/json+oembed", "text/xml+oembed"}, path
            answer = client.get(links["application/json+oembed"])
            assert answer.status_code == 200
            xml = client.get(links["text/xml+oembed"])
            assert xml.headers["content-type"].startswith("text/xml")
            members = {one.tag: one.text for one in ElementTree.fromstring(xml.content)}
            assert members == {name: str(value) for name, value in answer.json().items()}


def test_what_was_chosen_on_the_map_is_in_the_frame(demonstration: httpx2.Client) -> None:
    base = str(demonstration.base_url).rstrip("/")
    url = f"{base}/?lang=en#layers=toilets&filters=toilets.accessible&when=2026-10-01T18:00&stay=60"

    src = urlsplit(str(frame_in(asked(demonstration, url).json())["src"]))

    assert dict(parse_qsl(src.query)) == {
        "layers": "toilets",
        "filters": "toilets.accessible",
        "free_at": "2026-10-01T18:00:00",
        "stay_minutes": "60",
        "lang": "en",
    }


def test_a_facility_is_called_by_its_name(demonstration: httpx2.Client) -> None:
    base = str(demonstration.base_url).rstrip("/")

    answer = asked(demonstration, f"{base}/facility/parks/park-ziyiyuan").json()

    assert answer["title"] == "自怡园"
    assert "at=parks/park-ziyiyuan" in str(frame_in(answer)["src"])


@pytest.mark.parametrize(
    ("most", "size"),
    [
        ({}, (720, 540)),
        ({"maxwidth": 400}, (400, 300)),
        ({"maxheight": 200}, (720, 200)),
        ({"maxwidth": 2000, "maxheight": 100}, (720, 100)),
    ],
)
def test_the_frame_is_no_larger_than_there_is_room(
    demonstration: httpx2.Client, most: dict[str, int], size: tuple[int, int]
) -> None:
    answer = asked(demonstration, "/maps/parks", **most).json()

    assert (answer["width"], answer["height"]) == size
    frame = frame_in(answer)
    assert (frame["width"], frame["height"]) == tuple(map(str, size))


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/maps/parks",
        "//elsewhere.example/maps/parks",
        "http://127.0.0.1:1/maps/parks",
        "{base}@elsewhere.example/maps/parks",
        "http://user@{host}/maps/parks",
        "{base}.elsewhere.example/maps/parks",
        "javascript:alert(1)",
        "http://[",
        "{base}/docs",
        "{base}/maps/trams",
        "{base}/maps/parks?version=0123456789abcdef",
        "{base}/maps/parks?nothing=1",
        "{base}/facility/parks/nothing",
        "{base}/embed?view=1",
    ],
)
def test_what_is_not_ours_or_not_there_is_a_404(demonstration: httpx2.Client, url: str) -> None:
    base = str(demonstration.base_url).rstrip("/")
    host = base.partition("://")[2]

    assert asked(demonstration, url.format(base=base, host=host)).status_code == 404


def test_another_format_is_a_501_and_parameters_of_consumers_are_passed_over(
    demonstration: httpx2.Client,
) -> None:
    assert asked(demonstration, "/maps/parks", format="yaml").status_code == 501
    assert asked(demonstration, "/maps/parks", dnt="1", discover="true").status_code == 200
    assert demonstration.get("/oembed").status_code == 400
    assert asked(demonstration, "/maps/parks", maxwidth="wide").status_code == 400


def test_a_hostile_title_stays_text_in_json_xml_and_frame(demonstration: httpx2.Client) -> None:
    title = "\"><script>alert(1)</script>&amp;]]>'"
    url = str(httpx2.URL(f"{demonstration.base_url}/embed", params={"title": title}))

    answer = asked(demonstration, url).json()
    xml = asked(demonstration, url, format="xml")

    assert answer["title"] == title
    snippet = Tags(answer["html"])
    assert [tag for tag, _ in snippet.opened] == ["iframe", "a"]
    assert snippet.opened[0][1]["title"] == snippet.text == title
    members = {one.tag: one.text for one in ElementTree.fromstring(xml.content)}
    assert members["title"] == title
    assert members["html"] == answer["html"]
    assert json.loads(asked(demonstration, url).content)["html"] == answer["html"]
