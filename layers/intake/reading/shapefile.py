"""Shapefiles: from an archive or beside each other, one or several, whole or with parts missing."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.choice import other_tables, pick_table
from layers.intake.reading.faults import library_faults, unreadable
from layers.intake.reading.heading import unique_names
from layers.intake.reading.limits import check_rows
from layers.intake.reading.request import Request
from layers.intake.reading.shapefile_text import (
    distinct_texts,
    field_cells,
    field_text,
    told_codec,
)
from layers.intake.reading.shapes import shapes_of_wkb
from layers.intake.reading.vector import crs_of
from layers.intake.table import Table

# The last one is what our own export puts beside: whole headings, of which dBASE keeps ten bytes.
PARTS = ("shp", "shx", "dbf", "prj", "cpg", "csv")
BYTEWISE = "ISO-8859-1"
FIELDS_FILE = "fields.csv"


def read_shapefile(name: str, parts: Mapping[str, bytes], request: Request) -> Table:
    """Read a shapefile; of several the one asked for, else that with most records.

    Several that our own export made of one layer, a file for each sort of geometry, are read as
    one.

    Parameters
    ----------
    name
        The file or archive.
    parts
        The contents of its files by name, without folders (`parks.shp`).

    Raises
    ------
    IntakeError
        The .shp is missing or damaged, or the encoding asked for does not fit.
    """
    stems = [file[:-4] for file in parts if file.lower().endswith(".shp")]
    if not stems:
        raise unreadable(
            "缺少 .shp 文件；请把 .shp、.shx、.dbf、.prj、.cpg 一起压缩为 zip 再导入。",
            "The .shp file is missing; zip .shp, .shx, .dbf, .prj and .cpg together.",
        )
    counts = {stem: _count(parts, stem) for stem in stems}
    whole = _whole_headings(parts)
    if whole and len(stems) > 1 and request.sheet is None:
        tables = [_one(name, parts, stem, request) for stem in stems]
        if len({(tuple(table.columns), table.crs) for table in tables}) == 1:
            return _renamed(_joined(tables), whole)
    stem = pick_table(request.sheet, counts)
    table = _renamed(_one(name, parts, stem, request), whole)
    others = other_tables(stem, counts)
    sheet = stem if len(stems) > 1 else None
    return replace(table, sheet=sheet, findings=(*others, *table.findings))


def _whole_headings(parts: Mapping[str, bytes]) -> dict[str, str]:
    # Exporting imports much that reading does not need.
    from layers.export.shapefile_fields import whole_headings  # noqa: PLC0415

    return whole_headings(parts.get(FIELDS_FILE, b""))


def _renamed(table: Table, whole: Mapping[str, str]) -> Table:
    names = unique_names([whole.get(heading, heading) for heading in table.columns])
    renamed = dict(zip(table.columns, names, strict=True))
    findings = tuple(
        finding if finding.column is None else replace(finding, column=renamed[finding.column])
        for finding in table.findings
    )
    columns = dict(zip(names, table.columns.values(), strict=True))
    return replace(table, columns=columns, findings=findings)


def _joined(tables: list[Table]) -> Table:
    """Return tables of the same columns as one, rows numbered on and in the order of their ids."""
    first = tables[0]
    columns = {
        heading: [cell for table in tables for cell in table.columns[heading]]
        for heading in first.columns
    }
    order = _order(tables)
    check_rows(len(order))
    shapes = [table.geometries for table in tables if table.geometries is not None]
    # Where the row of each part went, counted from 1.
    places = np.argsort(order) + 1
    findings, before = [], 0
    for table in tables:
        findings += [
            finding
            if finding.line is None
            else replace(finding, line=int(places[before + finding.line - 1]))
            for finding in table.findings
        ]
        before += len(table)
    return replace(
        first,
        columns={heading: [cells[row] for row in order] for heading, cells in columns.items()},
        lines=np.arange(1, before + 1, dtype=np.int64),
        geometries=np.concatenate(shapes)[order] if shapes else None,
        findings=tuple(dict.fromkeys(findings)),
    )


def _order(tables: list[Table]) -> list[int]:
    """Return the rows of all parts merged by the ids in the first column, if each part is sorted.

    Else one part comes after the other: nothing says how they lay before they were parted.
    """
    ids = [[str(cell) for cell in next(iter(table.columns.values()), [])] for table in tables]
    every = [one for part in ids for one in part]
    if len(every) == sum(map(len, tables)) and all(part == sorted(part) for part in ids):
        return sorted(range(len(every)), key=every.__getitem__)
    return list(range(sum(map(len, tables))))


def _one(name: str, parts: Mapping[str, bytes], stem: str, request: Request) -> Table:
    meta, geometry, names, columns = _bytewise(parts, stem)
    request.progress("rows", 0.5)
    texts = "\n".join(distinct_texts(names, columns))
    dbf, cpg = _part(parts, stem, "dbf"), _part(parts, stem, "cpg")
    codec, shown, doubts = told_codec(texts, dbf, cpg, request.encoding)
    check_rows(len(geometry))
    lines = np.arange(1, len(geometry) + 1, dtype=np.int64)
    shapes, unread = shapes_of_wkb(list(geometry), lines)
    cut: list[Finding] = []
    headings = unique_names([field_text(name, codec)[0].strip() for name in names])
    whole = [str(kind).startswith("OFTInteger") for kind in meta["ogr_types"]]
    cells = {
        heading: field_cells(column, codec, heading, cut, whole=is_whole)
        for heading, column, is_whole in zip(headings, columns, whole, strict=True)
    }
    missing = [] if _part(parts, stem, "prj") else [NO_PRJ]
    return Table(
        file=name,
        format="shapefile",
        columns=cells,
        lines=lines,
        geometries=shapes,
        crs=crs_of(meta["crs"]),
        encoding=shown,
        findings=(*doubts, *missing, *unread, *cut),
    )


NO_PRJ = Finding(
    "no_prj",
    "warning",
    Text(
        "shapefile 没有 .prj 文件，坐标系不明",
        "the shapefile lacks its .prj: its system is unknown",
    ),
    Text("请指明坐标系（如 EPSG:4549）", "name the reference system (such as EPSG:4549)"),
)


def _part(parts: Mapping[str, bytes], stem: str, ending: str) -> bytes:
    wanted = f"{stem}.{ending}".lower()
    return next((data for file, data in parts.items() if file.lower() == wanted), b"")


def _count(parts: Mapping[str, bytes], stem: str) -> int:
    """Return how many records the .dbf says it has (bytes 4 to 7)."""
    return int.from_bytes(_part(parts, stem, "dbf")[4:8], "little")


def _bytewise(
    parts: Mapping[str, bytes], stem: str
) -> tuple[dict[str, Any], Any, list[str], list[Any]]:
    import pyogrio  # noqa: PLC0415

    zh, en = (
        "shapefile 已损坏或不完整，请连同 .shx、.dbf 一起重新导出",
        ("The shapefile is damaged or incomplete; export it again with its .shx and .dbf"),
    )
    with (
        TemporaryDirectory(prefix="facilities-") as folder,
        library_faults(zh, en),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for ending in PARTS:
            data = _part(parts, stem, ending)
            # The .cpg would make GDAL decode.
            if data and ending != "cpg":
                Path(folder, f"file.{ending}").write_bytes(data)
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        try:
            meta, _, geometry, columns = pyogrio.raw.read(
                Path(folder, "file.shp"), encoding=BYTEWISE
            )
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    names = [str(name) for name in meta["fields"]]
    return meta, geometry, names, list(columns)
