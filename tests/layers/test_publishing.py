"""A layer is published as one step, with a record, against the version that it was made for."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.geojson import canonical_collection
from layers.errors import LayerFileError, PublishError, StaleBaseError
from layers.place import Place, read_place
from layers.store.history import History
from layers.store.publication import Counts, Publication
from tests.layers.conftest import feature_line, point, tiny_layers, write_place
from tests.layers.publishers import PARKING, PRESENT, parking_file, publish, version_of

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def place(tiny_place: Path) -> Place:
    return read_place(tiny_place)


@pytest.fixture
def bare_place(tmp_path: Path) -> Place:
    """Return a place whose parking has no file."""
    return read_place(write_place(tmp_path / "bare", {"parks": tiny_layers()["parks"]}))


def test_the_first_publication_of_a_layer_is_number_one_and_tells_everything(bare_place):
    data = parking_file(2)
    counts = Counts(added=2)

    made = publish(bare_place, data, None, counts=counts, source="停车场.xlsx", now=NOON)

    assert made == Publication(
        number=1,
        version=version_of(data),
        sha256=hashlib.sha256(data).hexdigest(),
        at=NOON,
        who="张三",
        why="三月更新",
        how="import",
        base=None,
        features=2,
        counts=counts,
        source="停车场.xlsx",
    )
    assert bare_place.layer_path("parking").read_bytes() == data
    assert History(bare_place).publications(PARKING) == (made,)


def test_what_the_folder_held_before_is_recorded_first_so_that_one_can_go_back(place):
    publish(place, parking_file(2), version_of(PRESENT))

    found, made = History(place).publications(PARKING)
    assert (found.how, found.who, found.version, found.features) == (
        "found",
        "",
        version_of(PRESENT),
        4,
    )
    assert made.base == found.version
    assert History(place).read(PARKING, found.version) == PRESENT


def test_a_change_by_hand_is_recorded_and_makes_the_base_stale(place):
    first = publish(place, parking_file(2), version_of(PRESENT))
    by_hand = parking_file(3, "手改")
    place.layer_path("parking").write_bytes(by_hand)

    with pytest.raises(StaleBaseError, match=f"以版本 {first.version} 为准，现在是") as refused:
        publish(place, parking_file(5), first.version)

    assert refused.value.present == version_of(by_hand)
    assert [one.how for one in refused.value.since] == ["found"]
    assert place.layer_path("parking").read_bytes() == by_hand
    assert History(place).read(PARKING, version_of(by_hand)) == by_hand


def test_a_file_that_is_only_written_differently_is_no_new_version(place):
    first = publish(place, parking_file(2), version_of(PRESENT))
    loose = parking_file(2).replace(b'{"type":"Feature"', b'{ "type": "Feature"')
    place.layer_path("parking").write_bytes(loose)

    assert History(place).current(PARKING) == first
    assert publish(place, parking_file(3), first.version).number == 3


def test_a_stale_base_is_refused_with_what_was_published_since(place):
    publish(place, parking_file(2), version_of(PRESENT), who="李四", why="二月补录")

    with pytest.raises(StaleBaseError, match="第 2 次，李四，二月补录") as refused:
        publish(place, parking_file(3), version_of(PRESENT))

    assert refused.value.base == version_of(PRESENT)
    assert refused.value.present == version_of(parking_file(2))
    assert [one.number for one in refused.value.since] == [2]
    assert place.layer_path("parking").read_bytes() == parking_file(2)


def test_a_layer_that_has_a_file_is_not_published_as_if_it_had_none(place):
    with pytest.raises(StaleBaseError, match="以版本 无 为准"):
        publish(place, parking_file(2), None)


def test_publishing_what_is_published_makes_no_new_version(place):
    made = publish(place, parking_file(2), version_of(PRESENT))
    before = place.layer_path("parking").stat()

    again = publish(place, parking_file(2), made.version)

    assert again == made
    assert place.layer_path("parking").stat() == before
    assert len(History(place).publications(PARKING)) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "not a GeoJSON FeatureCollection"),
        (parking_file(2).replace(b",\n", b", "), "not written canonically"),
        (
            canonical_collection(
                [feature_line("parking", "p", point(119.1, 36.7), {"spaces": -5})]
            ),
            "spaces: -5",
        ),
    ],
)
def test_data_that_could_not_be_served_are_refused_before_anything_is_touched(place, data, reason):
    with pytest.raises(LayerFileError, match=reason):
        publish(place, data, version_of(PRESENT))

    assert not (place.folder / "history").exists()


def test_nobody_publishes_without_a_name(place):
    with pytest.raises(PublishError, match="请写明发布人"):
        publish(place, parking_file(2), version_of(PRESENT), who=" \n")


def test_what_people_write_is_kept_on_one_line_whatever_it_holds(place):
    made = publish(
        place,
        parking_file(2),
        version_of(PRESENT),
        who="张\x1b[31m三",
        why="第一行\n第二行",
        source=os.fsdecode("公厕.csv".encode("gb18030")),
    )

    assert made.who == "张 [31m三"
    assert made.why == "第一行 第二行"
    assert made.source is not None
    assert made.source.isprintable()
    assert History(place).publications(PARKING)[-1] == made
