"""Scripts of this folder that tests run as processes of their own, on a small disk where needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Prefix of a command that gets a small disk of its own at `$0` and nobody else sees.
DISK = 'mount -t tmpfs -o size=2m,mode=755 none "$0" && exec "$@"'


def run(*command: str | Path) -> dict[str, int]:
    """Run a script of this folder and return its tally; its fault is ours."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def script(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"tests.layers.{name}")


def own_disk(folder: Path) -> tuple[str | Path, ...]:
    """Return the prefix of a command that gives it a disk; skip where that is not allowed."""
    user = () if os.getuid() == 0 else ("--map-root-user",)
    prefix = ("unshare", "--mount", *user, "sh", "-c", DISK, folder)
    try:
        tried = subprocess.run((*prefix, "true"), capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("a disk of its own needs the program unshare (util-linux), which is not here")
    if tried.returncode:
        pytest.skip(f"a disk of its own is not allowed here: {tried.stderr.strip()}")
    return prefix
