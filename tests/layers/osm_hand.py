"""OSM files written by hand, and what an import makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from layers.osm import OsmReport, import_osm

HEAD, TAIL = '<osm version="0.6">', "</osm>"


def imported(folder: Path, xml: str, **options: Any) -> tuple[OsmReport, Path]:
    """Return the report of an import and the place that it made."""
    source, out = folder / "hand.osm", folder / "place"
    source.write_text(f"{HEAD}{xml}{TAIL}", encoding="utf-8")
    return import_osm(source, out, **options), out


def toilets(number: int, lon: float, lat: float, tags: str = "", age: str = "") -> str:
    """Return a node that is public toilets."""
    return (
        f'<node id="{number}" version="1" {age} lon="{lon}" lat="{lat}">'
        f'<tag k="amenity" v="toilets"/>{tags}</node>'
    )
