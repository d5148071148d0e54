"""The unit tests of the browser's logic, on Node's own test runner."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.node import run_node

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_the_browsers_logic_holds_in_node(path: Path) -> None:
    done = run_node("--test", "--test-reporter=spec", path)

    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    # A file in which nothing runs would pass too.
    assert "ℹ tests 0" not in done.stdout, f"{path.name} has no test"
