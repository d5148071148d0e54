"""The web app manifest: in the reader's language, with icons in the size that they say."""

from __future__ import annotations

import pytest

from api.main import create_app
from api.routes.manifest import SHORT_NAME_LENGTH
from api.settings import Settings
from tests.api.conftest import client_of
from tests.api.examples import FIREFOX
from tests.serving import serving


def manifest_of(client, query="", **headers):
    answer = client.get(f"/manifest.webmanifest{query}", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/manifest+json"
    return answer.json()


def test_it_is_in_the_readers_language(client):
    chinese, english = manifest_of(client), manifest_of(client, "?lang=en")

    assert (chinese["name"], chinese["short_name"]) == ("小城公共设施地图", "小城")
    assert (english["name"], english["lang"]) == ("Tiny Town public facilities", "en")
    assert manifest_of(client, **{"accept-language": "en-GB"}) == {**english, "start_url": "/"} | {
        "shortcuts": manifest_of(client, **{"accept-language": "en"})["shortcuts"]
    }
    # One app, in whatever language it was put on the screen.
    assert chinese["id"] == english["id"] == chinese["scope"] == "/"
    assert (chinese["start_url"], english["start_url"]) == ("/", "/?lang=en")


def test_caches_keep_the_languages_apart(client):
    answer = client.get("/manifest.webmanifest")

    assert "accept-language" in answer.headers["vary"]


def test_the_first_layers_are_shortcuts(client):
    shortcuts = manifest_of(client, "?lang=zh")["shortcuts"]

    assert [(one["name"], one["url"]) for one in shortcuts] == [
        ("免费停车", "/?lang=zh#layers=parking"),
        ("公园", "/?lang=zh#layers=parks"),
        ("公厕", "/?lang=zh#layers=toilets"),
        ("遮阳棚", "/?lang=zh#layers=sunshades"),
    ]


def test_every_icon_is_there_in_its_size(client):
    icons = manifest_of(client)["icons"]

    assert {(one["purpose"], one["sizes"]) for one in icons} >= {
        ("any", "192x192"),
        ("any", "512x512"),
        ("maskable", "192x192"),
        ("maskable", "512x512"),
        ("any", "any"),
    }
    for icon in icons:
        answer = client.get(icon["src"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == icon["type"]
        assert "immutable" in answer.headers["cache-control"]
        if icon["type"] == "image/png":
            width, height = (int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
            assert icon["sizes"] == f"{width}x{height}"


def test_pages_name_it_in_their_language_and_the_icon_of_apples_phones(client):
    page = client.get("/collections?lang=en", headers={"accept": FIREFOX}).text

    assert '<link rel="manifest" href="/manifest.webmanifest?lang=en">' in page
    assert 'rel="apple-touch-icon" href="/static/icons/apple-touch-icon.png?v=' in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_short_name_fits_below_an_icon(demonstration, lang):
    short = manifest_of(demonstration, f"?lang={lang}")["short_name"]

    assert len(short) <= SHORT_NAME_LENGTH
    assert short == {"zh": "潍城区", "en": "Weicheng"}[lang]


def test_behind_a_prefix_all_addresses_have_it(town):
    settings = Settings(data=town, base_url="https://example.cn/map/")
    with serving(create_app(settings)) as url, client_of(url) as client:
        made = manifest_of(client)

    assert made["id"] == made["start_url"] == made["scope"] == "/map/"
    assert all(one["src"].startswith("/map/static/") for one in made["icons"])
    assert all(one["url"].startswith("/map/#layers=") for one in made["shortcuts"])
