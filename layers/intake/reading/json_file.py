"""A JSON document as a table, in whichever of the usual shapes its records come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from layers.intake.finding import Finding
from layers.intake.reading.encoding import Decoded
from layers.intake.reading.faults import NoRecordsError, unreadable
from layers.intake.reading.grid import Grid, columns_of
from layers.intake.reading.json_text import (
    Located,
    items_at,
    lines_of,
    other_lists,
    parse,
    pick_list,
    record_lists,
    repeated_keys,
    without_lone_surrogates,
)
from layers.intake.reading.overpass import features_of_elements, is_overpass
from layers.intake.reading.records import (
    Rows,
    columns_of_objects,
    rows_of_features,
    rows_of_records,
)
from layers.intake.reading.request import Request
from layers.intake.reading.shapes import is_geojson
from layers.intake.table import LongArray, Table

# OGC's name for longitude and latitude on WGS 84, and names of codes: urn:ogc:def:crs:EPSG::4490.
CRS84 = re.compile(r"CRS:?84$", re.IGNORECASE)
HEADS_KEY = re.compile("col|field|head|schema|names|meta", re.IGNORECASE)
# A name is short; a text that is not is no name.
LONGEST_DATUM = 100
EPSG_NAME = re.compile(r"EPSG[:/]+(?:[\d.]*[:/])?(\d{4,6})$", re.IGNORECASE)


class Parsed(NamedTuple):
    """A table without its file: what sort of JSON it was, rows, lines and reference system."""

    format: str
    rows: Rows
    lines: LongArray
    crs: str | None = None
    # A list of headings beside lists of cells is no list of records itself.
    headed: bool = False


def read_json(name: str, decoded: Decoded, request: Request) -> Table:
    """Read a JSON document.

    Raises
    ------
    IntakeError
        It is broken, or holds no records in any usual shape.
    """
    parsed = parse_document(decoded.text, request)
    return Table(
        file=name,
        format=parsed.format,
        columns=parsed.rows.columns,
        lines=parsed.lines,
        geometries=parsed.rows.geometries,
        crs=parsed.crs,
        encoding=decoded.encoding,
        findings=(*decoded.findings, *parsed.rows.findings),
    )


def parse_document(text: str, request: Request) -> Parsed:
    """Return the records of a JSON text; see `read_json`."""
    text = without_lone_surrogates(text)
    value = parse(text)
    request.progress("rows", 0.4)
    if isinstance(value, dict):
        if value.get("type") == "Feature" or is_geojson(value):
            lines = np.array([1], dtype=np.int64)
            return Parsed("geojson", rows_of_features([value], lines), lines, crs_named(value))
        if value.get("type") == "FeatureCollection" and request.records is None:
            return _collection(text, value)
        if is_overpass(value) and request.records is None:
            return _elements(text)
    lists = list(record_lists(value))
    chosen = pick_list(lists, request.records)
    other = _other_shape(value) if request.records is None else None
    if chosen is None or (other is not None and (other.headed or len(other.lines) > chosen.rows)):
        if other is None:
            raise NoRecordsError(
                "JSON 里没有找到记录：需要 GeoJSON、对象的列表，或每列一个列表。 "
                "The JSON holds no records: GeoJSON, a list of objects or a list a column is "
                "needed.",
            )
        return other
    return _listed(text, value, lists, chosen)


def _collection(text: str, value: dict[str, Any]) -> Parsed:
    features = value.get("features")
    if not isinstance(features, list):
        raise unreadable(
            "GeoJSON 的 FeatureCollection 缺少 features 列表，请重新导出。",
            "The GeoJSON FeatureCollection lacks its list of features; export it again.",
        )
    found = items_at(text, ["features"])
    lines = lines_of(text, found.offsets)
    rows = rows_of_features(found.values, lines)
    rows.findings.extend(repeated_keys(found.repeated, lines))
    return Parsed("geojson", rows, lines, crs_named(value))


def _elements(text: str) -> Parsed:
    found = items_at(text, ["elements"])
    features, places, findings = features_of_elements(found.values)
    lines = lines_of(text, found.offsets)[places]
    rows = rows_of_features(features, lines)
    rows.findings.extend(findings)
    return Parsed("overpass", rows, lines, "EPSG:4326")


def _listed(text: str, value: Any, lists: Sequence[Located], chosen: Located) -> Parsed:
    found = items_at(text, chosen.path)
    lines = lines_of(text, found.offsets)
    are_features = all(
        isinstance(item, dict) and item.get("type") == "Feature" for item in found.values
    )
    rows = (rows_of_features if are_features else rows_of_records)(found.values, lines)
    rows.findings.extend(repeated_keys(found.repeated, lines))
    rows.findings.extend(other_lists(lists, chosen))
    kind = "geojson" if are_features else "json"
    return Parsed(kind, rows, lines, crs_named(value) if are_features else None)


def crs_named(value: Any) -> str | None:
    """Return the system that a GeoJSON object names, if it does.

    That is the `datum` of our own exports, or the `crs` of GeoJSON 2008.
    """
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("datum"), str):
        return str(value["datum"])[:LONGEST_DATUM]
    crs = value.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    if CRS84.search(name):
        return "EPSG:4326"
    code = EPSG_NAME.search(name)
    return f"EPSG:{code[1]}" if code else name


def _other_shape(value: Any) -> Parsed | None:
    """Return what is no list of objects: columns, rows of cells, or objects under their keys."""
    tables = [table for part in _parts(value) if (table := _shaped(part)) is not None]
    return max(tables, key=lambda table: len(table.lines), default=None)


def _parts(value: Any, depth: int = 0) -> list[Any]:
    if not isinstance(value, dict) or depth > 3:
        return [value]
    return [value, *(part for inner in value.values() for part in _parts(inner, depth + 1))]


def _shaped(value: Any) -> Parsed | None:
    if isinstance(value, list):
        return _rows_of_cells(value) if len(value) > 1 else None
    if not isinstance(value, dict) or not value:
        return None
    return _headed_rows(value) or _lists_as_columns(value) or _keyed_objects(value)


def _lists_as_columns(value: dict[str, Any]) -> Parsed | None:
    """Return `{"name": […], "lon": […]}` as a table."""
    members = list(value.values())
    if not all(isinstance(member, list) for member in members):
        return None
    sizes = {len(member) for member in members}
    plain = not any(isinstance(cell, dict | list) for member in members for cell in member[:5])
    fits = len(sizes) == 1 and sizes != {0} and (len(members) > 1 or plain)
    return _numbered(value) if fits else None


def _keyed_objects(value: dict[str, Any]) -> Parsed | None:
    """Return `{"key": {…}, …}` as a row a key, or as columns whose cells are numbered by row."""
    members = list(value.values())
    if len(members) < 2 or not all(isinstance(member, dict) and member for member in members):
        return None
    keys = {tuple(member) for member in members}
    numbered = any(key.isdecimal() for key in next(iter(keys)))
    if len(keys) == 1 and numbered:
        return _numbered({name: list(member.values()) for name, member in value.items()})
    if numbered:
        return None
    lines = np.arange(1, len(members) + 1, dtype=np.int64)
    keyed = [{"key": key, **member} for key, member in value.items()]
    return Parsed("json", rows_of_records(keyed, lines), lines)


def _headed_rows(value: dict[str, Any]) -> Parsed | None:
    """Return `{"fields": [names], "data": [[cells], …]}` as a table."""
    named = [_heads(member) for key, member in value.items() if HEADS_KEY.search(key)]
    heads = next(filter(None, named), None)
    for member in value.values():
        if heads and _is_grid(member) and len(member[0]) == len(heads):
            cells = [dict(zip(heads, row, strict=False)) for row in member]
            lines = np.arange(1, len(cells) + 1, dtype=np.int64)
            return Parsed("json", Rows(columns_of_objects(cells), None, []), lines, headed=True)
    return None


def _heads(value: Any) -> list[str] | None:
    """Return the names in a list of names, or of objects that describe columns."""
    if not isinstance(value, list) or not value:
        return None
    names = [
        item.get("name") or item.get("id") if isinstance(item, dict) else item for item in value
    ]
    return [str(name) for name in names] if all(isinstance(n, str) for n in names) else None


def _is_grid(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)


def _rows_of_cells(value: list[Any]) -> Parsed | None:
    if not _is_grid(value) or any(isinstance(cell, dict | list) for row in value for cell in row):
        return None
    cells = [[None if cell == "" else cell for cell in row] for row in value]
    if not any(cell is not None for row in cells for cell in row):
        return None
    table = columns_of(Grid(cells, range(1, len(cells) + 1)))
    return Parsed("json", Rows(table.columns, None, list(table.findings)), table.lines)


def _numbered(columns: dict[str, list[Any]]) -> Parsed:
    count = len(next(iter(columns.values())))
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    lines = np.arange(1, count + 1, dtype=np.int64)
    findings: list[Finding] = []
    return Parsed("json", Rows(columns_of_objects(rows), None, findings), lines)
