"""OSM files of ways written by hand, and the networks that they make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from layers.network import NETWORK_FILE, NetworkReport, StoredNetwork, make_network, read_network
from layers.place import Place, read_place

# A thousandth of a degree of latitude here, in metres, and the same of longitude.
NORTH_M, EAST_M = 110.98, 89.37

PLACE = """
name = { zh = "格纸城", en = "Graph paper" }
country = "CN"
timezone = "Asia/Shanghai"
metric_crs = "EPSG:4549"
draw_boundary = false
attribution = { zh = "试", en = "Test" }
licence = { name = "CC0-1.0", url = "https://creativecommons.org/publicdomain/zero/1.0/" }
"""


def place_in(folder: Path, box: tuple[float, float, float, float] | None = None) -> Place:
    """Return a place in a folder, with a box as its boundary if one is given."""
    folder.mkdir(exist_ok=True)
    text = PLACE
    if box:
        west, south, east, north = box
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        (folder / "boundary.geojson").write_text(json.dumps(shape))
        text = 'boundary = "boundary.geojson"\n' + text
    (folder / "place.toml").write_text(text, encoding="utf-8")
    return read_place(folder)


def node(number: int, x: float, y: float, tags: str = "", age: str = 'version="1"') -> str:
    """Return a node so many thousandths of a degree east and north of a corner in Weifang."""
    return f'<node id="{number}" {age} lon="{119 + x / 1000}" lat="{36.7 + y / 1000}">{tags}</node>'


def way(number: int, nodes: list[int], tags: dict[str, str], age: str = 'version="1"') -> str:
    """Return a way."""
    refs = "".join(f'<nd ref="{one}"/>' for one in nodes)
    words = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{number}" {age}>{refs}{words}</way>'


def made(
    folder: Path, *parts: str, place: Place | None = None, **options: Any
) -> tuple[NetworkReport, StoredNetwork]:
    """Return the report and the network that a hand-written file makes."""
    source = folder / "hand.osm"
    source.write_text(f'<osm version="0.6">{"".join(parts)}</osm>', encoding="utf-8")
    place = place or place_in(folder / "place")
    report = make_network(source, place, **options)
    stored = read_network(place.folder / NETWORK_FILE)
    assert stored is not None
    return report, stored
