"""Where the same figures are: pinned, as a table, on the map, in the data."""

from __future__ import annotations

from typing import Any

from api.facts.facts import Facts, LayerFacts
from api.published.parameters import ShownParameters, asked_query

# How a page is read is added by the page that links.
UNREAD: dict[str, Any] = {"lang": None, "text": None}


def table_address(base: str, asked: ShownParameters) -> str:
    """Return the address of the figures as CSV."""
    return f"{base}/facts.csv{asked_query(asked, **UNREAD)}"


def pinned_address(base: str, asked: ShownParameters, facts: Facts) -> str:
    """Return the address of the figures at the versions that they follow from."""
    return f"{base}/facts{asked_query(asked, **_fixed(asked, facts), version=facts.versions)}"


def map_address(base: str, asked: ShownParameters, facts: Facts) -> str:
    """Return the address of the map of what is counted, at its versions."""
    versions = [version for _, version in facts.shown.versions]
    changes = _fixed(asked, facts) | {"version": _each_once(versions)}
    return f"{base}/embed{asked_query(asked, **changes)}"


def layer_map_address(base: str, asked: ShownParameters, facts: Facts, one: LayerFacts) -> str:
    """Return the address of the map of one layer alone, at its version."""
    changes = _fixed(asked, facts) | {
        "layers": [one.figure.layer.name],
        "filters": one.part.chips or None,
        "version": [one.figure.version],
    }
    return f"{base}/embed{asked_query(asked, **changes)}"


def layer_data_address(base: str, one: LayerFacts) -> str:
    """Return the address of a layer's data, at its version."""
    return f"{base}/data/{one.figure.layer.name}.geojson?version={one.figure.version}"


def _fixed(asked: ShownParameters, facts: Facts) -> dict[str, Any]:
    """Return the parameters that what is pinned needs, so that it stays."""
    fixed: dict[str, Any] = UNREAD | {"layers": [name for name, _ in facts.shown.versions]}
    if facts.shown.free is not None and asked.free_at is None:
        fixed["free_at"] = facts.shown.free.at
    return fixed


def _each_once(versions: list[str]) -> list[str]:
    return list(dict.fromkeys(versions))
