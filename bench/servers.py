"""Servers as processes of their own, on a core of their own, with their time and memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.constants import Constant, environment

HOST = "127.0.0.1"
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# A million facilities take a few seconds.
LONGEST_START_S = 120
UNUSUAL_VARIABLES = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONDEVMODE")


class BenchError(Exception):
    """Something that makes measuring impossible or its figures worthless."""


@dataclass(frozen=True)
class Server:
    """A running server.

    Parameters
    ----------
    start_s
        From the start of its process to its first answer, in seconds.
    """

    name: str
    port: int
    pid: int
    start_s: float

    def cpu_s(self) -> float:
        """Return the processor time that it has used, in seconds."""
        # The command's name, in brackets, may hold spaces; user and system time come 11 after it.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND

    def memory_mb(self) -> tuple[float, float]:
        """Return its resident memory, now and at its highest, in megabytes."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        kib = {name: value for name, _, value in (line.partition(":") for line in lines)}
        now, highest = (int(kib[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
        return now, highest


@contextmanager
def facilities(folder: Path, *, core: int | None) -> Iterator[Server]:
    """Serve a place, as people do: with the `facilities` command.

    Parameters
    ----------
    core
        The one core that it may use; None for all.
    """
    command = Path(sys.executable).with_name("facilities")
    port = _free_port()
    serve = [str(command), "serve", "--data", str(folder), "--port", str(port)]
    with _running("facilities", serve, port, "/readyz", core, {}) as server:
        yield server


@contextmanager
def constant_server(
    name: str, application: str, constants: Mapping[str, Constant], *, core: int
) -> Iterator[Server]:
    """Serve constants with uvicorn, uvloop and httptools, as fast as they go.

    Parameters
    ----------
    application
        Which of `bench.constants` makes the application.
    constants
        By path.
    """
    port = _free_port()
    serve = [
        *(sys.executable, "-m", "uvicorn", f"bench.constants:{application}", "--factory"),
        *("--host", HOST, "--port", str(port), "--loop", "uvloop", "--http", "httptools"),
        *("--no-access-log", "--log-level", "warning", "--lifespan", "off"),
    ]
    first = next(iter(constants))
    with _running(name, serve, port, first, core, environment(constants)) as server:
        yield server


@contextmanager
def _running(
    name: str,
    command: list[str],
    port: int,
    first_path: str,
    core: int | None,
    variables: dict[str, str],
) -> Iterator[Server]:
    pinned = [] if core is None else ["taskset", "--cpu-list", str(core)]
    started = time.perf_counter()
    # As people have it: Python keeps what it compiled.
    kept = {name: value for name, value in os.environ.items() if name not in UNUSUAL_VARIABLES}
    with subprocess.Popen(
        [*pinned, *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**kept, **variables},
    ) as process:
        try:
            _wait_until_ready(process, name, port, first_path)
            yield Server(name, port, process.pid, time.perf_counter() - started)
        finally:
            process.terminate()
            process.wait()


def _wait_until_ready(
    process: subprocess.Popen[bytes], name: str, port: int, first_path: str
) -> None:
    deadline = time.monotonic() + LONGEST_START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BenchError(f"{name} ended with code {process.returncode} instead of serving")
        with closing(HTTPConnection(HOST, port, timeout=LONGEST_START_S)) as connection:
            try:
                connection.request("GET", first_path)
                if connection.getresponse().status < 400:
                    return
            except OSError:
                pass
        time.sleep(0.01)
    raise BenchError(f"{name} did not answer within {LONGEST_START_S} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
