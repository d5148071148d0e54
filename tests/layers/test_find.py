"""Selecting, searching and the nearest, on Tiny Town."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.find.nearest import nearest
from layers.find.search import normalised, pinyin_of, search, spellings
from layers.find.select import EVERYTHING, FreeAt, Interval, Selection, matching_rows
from layers.hours import Clock
from layers.store.columns import Filter
from layers.store.files import FileStore
from layers.store.reading import read_snapshot
from tests.layers.conftest import feature_line, point

# A Monday that is no holiday; times are the place's own.
MONDAY_NOON = datetime(2026, 11, 23, 12, 0)
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 0)


@pytest.fixture
def store(tiny_place):
    return FileStore(tiny_place)


@pytest.fixture
def clock(store):
    return Clock(store.place.timezone, store.place.calendar())


def ids(snapshot, rows):
    return [snapshot.feature_id(row) for row in rows]


def select(store, clock, layer, **parts):
    snapshot = store.snapshot(layer)
    return ids(snapshot, matching_rows(snapshot, Selection(**parts), clock))


def test_nothing_asked_passes_everything_in_file_order(store, clock):
    assert select(store, clock, "parking") == ["p-near", "p-mid", "p-short", "p-unknown"]
    assert EVERYTHING.everything


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter("kind", ("kerbside",)), ["p-mid", "p-short"]),
        (Filter("kind", ("lot", "kerbside")), ["p-near", "p-mid", "p-short"]),
        (Filter("spaces", at_least=8), ["p-near", "p-mid"]),
        (Filter("spaces", at_least=9, at_most=20), ["p-near"]),
        (Filter("spaces", (8,)), ["p-mid"]),
        (Filter("status", ("open",)), []),
    ],
)
def test_a_filter_passes_what_is_known_to_fit(store, clock, wanted, expected):
    assert select(store, clock, "parking", filters=(wanted,)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("fitness",), ["park-1", "park-gate"]),
        (("fitness", "playground"), ["park-1"]),
        (("water",), []),
    ],
)
def test_a_filter_on_a_list_wants_all_of_what_is_asked(store, clock, asked, expected):
    assert select(store, clock, "parks", filters=(Filter("features", asked),)) == expected


def test_a_box_meets_polygons_themselves_and_not_only_their_bounds(clock):
    triangle = {
        "type": "Polygon",
        "coordinates": [[[119.0, 36.0], [119.1, 36.0], [119.0, 36.1], [119.0, 36.0]]],
    }
    line = feature_line("parks", "triangle", triangle, {})
    snapshot = read_snapshot(layer_named("parks"), canonical_collection([line]), file="x")

    def met(*box):
        return len(matching_rows(snapshot, Selection(box=box), clock))

    assert met(119.08, 36.08, 119.1, 36.1) == 0
    assert met(119.0, 36.0, 119.01, 36.01) == 1
    # The slanted edge passes exactly through this corner.
    assert met(119.05, 36.05, 119.06, 36.06) == 1


def test_a_time_filter_passes_what_has_a_time_within_it_or_none_at_all(clock):
    lines = [
        feature_line("parking", "old", point(119, 36), {"updated_at": "2020-01-01T00:00:00Z"}),
        feature_line("parking", "new", point(119, 36), {"updated_at": "2026-01-01T08:00:00+08:00"}),
        feature_line("parking", "never", point(119, 36), {}),
    ]
    snapshot = read_snapshot(layer_named("parking"), canonical_collection(lines), file="x")

    def within(start, end):
        selection = Selection(updated=Interval(start, end))
        return ids(snapshot, matching_rows(snapshot, selection, clock))

    new_year = datetime(2026, 1, 1, tzinfo=UTC)
    assert within(None, new_year) == ["old", "new", "never"]
    assert within(new_year, new_year) == ["new", "never"]
    assert within(datetime(2026, 1, 1, 1, tzinfo=UTC), None) == ["never"]


@pytest.mark.parametrize(
    ("at", "stay_minutes", "expected"),
    [
        (MONDAY_NOON, None, ["p-mid", "p-short"]),
        (MONDAY_NIGHT, None, ["p-near", "p-mid", "p-short"]),
        (MONDAY_NIGHT, 30, ["p-near", "p-mid", "p-short"]),
        (MONDAY_NIGHT, 31, ["p-near", "p-mid"]),
        (MONDAY_NIGHT, 10 * 60, ["p-near", "p-mid"]),
        (MONDAY_NIGHT, 10 * 60 + 1, ["p-mid"]),
    ],
)
def test_only_what_is_free_for_the_whole_stay_passes(store, clock, at, stay_minutes, expected):
    assert select(store, clock, "parking", free=FreeAt(at, stay_minutes)) == expected


def test_the_nearest_of_several_layers_come_merged_in_order(store):
    found = nearest(list(store.snapshots().values()), 119.1, 36.7, 6)

    distances = [distance for distance, _, _ in found]
    assert distances == sorted(distances)
    assert [snapshot.feature_id(row) for _, snapshot, row in found] == [
        "p-near",
        "p-mid",
        "p-short",
        "p-unknown",
        "park-1",
        "park-gate",
    ]
    assert distances[0] == 0


def test_the_nearest_free_parking_skips_the_closer_paid_one(store, clock):
    parking = store.snapshot("parking")

    found = nearest([parking], 119.1, 36.7, 1, free=FreeAt(MONDAY_NOON), clock=clock)

    assert [parking.feature_id(row) for _, _, row in found] == ["p-mid"]


def found_by(store, words):
    return [
        match.snapshot.feature_id(match.row) for match in search(store.snapshots().values(), words)
    ]


@pytest.mark.parametrize(
    "words",
    ["自怡园", "自怡", "怡园", "zyy", "ZYY", "ziyiyuan", "ziyi", "yiyuan", "zi yuan", "ｚｙｙ"],
)
def test_a_park_is_found_by_characters_pinyin_and_initials(store, words):
    assert found_by(store, words)[0] == "park-1"


@pytest.mark.parametrize("words", ["iyuan", "iyi", "zzz", "", "  ", ".*", "\n", "自怡园公厕"])
def test_what_no_name_holds_is_not_found(store, words):
    assert found_by(store, words) == []


def test_a_whole_name_comes_before_the_start_of_one_and_names_before_addresses():
    lines = [
        feature_line("parking", "address", point(119, 36), {"name": "甲", "address": "东街 1 号"}),
        feature_line("parking", "inside", point(119, 36), {"name": "大东街"}),
        feature_line("parking", "start", point(119, 36), {"name": "东街停车场"}),
        feature_line("parking", "whole", point(119, 36), {"name": "东街"}),
    ]
    snapshot = read_snapshot(layer_named("parking"), canonical_collection(lines), file="x")

    found = [snapshot.feature_id(match.row) for match in search([snapshot], "东街")]

    assert found == ["whole", "start", "inside", "address"]


def test_every_word_must_be_found_in_one_facility(store):
    assert found_by(store, "街 泊位") == ["p-mid", "p-short"]


def test_full_width_and_upper_case_are_folded():
    assert normalised("ＡＢＣ　Park") == "abc park"


def test_the_pinyin_of_a_name_has_its_syllables_apart():
    # Full width is folded, as in what is searched for; 路 is read luo in some names.
    assert pinyin_of("长松路Ｐ3") == ["zhang song lu p3", "chang song lu p3", "zhang song luo p3"]
    assert pinyin_of("Ziyi Garden") == []
    assert pinyin_of("𠮷") != []


def test_other_scripts_stay_as_they_are_among_syllables():
    assert spellings("自怡园A区")[0] == ["zi", "yi", "yuan", "A", "qu"]


def test_a_character_with_two_readings_is_found_by_both():
    lines = [feature_line("parking", "a", point(119, 36), {"name": "长松路"})]
    snapshot = read_snapshot(layer_named("parking"), canonical_collection(lines), file="x")

    found = [len(search([snapshot], words)) for words in ("changsong", "zhangsong", "csl", "zsl")]

    assert found == [1, 1, 1, 1]
