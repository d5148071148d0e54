"""The repository as a whole: what is packed, what is pinned, and what must never be in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import api
import geo
import layers
from tests.node import TOOLS, run_node

ROOT = Path(__file__).parent.parent
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from this checkout without a network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


@pytest.mark.parametrize("package", [geo, layers, api])
def test_the_generic_names_mean_this_repository(package):
    assert Path(package.__file__).is_relative_to(ROOT)


def test_the_wheel_carries_what_pages_load_and_nothing_that_serves_only_developers(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "api/static/built/app.js" in names
    assert "api/static/built/licences.txt" in names
    assert "api/pictures/fonts/NotoSansSC-Regular.ttf" in names
    assert "api/pictures/fonts/LICENSE.txt" in names
    assert "api/static/built/swagger-ui-dist/swagger-ui-bundle.js" in names
    assert not any(name.startswith("api/browser/") for name in names)
    assert "api/templates/base.html" in names
    assert "layers/parking.py" in names
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"geo", "layers", "api"}


def test_an_unpacked_wheel_serves_a_place_on_its_own(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "unpacked")
    code = (
        "import api; from pathlib import Path; from starlette.testclient import TestClient;"
        "from api.main import create_app; from api.settings import Settings;"
        f"client = TestClient(create_app(Settings(data=Path({str(ROOT / 'data')!r}))));"
        "print(api.__file__);"
        "print(client.get('/', headers={'accept': 'text/html'}).status_code);"
        "print(client.get('/static/built/app.js').status_code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")},
        capture_output=True,
        text=True,
        check=True,
    )

    where, *statuses = done.stdout.split()
    assert where.startswith(str(tmp_path))
    assert statuses == ["200", "200"]


def test_what_pages_load_is_built_from_the_sources_alike_each_time(tmp_path):
    build = ROOT / "api" / "browser" / "build.js"
    done = run_node(build, TOOLS / "node_modules", tmp_path)
    assert done.returncode == 0, done.stderr

    built = ROOT / "api" / "static" / "built"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert {"app.js", "app.css", "pages.css", "licences.txt"} <= set(names)
    for name in names:
        assert (built / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_the_licences_of_what_is_bundled_go_along():
    text = (ROOT / "api" / "static" / "built" / "licences.txt").read_text(encoding="utf-8")

    for package in ("kdbush", "leaflet", "supercluster"):
        assert re.search(rf"^{package} \d+\.\d+\.\d+$", text, re.MULTILINE), package
    assert "Copyright (c) 2010-2023, Volodymyr Agafonkin" in text


def test_every_browser_package_is_pinned_with_its_hash_and_no_host():
    lock = json.loads((ROOT / "api" / "browser" / "package-lock.json").read_text())
    asked = json.loads((ROOT / "api" / "browser" / "package.json").read_text())

    for name, package in lock["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name
    for version in (asked["dependencies"] | asked["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_every_dependency_is_pinned_with_hashes():
    for path in REQUIREMENTS:
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[A-Za-z0-9][^\n]*?\\?$(?:\n    .*)*", text, re.MULTILINE)
        assert pins, path
        for pin in pins:
            assert "==" in pin, (path.name, pin)
            assert "--hash=sha256:" in pin, (path.name, pin)


def test_every_direct_dependency_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements" / "serve.txt").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!;\[ ]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE), name


def test_what_serves_is_pinned_alike_for_developers():
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9._-]+==\S+)", text, re.MULTILINE))

    assert pins("serve.txt") <= pins("dev.txt")


def test_no_file_names_a_registry_host_or_a_path_of_one_machine():
    # Written in pieces, so that this file does not hold what it looks for.
    hosts = [
        "py" + "pi.org", "files.python" + "hosted", "registry.np" + "mjs", "deb.deb" + "ian.org",
    ]  # fmt: skip
    wanted = re.compile("|".join(map(re.escape, [*hosts, str(ROOT) + "/"])))
    found = [
        path.relative_to(ROOT)
        for path in tracked_files()
        if path.suffix not in {".png", ".pbf", ".gz", ".bz2"}
        and wanted.search(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_nothing_that_is_fetched_or_built_is_committed():
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        assert not re.search(r"(^|/)(node_modules|built|\.venv|build|__pycache__)/", name), name
        assert path.stat().st_size < 1_500_000, name
