"""Bring the catalogues up to the sources: collect what pages say, keep translations, compile.

Run by `make messages`. Needs Babel, which only developers have: what it makes is committed.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent
SOURCES = LOCALE.parent
DOMAIN = "facilities"
LANGUAGES = ("en",)
# In scripts `t` says something, and `tn` something with a number in it.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "t": None,
    "tn": (1, 2),
    "N": None,
}
METHODS = [
    ("locale/**", "ignore"),
    ("static/**", "ignore"),
    ("templates/**.html", "jinja2.ext.babel_extract"),
    ("browser/**.js", "javascript"),
    ("**.py", "python"),
]
OPTIONS = {
    "templates/**.html": {"trimmed": "true", "silent": "false"},
    "browser/**.js": {"template_string": "true"},
}
BROWSER = "browser/"


class PlainCatalog(Catalog):
    """A catalogue without times and tools in its head: the same sources give the same bytes."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    # The base class has a setter too, which is never used.
    mime_headers = property(_get_mime_headers)


def collected() -> Catalog:
    """Return every message of the sources, with the files that say it."""
    found = Catalog(domain=DOMAIN, fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(
        SOURCES,
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("NOTE:",),
        directory_filter=lambda name: Path(name).name not in {"node_modules", "__pycache__"},
    ):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def files_of(lang: str, source: Catalog) -> Iterator[tuple[Path, bytes]]:
    """Yield what the catalogue of a language has to be, file by file."""
    folder = LOCALE / lang / "LC_MESSAGES"
    po = folder / f"{DOMAIN}.po"
    catalogue = PlainCatalog(locale=lang, domain=DOMAIN, fuzzy=False)
    if po.exists():
        with po.open("rb") as opened:
            known = read_po(opened, locale=lang, domain=DOMAIN)
        for message in known:
            if message.id:
                catalogue.add(message.id, message.string, flags=message.flags)
    # A translation of something else is no translation: nothing is guessed from likeness.
    catalogue.update(source, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# Words of the pages. Message ids are the Chinese words."
    written = io.BytesIO()
    write_po(written, catalogue, sort_by_file=True, include_lineno=False, width=100)
    yield po, written.getvalue()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    yield folder / f"{DOMAIN}.mo", compiled.getvalue()
    yield LOCALE / lang / "browser.json", browser_messages(catalogue)


def browser_messages(catalogue: Catalog) -> bytes:
    """Return what scripts say, by its Chinese, as JSON."""
    said: dict[str, Any] = {}
    for message in catalogue:
        if message.id and any(BROWSER in name for name, _ in message.locations):
            words = _strings(message)
            said[_key(message)] = words if message.pluralizable else words[0]
    text = json.dumps(dict(sorted(said.items())), ensure_ascii=False, indent=0)
    return f"{text}\n".encode()


def missing(lang: str) -> list[str]:
    """Return the messages that a language has no words for."""
    with (LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as opened:
        catalogue = read_po(opened, locale=lang, domain=DOMAIN)
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(_strings(message)))
    ]


def _key(message: Any) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def _strings(message: Any) -> list[str]:
    return list(message.string) if message.pluralizable else [message.string]


def main() -> None:
    """Write the catalogues, or with --check only say whether they are as they should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    only_check = parser.parse_args().check
    source, faults = collected(), []
    for lang in LANGUAGES:
        for path, content in files_of(lang, source):
            if only_check:
                if not path.exists() or path.read_bytes() != content:
                    faults.append(f"{path.relative_to(SOURCES.parent)} is stale: make messages")
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        faults += [f"{lang}: no words for {each!r}" for each in missing(lang)]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
