"""A tiny place on graph paper: a kilometre is about 0.0112° of longitude, 0.0090° of latitude."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geo.geojson import canonical_collection, canonical_feature
from layers._registry import layer_named

PLACE = """\
name = { zh = "小城", en = "Tiny Town" }
country = "CN"
timezone = "Asia/Shanghai"
metric_crs = "EPSG:4549"
boundary = "boundary.geojson"
draw_boundary = true
approval_line = ""
attribution = { zh = "测试数据", en = "Test data" }
licence = { name = "CC0-1.0" }
"""
BOUNDARY = {
    "type": "Polygon",
    "coordinates": [[[119.0, 36.6], [119.2, 36.6], [119.2, 36.8], [119.0, 36.8], [119.0, 36.6]]],
}


def feature_line(
    layer: str, feature_id: str, geometry: dict[str, Any], properties: dict[str, Any]
) -> bytes:
    """Return a canonical feature with every field of its layer."""
    declared = dict.fromkeys(layer_named(layer).fields)
    return canonical_feature(feature_id, geometry, declared | properties)


def point(lon: float, lat: float) -> dict[str, Any]:
    """Return a point."""
    return {"type": "Point", "coordinates": [lon, lat]}


def square(west: float, south: float, size: float) -> dict[str, Any]:
    """Return a square polygon, counter-clockwise."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_place(folder: Path, layers: dict[str, list[bytes]]) -> Path:
    """Write a place with the given features."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "place.toml").write_text(PLACE, encoding="utf-8")
    boundary = canonical_collection([canonical_feature("boundary", BOUNDARY, {})])
    (folder / "boundary.geojson").write_bytes(boundary)
    for name, features in layers.items():
        (folder / f"{name}.geojson").write_bytes(canonical_collection(features))
    return folder


NIGHTS = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"


def tiny_layers() -> dict[str, list[bytes]]:
    """Return the facilities of Tiny Town."""
    return {
        "parking": [
            feature_line(
                "parking",
                "p-near",
                point(119.1000, 36.7000),
                {"name": "东街停车场", "spaces": 20, "kind": "lot", "free_hours": NIGHTS},
            ),
            feature_line(
                "parking",
                "p-mid",
                point(119.1010, 36.7000),
                {"name": "西街泊位", "spaces": 8, "kind": "kerbside", "free_hours": "24/7"},
            ),
            feature_line(
                "parking",
                "p-short",
                point(119.1020, 36.7000),
                {
                    "name": "南街泊位",
                    "kind": "kerbside",
                    "free_hours": "24/7",
                    "max_stay_minutes": 30,
                },
            ),
            feature_line("parking", "p-unknown", point(119.1030, 36.7000), {"name": "未知"}),
        ],
        "parks": [
            feature_line(
                "parks",
                "park-1",
                square(119.1100, 36.7100, 0.001),
                {"name": "自怡园", "features": ["fitness", "playground"], "open_hours": "24/7"},
            ),
            feature_line(
                "parks",
                "park-gate",
                square(119.1200, 36.7100, 0.001),
                {"name": "有门的园", "access_point": [119.1210, 36.7105], "features": ["fitness"]},
            ),
        ],
    }


@pytest.fixture
def tiny_place(tmp_path: Path) -> Path:
    """Return the folder of Tiny Town."""
    return write_place(tmp_path / "tiny", tiny_layers())
