"""Examples that are not commands: settings, units and scripts on the pages are what they say."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import socket
import subprocess
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from api.main import create_app
from api.settings import Settings
from layers.place import read_place

ROOT = Path(__file__).parents[2]
PRODUCTION = "docs/how-to/run-in-production.md"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def test_every_toml_block_is_toml(all_pages: list[Any]) -> None:
    blocks = [block for page in all_pages for block in page.blocks if block.language == "toml"]

    assert blocks
    for block in blocks:
        tomllib.loads(block.text)


def test_every_basemap_and_target_of_an_example_is_taken(
    all_pages: list[Any], tmp_path: Path
) -> None:
    required = (ROOT / "data" / "place.toml").read_text(encoding="utf-8").split("\n[[")[0]
    required = re.sub(r"(?m)^boundary = .*$", "", required)
    for page in all_pages:
        for block in page.blocks:
            if block.language == "toml" and block.text.startswith("["):
                (tmp_path / "place.toml").write_text(f"{required}\n{block.text}", encoding="utf-8")
                assert read_place(tmp_path), page.name


def test_every_python_block_compiles(all_pages: list[Any]) -> None:
    for page in all_pages:
        for block in page.blocks:
            if block.language == "python":
                compile(block.text, page.name, "exec")


@pytest.fixture
def unit(document: Callable[[str], Any]) -> str:
    (block,) = (one for one in document(PRODUCTION).blocks if one.language == "ini")
    return str(block.text)


def test_the_systemd_unit_starts_what_there_is(unit: str, cli_options: dict[str, set[str]]) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit)
    program, command, *options = shlex.split(parser["Service"]["ExecStart"])
    home = parser["Service"]["WorkingDirectory"]

    assert (ROOT / Path(program).relative_to(home)).exists()
    assert {option for option in options if option.startswith("-")} <= cli_options[command]


def test_systemd_takes_the_unit(unit: str, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze on this machine: apt-get install systemd")
    service = tmp_path / "facilities-map.service"
    service.write_text(unit.replace("/opt/facilities-map", str(ROOT)), encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", str(service)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert service.name not in done.stderr


@pytest.fixture
def service() -> Iterator[str]:
    """Serve the demonstration on a free port; return its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Settings(data=ROOT / "data")), log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.mark.browser
def test_the_script_for_other_sites_runs_in_a_browser(
    document: Callable[[str], Any], service: str
) -> None:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        missing = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    (block,) = (
        one for one in document("docs/how-to/embed-the-data.md").blocks if one.language == "js"
    )
    script = ADDRESS.sub(service, block.text)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        # A page of another origin: what it may read, any site may.
        names = page.evaluate(f"async () => {{ {script}; return names; }}")
        browser.close()

    assert len(names) == 2
    assert all(re.fullmatch(r".+ [\d.]+ m", name) for name in names)
