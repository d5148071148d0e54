"""Query parameters: every wrong one is refused by name, with its value and the way out."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from api.main import create_app
from api.params import parse_instant
from api.settings import Settings
from tests.api.conftest import DEMONSTRATION
from tests.api.examples import EXAMPLES, PLANNED, WRITTEN


@pytest.fixture(params=sorted(EXAMPLES.values()))
def address(request):
    return request.param


def test_every_route_has_an_example_here():
    app = create_app(Settings(data=DEMONSTRATION))
    routes = [one for one in app.routes if isinstance(one, APIRoute) and one.include_in_schema]

    assert {one.path for one in routes} == {*EXAMPLES, *WRITTEN, *PLANNED}


def test_every_example_answers(client, address):
    assert client.get(address).status_code == 200


def refused(client, target):
    """Return the detail and the named parameters of a 400 answer."""
    answer = client.get(target)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    return problem["detail"], [fault["parameter"] for fault in problem["errors"]]


def test_an_unknown_parameter_is_refused_everywhere_and_named(client, address):
    if address.startswith("/oembed"):
        pytest.skip("consumers of oEmbed add parameters of their own")
    detail, named = refused(client, f"{address}{'&' if '?' in address else '?'}colour=red")

    assert named == ["colour"]
    assert "colour: unknown parameter" in detail
    assert "known: " in detail


def test_the_known_parameters_are_listed_and_a_close_one_is_offered(client):
    detail, named = refused(client, "/nearest?lon=119&lat=0&max_distance=500")

    assert named == ["max_distance"]
    assert "did you mean 'max_distance_m'?" in detail
    assert "known: free_at, stay_minutes, lon, lat, layers, k, max_distance_m, version" in detail


def test_a_route_without_parameters_says_so(client):
    detail, _ = refused(client, "/favicon.ico?v=1")

    assert detail == "v: unknown parameter; known: none"


def test_a_layers_own_filters_are_offered_too(client):
    detail, _ = refused(client, "/collections/parking/items?space_min=3")

    assert "did you mean 'spaces_min'?" in detail


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("/collections?f=json&f=html", ["f"]),
        ("/nearest?lon=119&lat=0&lon=119", ["lon"]),
        ("/nearest?lon=119&lat=0&lon=118&lat=1", ["lat", "lon"]),
        ("/collections/parking/items?kind=lot&kind=shared", ["kind"]),
        ("/collections/parking/items?limit=1&l%69mit=2", ["limit"]),
    ],
)
def test_a_parameter_given_twice_is_refused_rather_than_one_chosen(client, target, names):
    detail, named = refused(client, target)

    assert named == names
    assert "is given more than once" in detail


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("/collections?f=", ["f"]),
        ("/collections?f", ["f"]),
        ("/nearest?lon=&lat=0", ["lon"]),
        ("/nearest?lon&lat", ["lon", "lat"]),
        ("/nearest?lon=1&lat=1&layers=", ["layers"]),
        ("/nearest?lon=1&lat=1&free_at=", ["free_at"]),
        ("/search?q=", ["q"]),
        ("/collections/parking/items?limit=", ["limit"]),
        ("/collections/parking/items?bbox=&spaces=&datetime=", ["datetime", "bbox", "spaces"]),
        ("/data/parking.geojson?version=", ["version"]),
    ],
)
def test_an_empty_value_is_no_value(client, target, names):
    _, named = refused(client, target)

    assert sorted(named) == sorted(names)


@pytest.mark.parametrize(
    ("target", "parameter"),
    [
        ("/nearest?lon=119", "lat"),
        ("/nearest", "lon"),
        ("/search", "q"),
    ],
)
def test_a_missing_parameter_is_named(client, target, parameter):
    detail, named = refused(client, target)

    assert parameter in named
    assert f"{parameter}: is required" in detail


@pytest.mark.parametrize(
    ("target", "parameter"),
    [
        ("/nearest?lat=0&lon=181", "lon"),
        ("/nearest?lat=0&lon=-180.0000001", "lon"),
        ("/nearest?lon=0&lat=90.5", "lat"),
        ("/nearest?lon=0&lat=nan", "lat"),
        ("/nearest?lon=0&lat=Infinity", "lat"),
        ("/nearest?lon=0&lat=1e999", "lat"),
        ("/nearest?lon=0,5&lat=1", "lon"),
        ("/nearest?lon=0&lat=1&k=0", "k"),
        ("/nearest?lon=0&lat=1&k=101", "k"),
        ("/nearest?lon=0&lat=1&k=1.5", "k"),
        ("/nearest?lon=0&lat=1&k=1e1", "k"),
        ("/nearest?lon=0&lat=1&max_distance_m=0", "max_distance_m"),
        ("/nearest?lon=0&lat=1&max_distance_m=-5", "max_distance_m"),
        ("/nearest?lon=0&lat=1&max_distance_m=20037510", "max_distance_m"),
        ("/nearest?lon=0&lat=1&layers=parks,parks", "layers"),
        ("/nearest?lon=0&lat=1&layers=parks,zoo", "layers"),
        ("/nearest?lon=0&lat=1&stay_minutes=0", "stay_minutes"),
        ("/nearest?lon=0&lat=1&stay_minutes=10081", "stay_minutes"),
        ("/nearest?lon=0&lat=1&free_at=noon", "free_at"),
        ("/nearest?lon=0&lat=1&free_at=2026-11-23T24:01", "free_at"),
        ("/collections/parking/items?limit=0", "limit"),
        ("/collections/parking/items?limit=-1", "limit"),
        ("/collections/parking/items?limit=ten", "limit"),
        ("/collections/parking/items?offset=-1", "offset"),
        ("/collections/parking/items?offset=99999999999", "offset"),
        ("/search?q=x&limit=101", "limit"),
        ("/data/parking.geojson?version=latest", "version"),
        (f"/search?q={'x' * 101}", "q"),
        (f"/static/built/pages.css?v={'x' * 65}", "v"),
    ],
)
def test_a_value_out_of_its_bounds_is_refused(client, target, parameter):
    _, named = refused(client, target)

    assert named == [parameter]


def test_all_wrong_parameters_are_told_at_once(client):
    _, named = refused(client, "/nearest?lon=200&lat=100&k=0&colour=red")

    assert sorted(named) == ["colour", "k", "lat", "lon"]


def test_an_unknown_layer_is_refused_and_the_known_ones_are_named(client):
    detail, _ = refused(client, "/search?q=x&layers=park")

    assert "no layer 'park'; known: parking, parks, toilets, sunshades, communities" in detail


@pytest.mark.parametrize(
    "query", ["x" * 9_000, "q=" + "x" * 9_000, "&".join(f"p{n}=1" for n in range(101))]
)
def test_a_query_that_is_too_long_is_refused_in_a_few_words(client, query):
    answer = client.get(f"/search?{query}")

    assert answer.status_code == 400
    assert answer.json()["detail"] == "the query is longer than 8000 bytes or 100 parameters"


@pytest.mark.parametrize(
    "target",
    [
        f"/nearest?lon=0&lat={'9' * 5_000}",
        f"/collections/parking/items?limit={'9' * 5_000}",
        f"/collections/parking/items?kind={'x' * 5_000}",
        f"/{'x' * 5_000}",
        f"/static/{'x' * 5_000}",
        f"/collections/{'x' * 5_000}",
        f"/collections/parks/items/{'x' * 5_000}",
        f"/maps/{'x' * 5_000}",
    ],
)
def test_a_long_value_is_not_repeated_whole(client, target):
    answer = client.get(target)

    assert answer.status_code in {400, 404}
    assert len(answer.content) < 1_500


def test_a_long_accept_header_is_not_repeated_whole(client):
    answer = client.get("/collections", headers={"accept": "x" * 5_000})

    assert answer.status_code == 406
    assert len(answer.content) < 1_500


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # Chinese characters, spaces written both ways, encoded letters, an encoded comma.
        ("subdistrict=%E5%9F%8E%E4%B8%9C%E8%A1%97%E9%81%93", ["p-night"]),
        ("subdistrict=%e5%9f%8e%e4%b8%9c%e8%a1%97%e9%81%93", ["p-night"]),
        ("%6Bind=lot", ["p-night"]),
        ("kind=lot%2Ckerbside", ["p-night", "p-always", "p-short"]),
        ("bbox=119%2C0%2C119.001%2C0", ["p-night"]),
        ("kind=lot&", ["p-night"]),
        ("&&kind=lot", ["p-night"]),
        # Nothing is called so, and nothing breaks.
        ("subdistrict=%00", []),
        ("subdistrict=%ff%fe", []),
        ("subdistrict=%ED%A0%80", []),
        ("subdistrict=%F0%9F%9A%BB", []),
        ("subdistrict=%3Cscript%3E", []),
        ("subdistrict='%20OR%201=1%20--", []),
        ("subdistrict=%", []),
        ("subdistrict=%zz", []),
        ("subdistrict=", []),
    ],
)
def test_percent_encoding_is_undone_once(client, query, found):
    answer = client.get(f"/collections/parking/items?{query}")

    assert answer.status_code == 200
    assert [feature["id"] for feature in answer.json()["features"]] == found


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01T08:00:00+08:00",
        # A plus sign that a form or a person did not encode arrives as a space.
        "2026-10-01T08:00:00 08:00",
        "2026-10-01t00:00:00z",
        "2026-10-01 08:00:00+08:00",
        " 2026-10-01T08:00+08:00 ",
        "2026-09-30T19:00:00.000000-05:00",
    ],
)
def test_one_instant_may_be_written_in_several_ways(text):
    assert parse_instant(text) == parse_instant("2026-10-01T00:00:00Z")


def test_a_plus_that_arrives_as_a_space_is_an_offset_and_not_a_fault(client):
    # 22:00 in Shanghai, in both; without the offset taken, 14:00 would be no free hour.
    free = [
        client.get(f"/nearest?lon=119&lat=0&layers=parking&free_at=2026-11-23T14:00:00{sign}00:00")
        for sign in ("+", "%2B", "%20")
    ]

    assert [answer.status_code for answer in free] == [200, 200, 200]
    assert [len(answer.json()["features"]) for answer in free] == [3, 3, 3]
