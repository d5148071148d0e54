"""The history says what was published, gives every version back, and says what is damaged."""

from __future__ import annotations

import gzip
import os
import queue
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from layers.errors import LayerUnavailableError, UnknownLayerError, UnknownVersionError
from layers.place import Place, read_place
from layers.store.files import FileStore
from layers.store.history import History
from layers.store.publication import Publication
from layers.store.publishing import publish_layer, rollback_layer
from layers.store.snapshot import Snapshot
from layers.store.versions import PastVersions
from tests.layers.conftest import tiny_layers, write_place
from tests.layers.publishers import PARKING, parking_file


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return read_place(write_place(tmp_path / "place", {"parks": tiny_layers()["parks"]}))


@pytest.fixture
def made(place: Place) -> list[Publication]:
    """Return three publications, of one, two and three parking places."""
    made: list[Publication] = []
    for number in (1, 2, 3):
        base = made[-1].version if made else None
        told = {"who": "张三", "why": f"第{number}批", "now": day(number)}
        made.append(publish_layer(place, PARKING, parking_file(number), base=base, **told))
    return made


@pytest.fixture
def folder(place: Place) -> Path:
    return place.folder / "history" / "parking"


def test_a_layer_that_was_never_published_has_an_empty_history(place):
    history = History(place)

    assert history.publications(PARKING) == ()
    assert history.current(PARKING) is None
    with pytest.raises(UnknownVersionError, match="已有版本：无"):
        history.find(PARKING, 1)


@pytest.mark.parametrize("which", [2, "2", "000002", " 2 "])
def test_a_publication_is_found_by_its_number(place, made, which):
    assert History(place).find(PARKING, which) == made[1]


def test_a_version_is_found_as_it_was_first_published(place, made):
    rollback_layer(place, PARKING, 1, who="李四", why="退回", now=day(9))

    assert History(place).find(PARKING, made[0].version) == made[0]
    assert History(place).current(PARKING).number == 4


@pytest.mark.parametrize("which", ["", "0", "-1", "4", "٢", "f" * 16, "../000001", "9" * 5000])
def test_what_is_no_version_is_refused_and_the_newest_are_named(place, made, which):
    with pytest.raises(UnknownVersionError) as refused:
        History(place).find(PARKING, which)

    assert refused.value.known == tuple(f"{one.version} ({one.number})" for one in made[::-1])
    assert len(str(refused.value)) < 1500


def test_every_version_is_given_back_byte_for_byte_and_any_tool_can_unpack_it(place, made, folder):
    for number, one in enumerate(made, 1):
        assert History(place).read(PARKING, one.version) == parking_file(number)
        packed = (folder / f"{one.version}.geojson.gz").read_bytes()
        assert gzip.decompress(packed) == parking_file(number)


def test_the_same_content_is_packed_into_the_same_bytes(place, made, folder, tmp_path):
    other = read_place(write_place(tmp_path / "other", {}))
    publish_layer(other, PARKING, parking_file(1), base=None, who="王五", why="")
    name = f"{made[0].version}.geojson.gz"

    packed = (other.folder / "history" / "parking" / name).read_bytes()
    assert packed == (folder / name).read_bytes()


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"number": 2}', None])
def test_a_damaged_record_is_named_and_hides_no_other(place, made, folder, damage):
    record = folder / f"000002-{made[1].version}.json"
    # None: a sound record under the name of another.
    other = (folder / f"000001-{made[0].version}.json").read_bytes()
    record.write_bytes(other if damage is None else damage)
    history = History(place)

    assert history.publications(PARKING) == (made[0], made[2])
    (fault,) = history.faults(PARKING)
    assert fault.file == f"history/parking/{record.name}"
    assert fault.reason
    with pytest.raises(LayerUnavailableError, match=r"历史记录已损坏.*000002"):
        history.find(PARKING, 2)


def test_a_damaged_last_record_does_not_stop_the_next_publication(place, made, folder):
    (folder / f"000003-{made[2].version}.json").write_bytes(b"damaged")

    rollback_layer(place, PARKING, 1, who="李四", why="退回")

    assert [(one.number, one.how) for one in History(place).publications(PARKING)] == [
        (1, "import"),
        (2, "import"),
        (4, "found"),
        (5, "rollback"),
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:0],
        lambda packed: packed[:-9],
        lambda packed: packed[:20] + b"\xff" * 40 + packed[60:],
        gzip.compress,
    ],
)
def test_damaged_content_is_never_given_out(place, made, folder, damage):
    path = folder / f"{made[0].version}.geojson.gz"
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(LayerUnavailableError, match=f"history/parking/{path.name} 无法读取"):
        History(place).read(PARKING, made[0].version)
    with pytest.raises(LayerUnavailableError):
        rollback_layer(place, PARKING, 1, who="李四", why="退回")
    assert place.layer_path("parking").read_bytes() == parking_file(3)


def test_content_that_is_lost_is_whole_again_when_it_is_published_again(place, made, folder):
    (folder / f"{made[0].version}.geojson.gz").unlink()

    publish_layer(place, PARKING, parking_file(1), base=made[2].version, who="李四", why="重新导入")

    assert History(place).read(PARKING, made[0].version) == parking_file(1)


def test_a_history_that_cannot_be_read_says_so_and_the_layer_is_still_served(place, made, folder):
    folder.rename(folder.with_name("aside"))
    folder.symlink_to(folder)

    with pytest.raises(LayerUnavailableError, match="history/parking 无法读取"):
        History(place).publications(PARKING)
    assert len(FileStore(place.folder).snapshot("parking")) == 3


def test_a_layer_file_that_cannot_be_read_is_no_publication(place, made):
    place.layer_path("parking").unlink()
    place.layer_path("parking").mkdir()

    with pytest.raises(LayerUnavailableError, match=r"parking\.geojson 无法读取"):
        History(place).current(PARKING)


def test_other_files_in_the_history_folder_are_nobodys_business(place, made, folder):
    (folder / "说明.txt").write_text("勿动", encoding="utf-8")

    assert History(place).publications(PARKING) == tuple(made)
    rollback_layer(place, PARKING, 1, who="李四", why="退回")
    assert (folder / "说明.txt").exists()


def test_a_past_version_is_served_as_it_was_with_the_time_of_its_publication(place, made):
    store = FileStore(place.folder)

    past = store.past("parking", made[0].version)

    assert past.data == parking_file(1)
    assert past.version == made[0].version
    assert past.read_at == day(1)
    assert store.past("parking", made[0].version) is past
    assert store.past("parking", made[2].version) is store.snapshot("parking")


def test_past_versions_of_a_layer_whose_file_is_gone_are_served(place, made):
    place.layer_path("parking").unlink()

    assert len(FileStore(place.folder).past("parking", made[1].version)) == 2


@pytest.mark.parametrize("version", ["", "1", "0" * 16, "../../place", "A" * 16, "0" * 17])
def test_a_version_that_never_was_is_unknown_and_nothing_is_read_for_it(place, made, version):
    store = FileStore(place.folder)
    for path in (place.folder / "history" / "parking").glob("*.geojson.gz"):
        path.unlink()

    with pytest.raises(UnknownVersionError, match=made[2].version):
        store.past("parking", version)


def test_before_the_first_publication_only_the_present_version_is_known(tiny_place):
    store = FileStore(tiny_place)
    present = store.snapshot("parking")

    assert store.past("parking", present.version) is present
    with pytest.raises(UnknownVersionError, match=present.version):
        store.past("parking", "0" * 16)
    with pytest.raises(UnknownLayerError, match="'toilets'"):
        store.past("toilets", "0" * 16)
    with pytest.raises(UnknownLayerError, match="'zoo'"):
        store.past("zoo", "0" * 16)


def test_a_broken_file_that_was_found_is_kept_but_not_served(place, made):
    place.layer_path("parking").write_bytes(b"{ broken")
    rollback_layer(place, PARKING, 3, who="李四", why="文件损坏")
    broken = History(place).publications(PARKING)[3]

    with pytest.raises(LayerUnavailableError, match="不符合图层现在的规定"):
        FileStore(place.folder).past("parking", broken.version)


def test_of_many_past_versions_the_least_used_are_forgotten(place, made):
    versions = PastVersions(place, most=2)
    first = versions.snapshot(PARKING, made[0].version)
    second = versions.snapshot(PARKING, made[1].version)
    assert versions.snapshot(PARKING, made[0].version) is first

    versions.snapshot(PARKING, made[2].version)

    assert versions.snapshot(PARKING, made[0].version) is first
    assert versions.snapshot(PARKING, made[1].version) is not second


def test_past_versions_that_are_large_are_kept_one_at_a_time(place, made):
    versions = PastVersions(place, most_bytes=1)
    first = versions.snapshot(PARKING, made[0].version)
    assert versions.snapshot(PARKING, made[0].version) is first

    versions.snapshot(PARKING, made[1].version)

    assert versions.snapshot(PARKING, made[0].version) is not first


def test_askers_of_the_same_version_wait_for_one_load(place, made, folder):
    # Reading a pipe waits until somebody writes: so all ask before the first load is through.
    path = folder / f"{made[0].version}.geojson.gz"
    packed = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    versions = PastVersions(place)
    asking = threading.Barrier(5)
    answers: queue.Queue[Snapshot] = queue.Queue()

    def ask() -> None:
        asking.wait(timeout=10)
        answers.put(versions.snapshot(PARKING, made[0].version))

    for _ in range(4):
        threading.Thread(target=ask, daemon=True).start()
    asking.wait(timeout=10)
    # A second load would wait for a second writer, who never comes.
    path.write_bytes(packed)
    assert len({id(answers.get(timeout=10)) for _ in range(4)}) == 1
