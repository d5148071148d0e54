"""The lists of pages that search engines read (sitemaps.org), in parts of a bearable size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from api.reader import LANGUAGE_TAGS, with_query
from api.views import facility_href
from layers.store.columns import Categories
from layers.store.snapshot import Snapshot

# The protocol allows 50,000 addresses and 50 MB. With its alternates an entry takes some 600 bytes,
# and a part is made anew whenever it is asked for.
PART_SIZE = 10_000

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def sitemap_index(origin: str, snapshots: Iterable[Snapshot]) -> bytes:
    """Return the index of all parts: the pages of the place, then each layer's facilities.

    Parameters
    ----------
    origin
        The whole address of the service.
    """
    parts = [_element("sitemap", f"{origin}/sitemap/pages.xml", None)]
    for snapshot in snapshots:
        for part in range(1, part_count(snapshot) + 1):
            address = f"{origin}/sitemap/{snapshot.layer.name}/{part}.xml"
            parts.append(_element("sitemap", address, snapshot.updated_at))
    return f"{HEAD}{INDEX}{''.join(parts)}</sitemapindex>\n".encode()


def sitemap_of_pages(origin: str, snapshots: Iterable[Snapshot]) -> bytes:
    """Return the part with the pages that are no facility's."""
    snapshots = list(snapshots)
    paths = ["/", "/collections"]
    entries = [_page(f"{origin}{path}", None) for path in paths]
    for snapshot in snapshots:
        address = f"{origin}/collections/{snapshot.layer.name}"
        entries.append(_page(address, snapshot.updated_at))
    return f"{HEAD}{URLSET}{''.join(entries)}</urlset>\n".encode()


def sitemap_of_facilities(origin: str, snapshot: Snapshot, part: int) -> bytes:
    """Return one part of a layer's facilities, counted from 1, with the day each was changed."""
    rows = range((part - 1) * PART_SIZE, min(part * PART_SIZE, len(snapshot)))
    entries = "".join(_facilities(origin, snapshot, rows))
    return f"{HEAD}{URLSET}{entries}</urlset>\n".encode()


def part_count(snapshot: Snapshot) -> int:
    """Return how many parts a layer has."""
    return -(-len(snapshot) // PART_SIZE)


def _facilities(origin: str, snapshot: Snapshot, rows: Iterable[int]) -> Iterator[str]:
    updated = snapshot.columns["updated_at"]
    assert isinstance(updated, Categories)
    for row in rows:
        path = facility_href(snapshot.layer, snapshot.feature_id(row))
        yield _page(f"{origin}{path}", updated.values[updated.codes[row]])


def _page(address: str, updated_at: datetime | None) -> str:
    languages = [(tag, with_query(address, f"lang={lang}")) for lang, tag in LANGUAGE_TAGS.items()]
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(href)}/>'
        for tag, href in [*languages, ("x-default", address)]
    )
    return _element("url", address, updated_at, alternates)


def _element(name: str, address: str, updated_at: datetime | None, more: str = "") -> str:
    changed = "" if updated_at is None else f"<lastmod>{updated_at.isoformat()}</lastmod>"
    return f"<{name}><loc>{escape(address)}</loc>{changed}{more}</{name}>\n"
