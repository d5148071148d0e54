"""JSON or HTML: what Accept and f= ask for is what comes."""

from __future__ import annotations

import pytest

from api.asking import preferred_format
from api.errors import NotAcceptableError
from tests.api.examples import FIREFOX

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)
GDAL = "application/geo+json, application/json"

BOTH_FORMS = (
    "/",
    "/conformance",
    "/collections",
    "/collections/parks",
    "/collections/parks/items",
    "/collections/parks/items/park-1",
)


@pytest.mark.parametrize("path", BOTH_FORMS)
@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (FIREFOX, "html"),
        (CHROME, "html"),
        (GDAL, "json"),
        ("*/*", "json"),
        ("text/html", "html"),
        ("application/json", "json"),
    ],
)
def test_each_resource_comes_in_the_form_that_accept_prefers(client, path, accept, expected):
    answer = client.get(path, headers={"accept": accept})

    assert answer.status_code == 200
    assert expected in answer.headers["content-type"]
    assert answer.text.lstrip().startswith("<!" if expected == "html" else "{")


@pytest.mark.parametrize("path", BOTH_FORMS)
@pytest.mark.parametrize(("f", "accept"), [("json", FIREFOX), ("html", "application/json")])
def test_f_wins_over_accept(client, path, f, accept):
    answer = client.get(path, params={"f": f}, headers={"accept": accept})

    assert f in answer.headers["content-type"]


@pytest.mark.parametrize("path", BOTH_FORMS)
def test_a_request_without_an_accept_header_gets_json(client, path):
    request = client.build_request("GET", path)
    del request.headers["accept"]

    assert "json" in client.send(request).headers["content-type"]


@pytest.mark.parametrize("path", BOTH_FORMS)
def test_no_form_that_the_client_takes_is_406_and_names_the_forms_there_are(client, path):
    answer = client.get(path, headers={"accept": "image/png"})

    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "'image/png'" in answer.json()["detail"]
    assert "f=json or f=html" in answer.json()["detail"]


def test_an_unknown_form_is_refused_and_the_known_ones_are_named(client):
    answer = client.get("/collections", params={"f": "xml"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "f"
    assert "'json' or 'html'" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/geo+json", "json"),
        ("application/vnd.oai.openapi+json;version=3.0", "json"),
        ("application/anything+json", "json"),
        ("application/xhtml+xml", "html"),
        ("TEXT/HTML", "html"),
        ("text/*", "html"),
        ("application/*", "json"),
        ("application/json, text/html", "json"),
        ("text/html;q=0.4, application/json;q=0.5", "json"),
        ("text/html;q=0.5, application/json;q=0.4", "html"),
        # Of two that are wanted alike, the one that is named.
        ("text/html, */*", "html"),
        ("application/json, */*", "json"),
        ("text/*, */*", "html"),
        # The exact range speaks for its type; the general one for the rest.
        ("application/json;q=0.5, */*;q=0.8", "html"),
        ("application/json;q=0, */*", "html"),
        ("text/html;q=0, */*", "json"),
        ("*/*;q=0.1", "json"),
        ("image/png, */*;q=0.1", "json"),
        # A weight that is no number is no wish.
        ("text/html;q=much, application/json;q=0.1", "json"),
        ("text/html;q=9, application/json;q=1", "json"),
    ],
)
def test_weights_and_exactness_decide(accept, expected):
    assert preferred_format(accept) == expected


@pytest.mark.parametrize(
    "accept", ["image/png", "application/json;q=0", "*/*;q=0", "nonsense", ","]
)
def test_a_header_that_takes_neither_form_is_an_error(accept):
    with pytest.raises(NotAcceptableError, match=r"f=json or f=html"):
        preferred_format(accept)


@pytest.mark.parametrize("path", ["/nearest?lon=119&lat=0", "/search?q=zyy", "/healthz"])
def test_what_has_one_form_comes_in_it_whatever_is_asked(client, path):
    answer = client.get(path, headers={"accept": FIREFOX})

    assert answer.status_code == 200
    assert "json" in answer.headers["content-type"]


def test_media_types_are_the_registered_ones(client):
    types = {
        path: client.get(path).headers["content-type"]
        for path in (
            "/",
            "/collections/parks/items",
            "/collections/parks/items/park-1",
            "/collections/parks/queryables",
            "/openapi.json",
            "/data/parks.geojson",
            "/data/boundary.geojson",
        )
    }
    assert types == {
        "/": "application/json",
        "/collections/parks/items": "application/geo+json",
        "/collections/parks/items/park-1": "application/geo+json",
        "/collections/parks/queryables": "application/schema+json",
        "/openapi.json": "application/vnd.oai.openapi+json;version=3.0",
        "/data/parks.geojson": "application/geo+json",
        "/data/boundary.geojson": "application/geo+json",
    }


def test_an_error_comes_as_a_page_to_a_browser_and_as_json_to_a_program(client):
    to_browser = client.get("/collections/zoo", headers={"accept": FIREFOX})
    to_program = client.get("/collections/zoo")

    assert to_browser.status_code == to_program.status_code == 404
    assert to_browser.headers["content-type"].startswith("text/html")
    assert "parking, parks, toilets" in to_browser.text
    assert to_program.headers["content-type"] == "application/problem+json"
