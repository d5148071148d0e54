"""What publishing leaves in a place's folder, whose it is, and what stands in its way."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from layers.errors import PublishError
from layers.place import Place, read_place
from layers.store.check import check_place
from layers.store.files import FileStore
from layers.store.history import History
from layers.store.locking import taking_turns
from layers.store.publication import record_bytes
from tests.layers.conftest import tiny_layers, write_place
from tests.layers.publishers import PARKING, PRESENT, parking_file, publish, version_of


@pytest.fixture
def place(tiny_place: Path) -> Place:
    return read_place(tiny_place)


@pytest.fixture
def bare_place(tmp_path: Path) -> Place:
    """Return a place whose parking has no file."""
    return read_place(write_place(tmp_path / "bare", {"parks": tiny_layers()["parks"]}))


def test_a_link_stays_a_link_and_what_it_points_to_is_replaced(place, tmp_path):
    real = tmp_path / "elsewhere.geojson"
    link = place.layer_path("parking")
    link.rename(real)
    link.symlink_to(real)

    publish(place, parking_file(2), version_of(PRESENT))

    assert link.is_symlink()
    assert real.read_bytes() == parking_file(2)


def test_a_published_file_keeps_the_rights_of_the_old_one(place):
    place.layer_path("parking").chmod(0o640)

    publish(place, parking_file(2), version_of(PRESENT))

    assert place.layer_path("parking").stat().st_mode & 0o777 == 0o640
    for path in (place.folder / "history" / "parking").glob("*.geojson.gz"):
        assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to others")
def test_what_root_publishes_belongs_to_the_owner_of_the_place(place):
    for path in (place.folder, place.layer_path("parking")):
        os.chown(path, 65534, 65534)

    publish(place, parking_file(2), version_of(PRESENT))

    history = place.folder / "history"
    made = [history, place.layer_path("parking"), *history.rglob("*"), history / "parking/.lock"]
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(65534, 65534)}


def test_leftovers_are_neither_served_nor_checked_and_the_next_publisher_clears_them(place):
    made = publish(place, parking_file(2), version_of(PRESENT))
    history = place.folder / "history" / "parking"
    left = [
        place.folder / ".parking.geojson.part",
        history / ".000003-0123456789abcdef.pending.json.part",
        history / "0123456789abcdef.geojson.gz",
    ]
    for path in left:
        path.write_bytes(b"half a fi")
    pending = replace(made, number=3, version="0123456789abcdef", sha256="0123456789abcdef" * 4)
    (history / "000003-0123456789abcdef.pending.json").write_bytes(record_bytes(pending))

    assert list(FileStore(place.folder).snapshots()) == ["parking", "parks"]
    faults, counts = check_place(place.folder)
    assert not [fault for fault in faults if "geojson" in fault.file and "part" in fault.file]
    assert counts["parking"] == 2
    assert History(place).publications(PARKING)[-1] == made

    assert publish(place, parking_file(3), made.version).number == 3
    assert not [path for path in left if path.exists()]


def test_a_damaged_pending_record_is_cleared_and_what_is_published_is_recorded_anew(place):
    made = publish(place, parking_file(2), version_of(PRESENT))
    history = place.folder / "history" / "parking"
    final = history / f"000002-{made.version}.json"
    final.unlink()
    (history / f"000002-{made.version}.pending.json").write_bytes(b"damaged")

    assert publish(place, parking_file(3), made.version).number == 3

    assert [one.how for one in History(place).publications(PARKING)] == ["found", "found", "import"]
    assert History(place).read(PARKING, made.version) == parking_file(2)


def test_whoever_waits_in_vain_is_told_for_whom(place):
    folder = place.folder / "history"
    folder.mkdir()

    with (
        taking_turns(folder, "王五"),
        pytest.raises(PublishError, match=r"王五（.*正在发布此图层.*being published by 王五"),
        taking_turns(folder, "张三", wait_s=0),
    ):
        pytest.fail("two hold the lock")


def test_a_file_in_the_place_of_the_history_is_named(place):
    (place.folder / "history").write_text("my notes", encoding="utf-8")

    with pytest.raises(PublishError, match="history 应为文件夹") as refused:
        publish(place, parking_file(2), version_of(PRESENT))

    assert str(place.folder) in str(refused.value)
    assert place.layer_path("parking").read_bytes() == PRESENT
    assert (place.folder / "history").read_text(encoding="utf-8") == "my notes"


def test_a_folder_in_the_place_of_the_layer_file_is_named(bare_place):
    bare_place.layer_path("parking").mkdir()

    with pytest.raises(PublishError, match="文件夹占用了文件的名称"):
        publish(bare_place, parking_file(2), None)


def test_a_running_store_serves_what_was_published(place):
    store = FileStore(place.folder)
    made = publish(place, parking_file(2), store.snapshot("parking").version)
    store.refresh()

    assert store.snapshot("parking").version == made.version
