"""Every command of README and docs is carried out, page by page, as a reader would.

A page is followed from top to bottom in a copy of the repository. What it shows as output must
come; `…` stands for anything. A server that a page starts is really started, on a free port in
place of the one that the page names.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COPIED = (
    "api",
    "data",
    "docs",
    "geo",
    "layers",
    "requirements",
    "README.md",
    "Makefile",
    "pyproject.toml",
)
SAMPLES = Path("build", "samples")
# What make has set up before this test runs is not set up again in the copy.
MAKE = 'make() { command make -o setup -o setup-dev -o samples "$@"; }\n'
SERVE = re.compile(r"(?:\w+=\S+ )*(?:make|\.venv/bin/facilities) serve\b")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
MOST_S = 120
# Programs that a page may use where they are; nothing else is taken for granted but GNU and git.
OPTIONAL = {"curl": "apt-get install curl"}


def is_about(page: Any) -> bool:
    return bool(runnable(page)) and not page.name.endswith(".zh-CN.md")


def runnable(page: Any) -> list[Any]:
    return [
        block
        for block in page.blocks
        if block.language in {"console", "sh"} and "not run" not in block.marks
    ]


class Server:
    """A server that a page starts, on a free port."""

    def __init__(self, command: str, folder: Path, environment: dict[str, str]) -> None:
        free = "PORT=0" if " make " in f" {command}" else "--port 0"
        with tempfile.TemporaryFile("w+") as log:
            self._process = subprocess.Popen(
                ["bash", "-c", f"{MAKE}{command} {free}"],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
            assert self._process.stdout is not None
            self.first_line = self._process.stdout.readline()
            log.seek(0)
            found = ADDRESS.search(self.first_line)
            if found is None:
                self.stop()
            assert found, f"{command}: {self.first_line}{log.read()}"
        self.address = found[0]

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.communicate()


class Reader:
    """Somebody who follows one page in a copy of the repository."""

    def __init__(self, folder: Path, demonstration: Callable[[], Server]) -> None:
        self.folder, self.here = folder, folder
        self.environment = environment(folder)
        self._demonstration = demonstration
        self._own: Server | None = None
        self.named, self.real = "http://127.0.0.1:8000", ""

    def write(self, name: str, text: str) -> None:
        path = self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.addressed(text), encoding="utf-8")

    def addressed(self, text: str) -> str:
        """Return a text with the real address of the server in place of the named one."""
        return text.replace(self.named, self.real or self.named)

    def run(self, command: str) -> tuple[str, int]:
        """Return what a command says and its exit code."""
        if SERVE.match(command):
            return self.serve(command), 0
        where = self.folder / ".here"
        script = f"trap 'pwd > {where}' EXIT\n{MAKE}{self.addressed(command)}\n"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", script],
            cwd=self.here,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=MOST_S,
            check=False,
        )
        self.here = Path(where.read_text().strip())
        said = done.stdout.replace(self.real, self.named) if self.real else done.stdout
        return said, done.returncode

    def serve(self, command: str) -> str:
        """Start the server of a command in place of an earlier one; return its first line."""
        self.stop()
        if command == "make serve" and self.is_unchanged:
            server = self._demonstration()
        else:
            server = self._own = Server(command, self.here, self.environment)
        port = re.search(r"(?:--port |PORT=)(\d+)", command)
        self.named = f"http://127.0.0.1:{port[1] if port else 8000}"
        self.real = server.address
        return server.first_line.replace(self.real, self.named)

    @property
    def is_unchanged(self) -> bool:
        """Whether the place and the layers are still those of the repository."""
        return all(
            sorted(one.name for one in (self.folder / name).iterdir())
            == sorted(one.name for one in (ROOT / name).iterdir())
            for name in ("data", "layers")
        )

    def stop(self) -> None:
        if self._own is not None:
            self._own.stop()
            self._own = None


def environment(folder: Path) -> dict[str, str]:
    """Return the environment in which commands find the packages of a folder."""
    # Nothing of the make that these tests may run under: it would speak of its folders.
    foreign = re.compile("FACILITIES|^MAKE|^MFLAGS")
    kept = {key: value for key, value in os.environ.items() if not foreign.search(key)}
    return kept | {
        "PYTHONPATH": str(folder),
        "COLUMNS": "100",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Callable[[], Server]]:
    """Return what starts the demonstration's server when it is first asked for."""
    started: list[Server] = []

    def server() -> Server:
        if not started:
            started.append(Server("make serve", ROOT, environment(ROOT)))
        return started[0]

    yield server
    for one in started:
        one.stop()


@pytest.fixture
def reader(tmp_path: Path, demonstration: Callable[[], Server]) -> Iterator[Reader]:
    """A reader in a copy of the repository, set up as make has set up this one."""
    folder = tmp_path / "public-facilities-map"
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "build").mkdir()
    if (ROOT / SAMPLES).exists():
        (folder / SAMPLES).symlink_to(ROOT / SAMPLES)
    made = Reader(folder, demonstration)
    yield made
    made.stop()


def test_a_page_does_what_it_says(page: Any, reader: Reader) -> None:
    text = "".join(block.text for block in runnable(page))
    for program, install in OPTIONAL.items():
        if re.search(rf"\b{program}\b", text) and shutil.which(program) is None:
            pytest.skip(f"no {program} on this machine: {install}")
    if ("samples" in text or "make helsinki" in text) and not (ROOT / SAMPLES).exists():
        pytest.skip("no sample extracts: make samples")

    for block in page.blocks:
        if "file" in block.marks:
            reader.write(block.marks["file"], block.text)
        elif block in runnable(page):
            follow(block, reader, f"{page.name}:{block.line}")


def follow(block: Any, reader: Reader, where: str) -> None:
    *others, last = block.commands
    for command, shown in [*others, last]:
        said, code = reader.run(command)
        wanted = int(block.marks.get("exit", "0")) if (command, shown) == last else 0
        assert code == wanted, f"{where}: {command}\nexit code {code}\n{said}"
        if shown:
            assert is_shown(said, shown), f"{where}: {command}\n{said}\ninstead of\n{shown}"
        else:
            assert '"type":"about:blank"' not in said, f"{where}: {command}\n{said}"


def is_shown(said: str, shown: str) -> bool:
    """Tell whether an output is the one shown, in which `…` stands for anything."""
    lines = [line.rstrip() for line in said.strip("\n").splitlines()]
    pattern = re.escape(shown.strip("\n")).replace("…", ".*?")
    return re.fullmatch(pattern, "\n".join(lines), re.DOTALL) is not None


def test_the_reader_is_told_what_differs() -> None:
    assert is_shown("a  \nb\nc\n", "a\nb\nc")
    assert is_shown('{"one":1,"two":2}', '{"one":1,…}')
    assert is_shown("first\nsecond\nthird\nlast", "first\n…\nlast")
    assert not is_shown("first\nlast\nmore", "first\n…\nlast")
    assert not is_shown("axb", "a.b")


def test_what_is_not_run_names_what_exists(
    all_pages: list[Any], make_targets: set[str], cli_options: dict[str, set[str]]
) -> None:
    for page in all_pages:
        for block in page.blocks:
            where = f"{page.name}:{block.line}"
            for target in re.findall(r"(?m)^(?:\$ )?make ([a-z-]+)", block.text):
                assert target in make_targets, where
            for command, options in re.findall(r"\bbin/facilities (\w+)([^\n|]*)", block.text):
                assert command in cli_options, where
                given = set(re.findall(r"(?<!\S)--?[a-z][\w-]*", options))
                assert given <= cli_options[command], where


@pytest.fixture(scope="module")
def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))


def test_every_place_that_names_a_make_target_names_one_that_exists(
    all_pages: list[Any], code_in: Callable[[str], list[str]], make_targets: set[str]
) -> None:
    named = {
        (page.name, target)
        for page in all_pages
        for code in code_in(page.text)
        if (found := re.fullmatch(r"make ([a-z-]+)(?: [A-Z]+=\S+)*", code))
        for target in [found[1]]
    }

    assert named
    assert {target for _, target in named} <= make_targets
