"""Kill publishers and let them race: `-m tests.layers.killed_publishers TASK FOLDER …`.

A broken promise is an AssertionError, and so a failed process; else a tally is written as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from layers.errors import StaleBaseError
from layers.place import read_place
from layers.store.files import FileStore
from layers.store.history import History
from tests.layers.conftest import tiny_layers
from tests.layers.publishers import (
    KILLED,
    PARKING,
    REFUSED,
    Scene,
    Task,
    at_event,
    forked,
    in_child,
    parking_file,
    publish,
)


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_everywhere(folder: Path, times: int, seed: int) -> dict[str, int]:
    """Kill publishers at each of their file events, then at random times, and check after each."""
    chance = random.Random(seed)
    tally = dict.fromkeys(("killed", "old", "new", "events", "rounds"), 0)
    with_file, without_file = tiny_layers(), {"parks": tiny_layers()["parks"]}
    # One publisher is never killed: how long it takes, with everything in memory that it needs.
    scene = Scene(folder, with_file)
    began = time.perf_counter()
    in_child(lambda: publish(scene.place, parking_file(400), scene.version))
    usual_s = time.perf_counter() - began

    event = 0
    while tally["killed"] < times:
        if tally["rounds"] % 40 == 0:
            # The first publication of a place, with and without a file before, is killed too.
            scene = Scene(folder, chance.choice((with_file, without_file)))
        tally["rounds"] += 1
        old = scene.check({scene.file.read_bytes() if scene.file.exists() else None})
        new = parking_file(chance.choice((1, 400)), f"第{tally['rounds']}版-")
        task = partial(publish, scene.place, new, scene.version)
        if chance.random() < 0.5:
            event += 1
            code = in_child(at_event(event, kill_oneself, task))
            tally["events"] = max(tally["events"], event if code == KILLED else 0)
            event = event if code == KILLED else 0
        else:
            code = in_child(task, kill_after_s=chance.uniform(0, usual_s * 1.2))
        assert code in (0, KILLED), f"the publisher failed with {code}"
        tally["killed"] += code == KILLED
        data = scene.check({old, new})
        tally["new" if data == new else "old"] += code == KILLED
        # Else the next publisher finds what this one left, and may be killed while clearing it.
        if chance.random() < 0.3:
            scene.publish_undisturbed(parking_file(2, f"第{tally['rounds']}版后-"))
    return tally


def race(folder: Path, publishers: int, each: int) -> dict[str, int]:
    """Let several publish again and again at once, and somebody read all the while."""
    place = read_place(folder)
    history = History(place)

    def run(number: int) -> None:
        for turn in range(each):
            data = parking_file(3, f"甲{number}-{turn}-")
            while True:
                current = history.current(PARKING)
                try:
                    publish(place, data, current.version if current else None)
                except StaleBaseError:
                    continue
                break

    def look() -> None:
        made = history.publications(PARKING)
        assert [one.number for one in made] == list(range(1, len(made) + 1))
        for one in made[-2:]:
            history.read(PARKING, one.version)

    codes = _at_once([partial(run, number) for number in range(publishers)], meanwhile=look)
    made = history.publications(PARKING)
    assert [one.base for one in made[1:]] == [one.version for one in made[:-1]]
    return {"failed": sum(map(bool, codes)), "made": len(made)}


def same_base(folder: Path, publishers: int) -> dict[str, int]:
    """Let several publish at once what they made against the same version."""
    place = read_place(folder)
    base = FileStore(folder).snapshot("parking").version
    files = [parking_file(3, f"乙{number}-") for number in range(publishers)]
    codes = _at_once([partial(publish, place, data, base) for data in files])
    return {
        "published": codes.count(0),
        "refused": codes.count(REFUSED),
        "made": len(History(place).publications(PARKING)),
    }


def _at_once(tasks: list[Task], meanwhile: Task = lambda: None) -> list[int]:
    gate = os.pipe()

    def wait(task: Task) -> None:
        os.close(gate[1])
        os.read(gate[0], 1)
        task()

    children = [forked(partial(wait, task)) for task in tasks]
    # Closing the gate lets all of them through.
    os.close(gate[1])
    codes = []
    for child in children:
        while not (done := os.waitpid(child, os.WNOHANG))[0]:
            meanwhile()
        codes.append(os.waitstatus_to_exitcode(done[1]))
    return codes


def main() -> None:
    task, folder, *numbers = sys.argv[1:]
    # To be waited for with a time limit, a signal has to be blocked.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    tasks: dict[str, Callable[..., dict[str, int]]] = {
        "kill": kill_everywhere,
        "race": race,
        "same_base": same_base,
    }
    json.dump(tasks[task](Path(folder), *map(int, numbers)), sys.stdout)


if __name__ == "__main__":
    main()
