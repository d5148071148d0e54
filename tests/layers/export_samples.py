"""Layers with all that makes exporting hard, small enough to look through."""

from __future__ import annotations

from typing import Any

from geo.geojson import canonical_collection, canonical_feature
from layers._registry import layer_named
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot

Feature = tuple[str, dict[str, Any], dict[str, Any]]

POINT = {"type": "Point", "coordinates": [119.1000001, 36.7]}
SQUARE = [[119.1, 36.7], [119.102, 36.7], [119.102, 36.702], [119.1, 36.702], [119.1, 36.7]]
HOLE = [
    [119.1005, 36.7005],
    [119.1005, 36.7015],
    [119.1015, 36.7015],
    [119.1015, 36.7005],
    [119.1005, 36.7005],
]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
ISLANDS = {
    "type": "MultiPolygon",
    "coordinates": [
        [SQUARE],
        [[[119.11, 36.71], [119.12, 36.71], [119.12, 36.72], [119.11, 36.71]]],
    ],
}
POINTS = {"type": "MultiPoint", "coordinates": [[119.13, 36.73], [119.14, 36.74]]}

# Spreadsheets would run these, KML could not hold some, a delimited file splits others.
HARD_TEXTS = [
    '=HYPERLINK("https://x.example",1)',
    "+86 536 8888888",
    "-2+3",
    "@SUM(A1)",
    "'=1",
    "''quoted",
    "'",
    "-",
    "007",
    "370702001000001234",
    '逗号,引号",分号;制表\t',
    "第一行\n第二行",
    "]]> & <b>粗</b>",
    "𠮷野家🚻",
    "_x0041_",
    "１２３　全角",
]


def snapshot(layer: str, *features: Feature) -> Snapshot:
    """Return a layer of these features: id, geometry, properties."""
    fields = dict.fromkeys(layer_named(layer).fields)
    lines = [canonical_feature(each, geometry, fields | more) for each, geometry, more in features]
    return read_snapshot(layer_named(layer), canonical_collection(lines), file=f"{layer}.geojson")


def toilets() -> Snapshot:
    """Return toilets: points, with every sort of declared value and texts of all sorts."""
    whole = {
        "name": "东风街公厕",
        "address": "东风街1号",
        "status": "open",
        "position": "surveyed",
        "grade": 1,
        "accessible": True,
        "family_room": False,
        "cubicles_women": 6,
        "open_hours": "Mo-Fr 06:00-22:00; Sa-Su 00:00-24:00",
        "verified_on": "2024-02-29",
        "updated_at": "2024-03-01T08:00:00+08:00",
        "phone": "0536-8888888",
        "access_point": [119.1002345, 36.7001234],
    }
    hard = [
        (f"t-{number:02d}", POINT, {"name": text, "note": text})
        for number, text in enumerate(HARD_TEXTS)
    ]
    return snapshot("toilets", ("t-whole", POINT, whole), ("t-empty", POINT, {}), *hard)


def parks() -> Snapshot:
    """Return parks: points and areas, lists, and properties that no layer declares."""
    return snapshot(
        "parks",
        (
            "square",
            POLYGON,
            {
                "name": "自怡园",
                "features": ["fitness", "lighting"],
                "area_m2": 1234.5,
                "size_class": "pocket",
                "entrances": [[119.1, 36.701], [119.102, 36.701]],
                "access_point": [119.1, 36.701],
                "position": "illustrative",
                "编码": "A-1",
                "trees": 12,
                "lit": True,
                "mixed": [1, "二"],
            },
        ),
        ("islands", ISLANDS, {"features": [], "编码": "B-2", "trees": 3, "mixed": {"a": 1}}),
        ("point", POINT, {"name": "小园", "features": ["shade"], "lit": False, "mixed": "text"}),
        ("points", POINTS, {}),
    )
