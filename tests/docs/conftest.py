"""The pages of the documentation, taken apart: blocks, headings, links, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from typer.main import get_command

from api.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        ROOT / "data" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)
# What stands in an HTML comment right before a block, for the tests and not for the reader.
MARK = re.compile(r"<!-- (not run|file|exit): (.+?) -->")

parse = MarkdownIt("commonmark").enable("table").parse


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the line it begins on, and its marks."""

    language: str
    text: str
    line: int
    marks: dict[str, str]

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The commands of a console or sh block, each with the output that is shown for it."""
        if self.language == "sh":
            return [(self.text, "")]
        found: list[tuple[list[str], list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                found.append(([line[2:]], []))
            elif line.startswith("> ") and not found[-1][1]:
                found[-1][0].append(line[2:])
            else:
                found[-1][1].append(line)
        return [("\n".join(command), "\n".join(shown)) for command, shown in found]


@dataclass(frozen=True)
class Table:
    """A table under a heading: its column names and its rows, as they are written."""

    heading: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Page:
    """One page of the documentation."""

    path: Path

    @property
    def name(self) -> str:
        """The page's path in the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tokens(self) -> list[Token]:
        return parse(self.text)

    @cached_property
    def blocks(self) -> list[Block]:
        return list(_blocks(self.tokens))

    @cached_property
    def headings(self) -> list[str]:
        return [after.content for one, after in _pairs(self.tokens) if one.type == "heading_open"]

    @cached_property
    def anchors(self) -> set[str]:
        """What can stand behind a # in a link to this page, as forges make it of headings."""
        return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in self.headings}

    @cached_property
    def links(self) -> list[str]:
        """The addresses of links and images."""
        inline = [child for token in self.tokens for child in token.children or ()]
        return [str(one.attrs.get("href") or one.attrs.get("src"))
                for one in inline if one.type in {"link_open", "image"}]  # fmt: skip

    @cached_property
    def tables(self) -> list[Table]:
        return list(_tables(self.tokens))

    def tables_under(self, heading: str) -> list[Table]:
        """Return the tables right under a heading."""
        assert heading in self.headings, f"{self.name} has no heading {heading!r}"
        return [table for table in self.tables if table.heading == heading]

    @cached_property
    def prose_with_code(self) -> str:
        """The page without its blocks."""
        return re.sub(r"^```.*?^```$", "", self.text, flags=re.DOTALL | re.MULTILINE)

    @cached_property
    def prose(self) -> str:
        """The page without its blocks and its code."""
        return re.sub(r"`[^`\n]*`", "", self.prose_with_code)


def _pairs(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Go through the tokens, each with the one after it (itself at the end)."""
    return zip(tokens, [*tokens[1:], *tokens[-1:]], strict=True)


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    marks: dict[str, str] = {}
    for token in tokens:
        if token.type == "html_block":
            marks = dict(MARK.findall(token.content))
        elif token.type == "fence":
            line = token.map[0] + 1 if token.map else 0
            yield Block(token.info.strip(), token.content, line, marks)
            marks = {}
        elif token.level == 0:
            marks = {}


def _tables(tokens: list[Token]) -> Iterator[Table]:
    heading = ""
    rows: list[list[str]] = []
    for token, after in _pairs(tokens):
        match token.type:
            case "heading_open":
                heading = after.content
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                rows[-1].append(after.content if after.type == "inline" else "")
            case "table_close":
                yield Table(heading, rows[0], rows[1:])
                rows = []


@cache
def page_at(path: Path) -> Page:
    return Page(path)


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Page:
    """Each page of the documentation in turn."""
    return page_at(request.param)


@pytest.fixture
def all_pages() -> list[Page]:
    return [page_at(path) for path in PAGES]


@pytest.fixture
def document() -> Callable[[str], Page]:
    """Return a page by its path in the repository."""
    return lambda name: page_at(ROOT / name)


@pytest.fixture
def code_in() -> Callable[[str], list[str]]:
    """Return what stands in `code` in a text, in order."""
    return lambda text: re.findall(r"`([^`]+)`", text)


@pytest.fixture(scope="session")
def cli_commands() -> dict[str, Any]:
    """Return the commands of the command line by name, as Click knows them."""
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
    return commands


@pytest.fixture(scope="session")
def cli_options(cli_commands: dict[str, Any]) -> dict[str, set[str]]:
    """Return the options of each command."""
    return {
        name: {"--help"} | {option for each in command.params for option in each.opts}
        for name, command in cli_commands.items()
    }


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "page" in metafunc.fixturenames:
        chosen: Any = [path for path in PAGES if _is_chosen(metafunc, page_at(path))]
        ids = [path.relative_to(ROOT).as_posix() for path in chosen]
        metafunc.parametrize("page", chosen, indirect=True, ids=ids)


def _is_chosen(metafunc: pytest.Metafunc, one: Page) -> bool:
    """Tell whether a test is about a page: one may name what its pages must have."""
    wanted: Callable[[Page], bool] | None = getattr(metafunc.module, "is_about", None)
    return wanted is None or wanted(one)
