"""Incoming rows find the published facility that they are, and new ones get ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geojson import canonical_collection, canonical_feature
from layers._registry import layer_named
from layers.matching import Matches, match_rows, new_ids
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot

TOILETS = layer_named("toilets")
# A ten-thousandth of a degree of latitude is 11.1 m.
STEP_M = 11.1
NAN = float("nan")

# Id, name, address, and how many steps north of 36.7°.
Published = tuple[str, str | None, str | None, float]
# Id, name, address, and how many steps north; None for a row without a position.
Row = tuple[str | None, str | None, str | None, float | None]


def published(*facilities: Published) -> Snapshot:
    features = [
        canonical_feature(
            feature_id,
            {"type": "Point", "coordinates": [119.1, 36.7 + steps / 10_000]},
            dict.fromkeys(TOILETS.fields) | {"name": name, "address": address},
        )
        for feature_id, name, address, steps in facilities
    ]
    return read_snapshot(TOILETS, canonical_collection(features), file="toilets.geojson")


def matched(layer: Snapshot | None, rows: Sequence[Row], within_m: float = 200.0) -> Matches:
    lat = [NAN if steps is None else 36.7 + steps / 10_000 for *_, steps in rows]
    return match_rows(
        layer,
        ids=[row[0] for row in rows],
        keys=[(row[1], row[2]) for row in rows],
        names=[row[1] for row in rows],
        lon=np.where(np.isnan(lat), NAN, 119.1),
        lat=np.array(lat),
        within_m=within_m,
    )


def test_where_nothing_is_published_every_row_is_new():
    assert matched(None, [("a", "甲", None, 0)]).ids == (None,)


def test_an_id_goes_before_place_and_name():
    layer = published(("a", "甲厕", None, 0), ("b", "乙厕", None, 10))

    found = matched(layer, [("b", "甲厕", None, 0), (None, "甲厕", None, 1)])

    assert found.ids == ("b", "a")
    assert found.how == ("id", "place_and_name")
    assert found.distance_m == pytest.approx([10 * STEP_M, STEP_M], abs=0.1)


def test_of_two_rows_with_one_id_the_first_has_it():
    layer = published(("a", "甲厕", None, 0))

    assert matched(layer, [("a", None, None, 500), ("a", None, None, 900)]).ids == ("a", None)


def test_a_key_that_is_unique_on_both_sides_finds_a_facility_across_town():
    layer = published(("a", "公共厕所", "东风街 1 号", 0), ("b", "公共厕所", "东风街2号", 5))

    found = matched(layer, [(None, "公共厕所", "东风街1号", 900)])

    assert found.ids == ("a",)
    assert found.how == ("key",)


def test_a_key_that_two_facilities_have_tells_nothing():
    layer = published(("a", "公厕", "东街", 0), ("b", "公厕", "东街", 100))

    assert matched(layer, [(None, "公厕", "东街", 50)]).ids == (None,)


def test_a_key_with_an_unknown_part_tells_nothing():
    layer = published(("a", "公共厕所", None, 0))

    assert matched(layer, [(None, "公共厕所", None, None)]).ids == (None,)


@pytest.mark.parametrize(
    "name",
    ["東風街公廁", "东风街 公厕", "東風街公厕　", "东风街公厕"],
    ids=["hant", "gap", "wide", "same"],
)
def test_one_name_in_other_letters_is_the_same_name(name):
    layer = published(("a", "东风街公厕", None, 0), ("b", "西街公厕", None, 0))

    assert matched(layer, [(None, name, None, 15)]).ids == ("a",)


def test_a_name_of_its_own_is_followed_within_the_distance_and_no_farther():
    layer = published(("a", "东风街公厕", None, 0))

    near, far = 17, 19  # 189 m and 211 m
    assert matched(layer, [(None, "东风街公厕", None, near)]).ids == ("a",)
    assert matched(layer, [(None, "东风街公厕", None, far)]).ids == (None,)


def test_a_name_that_several_have_is_not_matched_across_the_street():
    layer = published(*((f"t{number}", "公共厕所", None, number * 100.0) for number in range(82)))

    found = matched(layer, [(None, "公共厕所", None, 110), (None, "公共厕所", None, 202)])

    # 111 m and 22 m from the nearest of that name.
    assert found.ids == (None, "t2")


def test_each_of_a_crowd_of_one_name_gets_its_nearest():
    layer = published(("a", "公厕", None, 0), ("b", "公厕", None, 3))

    found = matched(layer, [(None, "公厕", None, 2.5), (None, "公厕", None, 0.5)])

    assert found.ids == ("b", "a")


def test_rows_of_one_name_on_one_spot_are_taken_in_order():
    layer = published(*((f"t{number}", "公厕", None, 0.0) for number in range(20)))

    found = matched(layer, [(None, "公厕", None, 0.0)] * 20)

    assert found.ids == tuple(f"t{number}" for number in range(20))


def test_on_the_same_spot_a_similar_name_or_none_will_do():
    layer = published(("a", "公共厕所", None, 0), ("b", None, None, 100))

    found = matched(layer, [(None, "公厕", None, 0.2), (None, "新公厕", None, 100.2)])

    assert found.ids == ("a", "b")


@pytest.mark.parametrize("name", ["2号公厕", "便民服务驿站"])
def test_on_the_same_spot_another_name_is_another_facility(name):
    layer = published(("a", "1号公厕", None, 0))

    assert matched(layer, [(None, name, None, 0.0)]).ids == (None,)


def test_what_no_row_is_comes_back_as_missing():
    layer = published(("a", "甲厕", None, 0), ("b", "乙厕", None, 100))

    found = matched(layer, [("b", None, None, None)])

    assert found.missing == ("a",)
    assert np.isnan(found.distance_m).all()
    assert found.counts() == {"id": 1, "key": 0, "place_and_name": 0, "name": 0, "new": 0}


def test_another_key_than_the_layers_own_can_be_declared():
    layer = published(("a", "甲厕", "东街", 0), ("b", "乙厕", "西街", 100))
    nowhere = np.array([NAN])

    found = match_rows(
        layer,
        ids=[None],
        keys=[("西街",)],
        names=[None],
        lon=nowhere,
        lat=nowhere,
        within_m=200,
        key_fields=["address"],
    )

    assert found.ids == ("b",)


names = st.sampled_from([None, "公厕", "公共厕所", "东街公厕"])
steps = st.integers(0, 6).map(float)


@given(
    st.lists(st.tuples(names, steps), max_size=6),
    st.lists(st.tuples(st.sampled_from([None, "t0", "t1", "x"]), names, st.none() | steps)),
)
def test_matches_are_one_to_one_and_the_same_each_time(facilities, rows):
    layer = published(
        *((f"t{number}", name, None, north) for number, (name, north) in enumerate(facilities))
    )
    incoming: list[Any] = [(feature_id, name, None, north) for feature_id, name, north in rows]

    found = matched(layer, incoming)

    given_ids = [each for each in found.ids if each is not None]
    assert len(set(given_ids)) == len(given_ids)
    assert sorted((*given_ids, *found.missing)) == sorted(
        f"t{number}" for number in range(len(facilities))
    )
    assert [each is None for each in found.ids] == [how is None for how in found.how]
    assert matched(layer, incoming).ids == found.ids


def test_new_ids_go_on_where_the_present_ones_end():
    taken = {f"parking-{number:03d}" for number in range(1, 161)} | {"老停车场"}

    assert new_ids(TOILETS, taken, 2) == ["parking-161", "parking-162"]


def test_new_ids_grow_a_digit_when_they_must():
    assert new_ids(TOILETS, {f"t{number:02d}" for number in range(1, 100)}, 2) == ["t100", "t101"]


def test_an_id_of_a_former_version_is_not_given_again():
    # 003 was removed long ago and its number is the highest ever given.
    assert new_ids(TOILETS, {"t-001", "t-002", "t-003"}, 1) == ["t-004"]


@pytest.mark.parametrize(
    "taken", [set(), {"甲", "乙"}, {"node/4561237890", "way/12"}, {"370702001"}]
)
def test_where_ids_do_not_count_up_new_ones_are_called_after_the_layer(taken):
    assert new_ids(TOILETS, taken, 2) == ["toilets-0001", "toilets-0002"]


@given(st.sets(st.from_regex(r"(t-|toilets-)?[0-9]{1,4}", fullmatch=True)), st.integers(0, 5))
def test_new_ids_are_new_and_all_different(taken, count):
    found = new_ids(TOILETS, taken, count)

    assert len(set(found)) == count
    assert not set(found) & taken
