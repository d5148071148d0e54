"""Every declared filter of every layer, asked for every value that occurs, against the file."""

from __future__ import annotations

import json
import typing

import pytest

from layers._layer import plain_type
from layers._registry import layer_named
from tests.api.conftest import DEMONSTRATION

NUMBERS = (int, float)


def whole_layer(name):
    document = json.loads((DEMONSTRATION / f"{name}.geojson").read_bytes())
    return [(feature["id"], feature["properties"]) for feature in document["features"]]


def matched(client, layer, params):
    path = f"/collections/{layer}/items"
    answer = client.get(path, params={**params, "limit": 10_000})
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


def test_each_filter_passes_exactly_the_features_that_have_the_value(demonstration, layer_name):
    layer, features = layer_named(layer_name), whole_layer(layer_name)
    assert layer.filters
    for field in layer.filters:
        known = [value for _, properties in features if (value := properties[field]) is not None]
        lists = typing.get_origin(plain_type(layer.fields[field])) is list
        values = {each for value in known for each in value} if lists else set(known)
        for value in sorted(values, key=str):
            expected = [
                feature_id
                for feature_id, properties in features
                if (has := properties[field]) is not None
                and (value in has if lists else value == has)
            ]
            found = matched(demonstration, layer_name, {field: json_text(value)})
            assert found == expected, (field, value)


def json_text(value):
    """Return a value as a query writes it."""
    return value if isinstance(value, str) else json.dumps(value)


def test_numbers_have_bounds_that_include_their_ends(demonstration, layer_name):
    layer, features = layer_named(layer_name), whole_layer(layer_name)
    for field in layer.filters:
        if plain_type(layer.fields[field]) not in NUMBERS:
            continue
        values = sorted(v for _, properties in features if (v := properties[field]) is not None)
        if not values:
            continue
        low, high = values[len(values) // 4], values[3 * len(values) // 4]

        def within(least, most, field=field):
            return [
                feature_id
                for feature_id, properties in features
                if (value := properties[field]) is not None and least <= value <= most
            ]

        least, most = {f"{field}_min": str(low)}, {f"{field}_max": str(high)}
        ends = values[0], values[-1]
        assert matched(demonstration, layer_name, least) == within(low, ends[1]), field
        assert matched(demonstration, layer_name, most) == within(ends[0], high), field
        assert matched(demonstration, layer_name, least | most) == within(low, high), field


def test_several_values_are_alternatives_but_of_a_list_all_must_be_there(client):
    def ids(layer, **params):
        return matched(client, layer, params)

    assert ids("parking", kind="lot,kerbside") == ["p-night", "p-always", "p-short"]
    assert ids("parking", subdistrict="城东街道,城西街道") == ["p-night", "p-always"]
    assert ids("parks", features="fitness") == ["park-1", "park-gate"]
    assert ids("parks", features="fitness,lighting") == ["park-1"]
    assert ids("parks", features="fitness,lighting,shade") == []


def test_unknown_values_pass_no_filter_of_their_field(client):
    # p-short and p-unknown have no number of spaces, p-unknown no kind.
    assert matched(client, "parking", {"spaces_min": "0"}) == ["p-night", "p-always"]
    assert matched(client, "parking", {"spaces_max": "100000"}) == ["p-night", "p-always"]
    assert matched(client, "parking", {"kind": "kerbside,lot,shared,underground"}) == [
        "p-night",
        "p-always",
        "p-short",
    ]


@pytest.mark.parametrize(
    ("layer", "params", "expected"),
    [
        ("parking", {"spaces": "20"}, ["p-night"]),
        ("parking", {"spaces": "20", "spaces_max": "19"}, []),
        ("parking", {"height_limit_m": "2.1"}, ["p-short"]),
        ("parking", {"height_limit_m_min": "2.10000001"}, []),
        ("parking", {"max_stay_minutes_max": "30"}, ["p-short"]),
        ("sunshades", {"length_m_min": "9", "length_m_max": "11.4"}, ["s-east"]),
        ("sunshades", {"corner": "NW,SE"}, ["s-west", "s-east"]),
        ("toilets", {"grade": "1,2", "accessible": "true"}, ["t/1", "t?5#x&y=1", "t+7"]),
        ("communities", {"works": "walls,pipes", "households_min": "300"}, ["c-1"]),
    ],
)
def test_filters_of_the_town(client, layer, params, expected):
    assert matched(client, layer, params) == expected


@pytest.mark.parametrize("value", ["true", "True", "1", "yes", "on"])
def test_a_truth_may_be_written_as_people_write_it(client, value):
    assert len(matched(client, "toilets", {"accessible": value})) == 5


@pytest.mark.parametrize(
    ("layer", "params", "words"),
    [
        ("parking", {"kind": "garage"}, "'garage' is not one of kerbside, lot, underground"),
        ("parking", {"kind": ""}, "'' is not one of kerbside"),
        ("parking", {"kind": "lot,"}, "'' is not one of kerbside"),
        ("parking", {"spaces": "many"}, "'many': input should be a valid integer"),
        ("parking", {"spaces_min": "1.5"}, "'1.5': input should be a valid integer"),
        ("parking", {"spaces": ""}, "'': input should be a valid integer"),
        ("toilets", {"grade": "4"}, "'4' is not one of 1, 2, 3"),
        ("toilets", {"accessible": "perhaps"}, "'perhaps': input should be a valid boolean"),
        ("communities", {"works": "magic"}, "'magic' is not one of pipes"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_the_allowed_ones_are_named(
    client, layer, params, words
):
    answer = client.get(f"/collections/{layer}/items", params=params)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == list(params)
    assert words in answer.json()["detail"]


def test_the_filters_are_the_queryables_and_the_documented_parameters(demonstration, layer_name):
    filters = set(layer_named(layer_name).filters)
    queryables = demonstration.get(f"/collections/{layer_name}/queryables").json()
    document = demonstration.get("/openapi.json").json()
    operation = document["paths"][f"/collections/{layer_name}/items"]["get"]
    documented = {one["name"] for one in operation["parameters"]}

    assert set(queryables["properties"]) == filters
    assert queryables["additionalProperties"] is False
    assert filters <= documented
    bounds = {f"{name}_{end}" for name in filters for end in ("min", "max")}
    general = {"bbox", "datetime", "limit", "offset", "f", "free_at", "stay_minutes", "version"}
    general |= {"lang", "text"}
    assert documented - filters - general <= bounds


def test_each_item_asked_for_by_a_filter_carries_its_status_only_when_time_is_asked(client):
    path = "/collections/parking/items"
    plain = client.get(path, params={"kind": "lot"}).json()
    timed = client.get(path, params={"kind": "lot", "free_at": "2026-11-23T22:00"}).json()

    assert "status" not in plain["features"][0]
    assert timed["features"][0]["status"]["state"] == "free"
