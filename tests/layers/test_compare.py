"""Two versions of a layer are compared facility by facility; distances are worked by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geojson import canonical_collection, canonical_feature
from layers._registry import layer_named
from layers.compare import compare_layers
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot

PARKS = layer_named("parks")
# At 36.7° north a thousandth of a degree is 110.97 m of latitude and 89.35 m of longitude.
NORTH_M, EAST_M = 110.97, 89.35

Facilities = dict[str, tuple[dict[str, Any], dict[str, Any]]]


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def area(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(each) for each in (*corners, corners[0])]]}


def square(west: float, south: float, size: float = 0.001) -> dict[str, Any]:
    east, north = west + size, south + size
    return area((west, south), (east, south), (east, north), (west, north))


def version(facilities: Facilities) -> Snapshot:
    features = [
        canonical_feature(name, geometry, dict.fromkeys(PARKS.fields) | properties)
        for name, (geometry, properties) in facilities.items()
    ]
    return read_snapshot(PARKS, canonical_collection(features), file="parks.geojson")


HERE = point(119.1, 36.7)


def test_a_layer_without_an_earlier_version_is_all_added():
    comparison = compare_layers(None, version({"a": (HERE, {"name": "甲"}), "b": (HERE, {})}))

    assert comparison.added == ("a", "b")
    assert comparison.before is None
    assert comparison.removed_share == 0
    assert comparison.summary().zh == "新增 2 个，未变 0 个。"


def test_the_same_version_has_no_differences():
    one = version({"a": (HERE, {})})

    comparison = compare_layers(one, one)

    assert not comparison.differs
    assert comparison.counts()["unchanged"] == 1
    assert comparison.summary().zh == "没有变化，共 1 个。"


def test_another_order_of_the_same_facilities_is_no_difference():
    facilities: Facilities = {"a": (HERE, {"name": "甲"}), "b": (HERE, {"name": "乙"})}

    comparison = compare_layers(version(facilities), version(dict(reversed(facilities.items()))))

    assert not comparison.differs


def test_added_and_removed_facilities_are_told_by_id_with_the_share_that_is_gone():
    before = version({name: (HERE, {"name": name.upper()}) for name in "abcd"})
    after = version({name: (HERE, {"name": name.upper()}) for name in "bcde"})

    comparison = compare_layers(before, after)

    assert (comparison.added, comparison.removed) == (("e",), ("a",))
    assert comparison.removed_share == 0.25
    assert comparison.unchanged == 3
    assert comparison.names == {"a": "A", "e": "E"}


def test_a_move_is_measured_on_the_ellipsoid():
    before = version({"north": (HERE, {}), "east": (HERE, {})})
    after = version({"north": (point(119.1, 36.701), {}), "east": (point(119.101, 36.7), {})})

    moved = {move.feature_id: move.distance_m for move in compare_layers(before, after).moved}

    assert moved == {
        "north": pytest.approx(NORTH_M, abs=0.05),
        "east": pytest.approx(EAST_M, abs=0.05),
    }


def test_a_centimetre_is_rounding_and_no_move():
    before = version({"a": (HERE, {})})
    after = version({"a": (point(119.1000001, 36.7), {})})

    comparison = compare_layers(before, after)

    assert comparison.rounded == ("a",)
    assert not comparison.differs


def test_a_point_moves_although_its_entrance_stays():
    entrance = {"access_point": [119.1, 36.7]}
    before = version({"a": (HERE, entrance)})
    after = version({"a": (point(119.1, 36.701), entrance)})

    (move,) = compare_layers(before, after).moved

    assert move.distance_m == pytest.approx(NORTH_M, abs=0.05)


def test_an_area_that_is_shifted_whole_moved_and_was_not_reshaped():
    before = version({"a": (square(119.1, 36.7), {})})
    after = version({"a": (square(119.1, 36.701), {})})

    comparison = compare_layers(before, after)

    assert [move.feature_id for move in comparison.moved] == ["a"]
    assert comparison.reshaped == ()


def test_an_outline_that_changes_about_its_centre_is_reshaped_and_did_not_move():
    # A square, and the same turned by an eighth: one centre, other corners.
    upright = square(119.0995, 36.6995)
    turned = area((119.1, 36.6993), (119.1007, 36.7), (119.1, 36.7007), (119.0993, 36.7))

    comparison = compare_layers(version({"a": (upright, {})}), version({"a": (turned, {})}))

    assert comparison.reshaped == ("a",)
    assert comparison.moved == ()
    assert comparison.unchanged == 0


def test_a_ring_that_begins_at_another_corner_is_no_difference():
    corners = [(119.1, 36.7), (119.101, 36.7), (119.101, 36.701)]
    before = version({"a": (area(*corners), {})})
    after = version({"a": (area(corners[1], corners[2], corners[0]), {})})

    assert not compare_layers(before, after).differs


def test_a_point_that_becomes_an_area_is_reshaped():
    before = version({"a": (HERE, {})})

    assert compare_layers(before, version({"a": (square(119.1, 36.7), {})})).reshaped == ("a",)


def test_changes_are_told_field_by_field_beside_a_move():
    before = version({"a": (HERE, {"name": "甲", "area_m2": 400, "features": ["shade"]})})
    after = version({"a": (point(119.1, 36.701), {"name": "乙", "area_m2": 400.0})})

    comparison = compare_layers(before, after)

    (change,) = comparison.changed
    assert dict(change.fields) == {"name": ("甲", "乙"), "features": (["shade"], None)}
    assert len(comparison.moved) == 1
    assert comparison.unchanged == 0


def test_an_undeclared_field_that_is_null_equals_one_that_is_absent():
    before = version({"a": (HERE, {"城管编号": None})})

    assert not compare_layers(before, version({"a": (HERE, {})})).differs


def test_true_is_not_one():
    before = version({"a": (HERE, {"other": True, "list": [1]})})
    after = version({"a": (HERE, {"other": 1, "list": [True]})})

    (change,) = compare_layers(before, after).changed

    assert list(change.fields) == ["list", "other"]


def test_the_document_is_json_and_its_lists_can_be_bounded():
    before = version({})
    after = version({f"p{number}": (HERE, {"name": "园"}) for number in range(5)})

    document = compare_layers(before, after).as_dict(most=2)

    assert json.loads(json.dumps(document)) == document
    assert document["counts"]["added"] == 5
    assert document["added"] == [{"id": "p0", "name": "园"}, {"id": "p1", "name": "园"}]


def test_the_summary_says_the_farthest_move_in_both_languages():
    before = version({"a": (HERE, {}), "b": (HERE, {})})
    after = version({"a": (point(119.1, 36.701), {}), "b": (HERE, {"name": "园"})})

    said = compare_layers(before, after).summary()

    assert said.zh == "移动 1 个（最远 111 米），内容改变 1 个，未变 0 个。"
    assert said.en == "1 moved (by up to 111 m), 1 changed, 0 unchanged."


ids = st.sampled_from("abcdefgh")
layers = st.dictionaries(
    ids,
    st.tuples(
        st.sampled_from([HERE, point(119.101, 36.7), square(119.1, 36.7)]),
        st.fixed_dictionaries({"name": st.sampled_from([None, "甲", "乙"])}),
    ),
)


@given(layers, layers)
def test_every_facility_is_in_a_list_or_unchanged(before, after):
    comparison = compare_layers(version(before), version(after))

    assert set(comparison.added) == set(after) - set(before)
    assert set(comparison.removed) == set(before) - set(after)
    differing = {name for name in set(after) & set(before) if after[name] != before[name]}
    told = {move.feature_id for move in comparison.moved} | set(comparison.reshaped)
    told |= {change.feature_id for change in comparison.changed}
    assert told == differing
    assert comparison.unchanged == len(after) - len(comparison.added) - len(told)
