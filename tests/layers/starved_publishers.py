"""Publish where there is no room or no right: `-m tests.layers.starved_publishers HOW FOLDER`.

A broken promise is an AssertionError, and so a failed process; else a tally is written as JSON. The
folder has a small disk of its own for `full` and `read_only`.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from tests.layers.conftest import tiny_layers
from tests.layers.publishers import REFUSED, Scene, Task, at_event, in_child, parking_file, publish

NOBODY = 65534
# A publisher has about 40.
MORE_THAN_ALL_EVENTS = 60
# Free blocks of the disk, or bytes that a file may have, up to where it is enough.
ROOMS = {
    "full": range(200),
    "file_size": (0, 1, 100, 300, 400, 1000, 10_000, 100_000, 1_000_000),
    "no_rights": (0,),
    "read_only": (0,),
}


def starve(folder: Path, how: str) -> dict[str, int]:
    """Publish with ever more room, and hold that nothing changes until there is enough."""
    scene = Scene(folder, tiny_layers())
    old, new = parking_file(2, "旧"), parking_file(400, "新")
    publish(scene.place, old, scene.version)
    scene.check({old})
    before = _content(folder)
    tally = {"refused": 0, "succeeded": 0}
    for room in ROOMS[how]:
        task = partial(publish, scene.place, new, scene.version)
        with SCARCITIES[how](folder, room) as in_want:
            code = in_child(partial(in_want, task))
        assert code in (0, REFUSED), f"the publisher failed with {code}"
        scene.check({old if code else new})
        if not code:
            tally["succeeded"] += 1
            break
        tally["refused"] += 1
        assert _content(folder) == before, "a refused publication left something behind"
    scene.publish_undisturbed(parking_file(3, "后"))
    return tally


def fail_everywhere(folder: Path) -> dict[str, int]:
    """Let each file event of a publisher fail, or every one from it on; nothing may be half."""
    scene = Scene(folder, tiny_layers())
    tally = {"refused": 0, "succeeded": 0}
    for number in range(1, MORE_THAN_ALL_EVENTS):
        for ever_after in (False, True):
            old, new = scene.file.read_bytes(), parking_file(2, f"{number}{ever_after}")
            task = partial(publish, scene.place, new, scene.version)
            code = in_child(at_event(number, _fail, task, ever_after=ever_after))
            assert code in (0, REFUSED), f"the publisher failed with {code}"
            scene.check({old if code else new})
            tally["refused" if code else "succeeded"] += 1
        scene.publish_undisturbed(parking_file(3, f"后{number}"))
    return tally


def _fail() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


InWant = Callable[[Task], None]


@contextmanager
def _full(folder: Path, room: int) -> Iterator[InWant]:
    ballast = folder / "ballast"
    disk = os.statvfs(folder)
    ballast.write_bytes(bytes((disk.f_bavail - room) * disk.f_bsize))
    yield lambda task: task()
    ballast.unlink()


@contextmanager
def _file_size(_: Path, room: int) -> Iterator[InWant]:
    def limited(task: Task) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        task()

    yield limited


@contextmanager
def _no_rights(folder: Path, _: int) -> Iterator[InWant]:
    def as_nobody(task: Task) -> None:
        # Root may write anywhere.
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        task()

    folders = [folder, folder / "history", folder / "history" / "parking"]
    for one in folders:
        one.chmod(0o555)
    yield as_nobody
    for one in folders:
        one.chmod(0o755)


@contextmanager
def _read_only(folder: Path, _: int) -> Iterator[InWant]:
    subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    yield lambda task: task()
    subprocess.run(["mount", "-o", "remount,bind,rw", folder], check=True)


SCARCITIES: dict[str, Callable[[Path, int], AbstractContextManager[InWant]]] = {
    "full": _full,
    "file_size": _file_size,
    "no_rights": _no_rights,
    "read_only": _read_only,
}


def main() -> None:
    how, folder = sys.argv[1:]
    # `in_child` waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    tally = fail_everywhere(Path(folder)) if how == "fails" else starve(Path(folder), how)
    json.dump(tally, sys.stdout)


if __name__ == "__main__":
    main()
