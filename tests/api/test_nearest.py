"""The nearest facilities: the true ones, in order, with distance, walking time and status."""

from __future__ import annotations

import math
from itertools import chain

import pytest

from tests.api.conftest import IDS

# A thousandth of a degree on the equator.
STEP_M = 6_378_137 * math.pi / 180_000

# A Monday that is no holiday, in the middle of the day, and its night; times of the place.
NOON, NIGHT = "2026-11-23T12:00", "2026-11-23T22:00"


def nearest(client, lon, lat, **params):
    answer = client.get("/nearest", params={"lon": lon, "lat": lat, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(client, lon, lat, **params):
    return [feature["id"] for feature in nearest(client, lon, lat, **params)["features"]]


def test_the_distances_of_a_street_on_the_equator_are_its_arcs(client):
    features = nearest(client, 119, 0, layers="parking")["features"]

    assert [feature["id"] for feature in features] == IDS["parking"]
    # 111.3195 m a step, to the decimetre; 66 m a minute, to the tenth of a minute.
    assert [feature["distance_m"] for feature in features] == [111.3, 222.6, 334.0, 445.3]
    assert [feature["walk_minutes"] for feature in features] == [1.7, 3.4, 5.1, 6.7]
    assert [feature["layer"] for feature in features] == ["parking"] * 4


def test_the_answer_says_that_the_way_is_a_straight_line(client):
    answer = nearest(client, 119, 0)

    assert answer["distance"]["method"] == "geodesic"
    assert answer["distance"]["path"] == "straight_line"
    assert answer["distance"]["walking_speed_m_s"] == 1.1
    assert "直线距离" in answer["distance"]["note"]
    assert "Straight-line distance" in answer["distance"]["note"]


def test_a_known_entrance_is_where_the_distance_ends(client):
    # The gate stands at 119.005 on the street, its park a kilometre north-east.
    features = nearest(client, 119, 0, layers="parks")["features"]

    assert [feature["id"] for feature in features] == ["park-gate", "park-1"]
    assert features[0]["distance_m"] == round(5 * STEP_M, 1) == 556.6


def test_several_layers_are_merged_in_order_of_distance(client):
    answer = nearest(client, 119.0049, 0, layers="parks,parking", k=4)
    found = [(feature["layer"], feature["id"]) for feature in answer["features"]]

    assert found == [
        ("parks", "park-gate"),
        ("parking", "p-unknown"),
        ("parking", "p-short"),
        ("parking", "p-always"),
    ]
    assert answer["numberReturned"] == 4


def test_without_layers_all_are_searched_and_k_counts_over_all(client):
    everything = ids(client, 119, 0, k=100)

    assert sorted(everything) == sorted(chain.from_iterable(IDS.values()))
    assert everything[:5] == ["p-night", "p-always", "p-short", "p-unknown", "park-gate"]
    assert ids(client, 119, 0) == everything[:10]


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 100])
def test_k_is_how_many_come_at_most(client, k):
    assert ids(client, 119, 0, layers="parking", k=k) == IDS["parking"][:k]


@pytest.mark.parametrize(
    ("max_distance_m", "count"),
    [
        (111.3194, 0),
        # 111.31949079… m: a bound a hair beyond it holds the point.
        (111.3194908, 1),
        (333.9584, 2),
        (333.9585, 3),
        (20_037_509, 4),
        (0.001, 0),
    ],
)
def test_the_greatest_distance_is_a_sharp_edge(client, max_distance_m, count):
    assert round(STEP_M, 8) == 111.31949079

    found = ids(client, 119, 0, layers="parking", max_distance_m=max_distance_m)

    assert found == IDS["parking"][:count]


def test_standing_on_a_facility_it_is_nought_metres_away(client):
    feature = nearest(client, 119.002, 0, layers="parking", k=1)["features"][0]

    assert (feature["id"], feature["distance_m"], feature["walk_minutes"]) == ("p-always", 0, 0)


def test_the_way_across_the_antimeridian_is_the_short_one(client):
    features = nearest(client, 180, 0, layers="sunshades")["features"]

    assert {feature["id"] for feature in features} == {"s-west", "s-east"}
    assert [feature["distance_m"] for feature in features] == [111.3, 111.3]
    assert ids(client, 179.9991, 0, layers="sunshades", k=1) == ["s-west"]
    assert ids(client, -179.9991, 0, layers="sunshades", k=1) == ["s-east"]
    same_spot = [nearest(client, lon, 0, layers="sunshades", k=2) for lon in (180, -180)]
    assert [[one["distance_m"] for one in answer["features"]] for answer in same_spot] == [
        [111.3, 111.3],
        [111.3, 111.3],
    ]


# What holds: p-night is free at night, weekends and holidays; p-always always; p-short for half
# an hour at a time; of p-unknown nobody knows.
@pytest.mark.parametrize(
    ("free_at", "stay_minutes", "expected"),
    [
        (NOON, None, ["p-always", "p-short"]),
        (NIGHT, None, ["p-night", "p-always", "p-short"]),
        # The edges of the night: 07:59 is still free, 08:00 is not; 18:00 is free again.
        ("2026-11-23T07:59", None, ["p-night", "p-always", "p-short"]),
        ("2026-11-23T08:00", None, ["p-always", "p-short"]),
        ("2026-11-23T17:59:59", None, ["p-always", "p-short"]),
        ("2026-11-23T18:00", None, ["p-night", "p-always", "p-short"]),
        # The whole stay: half an hour fits everywhere; a minute more is too long for p-short.
        (NIGHT, 30, ["p-night", "p-always", "p-short"]),
        (NIGHT, 31, ["p-night", "p-always"]),
        # Ten hours from 22:00 end at 08:00, when p-night begins to cost.
        (NIGHT, 600, ["p-night", "p-always"]),
        (NIGHT, 601, ["p-always"]),
        (NOON, 30, ["p-always", "p-short"]),
        # From Friday 18:00 the weekend is free as well, 62 hours until Monday 08:00.
        ("2026-11-27T18:00", 62 * 60, ["p-night", "p-always"]),
        ("2026-11-27T18:00", 62 * 60 + 1, ["p-always"]),
        # A holiday is free all day: 1 October 2026 is a Thursday.
        ("2026-10-01T12:00", None, ["p-night", "p-always", "p-short"]),
        # Saturday 10 October 2026 is worked in exchange, so its noon costs.
        ("2026-10-10T12:00", None, ["p-always", "p-short"]),
        ("2026-10-11T12:00", None, ["p-night", "p-always", "p-short"]),
        # 14:00 UTC is 22:00 here.
        ("2026-11-23T14:00:00Z", None, ["p-night", "p-always", "p-short"]),
    ],
)
def test_only_what_is_free_then_for_the_whole_stay_is_found(
    client, free_at, stay_minutes, expected
):
    params = {"free_at": free_at, "stay_minutes": stay_minutes}
    asked = {name: value for name, value in params.items() if value is not None}

    assert ids(client, 119, 0, layers="parking", **asked) == expected


def test_being_free_goes_before_being_near(client):
    assert ids(client, 119, 0, layers="parking", k=1, free_at=NOON) == ["p-always"]
    assert ids(client, 119, 0, layers="parking", k=2, free_at=NIGHT, stay_minutes=31) == [
        "p-night",
        "p-always",
    ]


def test_other_layers_are_judged_by_their_own_hours(client):
    # The park is open from 06:00 to 22:00, that is: until the minute before 22:00.
    def park_is_found(at):
        return "park-1" in ids(client, 119, 0, layers="parks", free_at=at)

    assert [park_is_found(f"2026-11-23T{at}") for at in ("05:59", "06:00", "21:59", "22:00")] == [
        False,
        True,
        True,
        False,
    ]
    # A sunshade is always there; a community has no hours at all.
    assert ids(client, 180, 0, layers="sunshades", k=1, free_at=NOON) != []
    assert ids(client, 119, 0, layers="communities", free_at=NOON) == ["c-1"]


def test_each_feature_says_what_holds_then_and_until_when(client):
    features = nearest(client, 119, 0, layers="parking", free_at=NIGHT, stay_minutes=30)["features"]

    words = [feature["status"].pop("words")["en"] for feature in features]
    assert words[0] == "Free until 8:00 tomorrow"
    assert [feature["status"] for feature in features] == [
        {
            "state": "free",
            "until": "2026-11-24T08:00:00+08:00",
            "next_state": "paid",
            "whole_stay_free": True,
            "max_stay_minutes": None,
            "reason": "free_hours",
        },
        {
            "state": "free",
            "until": None,
            "next_state": None,
            "whole_stay_free": True,
            "max_stay_minutes": None,
            "reason": "free_hours",
        },
        {
            "state": "free",
            "until": None,
            "next_state": None,
            "whole_stay_free": True,
            "max_stay_minutes": 30,
            "reason": "free_hours",
        },
    ]


def test_unknown_hours_are_unknown_and_a_layer_without_hours_has_no_status(client):
    unknown = nearest(client, 119.004, 0, layers="parking", k=1)["features"][0]
    community = nearest(client, 119, 0, layers="communities")["features"][0]

    assert unknown["id"] == "p-unknown"
    assert (unknown["status"]["state"], unknown["status"]["reason"]) == ("unknown", "no_hours")
    assert community["status"] is None


def test_a_year_whose_calendar_is_not_published_carries_a_warning(client):
    feature = nearest(client, 119, 0, layers="parking", k=1, free_at="2029-10-03T22:00")["features"]

    assert feature[0]["status"]["warning"] == "calendar_unpublished"


def test_what_was_computed_stands_beside_the_stored_properties(client):
    feature = nearest(client, 119, 0, layers="parking", k=1)["features"][0]

    assert list(feature) == [
        "type",
        "id",
        "geometry",
        "properties",
        "layer",
        "distance_m",
        "walk_minutes",
        "status",
    ]
