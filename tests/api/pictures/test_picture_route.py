"""`/picture.png`, `.svg`, `.pdf`, `.jpg`, as an editor's browser and a chat's robot ask."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from api.pictures.presets import MOST_PIXELS, PRESETS

DATE = "2021-08-19"
DRAWN_ANEW = """
import hashlib, sys
from pathlib import Path
from starlette.testclient import TestClient
from api.main import create_app
from api.settings import Settings
client = TestClient(create_app(Settings(data=Path(sys.argv[1]))))
for address in sys.argv[2:]:
    print(hashlib.sha256(client.get(address).content).hexdigest())
"""


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("png", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<svg "),
        ("pdf", "application/pdf", b"%PDF-"),
        ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ],
)
def test_each_form_is_a_file_of_its_type(client, form, media_type, begins):
    answer = client.get(f"/picture.{form}?layers=parks&preset=thumbnail")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.content.startswith(begins)
    assert f'filename="parks.{form}"' in answer.headers["content-disposition"]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_its_pixels_and_stays_small(client, image_of, preset):
    answer = client.get(f"/picture.png?preset={preset}")

    image = image_of(answer.content)
    assert image.size == PRESETS[preset].pixels
    # What WeChat takes.
    assert len(answer.content) < 1_000_000
    if PRESETS[preset].dpi:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_printed_page_is_a4(client):
    landscape = client.get("/picture.pdf?preset=print-landscape&layers=parks").content

    # 297 × 210 mm in points.
    assert b"/MediaBox [ 0 0 841.8898 595.2756 ]" in landscape


def test_a_picture_says_what_it_shows_whence_and_of_when(client, words_of):
    words = words_of(client.get("/picture.pdf?layers=toilets&credit=潍坊晚报").content)

    for said in (
        "潍城区公厕",
        "公厕 28 座",
        "制图 潍坊晚报",
        DATE,
        "CC0-1.0",
        "示意位置",
        "2 公里",
    ):
        assert said in words
    assert "于河东路公厕" in words


def test_a_picture_in_english_has_english_names_and_no_chinese_words(client, words_of):
    words = words_of(client.get("/picture.pdf?layers=parks&lang=en&preset=print").content)

    for said in ("Weicheng District: Parks", "Parks: 12", "Illustrative positions", "Ziyiyuan"):
        assert said in words
    assert not any("\u4e00" <= one <= "\u9fff" for one in words)


def test_the_language_is_the_addresss_and_not_the_readers(client):
    address = "/picture.svg?layers=parks&preset=thumbnail"

    english = client.get(address, headers={"accept-language": "en"})
    assert english.content == client.get(address).content
    assert b'lang="zh-CN"' in english.content


def test_an_svg_tells_who_does_not_see_it_what_it_shows(client):
    root = ET.fromstring(client.get("/picture.svg?layers=toilets").content)

    named = {one.tag.rpartition("}")[2]: one.text for one in root if one.text}
    assert named["title"] == "潍城区公厕"
    assert named["desc"].startswith("潍城区 28 座公厕")


def test_the_two_themes_are_light_and_dark(client, image_of):
    corners = [
        image_of(client.get(f"/picture.png?preset=thumbnail&theme={theme}").content).getpixel(
            (1, 1)
        )
        for theme in ("light", "dark", "auto")
    ]

    assert corners == [(255, 255, 255), (0x1D, 0x21, 0x26), (255, 255, 255)]


def test_a_view_that_shows_fewer_says_how_many_of_all(client, words_of):
    # Around the park of this name, in an illustrative town centre.
    words = words_of(
        client.get(
            "/picture.pdf?layers=toilets&view=119.0709928,36.7216716,17&width=500&height=300"
        ).content
    )

    assert "图内 1 / 共 28 座" in words


def test_filters_are_in_the_legend_and_change_its_number(client, words_of):
    every = client.get("/collections/toilets/items?limit=100").json()["features"]
    accessible = sum(one["properties"]["accessible"] is True for one in every)

    words = words_of(client.get("/picture.pdf?layers=toilets&filters=toilets.accessible").content)

    assert f") {accessible} 座" in words.replace("）", ")")


def test_a_picture_of_a_facility_is_called_by_it(client, words_of):
    asked = "layers=toilets&at=toilets/toilet-001"
    words = words_of(client.get(f"/picture.pdf?{asked}&preset=og").content)

    # Title and label.
    assert words.count("自怡园公厕") == 2
    missing = client.get("/picture.png?layers=toilets&at=toilets/none")
    assert missing.status_code == 404
    elsewhere = client.get("/picture.png?layers=parks&at=toilets/toilet-001")
    assert elsewhere.json()["errors"][0]["parameter"] == "at"


def test_a_pinned_picture_is_that_of_the_version_and_may_be_kept(client):
    version = client.get("/collections/parks").json()["version"]

    pinned = client.get(f"/picture.svg?layers=parks&version={version}&preset=og")
    live = client.get("/picture.svg?layers=parks&preset=og")

    assert pinned.content == live.content
    assert pinned.headers["cache-control"] == "public, max-age=86400"
    assert live.headers["cache-control"] == "no-cache"
    assert client.get("/picture.svg?layers=parks&version=0123456789abcdef").status_code == 404


def test_what_is_known_already_is_not_sent_again(client):
    address = "/picture.png?layers=parks&preset=thumbnail"
    etag = client.get(address).headers["etag"]

    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


def test_the_same_question_gives_the_same_bytes_in_another_process(client, tmp_path):
    data = client.app.service.settings.data
    asked = [
        f"/picture.{form}?preset=thumbnail&title=同一张图" for form in ("png", "svg", "pdf", "jpg")
    ]

    run = subprocess.run(
        [sys.executable, "-c", DRAWN_ANEW, data, *asked],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONHASHSEED": "7"},
    )

    here = [hashlib.sha256(client.get(address).content).hexdigest() for address in asked]
    assert run.stdout.split() == here


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("width=199", "width"),
        ("height=2401", "height"),
        ("scale=3.1", "scale"),
        ("width=2400&height=2400&scale=3", "scale"),
        ("preset=og&width=300", "width"),
        ("preset=poster", "preset"),
        ("title=" + "潍" * 61, "title"),
        ("accent=red", "accent"),
        ("view=0,0", "view"),
        ("filters=parking.~free", "free_at"),
        ("zoom=3", "zoom"),
    ],
)
def test_what_may_not_be_asked_is_named(client, query, parameter):
    answer = client.get(f"/picture.png?{query}")

    assert answer.status_code == 400
    assert parameter in {one["parameter"] for one in answer.json()["errors"]}


def test_another_form_is_not_there(client):
    answer = client.get("/picture.gif")

    assert answer.status_code == 404
    assert "png, svg, pdf, jpg" in answer.json()["detail"]


def test_no_size_that_may_be_asked_has_more_pixels_than_the_limit(client):
    # 2400 × 2400 are 5.8 million; at scale 1.25 they are the nine million that A4 needs.
    assert client.get("/picture.svg?width=2400&height=2400&scale=1.25").status_code == 200
    assert client.get("/picture.svg?width=2400&height=2400&scale=1.26").status_code == 400
    assert max(one.pixels[0] * one.pixels[1] for one in PRESETS.values()) <= MOST_PIXELS
