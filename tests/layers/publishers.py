"""Publishers in processes of their own, and what must hold whatever befalls them."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.errors import LayerError
from layers.place import Place, read_place
from layers.store.files import FileStore
from layers.store.history import History
from layers.store.publication import Publication
from layers.store.publishing import publish_layer
from tests.layers.conftest import feature_line, point, tiny_layers, write_place

PARKING = layer_named("parking")
# What Tiny Town has before anybody publishes.
PRESENT = canonical_collection(tiny_layers()["parking"])
KILLED = -signal.SIGKILL
BROKEN, REFUSED = 1, 4
# Python tells of these before it asks the system for them: after each, the disk looks different.
FILE_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.chmod", "os.chown", "os.scandir"}
Task = Callable[[], object]


def parking_file(features: int, name: str = "停车场") -> bytes:
    """Return a canonical parking layer; other names make other versions."""
    return canonical_collection(
        feature_line("parking", f"p-{number}", point(119.1, 36.7), {"name": f"{name}{number}"})
        for number in range(features)
    )


def version_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def publish(place: Place, data: bytes, base: str | None, **more: Any) -> Publication:
    told = {"who": "张三", "why": "三月更新"} | more
    return publish_layer(place, PARKING, data, base=base, **told)


def forked(task: Task) -> int:
    """Start a task in a process of its own and return that process's id."""
    child = os.fork()
    if child:
        return child
    code = BROKEN
    try:
        task()
        code = 0
    except LayerError as refused:
        code = REFUSED
        sys.stderr.write(f"{refused}\n")
    except BaseException as fault:
        sys.stderr.write(f"{fault!r}\n")
    finally:
        sys.stderr.flush()
        os._exit(code)


def in_child(task: Task, *, kill_after_s: float | None = None) -> int:
    """Return the exit code of a task in a forked process; killed when it takes longer."""
    while signal.sigtimedwait({signal.SIGCHLD}, 0):
        """Take away what tells of earlier children."""
    child = forked(task)
    if kill_after_s is not None and not signal.sigtimedwait({signal.SIGCHLD}, kill_after_s):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def at_event(
    number: int, react: Callable[[], None], task: Task, *, ever_after: bool = False
) -> Task:
    """Return the task so that something befalls its process at its n-th file event.

    Parameters
    ----------
    react
        Done when the system is about to be asked; what it raises, the caller of the system gets.
    ever_after
        Whether it befalls every later event too; those that only read are then left alone.
    """

    def watched() -> None:
        seen = 0

        def on_event(event: str, told: tuple[Any, ...]) -> None:
            nonlocal seen
            if event not in FILE_EVENTS or (ever_after and _only_reads(event, told)):
                return
            seen += 1
            if seen == number or (ever_after and seen > number):
                react()

        sys.addaudithook(on_event)
        task()

    return watched


def _only_reads(event: str, told: tuple[Any, ...]) -> bool:
    return event == "os.scandir" or (event == "open" and not told[2] & (os.O_WRONLY | os.O_RDWR))


class Scene:
    """A place whose publishers are killed, and what must hold after each of them."""

    def __init__(self, folder: Path, layers: dict[str, list[bytes]]) -> None:
        for left in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        self.place = read_place(write_place(folder, layers))
        self.store = FileStore(folder)
        self.history = History(self.place)
        self.file = folder / "parking.geojson"

    @property
    def version(self) -> str | None:
        kept = self.store.snapshots().get("parking")
        return kept.version if kept else None

    def check(self, whole: set[bytes | None]) -> bytes | None:
        """Hold that the layer is one of the whole ones, served, and the end of its history."""
        data = self.file.read_bytes() if self.file.exists() else None
        assert data in whole, "the layer is neither the old one nor the new one"
        self.store.refresh()
        assert not self.store.troubles()
        assert set(self.store.snapshots()) <= {"parking", "parks"}
        made = self.history.publications(PARKING)
        assert not self.history.faults(PARKING)
        assert [one.number for one in made] == list(range(1, len(made) + 1))
        if data is not None:
            assert self.store.snapshot("parking").data == data
        if made:
            assert made[-1].version == self.version
            assert self.history.read(PARKING, made[-1].version) == data
        return data

    def publish_undisturbed(self, data: bytes) -> None:
        """Hold that the next publisher succeeds, and leaves nothing but what belongs there."""
        publish(self.place, data, self.version)
        self.check({data})
        folder = self.place.folder / "history" / "parking"
        made = self.history.publications(PARKING)
        wanted = {".lock"} | {f"{one.number:06d}-{one.version}.json" for one in made}
        wanted |= {f"{one.version}.geojson.gz" for one in made}
        assert {path.name for path in folder.iterdir()} == wanted
        known = {"place.toml", "boundary.geojson", "parking.geojson", "parks.geojson", "history"}
        assert {path.name for path in self.place.folder.iterdir()} <= known
