"""A command of the service as a process of its own, and what it says while it runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

REPOSITORY = Path(__file__).parents[2]
FACILITIES = Path(sys.executable).parent / "facilities"

# Far longer than anything takes: it only ends a test whose event never comes.
PATIENCE_S = 60
ADDRESS = re.compile(r"http://\S+")


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without settings of the service, wide enough for tables."""
    kept = {name: value for name, value in os.environ.items() if "FACILITIES" not in name}
    return {**kept, "COLUMNS": "200", "NO_COLOR": "1", **more}


def run(
    *arguments: str | Path, folder: Path = REPOSITORY, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the `facilities` command to its end."""
    return subprocess.run(
        [FACILITIES, *arguments],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )


class Running:
    """A running server: its address, and every line of its output as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.logged: list[str] = []
        self._news = threading.Condition()
        assert process.stdout is not None
        assert process.stderr is not None
        self._readers = [
            threading.Thread(target=self._read, args=source)
            for source in ((process.stdout, self.said), (process.stderr, self.logged))
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str], lines: list[str]) -> None:
        with stream:
            for line in stream:
                with self._news:
                    lines.append(line.rstrip("\n"))
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def wait_for_log(self, pattern: str, count: int = 1) -> list[str]:
        """Return the log lines that hold a pattern once there are so many."""

        def found() -> list[str]:
            return [line for line in self.logged if re.search(pattern, line)]

        with self._news:
            assert self._news.wait_for(lambda: len(found()) >= count, PATIENCE_S), self.logged
            return found()

    def address(self) -> str:
        """Return the address that is said once the server answers."""

        def said() -> list[str]:
            return ADDRESS.findall("\n".join(self.said))

        def ended() -> bool:
            return not any(reader.is_alive() for reader in self._readers)

        with self._news:
            self._news.wait_for(lambda: said() or ended(), PATIENCE_S)
            assert said(), self.logged
            return said()[0]

    def end(self, by: signal.Signals = signal.SIGINT) -> int:
        """Send a signal as a terminal does, to all processes; return the exit code."""
        os.killpg(self.process.pid, by)
        code = self.process.wait(PATIENCE_S)
        for reader in self._readers:
            reader.join()
        return code


@contextmanager
def running(command: Sequence[str | Path], **more: str) -> Iterator[Running]:
    """Start a server in a process group of its own, and see that nothing of it stays behind."""
    process = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    started = Running(process)
    try:
        yield started
    finally:
        if process.poll() is None:
            started.end(signal.SIGKILL)
