"""The client: wrk, which asks as fast as 32 connections are answered, and counts."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.servers import HOST, BenchError

CONNECTIONS = 32
SCRIPT = Path(__file__).with_name("ask.lua")


@dataclass(frozen=True)
class Count:
    """What wrk counted in one round."""

    requests: int
    duration_s: float
    bytes_received: int
    p50_us: int
    p99_us: int

    @property
    def requests_a_second(self) -> float:
        """Answers a second."""
        return self.requests / self.duration_s

    @property
    def bytes_an_answer(self) -> float:
        """Bytes an answer, head and body."""
        return self.bytes_received / self.requests


def missing_tools() -> list[str]:
    """Return Debian's names of the packages that measuring needs and that are not here."""
    needed = {"wrk": "wrk", "taskset": "util-linux"}
    return [package for tool, package in needed.items() if shutil.which(tool) is None]


def wrk_version() -> str:
    """Return wrk's version."""
    said = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False)
    return (said.stdout + said.stderr).split("[", maxsplit=1)[0].removeprefix("wrk").strip()


def ask(
    port: int, paths: Path, headers: Mapping[str, str], *, core: int, duration_s: float
) -> Count:
    """Ask a server for the paths of a file, over and over, and return what was counted.

    Parameters
    ----------
    paths
        A file with one path, with its query, a line.
    core
        The one core that wrk may use.

    Raises
    ------
    BenchError
        When any answer was an error.
    """
    named = [part for name, value in headers.items() for part in ("--header", f"{name}: {value}")]
    command = [
        *("taskset", "--cpu-list", str(core), "wrk", "--threads", "1"),
        *("--connections", str(CONNECTIONS), "--duration", f"{duration_s:.0f}s"),
        *("--timeout", "20s", "--script", str(SCRIPT), *named, f"http://{HOST}:{port}"),
        *("--", str(paths)),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return counted(said.stdout)


def counted(output: str) -> Count:
    """Return the sums that `ask.lua` writes at the end of wrk's own output.

    Raises
    ------
    BenchError
        When an answer was an error, or a connection broke, or there are no sums.
    """
    for line in output.splitlines():
        if line.startswith("{"):
            sums = json.loads(line)
            break
    else:
        raise BenchError(f"wrk wrote no sums, but:\n{output}")
    if sums["refused"] or sums["broken"] or not sums["requests"]:
        raise BenchError(
            f"of {sums['requests']} answers {sums['refused']} were errors, and "
            f"{sums['broken']} connections broke"
        )
    return Count(
        requests=sums["requests"],
        duration_s=sums["duration_us"] / 1e6,
        bytes_received=sums["bytes"],
        p50_us=sums["p50_us"],
        p99_us=sums["p99_us"],
    )
