"""What is exported is read and understood again as the same values, by the intake's own steps."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

from layers._layer import Layer
from layers.export.exporting import FORMATS, export_layer
from layers.export.shapefile_fields import FIELDS_FILE, whole_headings
from layers.intake.columns import propose_columns
from layers.intake.reading import read_table
from layers.intake.table import Table
from layers.intake.values import convert_columns
from layers.store.snapshot import Snapshot
from tests.layers.export_samples import ISLANDS, POINT, POLYGON, snapshot

SUFFIXES = [each.suffixes[0] for each in FORMATS.values()]
# Positions are read beside the values, in the file's own datum.
POSITIONS = {"access_point", "entrances"}


def toilets() -> Snapshot:
    """Return toilets with every sort of value, and texts that no intake has to clean."""
    whole = {
        "name": "东风街公厕",
        "status": "under_construction",
        "position": "approximate",
        "grade": 3,
        "accessible": True,
        "family_room": False,
        "cubicles_women": 6,
        "open_hours": "Mo-Fr 06:00-22:00; Sa-Su 00:00-24:00",
        "verified_on": "2024-02-29",
        "updated_at": "2024-03-01T08:00:00+08:00",
        "phone": "+86 536 8888888",
        "source_url": "https://example.org/?a=1&b=2",
    }
    texts = [
        "=1+1",
        "@城管",
        "007",
        "370702001000001234",
        '逗号,引号"',
        "第一行\n第二行",
        "𠮷野家🚻",
    ]
    plain = [
        (f"t-{n}", POINT, {"note": text, "编码": text, "+附注": text, "'=": text})
        for n, text in enumerate(texts)
    ]
    return snapshot("toilets", ("t-whole", POINT, whole), ("t-empty", POINT, {}), *plain)


def parks() -> Snapshot:
    """Return areas with lists, numbers and properties that the layer does not declare."""
    return snapshot(
        "parks",
        (
            "square",
            POLYGON,
            {
                "name": "自怡园",
                "features": ["fitness", "sorted_bins"],
                "area_m2": 1234.5,
                "size_class": "pocket",
                "access_point": [119.1, 36.701],
                "entrances": [[119.1, 36.701], [119.102, 36.701]],
                "位置编码": "A-1",
                "parts": [1, "二"],
            },
        ),
        ("islands", ISLANDS, {"features": ["shade"], "parts": {"a": 1}}),
    )


def as_read(path: Path) -> Table:
    table = read_table(path)
    if not zipfile.is_zipfile(path) or path.suffix == ".xlsx":
        return table
    with zipfile.ZipFile(path) as archive:
        headings = whole_headings(archive.read(FIELDS_FILE))
    renamed = {headings.get(name, name): cells for name, cells in table.columns.items()}
    return replace(table, columns=renamed)


def understood(table: Table, layer: Layer) -> dict[str, dict[str, Any]]:
    values = convert_columns(table, layer, propose_columns(table, layer).column_map)
    assert [each for each in values.findings if each.severity == "error"] == []
    columns = {name: cells for name, cells in values.fields.items() if name != "id"} | values.kept
    return {
        feature_id or "": {
            name: _json(cells[row]) for name, cells in columns.items() if cells[row] is not None
        }
        for row, feature_id in enumerate(values.texts("id"))
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def stored(layer: Snapshot) -> dict[str, dict[str, Any]]:
    return {
        each["id"]: {
            name: value
            for name, value in each["properties"].items()
            if value is not None and name not in POSITIONS
        }
        for each in layer.decoded(range(len(layer)))
    }


@pytest.mark.parametrize("headings", ["zh", "en", "field"])
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("sample", [toilets, parks])
def test_every_value_comes_back_from_every_format(tmp_path, sample, suffix, headings):
    layer = sample()
    path = tmp_path / f"layer{suffix}"

    export_layer(layer, path, headings=headings)

    assert understood(as_read(path), layer.layer) == stored(layer)


@pytest.mark.parametrize("suffix", [each for each in SUFFIXES if each not in (".csv", ".tsv")])
def test_every_outline_comes_back_from_formats_with_geometries(tmp_path, suffix):
    layer = parks()
    path = tmp_path / f"layer{suffix}"
    drawn = [shapely.geometry.shape(each["geometry"]) for each in layer.decoded(range(2))]

    export_layer(layer, path)

    shapes = as_read(path).geometries
    if suffix == ".xlsx":
        shapes = shapely.from_wkt(as_read(path).columns["几何"])
    assert shapes is not None
    # A shapefile turns its rings the other way round.
    assert [each.normalize() for each in shapes] == [each.normalize() for each in drawn]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".gpkg", ".geojson"])
def test_positions_among_the_values_come_back_in_the_datum_of_the_file(tmp_path, suffix):
    layer = parks()
    path = tmp_path / f"layer{suffix}"

    export_layer(layer, path, datum="EPSG:4549")

    table = as_read(path)
    values = convert_columns(table, layer.layer, propose_columns(table, layer.layer).column_map)
    # 119.1° is 0.9° west of the central meridian, 36.701° about 4,063 km from the equator.
    for x, y in (*values.points["access_point"].pairs, *values.points["entrances"].pairs):
        assert x == pytest.approx(419_700, abs=200)
        assert y == pytest.approx(4_063_300, abs=500)
