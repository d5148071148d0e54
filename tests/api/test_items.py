"""The items of a layer: what a box meets, what a time meets, and one feature by its id."""

from __future__ import annotations

import pytest

from tests.api.conftest import IDS, TOWN


def ids(client, layer, **params):
    answer = client.get(f"/collections/{layer}/items", params=params)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    found = [feature["id"] for feature in document["features"]]
    assert document["numberMatched"] == document["numberReturned"] == len(found)
    return found


@pytest.mark.parametrize("layer", sorted(IDS))
def test_without_a_filter_all_features_come_in_the_order_of_the_file(client, layer):
    assert ids(client, layer) == IDS[layer]


@pytest.mark.parametrize("layer", sorted(IDS))
def test_features_are_sent_byte_for_byte_as_they_are_stored(client, layer):
    answer = client.get(f"/collections/{layer}/items")

    assert all(line in answer.content for line in TOWN[layer])


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        # All four points of the street, from the first to the last.
        ("119.001,0,119.004,0", ["p-night", "p-always", "p-short", "p-unknown"]),
        # Touching counts: an edge, a corner, a box that is one point.
        ("119,-1,119.001,1", ["p-night"]),
        ("119.004,0,120,1", ["p-unknown"]),
        ("119.002,0,119.002,0", ["p-always"]),
        # A ten-millionth of a degree less, and it is missed.
        ("119,-1,119.0009999,1", []),
        ("119.0020001,0,119.0029999,0", []),
        # Six numbers: the heights mean nothing on the ground.
        ("119.001,0,-500,119.002,0,9000", ["p-night", "p-always"]),
        ("-180,-90,180,90", ["p-night", "p-always", "p-short", "p-unknown"]),
        (" 119.001 , 0 , 119.002 , 0 ", ["p-night", "p-always"]),
        ("1.19001e2,0,1.19002e2,0.0", ["p-night", "p-always"]),
    ],
)
def test_a_box_meets_the_points_in_it_and_on_its_edge(client, bbox, expected):
    assert ids(client, "parking", bbox=bbox) == expected


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        # Within the triangle's bounds, north-west of its long side: y > x there.
        ("119.011,0.0185,119.0115,0.0195", []),
        # This box's south-east corner lies on the long side: 0.015 north, 0.015 east.
        ("119.01,0.015,119.015,0.02", ["park-1"]),
        ("119.01,0.0150001,119.015,0.02", []),
        # Wholly inside, wholly around, and touching the tip only.
        ("119.018,0.012,119.019,0.013", ["park-1"]),
        ("119,0,119.025,0.025", ["park-1"]),
        ("119.02,0.02,119.025,0.025", ["park-1"]),
        # The gate lies far from its square: the box is asked of the geometry.
        ("119.0049,-0.001,119.0051,0.001", []),
        ("119.03,0.01,119.0301,0.0101", ["park-gate"]),
    ],
)
def test_a_box_meets_polygons_by_their_shape_and_not_by_their_bounds(client, bbox, expected):
    assert ids(client, "parks", bbox=bbox) == expected


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("118.9815,0,118.9895,0.001", []),
        ("118.98,0,118.9805,0.001", ["c-1"]),
        ("118.991,0,119,0.001", ["c-1"]),
    ],
)
def test_a_box_between_the_parts_of_a_multipolygon_misses_it(client, bbox, expected):
    assert ids(client, "communities", bbox=bbox) == expected


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("179,-1,-179,1", ["s-west", "s-east"]),
        ("179.9995,-1,-179.9985,1", ["s-east"]),
        ("179,-1,180,1", ["s-west"]),
        ("-180,-1,-179,1", ["s-east"]),
        # Not across, but nearly all the way round.
        ("-179,-1,179,1", []),
        ("179,-1,0,-179,1,0", ["s-west", "s-east"]),
    ],
)
def test_a_box_whose_west_is_east_of_its_east_crosses_the_antimeridian(client, bbox, expected):
    assert ids(client, "sunshades", bbox=bbox) == expected


@pytest.mark.parametrize(
    ("bbox", "reason"),
    [
        ("1,2,3", "west,south,east,north"),
        ("1,2,3,4,5", "west,south,east,north"),
        ("1,2,3,4,5,6,7", "west,south,east,north"),
        ("", "valid number"),
        ("119,0,,1", "valid number"),
        ("a,b,c,d", "valid number"),
        ("nan,0,1,1", "finite number"),
        ("0,0,inf,1", "finite number"),
        ("119,36.8,120,36.6", "south lies north"),
        ("0,0,181,1", "longitudes lie between"),
        ("36.6,119,36.8,120", "latitudes lie between"),
    ],
)
def test_a_box_that_is_none_is_refused_with_the_reason(client, bbox, reason):
    answer = client.get("/collections/parking/items", params={"bbox": bbox})

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["bbox"]
    assert reason in answer.json()["detail"]


# p-night was updated at midnight UTC as 2026 began, which is 8 o'clock here; p-always as 2020
# began; nobody knows when the other two were, so the standard lets them pass
# (OGC 17-069r4, requirement /req/core/fc-time-response, C).
UNKNOWN = ["p-short", "p-unknown"]


@pytest.mark.parametrize(
    ("datetime", "expected"),
    [
        ("2026-01-01T00:00:00Z", ["p-night"]),
        ("2026-01-01T08:00:00+08:00", ["p-night"]),
        ("2025-12-31T19:00:00-05:00", ["p-night"]),
        ("2026-01-01t00:00:00z", ["p-night"]),
        ("2026-01-01T00:00:01Z", []),
        ("2020-01-01T00:00:00Z/2026-01-01T00:00:00Z", ["p-night", "p-always"]),
        ("2020-01-01T00:00:01Z/2025-12-31T23:59:59Z", []),
        ("../2025-01-01T00:00:00Z", ["p-always"]),
        ("/2025-01-01T00:00:00Z", ["p-always"]),
        ("2025-01-01T00:00:00Z/..", ["p-night"]),
        ("2025-01-01T00:00:00Z/", ["p-night"]),
        # A day is the whole day, here: 2025-12-31 ends eight hours before p-night's time.
        ("2026-01-01", ["p-night"]),
        ("2025-12-31", []),
        ("2020-01-01/2026-01-01", ["p-night", "p-always"]),
        # Without an offset a time is the place's own.
        ("2026-01-01T08:00", ["p-night"]),
        ("2026-01-01T00:00", []),
        # As far as the calendar goes.
        ("0001-01-01T00:00:00+14:00/..", ["p-night", "p-always"]),
        ("../9999-12-31T23:59:59-14:00", ["p-night", "p-always"]),
        ("0001-01-01/9999-12-31", ["p-night", "p-always"]),
    ],
)
def test_a_time_meets_what_was_updated_then_and_what_has_no_time(client, datetime, expected):
    assert ids(client, "parking", datetime=datetime) == expected + UNKNOWN


@pytest.mark.parametrize(
    ("datetime", "reason"),
    [
        ("yesterday", "write a time as"),
        ("2026", "write a time as"),
        ("", "at least one end"),
        ("../..", "at least one end"),
        ("/", "at least one end"),
        ("2026-02-30", "no such time"),
        ("2026-01-01T25:00:00Z", "no such time"),
        ("2026-01-02/2026-01-01", "ends before it begins"),
        ("2026-01-01T00:00:00Z/2026-01-02T00:00", "or neither"),
        ("2026-01-01/2026-01-02/2026-01-03", "write a time as"),
    ],
)
def test_a_time_that_is_none_is_refused_with_the_reason(client, datetime, reason):
    answer = client.get("/collections/parking/items", params={"datetime": datetime})

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["datetime"]
    assert reason in answer.json()["detail"]


def test_box_and_time_and_fields_must_all_hold(client):
    within = {"bbox": "119.001,0,119.003,0", "datetime": "2026-01-01"}

    assert ids(client, "parking", **within) == ["p-night", "p-short"]
    assert ids(client, "parking", **within, kind="lot") == ["p-night"]
    assert ids(client, "parking", **within, kind="shared") == []


@pytest.mark.parametrize("limit", [10_001, 1_000_000, 10**30])
def test_a_limit_over_the_most_is_answered_as_the_most(demonstration, limit):
    # OGC 17-069r4, requirement /req/core/fc-limit-response-1 and its permission: not an error.
    answer = demonstration.get(
        "/collections/parking/items", params={"limit": limit, "offset": 100}
    ).json()

    assert answer["numberReturned"] == 60
    previous = next(link["href"] for link in answer["links"] if link["rel"] == "prev")
    assert previous.endswith("limit=10000")


def test_a_page_has_a_hundred_features_unless_asked_otherwise(demonstration):
    answer = demonstration.get("/collections/parking/items").json()

    assert (answer["numberMatched"], answer["numberReturned"]) == (160, 100)


@pytest.mark.parametrize("layer", sorted(IDS))
def test_one_feature_is_the_stored_one_with_its_status_and_links(client, layer):
    for line, feature_id in zip(TOWN[layer], IDS[layer], strict=True):
        path = f"/collections/{layer}/items/{feature_id}"
        if feature_id in IDS["toilets"]:
            continue
        answer = client.get(path)

        assert answer.status_code == 200
        assert answer.content.startswith(line[:-1] + b',"status":')
        rels = {link["rel"]: link["href"] for link in answer.json()["links"]}
        assert set(rels) == {"self", "alternate", "collection"}
        assert rels["collection"].endswith(f"/collections/{layer}")


def test_a_feature_that_is_not_there_is_404_and_says_where_to_look(client):
    answer = client.get("/collections/parks/items/park-2")

    assert answer.status_code == 404
    assert "no feature 'park-2'" in answer.json()["detail"]
    assert "/collections/parks/items lists them" in answer.json()["detail"]


def test_the_extent_holds_all_geometries_and_times(client):
    def extent(layer):
        return client.get(f"/collections/{layer}").json()["extent"]

    assert extent("parking")["spatial"]["bbox"] == [[119.001, 0, 119.004, 0]]
    assert extent("parking")["temporal"]["interval"] == [
        ["2020-01-01T00:00:00+00:00", "2026-01-01T08:00:00+08:00"]
    ]
    assert extent("communities")["spatial"]["bbox"] == [[118.98, 0, 118.991, 0.001]]
    # Nobody knows when the parks were updated, so there is no time to hold them.
    assert "temporal" not in extent("parks")
