"""Links between the pages lead somewhere, and every page can be reached from the first one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]
INDEX = "docs/index.md"


def own_links(page: Any) -> Iterator[tuple[str, Path, str]]:
    """Go through a page's links into this repository: as written, the file, what is behind #."""
    for link in page.links:
        if not link.startswith(("http://", "https://", "mailto:")):
            path, _, anchor = link.partition("#")
            target = (page.path.parent / unquote(path)).resolve() if path else page.path
            yield link, target, unquote(anchor)


def test_every_link_leads_to_a_file_and_a_heading_in_it(
    page: Any, document: Callable[[str], Any]
) -> None:
    for link, target, anchor in own_links(page):
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            anchors = document(target.relative_to(ROOT).as_posix()).anchors
            assert anchor in anchors, f"{page.name}: {link}; there are {sorted(anchors)}"


def test_every_page_is_reached_from_the_index(
    all_pages: list[Any], document: Callable[[str], Any]
) -> None:
    reached: set[Path] = set()
    waiting = [ROOT / INDEX]
    while waiting:
        path = waiting.pop()
        if path in reached or not path.exists():
            continue
        reached.add(path)
        one = document(path.relative_to(ROOT).as_posix())
        waiting += [target for _, target, _ in own_links(one) if target.suffix == ".md"]

    assert {page.path for page in all_pages} <= reached


def test_the_documentation_of_the_repository_starts_at_the_readme(
    document: Callable[[str], Any],
) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert ROOT / INDEX in {target for _, target, _ in own_links(document(name))}


def test_what_the_architecture_names_is_there(
    document: Callable[[str], Any], code_in: Callable[[str], list[str]]
) -> None:
    page = document("docs/architecture.md")
    (table,) = (one for one in page.tables if one.columns == ["where", "what"])

    for row in table.rows:
        for name in code_in(row[0]):
            assert (ROOT / name).exists(), name


def test_what_the_pages_call_a_file_of_this_repository_is_one(
    page: Any, code_in: Callable[[str], list[str]]
) -> None:
    packages = ("geo/", "layers/", "api/", "tests/", "bench/", "requirements/")
    made = {block.marks["file"] for block in page.blocks if "file" in block.marks}
    for name in code_in(page.prose_with_code):
        if name.startswith(packages) and " " not in name and name not in made:
            found = list(ROOT.glob(name)) if "*" in name else [ROOT / name]
            assert found, f"{page.name}: {name}"
            assert all(one.exists() for one in found), f"{page.name}: {name}"
