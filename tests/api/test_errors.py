"""Every error has one shape (RFC 9457), the right status, words that help, and no secrets."""

from __future__ import annotations

import logging

import pytest

from api.main import create_app
from api.settings import Settings
from layers.store.files import FileStore
from tests.api.conftest import client_of, write_town
from tests.api.examples import EXAMPLES, FIREFOX
from tests.serving import serving

KNOWN_LAYERS = "known: parking, parks, toilets, sunshades, communities"


def problem(answer):
    """Return the problem details of an answer, after a look at their shape."""
    assert answer.headers["content-type"] == "application/problem+json"
    details = answer.json()
    assert list(details)[:4] == ["type", "title", "status", "detail"]
    assert set(details) <= {"type", "title", "status", "detail", "errors"}
    assert details["type"] == "about:blank"
    assert details["status"] == answer.status_code
    assert answer.headers["cache-control"] == "no-store"
    return details


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/nothing", "nothing at /nothing"),
        ("/nearest/", "nothing at /nearest/; did you mean /nearest?"),
        ("/collections/", "did you mean /collections?"),
        ("/collections/zoo", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/collections/zoo/items", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/collections/zoo/items/1", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/collections/zoo/items?bbox=1,2,3,4&kind=lion", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/collections/zoo/queryables", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/collections/zoo/schema", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/collections/%E5%81%9C%E8%BD%A6", f"no layer '停车'; {KNOWN_LAYERS}"),
        ("/collections/Parks", f"no layer 'Parks'; {KNOWN_LAYERS}"),
        ("/maps/zoo", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/maps/parks,zoo", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/data/zoo.geojson", f"no layer 'zoo'; {KNOWN_LAYERS}"),
        ("/data/parks.geojson?version=0123456789abcdef", "has no version '0123456789abcdef'"),
        ("/data/place.toml", "nothing at /data/place.toml"),
        ("/collections/parks/items/", "no feature ''"),
        ("/collections/parks/items/%00", "no feature"),
        ("/collections/parks/items/park-1/", "no feature 'park-1/'"),
        ("/static/nothing.css", "no page file 'nothing.css'"),
        ("/static/%2e%2e/settings.py", "no page file '../settings.py'"),
        ("/static//etc/passwd", "no page file '/etc/passwd'"),
    ],
)
def test_what_is_not_there_is_404_and_the_words_show_a_way_on(client, target, words):
    answer = client.get(target)

    assert answer.status_code == 404
    assert words in problem(answer)["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/", "/nearest", "/collections/parks/items", "/static/built/pages.css"]
)
def test_another_method_is_405_and_says_which_are_allowed(client, method, path):
    answer = client.request(method, path)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert problem(answer)["detail"] == (
        f"method {method} is not for this address; allowed: GET, HEAD, OPTIONS"
    )


def test_another_method_where_nothing_is_stays_404(client):
    assert client.post("/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/", "/nearest", "/collections/parks/items/park-1"])
def test_options_says_what_is_allowed_and_sends_no_content(client, path):
    answer = client.options(path)

    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.content == b""
    assert "content-length" not in answer.headers
    assert "content-type" not in answer.headers


@pytest.mark.parametrize("target", ["/nothing", "/nearest?lon=x", "/collections/zoo"])
def test_the_same_error_as_a_page_has_the_same_status_and_words(client, target):
    as_data = client.get(target)
    as_page = client.get(target, headers={"accept": FIREFOX})

    assert as_page.status_code == as_data.status_code
    assert as_page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'lang="zh-CN"' in as_page.text
    words = as_data.json()["detail"].split("'")[0].split(";")[0]
    assert words in as_page.text


def test_hostile_addresses_are_only_words_on_an_error_page(client):
    hostile = "/<img src=x onerror=alert(1)>%22%3E<script>alert(1)</script>"
    page = client.get(hostile, headers={"accept": FIREFOX}).text

    assert "<img" not in page
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


SECRET = "secret in /srv/private/key at 119.123456"


class BrokenStore(FileStore):
    """A store whose layers cannot be had, for a reason that nobody foresaw."""

    def snapshot(self, name):  # noqa: ARG002
        raise RuntimeError(SECRET)

    def snapshots(self):
        raise RuntimeError(SECRET)


@pytest.fixture(scope="module")
def broken_client(town):
    app = create_app(Settings(data=town), BrokenStore(town))
    with serving(app) as url, client_of(url) as client:
        yield client


NEED_NO_LAYER = {
    "/conformance",
    "/layers.css?theme=dark",
    "/embed.js",
    "/data/boundary.geojson",
    "/docs",
    "/healthz",
    "/jobs?limit=3",
    "/processes",
}
NEED_NO_LAYER |= {"/static/built/pages.css", "/favicon.ico", "/", "/sw.js", "/robots.txt"}


@pytest.mark.parametrize("target", sorted(set(EXAMPLES.values()) - NEED_NO_LAYER))
@pytest.mark.parametrize("accept", ["*/*", FIREFOX])
def test_an_unforeseen_error_is_500_without_its_words_or_traceback(
    broken_client, target, accept, caplog
):
    answer = broken_client.get(target, headers={"accept": accept})

    assert answer.status_code == 500
    assert "服务器出错" in answer.text
    assert "Something went wrong here" in answer.text
    for leak in ("secret", "/srv", "119.12", "Traceback", "RuntimeError", "store", ".py"):
        assert leak not in answer.text
    if accept == "*/*":
        problem(answer)
    logged = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.exc_info[0] for record in logged] == [RuntimeError]
    assert "?" not in logged[0].getMessage()


def test_no_error_tells_where_the_files_lie_or_how_the_code_runs(client, town):
    targets = [
        "/nothing",
        "/nearest?lon=x&lat=y",
        "/nearest?lon=119&lat=0&layers=zoo",
        "/collections/zoo/items?bbox=1",
        "/collections/parks/items?bbox=1",
        "/collections/parks/items/none",
        "/static/none",
        "/data/parks.geojson?version=x",
    ]
    for target in targets:
        for accept in ("*/*", FIREFOX):
            text = client.get(target, headers={"accept": accept}).text
            for leak in (str(town), "Traceback", ".py", "site-packages", "pydantic"):
                assert leak not in text, (target, leak)


def test_a_layer_that_cannot_be_read_from_the_start_is_503_and_the_others_are_served(tmp_path):
    folder = write_town(tmp_path / "town")
    (folder / "parks.geojson").write_text('{"type":"FeatureCollection","features":[\n{"typ')
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        for target in ("/collections/parks", "/collections/parks/items", "/data/parks.geojson"):
            answer = client.get(target)
            assert answer.status_code == 503
            detail = problem(answer)["detail"]
            assert detail.startswith("layer 'parks' cannot be served until its file is mended: ")
            assert "parks.geojson:2: " in detail
            assert str(tmp_path) not in detail
        assert client.get("/collections/toilets/items").json()["numberMatched"] == 9
        assert client.get("/nearest?lon=119&lat=0&k=1").json()["numberReturned"] == 1
        names = [one["id"] for one in client.get("/collections").json()["collections"]]
        ready = client.get("/readyz")

    assert names == ["parking", "toilets", "sunshades", "communities"]
    assert ready.status_code == 503
    assert ready.json()["status"] == "not ready"
    assert ready.json()["refused"]["parks"].startswith("parks.geojson:2: ")
    assert sorted(ready.json()["layers"]) == sorted(names)
