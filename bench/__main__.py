"""`make bench`: measure the service beside bare frameworks and write docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from rich.console import Console

from bench.intake import measured_intake
from bench.measure import OURS, Result, measured
from bench.places import Place, generated_place
from bench.readers import crowds
from bench.report import Run, Start, report
from bench.servers import BenchError, facilities
from bench.wrk import missing_tools, wrk_version

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "performance.md"
COUNTS = (5_000, 1_000_000)
# A layer of a million facilities is no answer that a page asks for.
WHOLE_LAYER_UP_TO = 100_000
OFFICE_ROWS = 100_000
PACKAGES = ("fastapi", "starlette", "uvicorn", "uvloop", "httptools", "numpy", "scipy")

console = Console(stderr=True)


def main() -> int:
    """Run all measurements; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each question")
    parser.add_argument("--seconds", type=int, default=2, help="length of a round")
    parser.add_argument("--out", type=Path, default=OUT, help="where the report goes")
    asked = parser.parse_args()
    if missing := missing_tools():
        console.print(f"Needed and not here: apt-get install {' '.join(missing)}")
        return 2
    try:
        text = report(run(asked.rounds, asked.seconds))
    except BenchError as wrong:
        console.print(f"[red]{wrong}[/red]")
        return 1
    asked.out.write_text(text, "utf-8")
    console.print(text, markup=False, highlight=False)
    return 0


def run(rounds: int, duration_s: int) -> Run:
    """Return what was measured with each number of facilities.

    Raises
    ------
    BenchError
        When a server does not start or answers wrongly.
    """
    results: list[tuple[int, list[Result]]] = []
    starts: list[Start] = []
    for count in COUNTS:
        say(f"{count:,} facilities")
        place = generated_place(ROOT / "build" / "bench" / str(count), count)
        # The first start compiles Python's modules, and reads a file that the system may no longer
        # have in memory; the figures are of the one after it.
        start_of(place, count)
        starts.append(start_of(place, count))
        results.append(
            (
                count,
                measured(
                    place,
                    whole_layer=count <= WHOLE_LAYER_UP_TO,
                    rounds=rounds,
                    duration_s=duration_s,
                    progress=say,
                ),
            )
        )
    say(f"an office file of {OFFICE_ROWS:,} rows")
    intake = measured_intake(ROOT / "build" / "bench" / "office", OFFICE_ROWS)
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    versions += f", wrk {wrk_version()}"
    return Run(
        date=datetime.now(UTC).date().isoformat(),
        machine=f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        versions=f"Python {platform.python_version()}, {versions}",
        environment_mb=installed_mb(ROOT / "requirements" / "serve.txt"),
        rounds=rounds,
        duration_s=duration_s,
        measured=results,
        starts=starts,
        intake=intake,
        crowds=crowds(),
    )


def start_of(place: Place, count: int) -> Start:
    """Return what it takes to serve a place, on all cores as in use."""
    say(f"{OURS} starts with {count:,}")
    with facilities(place.folder, core=None) as server:
        now, highest = server.memory_mb()
    size = place.layer_path.stat().st_size / 1e6
    return Start(count, size, server.start_s, now, highest)


def installed_mb(requirements: Path) -> float:
    """Return what the packages that are pinned in a file take on the disk, in megabytes."""
    lines = requirements.read_text("utf-8").splitlines()
    # One package may be pinned twice, for older and for newer Pythons.
    names = {line.partition("==")[0].partition("[")[0] for line in lines if line[:1].isalnum()}
    files = [file for name in names for file in _files(name)]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _files(package: str) -> Iterator[Path]:
    try:
        for file in distribution(package).files or ():
            yield Path(str(file.locate()))
    except PackageNotFoundError:
        # Pinned for another system than this one.
        return


def processor() -> str:
    """Return what the machine calls its processor."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def say(text: str) -> None:
    """Tell on the terminal what is being measured."""
    console.print(text, style="dim")


if __name__ == "__main__":
    sys.exit(main())
