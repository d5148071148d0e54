"""The rows of a table as they are given back: cells as plain values, positions too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import numpy as np
import shapely

from geo.geojson import compact_json
from layers.intake.columns.headings import GEOMETRY_HEADING, LAT_HEADING, LON_HEADING
from layers.intake.columns.report_columns import REPORT_COLUMNS
from layers.intake.table import ObjectArray, Table

REPORT_HEADINGS = frozenset(each.zh for each in REPORT_COLUMNS)


def plain_columns(table: Table) -> dict[str, list[Any]]:
    """Return a table's columns, and its geometries as columns, in values that a sheet can hold.

    Points become two columns, other geometries one of WKT; both in the file's own coordinates.
    Lists and objects become JSON text. Columns of a former report, which importing passes over, are
    left out: whoever mends a file twice gets them anew.
    """
    columns = {
        heading: [_plain(cell) for cell in cells]
        for heading, cells in table.columns.items()
        if heading not in REPORT_HEADINGS
    }
    if table.geometries is None:
        return columns
    for heading, cells in _geometry_columns(table.geometries):
        columns[_unused(heading, columns)] = cells
    return columns


def _geometry_columns(shapes: ObjectArray) -> Iterator[tuple[str, list[Any]]]:
    there = np.array([shape is not None for shape in shapes], bool)
    kinds = set(shapely.get_type_id(shapes[there]).tolist())
    if kinds <= {int(shapely.GeometryType.POINT)}:
        for heading, read in ((LON_HEADING, shapely.get_x), (LAT_HEADING, shapely.get_y)):
            numbers = read(shapes)
            yield heading.zh, [float(number) if np.isfinite(number) else None for number in numbers]
        return
    # Fifteen digits are all that a number has.
    texts = [
        None if shape is None else shapely.to_wkt(shape, rounding_precision=15) for shape in shapes
    ]
    yield GEOMETRY_HEADING.zh, texts


def _unused(heading: str, columns: dict[str, list[Any]]) -> str:
    while heading in columns:
        heading += "_"
    return heading


def _plain(cell: Any) -> Any:
    if cell is None or isinstance(cell, str | bool | int | float | datetime | date | time):
        return cell
    return compact_json(cell).decode()
