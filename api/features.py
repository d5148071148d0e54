"""Feature collections as they are sent: stored bytes in a row, what was computed at their end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geo.geojson import compact_json
from layers.store.snapshot import Snapshot


def link(href: str, rel: str, type_: str, title: str | None = None) -> dict[str, str]:
    """Return a link object (OGC 17-069r4, section 7.1; RFC 8288)."""
    made = {"href": href, "rel": rel, "type": type_}
    if title:
        made["title"] = title
    return made


def collection_body(features: Iterable[bytes], members: Mapping[str, Any]) -> bytes:
    """Return a FeatureCollection of features' bytes, with more members after them."""
    return b'{"type":"FeatureCollection","features":[%b],%b' % (
        b",".join(features),
        compact_json(members)[1:],
    )


def with_members(snapshot: Snapshot, row: int, members: bytes) -> bytes:
    """Return a stored feature with foreign members at its end (RFC 7946, section 6.1).

    Parameters
    ----------
    members
        Such as `,"distance_m":12.5`; empty for none.
    """
    return b"%b%b}" % (snapshot.open_feature(row), members)
