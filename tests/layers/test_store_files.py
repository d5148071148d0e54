"""The file store notices changes, swaps them in whole, and goes on with the last good version."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.geojson import canonical_collection
from layers.errors import LayerUnavailableError, PlaceError, UnknownLayerError
from layers.store.files import FileStore
from tests.layers.conftest import feature_line, point, tiny_layers, write_place


def one_parking(feature_id: str) -> bytes:
    return canonical_collection([feature_line("parking", feature_id, point(119.1, 36.7), {})])


def replace(path: Path, data: bytes) -> None:
    """Replace a file in one step, with a time of change that surely differs."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    os.utime(beside, ns=(before + 1_000_000, before + 1_000_000))
    beside.replace(path)


@pytest.fixture
def store(tiny_place: Path) -> Iterator[FileStore]:
    made = FileStore(tiny_place, poll_interval_s=0.01)
    yield made
    made.stop()


def test_it_serves_the_layers_that_have_a_file(store):
    assert list(store.snapshots()) == ["parking", "parks"]
    assert len(store.snapshot("parking")) == 4
    assert store.place.name.zh == "小城"


def test_a_layer_without_a_file_is_unknown_here_and_the_known_ones_are_named(store):
    with pytest.raises(UnknownLayerError, match="no layer 'toilets'; known: parking, parks"):
        store.snapshot("toilets")


def test_a_folder_that_is_no_place_is_refused(tmp_path):
    with pytest.raises(PlaceError, match=r"place\.toml"):
        FileStore(tmp_path)


def test_a_changed_file_is_noticed_while_the_old_snapshot_stays_as_it_was(store, tiny_place):
    old = store.snapshot("parking")

    replace(tiny_place / "parking.geojson", one_parking("new"))
    store.refresh()

    new = store.snapshot("parking")
    assert new.row_of("new") == 0
    assert new.version != old.version
    assert old.row_of("p-near") == 0
    assert len(old) == 4


def test_the_watching_thread_notices_a_change_by_itself(tiny_place):
    noticed = threading.Event()

    class Listening(FileStore):
        def refresh(self) -> None:
            super().refresh()
            if "new" in getattr(self, "_snapshots", {}) or (
                self.snapshots().get("parking") and len(self.snapshot("parking")) == 1
            ):
                noticed.set()

    store = Listening(tiny_place, poll_interval_s=0.01)
    store.start()
    try:
        replace(tiny_place / "parking.geojson", one_parking("new"))
        assert noticed.wait(timeout=10)
    finally:
        store.stop()
    assert store.snapshot("parking").row_of("new") == 0


def test_a_broken_file_is_refused_and_the_last_good_version_goes_on(store, tiny_place, caplog):
    good = store.snapshot("parking")
    line = feature_line("parking", "bad", point(119.1, 36.7), {"spaces": -5})

    with caplog.at_level(logging.ERROR):
        replace(tiny_place / "parking.geojson", canonical_collection([line]))
        store.refresh()

    assert store.snapshot("parking") is good
    assert "parking" in store.troubles()
    assert f"version {good.version} goes on being served" in caplog.text
    assert "parking.geojson:2: bad spaces: -5" in caplog.text


def test_a_mended_file_is_served_again(store, tiny_place):
    replace(tiny_place / "parking.geojson", b"broken")
    store.refresh()
    replace(tiny_place / "parking.geojson", one_parking("mended"))
    store.refresh()

    assert store.snapshot("parking").row_of("mended") == 0
    assert not store.troubles()


def test_a_layer_that_is_broken_from_the_start_is_unavailable_and_says_why(tmp_path):
    folder = write_place(tmp_path / "place", {"parks": tiny_layers()["parks"]})
    (folder / "parking.geojson").write_text("{", encoding="utf-8")

    store = FileStore(folder)

    with pytest.raises(LayerUnavailableError, match=r"parking\.geojson"):
        store.snapshot("parking")
    assert list(store.snapshots()) == ["parks"]


def test_a_new_layer_file_is_served_without_a_restart(store, tiny_place):
    line = feature_line("toilets", "t-1", point(119.1, 36.7), {})
    (tiny_place / "toilets.geojson").write_bytes(canonical_collection([line]))
    store.refresh()

    assert list(store.snapshots()) == ["parking", "parks", "toilets"]


def test_a_file_that_vanishes_for_a_moment_is_still_served_and_one_that_stays_away_is_not(
    store, tiny_place
):
    (tiny_place / "parking.geojson").unlink()
    store.refresh()
    assert len(store.snapshot("parking")) == 4

    store.refresh()
    with pytest.raises(UnknownLayerError):
        store.snapshot("parking")


def test_a_file_that_nobody_may_read_is_refused_in_words(store, tiny_place, caplog):
    path = tiny_place / "parking.geojson"
    path.unlink()
    path.mkdir()
    with caplog.at_level(logging.ERROR):
        store.refresh()

    assert len(store.snapshot("parking")) == 4
    assert "Is a directory" in caplog.text


def test_an_unreadable_file_is_tried_again_and_told_of_once(store, tiny_place, caplog):
    path = tiny_place / "parking.geojson"
    path.unlink()
    path.mkdir()
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            store.refresh()
    assert caplog.text.count("Is a directory") == 1

    path.rmdir()
    path.write_bytes(one_parking("mended"))
    store.refresh()

    assert store.snapshot("parking").row_of("mended") == 0
    assert not store.troubles()


def test_an_unreadable_file_that_is_taken_away_is_no_trouble_any_more(tmp_path):
    folder = write_place(tmp_path / "place", {"parks": tiny_layers()["parks"]})
    (folder / "parking.geojson").mkdir()
    store = FileStore(folder)
    assert list(store.troubles()) == ["parking"]

    (folder / "parking.geojson").rmdir()
    store.refresh()
    store.refresh()

    assert not store.troubles()


def test_readers_always_see_a_whole_version(tiny_place):
    store = FileStore(tiny_place, poll_interval_s=0.001)
    versions = [one_parking("a"), canonical_collection(tiny_layers()["parking"])]
    sizes: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            snapshot = store.snapshot("parking")
            sizes.add(len(snapshot))
            assert len(snapshot.features(range(len(snapshot)))) == len(snapshot)

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(40):
        replace(tiny_place / "parking.geojson", versions[turn % 2])
        store.refresh()
    done.set()
    reader.join()

    assert sizes <= {1, 4}
