"""Every link leads where it says, wherever the service stands; pages of items leave no gap."""

from __future__ import annotations

import http.client
import json
import re
from itertools import chain
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import IDS, client_of
from tests.serving import serving

LINKED = (
    "/",
    "/collections",
    "/collections/parks",
    "/collections/toilets/items?limit=3&offset=3",
    "/collections/parks/items/park-1",
)


PEOPLES_PAGES = (
    "/",
    "/maps/parks,toilets",
    "/conformance",
    "/collections",
    "/collections/parks",
    "/collections/toilets/items?limit=3&offset=3",
    "/collections/parks/items/park-1",
    "/facility/parks/park-1",
    "/facts",
    "/newsroom",
    "/docs",
    "/no/such/page",
)
ADDRESS = re.compile(r"""\b(?:href|src|action)=["']?([^"' >]*)""")


def links_in(node):
    """Yield every link object of a document, however deep."""
    if isinstance(node, dict):
        if "href" in node and "rel" in node:
            yield node
        for value in node.values():
            yield from links_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from links_in(value)


def raw_get(url, target, headers=()):
    """Ask for a target byte for byte as given, and return status and body."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("path", LINKED)
def test_every_link_answers_in_the_type_that_it_promises(client, town_url, path):
    links = list(links_in(client.get(path).json()))

    assert links
    for link in links:
        if link["rel"] == "license":
            continue
        assert link["href"].startswith(town_url + "/")
        answer = client.get(link["href"], headers={"accept": link["type"]})
        assert answer.status_code == 200, link
        assert answer.headers["content-type"].split("; charset")[0] == link["type"], link


def test_the_landing_page_links_what_the_standard_wants(client):
    rels = {link["rel"] for link in client.get("/").json()["links"]}

    assert rels >= {"self", "alternate", "service-desc", "service-doc", "conformance", "data"}


def test_links_follow_the_host_that_was_asked(town_url):
    _, body = raw_get(town_url, "/collections", [("Host", "map.example.cn:8443")])

    hrefs = [link["href"] for link in links_in(json.loads(body)) if link["rel"] != "license"]
    assert all(href.startswith("http://map.example.cn:8443/collections") for href in hrefs[:2])
    assert all(urlsplit(href).netloc == "map.example.cn:8443" for href in hrefs)


@pytest.mark.parametrize(
    "host",
    [
        'evil"onload="x',
        "evil.example/path?x=",
        "<script>alert(1)</script>",
        "user:secret@evil.example",
        "evil host",
        "evil.example\\@good.example",
        "x" * 300,
        "主机",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/collections?f=json", "/collections?f=html", "/openapi.json"])
def test_a_host_that_is_none_is_never_repeated(town_url, path, host):
    status, body = raw_get(town_url, path, [("Host", host.encode())])

    assert status == 200
    assert not host or host.encode() not in body
    if not path.endswith("html"):
        assert b"http://localhost/" in body or b'"http://localhost"' in body


def test_a_request_without_a_host_gets_links_to_this_machine(town_url):
    status, body = raw_get(town_url, "/collections?f=json", [("Connection", "close")])

    # HTTP/1.1 demands a Host header; the server lets it pass, and links must still be links.
    assert status == 200
    assert b'"href":"http://localhost/collections?f=json"' in body


def test_the_base_url_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("FACILITIES_BASE_URL", "https://map.example.cn")

    assert Settings().base_url == "https://map.example.cn"


@pytest.mark.parametrize(
    "wrong", ["map.example.cn", "javascript:alert(1)", "https://x/?a=b", "//x"]
)
def test_a_base_url_that_is_no_web_address_is_refused(wrong):
    with pytest.raises(ValidationError, match="base_url"):
        Settings(base_url=wrong)


def test_a_proxy_on_this_machine_says_that_the_outside_is_https(town_url):
    headers = [("Host", "map.example.cn"), ("X-Forwarded-Proto", "https")]
    _, body = raw_get(town_url, "/collections", headers)

    assert b'"href":"https://map.example.cn/collections?f=json"' in body


def test_links_begin_with_the_base_url_that_is_set_whatever_the_host(town):
    settings = Settings(data=town, base_url="https://example.cn/map/")
    with serving(create_app(settings)) as url:
        _, body = raw_get(url, "/collections/parks/items?limit=1", [("Host", "evil.example")])
        _, page = raw_get(url, "/collections?f=html", [("Host", "evil.example")])
        _, openapi = raw_get(url, "/openapi.json", [("Host", "evil.example")])

    hrefs = [link["href"] for link in links_in(json.loads(body))]
    assert all(href.startswith("https://example.cn/map/collections/parks") for href in hrefs)
    assert b'"/map/collections/parks' in page
    assert b"evil.example" not in body + page + openapi
    assert json.loads(openapi)["servers"] == [{"url": "https://example.cn/map"}]


def test_behind_a_root_path_every_link_still_answers(town):
    with (
        serving(create_app(Settings(data=town)), root_path="/map") as url,
        client_of(url) as client,
    ):
        document = client.get("/collections/toilets/items", params={"limit": 3}).json()
        for link in links_in(document):
            assert link["href"].startswith(f"{url}/map/collections/toilets")
            # A server that is told its root path serves what a proxy has stripped of it.
            inside = link["href"].replace(f"{url}/map", url)
            assert client.get(inside).status_code == 200, link
        pages = {
            path: client.get(path, headers={"accept": "text/html"}).text for path in PEOPLES_PAGES
        }
        script = client.get("/map.js").text

    assert '"/data/' not in script
    for path, page in pages.items():
        # Code to be copied into other pages is text here.
        addresses = ADDRESS.findall(re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL))
        assert any(one.startswith("/map/static/") for one in addresses), path
        elsewhere = [
            one
            for one in addresses
            if not one.startswith(("/map/", "#", "https://", "geo:", f"{url}/map/"))
        ]
        assert elsewhere == [], path


def test_links_of_features_with_odd_ids_lead_back_to_them(client):
    features = client.get("/collections/toilets/items").json()["features"]
    assert [feature["id"] for feature in features] == IDS["toilets"]

    page = client.get("/collections/toilets/items", params={"f": "html"}).text
    for feature_id in IDS["toilets"]:
        path = f"/collections/toilets/items/{quoted(feature_id)}"
        assert f'"{path}"' in page
        answer = client.get(path)
        assert answer.json()["id"] == feature_id
        for link in answer.json()["links"]:
            again = client.get(link["href"])
            assert again.status_code == 200, link
            if link["rel"] == "self":
                assert again.json()["id"] == feature_id


def quoted(feature_id):
    """Return an id as RFC 3986 wants it in one segment of a path, byte by byte."""
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in feature_id.encode())


def pages(client, path, params):
    """Return the ids of all pages of a layer's items, following the next links."""
    ids, answer = [], client.get(path, params=params).json()
    while True:
        assert answer["numberReturned"] == len(answer["features"])
        ids.append([feature["id"] for feature in answer["features"]])
        links = {link["rel"]: link["href"] for link in answer["links"]}
        if "next" not in links:
            return ids, answer["numberMatched"]
        answer = client.get(links["next"]).json()


@pytest.mark.parametrize("limit", [1, 7, 100, 1000])
def test_following_next_walks_a_layer_once_without_a_gap(demonstration, layer_name, limit):
    whole = demonstration.get(f"/data/{layer_name}.geojson").json()["features"]

    found, matched = pages(demonstration, f"/collections/{layer_name}/items", {"limit": limit})

    assert list(chain.from_iterable(found)) == [feature["id"] for feature in whole]
    assert matched == len(whole)
    assert all(len(page) == limit for page in found[:-1])


@pytest.mark.parametrize(
    "params",
    [
        {"kind": "kerbside"},
        {"kind": "kerbside,shared", "spaces_min": "30", "spaces_max": "300"},
        {"subdistrict": "西关街道"},
        {"subdistrict": "西关街道,城关街道", "free_at": "2026-11-23T22:00", "stay_minutes": "60"},
        {"bbox": "119.05,36.69,119.1,36.73"},
        {"bbox": "119.05,36.69,119.1,36.73", "spaces_min": "20", "free_at": "2026-11-23T12:00"},
        {"datetime": "2021-01-01/2022-01-01", "kind": "lot"},
    ],
)
def test_paging_keeps_every_filter(demonstration, params):
    path = "/collections/parking/items"
    at_once = demonstration.get(path, params={**params, "limit": 10_000}).json()
    expected = [feature["id"] for feature in at_once["features"]]

    found, matched = pages(demonstration, path, {**params, "limit": 4})

    assert 4 < len(expected) < 160
    assert list(chain.from_iterable(found)) == expected
    assert matched == len(expected) == at_once["numberMatched"]


def test_prev_leads_back_to_the_first_page(client):
    path = "/collections/toilets/items"
    answer = client.get(path, params={"limit": 3, "offset": 6}).json()
    seen = [[feature["id"] for feature in answer["features"]]]
    while previous := [one["href"] for one in answer["links"] if one["rel"] == "prev"]:
        answer = client.get(previous[0]).json()
        seen.append([feature["id"] for feature in answer["features"]])

    ids = IDS["toilets"]
    assert seen == [ids[6:9], ids[3:6], ids[0:3]]


def test_past_the_end_there_is_nothing_and_no_next(client):
    answer = client.get("/collections/toilets/items", params={"offset": 9}).json()

    assert answer["features"] == []
    assert (answer["numberMatched"], answer["numberReturned"]) == (9, 0)
    assert "next" not in {link["rel"] for link in answer["links"]}


def test_a_parameter_with_an_encoded_name_is_not_given_twice_by_the_next_link(client):
    answer = client.get("/collections/toilets/items?l%69mit=4").json()
    following = next(link["href"] for link in answer["links"] if link["rel"] == "next")

    assert client.get(following).json()["features"][0]["id"] == IDS["toilets"][4]


def test_the_links_of_a_page_for_people_stay_pages(client):
    page = client.get("/collections/toilets/items", params={"f": "html", "limit": 4}).text

    assert 'href="/collections/toilets/items?f=html&amp;offset=4&amp;limit=4"' in page
