"""`ogctests`, an independent checker of OGC API - Features, finds nothing wrong.

It pins an old httpx and pytest, so it has an environment of its own (`make setup-ogctests`).
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

CHECKER = Path(__file__).parents[2] / "build" / "ogctests" / "bin" / "python"

# Says that it validates /ats/core/crs84 of Part 1 (coordinates are longitude, latitude), and then
# only looks whether Part 2 (coordinate systems by reference) is declared, which Part 1 does not
# ask for and this service does not have. That all positions are CRS 84 is checked by test_ast15
# there, and with GDAL here.
CONTRADICTS_THE_STANDARD = "test_crs.py::test_ast2"


def test_every_abstract_test_of_part_1_passes(demonstration_url, tmp_path):
    if not CHECKER.exists():
        pytest.fail("the OGC checker is not there; make setup-ogctests")
    report = tmp_path / "report.xml"
    suite = (
        "import ogctests, pathlib; print(pathlib.Path(ogctests.__file__).parent / 'features/core')"
    )
    found = subprocess.run([CHECKER, "-c", suite], capture_output=True, text=True, check=True)
    folder = found.stdout.strip()

    ended = subprocess.run(
        [
            *(CHECKER, "-m", "pytest", folder, "-p", "no:cacheprovider", "-q"),
            # Its own settings, not this repository's.
            *("-c", os.devnull, "--rootdir", folder, f"--junit-xml={report}"),
            *("--deselect", CONTRADICTS_THE_STANDARD),
        ],
        env={**os.environ, "INSTANCE_URL": demonstration_url, "NO_PROXY": "*"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout
    cases = {case.get("name") for case in ElementTree.parse(report).iter("testcase")}
    assert cases == {f"test_ast{number}" for number in range(1, 30)} - {"test_ast2"}
