"""Every answer has a strong validator, is not sent again to who has it, and is compressed."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.api.conftest import IDS, TOWN
from tests.api.examples import EXAMPLES, FIREFOX

STRONG = re.compile(r'"[!#-~]+"')
IDENTITY = {"accept-encoding": "identity"}
GZIP = {"accept-encoding": "gzip"}


@pytest.fixture(params=sorted(EXAMPLES.values()))
def address(request):
    return request.param


@pytest.fixture(params=["*/*", FIREFOX], ids=["program", "browser"])
def accept(request):
    return {"accept": request.param}


def raw(client, target, headers, method="GET"):
    """Return an answer whose content is what came over the wire, compressed or not."""
    with client.stream(method, target, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


def test_every_answer_has_a_strong_etag_that_stays_while_nothing_changes(client, address, accept):
    first, again = (client.get(address, headers=accept) for _ in range(2))

    assert STRONG.fullmatch(first.headers["etag"])
    assert first.headers["etag"] == again.headers["etag"]
    assert first.content == again.content


@pytest.mark.parametrize("encoding", [IDENTITY, GZIP], ids=["identity", "gzip"])
def test_who_has_the_answer_is_told_so_and_sent_nothing(client, address, accept, encoding):
    headers = accept | encoding
    etag = client.get(address, headers=headers).headers["etag"]

    answer, body = raw(client, address, headers | {"if-none-match": etag})

    assert answer.status_code == 304
    assert body == b""
    assert answer.headers["etag"] == etag
    assert "vary" in answer.headers
    assert "cache-control" in answer.headers


@pytest.mark.parametrize(
    ("shape", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ('"other",W/{etag} , "more"', 304),
        ("*", 304),
        ('"other"', 200),
        ("", 200),
        ("{bare}", 200),
        ('"{bare}-gzip"', 200),
    ],
)
def test_if_none_match_is_understood_in_all_its_forms(client, shape, status):
    etag = client.get("/collections/parks", headers=IDENTITY).headers["etag"]
    asked = shape.format(etag=etag, bare=etag.strip('"'))

    answer = client.get("/collections/parks", headers=IDENTITY | {"if-none-match": asked})

    assert answer.status_code == status


def test_an_error_is_never_answered_as_not_modified(client):
    answer = client.get("/collections/zoo", headers={"if-none-match": "*"})

    assert answer.status_code == 404


def test_the_compressed_form_is_the_same_bytes_with_a_validator_of_its_own(client, address, accept):
    plain, plain_body = raw(client, address, accept | IDENTITY)
    packed, packed_body = raw(client, address, accept | GZIP)

    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(plain_body)
    assert int(packed.headers["content-length"]) == len(packed_body)
    if "content-encoding" in packed.headers:
        assert gzip.decompress(packed_body) == plain_body
        assert len(packed_body) < len(plain_body)
        assert packed.headers["etag"] != plain.headers["etag"]
    else:
        assert packed_body == plain_body
        assert packed.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br, gzip;q=0.5", "deflate, gzip, br"])
@pytest.mark.parametrize(
    "target",
    [
        "/?f=html",
        "/openapi.json",
        "/data/communities.geojson",
        "/collections/parking/items",
        "/nearest?lon=119.09&lat=36.71&k=20",
        "/static/built/pages.css",
    ],
)
def test_what_is_large_is_compressed_for_who_asks(demonstration, target, encoding):
    answer, body = raw(demonstration, target, {"accept-encoding": encoding})

    assert answer.headers["content-encoding"] == "gzip"
    assert len(body) < len(gzip.decompress(body)) / 2


@pytest.mark.parametrize("encoding", ["identity", "gzip;q=0", "br", "*;q=0", ""])
def test_who_does_not_take_gzip_gets_none(client, encoding):
    answer, body = raw(client, "/openapi.json", {"accept-encoding": encoding})

    assert "content-encoding" not in answer.headers
    assert body.startswith(b'{"openapi"')


@pytest.mark.parametrize("encoding", [IDENTITY, GZIP], ids=["identity", "gzip"])
def test_head_has_the_headers_of_get_and_no_body(client, address, encoding):
    got, _ = raw(client, address, encoding)
    asked, body = raw(client, address, encoding, method="HEAD")

    assert asked.status_code == 200
    assert body == b""
    without_date = [
        {name: value for name, value in answer.headers.items() if name != "date"}
        for answer in (got, asked)
    ]
    assert without_date[0] == without_date[1]


def test_head_of_an_error_and_of_something_known(client):
    etag = client.get("/collections", headers=IDENTITY).headers["etag"]

    known = client.head("/collections", headers=IDENTITY | {"if-none-match": etag})
    error = client.head("/collections/zoo")

    assert known.status_code == 304
    assert (error.status_code, error.content) == (404, b"")
    assert error.headers["content-type"] == "application/problem+json"


def test_answers_vary_by_form_and_encoding(client, address, accept):
    answer = client.get(address, headers=accept)

    named = {name.strip() for name in answer.headers["vary"].lower().split(",")}
    # Pages: a cache has to ask again before each use, and each form has a validator of its own.
    form = answer.headers["content-type"]
    if form.startswith("text/html"):
        assert named == {"accept-language", "accept-encoding"}
    elif form.startswith(("text/css", "text/javascript", "image/")):
        assert named == {"accept-encoding"}
    else:
        assert named >= {"accept", "accept-encoding"}


def test_the_two_forms_of_one_address_have_different_validators(client):
    for path in ("/", "/collections", "/collections/parks/items/park-1"):
        tags = {client.get(path, params={"f": f}).headers["etag"] for f in ("json", "html")}
        assert len(tags) == 2


@pytest.mark.parametrize("layer", sorted(IDS))
def test_a_whole_layer_is_its_file_named_by_its_version(client, town, layer):
    answer = client.get(f"/data/{layer}.geojson", headers=IDENTITY)
    version = client.get("/readyz").json()["layers"][layer]["version"]

    assert answer.content == (town / f"{layer}.geojson").read_bytes()
    assert answer.headers["etag"] == f'"{version}"'
    assert client.get(f"/collections/{layer}").json()["version"] == version


def test_what_is_named_by_its_version_may_be_kept_for_ever_and_nothing_else(client):
    version = client.get("/collections/parks").json()["version"]
    kept = client.get("/data/parks.geojson", params={"version": version})
    asked_again = client.get("/data/parks.geojson")
    page = client.get("/", headers={"accept": FIREFOX}).text
    named = re.findall(r'(?:src|href)="(/(?:static|map\.js)[^"]*[?;&]v=[^"]*)"', page)

    assert "immutable" in kept.headers["cache-control"]
    assert asked_again.headers["cache-control"] == "no-cache"
    assert named
    for href in named:
        answer = client.get(href.replace("&amp;", "&"))
        assert "immutable" in answer.headers["cache-control"], href
    assert client.get("/static/built/pages.css?v=old").headers["cache-control"] == "no-cache"
    assert client.get("/map.js?v=old").headers["cache-control"] == "no-cache"


def test_health_and_errors_are_never_stored(client):
    for target in ("/healthz", "/readyz", "/collections/zoo", "/nearest?lon=x"):
        assert client.get(target).headers["cache-control"] == "no-store"


def test_a_feature_of_the_whole_layer_is_the_line_of_the_file(client):
    body = client.get("/data/communities.geojson").content

    assert TOWN["communities"][0] in body.splitlines()
