"""Office files for Tiny Town, and the way in for them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from layers._registry import layer_named
from layers.intake import Options, prepare_import, publish_import, published_layer
from layers.place import read_place

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def write_csv(path: Path, rows, *, encoding="utf-8"):
    """Write rows, the first of them headings."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def office(tiny_place, tmp_path):
    """An office of Tiny Town, which has parking and parks and no toilets yet."""
    return Office(tiny_place, tmp_path)


class Office:
    """Writes files and sends them in."""

    def __init__(self, folder: Path, desk: Path) -> None:
        self.folder, self.desk = folder, desk

    @property
    def place(self):
        return read_place(self.folder)

    def csv(self, *rows, name="toilets.csv", encoding="utf-8"):
        return write_csv(self.desk / name, rows, encoding=encoding)

    def prepare(self, file, layer="toilets", **options):
        declared = layer_named(layer)
        options = {"datum": "wgs84", "now": NOON} | options
        return prepare_import(
            file, declared, self.place, published_layer(self.place, declared), Options(**options)
        )

    def publish(self, file, layer="toilets", **options):
        imported = self.prepare(file, layer, **options)
        publish_import(self.place, imported, who="城管局 王", why="test")
        return imported

    def features(self, layer="toilets"):
        snapshot = published_layer(self.place, layer_named(layer))
        return {one["id"]: one for one in snapshot.decoded(range(len(snapshot)))}


def codes(imported):
    """Return line, code and severity of what was found in rows."""
    return [
        (finding.line, finding.code, finding.severity)
        for finding in imported.findings
        if finding.line is not None
    ]
