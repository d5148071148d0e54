"""A rollback publishes a past version again, and nothing is ever lost of what was published."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import LayerFileError, StaleBaseError, UnknownVersionError
from layers.place import Place, read_place
from layers.store.history import History
from layers.store.publishing import rollback_layer
from tests.layers.conftest import tiny_layers, write_place
from tests.layers.publishers import PARKING, PRESENT, parking_file, publish, version_of


@pytest.fixture
def place(tiny_place: Path) -> Place:
    return read_place(tiny_place)


def test_a_rollback_publishes_the_past_version_again_and_can_be_undone(place):
    publish(place, parking_file(2), version_of(PRESENT))

    undone = rollback_layer(place, PARKING, 1, who="李四", why="坐标有误")

    assert (undone.number, undone.how, undone.base) == (3, "rollback", version_of(parking_file(2)))
    assert place.layer_path("parking").read_bytes() == PRESENT
    again = rollback_layer(place, PARKING, version_of(parking_file(2)), who="李四", why="又好了")
    assert again.number == 4
    assert place.layer_path("parking").read_bytes() == parking_file(2)
    assert [one.number for one in History(place).publications(PARKING)] == [1, 2, 3, 4]


def test_a_rollback_to_what_is_published_makes_no_new_version(place):
    made = publish(place, parking_file(2), version_of(PRESENT))

    assert rollback_layer(place, PARKING, made.number, who="李四", why="试试") == made


def test_a_rollback_to_what_never_was_names_what_was(place):
    publish(place, parking_file(2), version_of(PRESENT))

    with pytest.raises(
        UnknownVersionError, match=f"没有版本 '7'；已有版本：.*{version_of(PRESENT)}"
    ):
        rollback_layer(place, PARKING, 7, who="李四", why="")


def test_a_broken_file_is_kept_as_it_is_and_a_rollback_is_the_way_out(place):
    made = publish(place, parking_file(2), version_of(PRESENT))
    place.layer_path("parking").write_bytes(b"{ broken")

    with pytest.raises(StaleBaseError):
        publish(place, parking_file(3), made.version)
    rollback_layer(place, PARKING, made.number, who="李四", why="文件损坏")

    assert place.layer_path("parking").read_bytes() == parking_file(2)
    broken = History(place).publications(PARKING)[2]
    assert (broken.how, broken.features) == ("found", None)
    assert History(place).read(PARKING, broken.version) == b"{ broken"
    with pytest.raises(LayerFileError):
        rollback_layer(place, PARKING, broken.number, who="李四", why="")


def test_a_removed_file_comes_back_by_a_rollback(place):
    made = publish(place, parking_file(2), version_of(PRESENT))
    place.layer_path("parking").unlink()
    assert History(place).current(PARKING) is None

    back = rollback_layer(place, PARKING, made.version, who="李四", why="误删")

    assert (back.number, back.base) == (3, None)
    assert place.layer_path("parking").read_bytes() == parking_file(2)


STEPS = st.one_of(
    st.tuples(st.just("publish"), st.integers(0, 4)),
    st.tuples(st.just("by_hand"), st.integers(0, 4)),
    st.tuples(st.just("rollback"), st.integers(0, 20)),
    st.tuples(st.just("remove"), st.just(0)),
)


@settings(max_examples=25)
@given(steps=st.lists(STEPS, max_size=8))
def test_whatever_is_done_every_version_stays_readable_and_the_last_is_the_published_one(
    tmp_path_factory, steps
):
    place = read_place(write_place(tmp_path_factory.mktemp("place"), tiny_layers()))
    path, history = place.layer_path("parking"), History(place)
    contents: set[bytes] = set()
    for sort, number in steps:
        present = path.read_bytes() if path.exists() else None
        base = None if present is None else version_of(present)
        made = history.publications(PARKING)
        if sort == "by_hand":
            path.write_bytes(parking_file(number, "手"))
        elif sort == "remove":
            path.unlink(missing_ok=True)
        else:
            if sort == "publish":
                done = publish(place, parking_file(number), base)
            elif made:
                done = rollback_layer(place, PARKING, number % len(made) + 1, who="王", why="")
            else:
                continue
            contents |= {path.read_bytes()} | ({present} if present is not None else set())
            after = history.publications(PARKING)
            assert after[: len(made)] == made
            assert after[-1] == done == history.current(PARKING)
            assert {history.read(PARKING, one.version) for one in after} == contents
