"""Titles, credits and names come from strangers: in a picture they are text and nothing else."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.settings import Settings
from tests.layers.conftest import feature_line, point, write_place

HOSTILE = "</title><script>alert(1)</script>&xxe;${x} `y` \\) Tj (\u202e"
# All that a picture consists of; none can run, load or link anything.
ELEMENTS = {"svg", "title", "desc", "defs", "path", "clipPath", "g", "use"}
ATTRIBUTES = {
    "width", "height", "viewBox", "role", "lang", "aria-labelledby", "id", "d", "fill",
    "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linejoin", "stroke-opacity",
    "stroke-dasharray", "transform", "clip-path", "{http://www.w3.org/1999/xlink}href",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    names = [HOSTILE, "🚻👨\u200d👧 한국어 العربية", "\u202e\u2066反", "长" * 200, "A\u0301" * 40]
    features = [
        feature_line("toilets", f"t-{number}", point(119.01 + number / 50, 36.7), {"name": name})
        for number, name in enumerate(names)
    ]
    folder = write_place(tmp_path_factory.mktemp("town"), {"toilets": features})
    with TestClient(create_app(Settings(data=folder))) as opened:
        yield opened


def asked(form, **parameters):
    return f"/picture.{form}", {"title": HOSTILE, "credit": HOSTILE} | parameters


def test_an_svg_has_only_shapes_and_plain_text(client):
    address, query = asked("svg")
    answer = client.get(address, params=query)

    root = ET.fromstring(answer.content)
    assert {one.tag.removeprefix("{http://www.w3.org/2000/svg}") for one in root.iter()} == ELEMENTS
    assert {name for one in root.iter() for name in one.attrib} <= ATTRIBUTES
    links = [one.get("{http://www.w3.org/1999/xlink}href") for one in root.iter()]
    assert all(link.startswith("#") for link in links if link)
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    title = next(one for one in root if one.tag.endswith("title"))
    assert title.text == HOSTILE.removesuffix("\u202e")


def test_a_pdf_says_the_words_and_does_nothing(client, words_of):
    address, query = asked("pdf")
    pdf = client.get(address, params=query).content

    assert "<script>alert(1)</script>" in words_of(pdf).replace("\r\n", "")
    for action in (b"/JavaScript", b"/JS", b"/OpenAction", b"/AA ", b"/URI", b"/Launch"):
        assert action not in pdf


@pytest.mark.parametrize("form", ["png", "jpg"])
def test_pixels_are_drawn_whatever_the_names(client, image_of, form):
    address, query = asked(form, at="toilets/t-1", view="119.05,36.7,11")

    image = image_of(client.get(address, params=query).content)

    assert image.size == (1200, 900)
    assert "title" not in {name.lower() for name in image.info}


def test_the_name_of_the_file_holds_nothing_of_the_title(client):
    address, query = asked("svg")

    disposition = client.get(address, params=query).headers["content-disposition"]

    assert disposition == (
        "inline; filename=\"toilets.svg\"; filename*=UTF-8''%E5%B0%8F%E5%9F%8E-toilets.svg"
    )
