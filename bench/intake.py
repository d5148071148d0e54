"""A large office file in, beside the way that a script with geopandas takes."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.places import CENTRE, PLACE_TOML, SUBDISTRICTS, positions
from bench.servers import BenchError
from geo.gcj02 import wgs84_to_gcj02

LAYER = "parking"
HEADINGS = ("编号", "名称", "地址", "所属街道", "经度", "纬度", "泊位数", "免费时段", "联系电话")
HOURS = ("全天", "工作日18:00至次日8:00,周末及节假日全天", "18:00-8:00", "")
# What such a script leaves out is nearly all: it reads, drops what lies outside, and writes.
GEOPANDAS = """\
import sys
import geopandas, pandas
rows = pandas.read_csv(sys.argv[1], encoding="gb18030")
points = geopandas.points_from_xy(rows.pop("经度"), rows.pop("纬度"))
frame = geopandas.GeoDataFrame(rows, geometry=points, crs="EPSG:4326")
boundary = geopandas.read_file(sys.argv[2]).union_all()
frame[frame.within(boundary)].to_file(sys.argv[3], driver="GeoJSON")
"""


@dataclass(frozen=True)
class Took:
    """What a process took: its time on the wall, and its memory at the highest."""

    duration_s: float
    highest_mb: float


@dataclass(frozen=True)
class Intake:
    """What it took to take a large office file in, and a geopandas script beside it.

    Parameters
    ----------
    first, again
        `facilities import` into an empty place, and of the same file once more: all is matched and
        compared with what is published.
    script
        The script: it reads, keeps what lies inside, and writes.
    """

    count: int
    file_mb: float
    first: Took
    again: Took
    script: Took


def measured_intake(folder: Path, count: int) -> Intake:
    """Return what it took to take in a CSV file of `count` rows, GB18030 and GCJ-02.

    Raises
    ------
    BenchError
        When one of them fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    place = folder / "place"
    place.mkdir(parents=True)
    (place / "place.toml").write_text(
        PLACE_TOML.format(count=count) + 'boundary = "boundary.geojson"\n', "utf-8"
    )
    (place / "boundary.geojson").write_text(_boundary(count), "utf-8")
    file = folder / "office.csv"
    write_office_file(file, count)
    facilities = [sys.executable, "-m", "api.cli", "import", str(file), "--layer", LAYER]
    facilities += ["--datum", "gcj02", "--data", str(place), "--who", "bench"]
    first, again = took(facilities), took(facilities)
    if not (place / f"{LAYER}.geojson").exists():
        raise BenchError("facilities import published nothing")
    script = took(
        [
            sys.executable,
            "-c",
            GEOPANDAS,
            str(file),
            str(place / "boundary.geojson"),
            str(folder / "script.geojson"),
        ]
    )
    return Intake(count, file.stat().st_size / 1e6, first, again, script)


def write_office_file(path: Path, count: int) -> None:
    """Write a CSV file as an office has it: GB18030, positions picked on a Chinese web map."""
    lon, lat = wgs84_to_gcj02(*positions(count))
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for row in range(count):
            subdistrict = SUBDISTRICTS[row % len(SUBDISTRICTS)]
            writer.writerow(
                (
                    f"P{row:06d}",
                    f"第{row}停车场",
                    f"{subdistrict}{row}号",
                    subdistrict,
                    f"{lon[row]:.6f}",
                    f"{lat[row]:.6f}",
                    f"{row % 200 + 1}个",
                    HOURS[row % len(HOURS)],
                    f"0536-8{row:06d}",
                )
            )


def took(command: Sequence[str]) -> Took:
    """Return what a command took.

    Raises
    ------
    BenchError
        When it fails, with what it said.
    """
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"{command[:4]} failed: {said.decode(errors='replace')[-2000:]}")
    # Linux counts kilobytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Took(time.perf_counter() - began, used.ru_maxrss * unit / 1e6)


def _boundary(count: int) -> str:
    side = 0.2 * (count / 5_000) ** 0.5
    west, south, east, north = (
        CENTRE[0] - side / 2,
        CENTRE[1] - side / 2,
        CENTRE[0] + side / 2,
        CENTRE[1] + side / 2,
    )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return f'{{"type":"Polygon","coordinates":[{ring}]}}'
