"""Report from many processes, killed or in want: `-m tests.layers.reporters TASK FOLDER …`.

A broken promise is an AssertionError, and so a failed process; else a tally is written as JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from layers.reports.archiving import archive_handled
from layers.reports.entries import QUEUE_FILE
from layers.reports.queue import NewReport, ReportQueue
from layers.reports.reading import read_reports
from tests.layers.publishers import KILLED, REFUSED, forked, in_child

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
MANY = 10**6
LONG = "长" * 200


def report(text: str) -> NewReport:
    return NewReport(
        layer="toilets", facility="t-1", name="东街公厕", version=None, kind="other", text=text
    )


def add(folder: Path, text: str) -> int:
    return ReportQueue(folder, most_per_hour=MANY).add(report(text), NOW).number


def kill(folder: Path, times: int, seed: int) -> dict[str, int]:
    """Kill a reporter at random moments; whatever it was told is kept, and the next goes on."""
    chance = random.Random(seed)
    promised: dict[int, str] = {}
    for turn in range(times):
        receiving, telling = os.pipe()

        def go_on(turn: int = turn, telling: int = telling) -> None:
            queue = ReportQueue(folder, most_per_hour=MANY)
            for each in range(MANY):
                number = queue.add(report(f"{turn}-{each}"), NOW).number
                os.write(telling, f"{number} {turn}-{each}\n".encode())
                if each % 7 == 3:
                    queue.mark_handled([number], who="王", note="", now=NOW)
                if each % 11 == 5:
                    archive_handled(queue, NOW)

        child = forked(go_on)
        os.close(telling)
        with os.fdopen(receiving) as told:
            # One is told of before the killing begins, however slow the machine is.
            first = told.readline()
            time.sleep(chance.uniform(0.0, 0.05))
            os.kill(child, signal.SIGKILL)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
            for number, text in map(str.split, [first, *told]):
                promised[int(number)] = text
        add(folder, f"after {turn}")
    kept = {}
    for path in folder.glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if entry["event"] == "reported":
                assert kept.setdefault(entry["number"], entry["text"]) == entry["text"]
    assert promised.items() <= kept.items()
    assert not read_reports(folder)[1]
    return {"promised": len(promised), "kept": len(kept)}


def race(folder: Path, reporters: int, each: int) -> dict[str, int]:
    """Let several say the same things at once, and somebody read all the while."""

    def run() -> None:
        for turn in range(each):
            add(folder, str(turn))

    children = [forked(run) for _ in range(reporters)]
    failed = 0
    for child in children:
        while not (done := os.waitpid(child, os.WNOHANG))[0]:
            assert not read_reports(folder)[1]
        failed += os.waitstatus_to_exitcode(done[1])
    reports, faults = read_reports(folder)
    assert not faults
    assert sorted(one.number for one in reports) == list(range(1, len(reports) + 1))
    return {
        "failed": failed,
        "reports": len(reports),
        "times_said": sum(one.count for one in reports),
    }


def starve(folder: Path) -> dict[str, int]:
    """Let the file grow ever further; what is refused leaves nothing, and then it succeeds."""
    add(folder, "before")
    path = folder / QUEUE_FILE
    before = path.read_bytes()

    def limited(room: int) -> None:
        # Python ignores the signal that this sends, and the write comes back short.
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, len(before) + room))
        add(folder, LONG)

    tally = {"refused": 0, "succeeded": 0}
    # The new line has some 700 bytes: at first not one of them has room, then some, then all.
    for room in range(0, 1_000, 50):
        code = in_child(partial(limited, room))
        assert code in (0, REFUSED), f"the reporter failed with {code}"
        tally["refused" if code else "succeeded"] += 1
        if not code:
            break
        assert path.read_bytes() == before
    add(folder, "after")
    assert len(read_reports(folder)[0]) == 3
    return tally


def fill(folder: Path) -> dict[str, int]:
    """Report on a disk that is full, then on the same disk with room."""
    reports = folder / "reports"
    add(reports, "before")
    # Up to the end of a block, so that the next line needs one more.
    queue_file = reports / QUEUE_FILE
    block = os.statvfs(folder).f_bsize
    texts = 0
    while block - queue_file.stat().st_size % block > 400:
        add(reports, f"{texts} " + "长" * 60)
        texts += 1
    before = queue_file.read_bytes()
    disk = os.statvfs(folder)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(disk.f_bavail * disk.f_bsize))
    code = in_child(partial(add, reports, LONG))
    assert code == REFUSED, f"the reporter ended with {code}"
    assert queue_file.read_bytes() == before
    ballast.unlink()
    add(reports, LONG)
    assert len(read_reports(reports)[0]) == texts + 2
    return {"refused": 1, "succeeded": 1}


def main() -> None:
    task, folder, *numbers = sys.argv[1:]
    # `in_child` waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    tasks: dict[str, Callable[..., dict[str, int]]] = {
        "kill": kill,
        "race": race,
        "starve": starve,
        "fill": fill,
    }
    json.dump(tasks[task](Path(folder), *map(int, numbers)), sys.stdout)


if __name__ == "__main__":
    main()
