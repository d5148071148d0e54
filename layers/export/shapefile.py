"""A zipped shapefile: what old GIS takes, with what it cannot say in files beside it.

A shapefile holds one sort of geometry, headings of ten bytes and texts of 254. So points and areas
become files of their own in the same archive, and `fields.csv` has the whole headings.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from layers._layer import Text
from layers.export.about import description
from layers.export.arrow import TypedColumn, arrow_table, kind_notes, typed_columns
from layers.export.columns import Column, named, property_columns
from layers.export.job import Job
from layers.export.records import Records
from layers.export.shapefile_fields import FIELDS_FILE, fields_file
from layers.export.vector import layer_name, single_part_notes, text_notes, write_with_gdal

# dBASE: bytes of a field's name, and of a text.
HEADING_BYTES, TEXT_BYTES = 10, 254
# GDAL writes numbers to dBASE with so many characters, so many of them after the point.
NUMBER_WIDTH, DECIMALS, MOST_INTEGER = 24, 15, 10**17
ABOUT_FILE = "readme.txt"
FAMILIES = {0: "points", 4: "multipoints", 3: "areas", 6: "areas"}


def write_shapefile(path: Path, job: Job) -> list[Text]:
    """Write a ZIP archive with a shapefile for each sort of geometry, .prj, .cpg and the fields."""
    records = job.records
    columns, notes = property_columns(
        records, job.headings, reserved=["geometry"], same=str.casefold
    )
    typed = typed_columns(records, columns)
    typed = [_writable(each) for each in typed]
    notes += [*kind_notes(records, typed), *text_notes(typed)]
    notes += [*_cut_texts(typed), *_blank_notes(typed)]
    short = _short_headings(columns)
    renamed = [
        TypedColumn(Column(each.column.role, each.column.name, heading), each.kind, each.values)
        for each, heading in zip(typed, short, strict=True)
    ]
    # Its folder is this export's own, and goes away with it.
    folder = path.with_name("parts")
    folder.mkdir()
    families = _families(records)
    for family, rows in families.items():
        suffix = f"_{family}" if len(families) > 1 else ""
        part = [
            TypedColumn(each.column, each.kind, [each.values[row] for row in rows.tolist()])
            for each in renamed
        ]
        write_with_gdal(
            folder / f"{layer_name(records)}{suffix}.shp",
            arrow_table(part, records.shapes[rows], dates=True),
            records,
            driver="ESRI Shapefile",
            # Polygons and multipolygons are one sort there.
            type_ids=records.type_ids[rows[:1]],
            layer_options={},
            encoding="UTF-8",
        )
    whole = zip(short, (column.heading for column in columns), strict=True)
    (folder / FIELDS_FILE).write_bytes(fields_file(whole))
    text = description(records, job.place).replace("\n", "\r\n")
    (folder / ABOUT_FILE).write_bytes(f"{text}\r\n".encode("utf-8-sig"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return notes + _shape_notes(records, list(families), columns, short)


def _families(records: Records) -> dict[str, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return the rows of each sort of geometry; an empty layer is one of points."""
    names = np.array([FAMILIES[each] for each in records.type_ids.tolist()], object)
    found = [family for family in dict.fromkeys(FAMILIES.values()) if (names == family).any()]
    return {family: np.flatnonzero(names == family) for family in found or ["points"]}


def _writable(typed: TypedColumn) -> TypedColumn:
    """Return a column as text where the fixed digits of dBASE would change one of its numbers."""
    if typed.kind not in ("integer", "number"):
        return typed
    if all(value is None or _fits(value) for value in typed.values):
        return typed
    texts = [None if value is None else repr(value) for value in typed.values]
    return TypedColumn(typed.column, "text", texts)


def _fits(value: float) -> bool:
    if isinstance(value, int):
        return abs(value) < MOST_INTEGER
    written = f"{value:.{DECIMALS}f}"
    return len(written) <= NUMBER_WIDTH and float(written) == value


def _short_headings(columns: Sequence[Column]) -> list[str]:
    """Return headings of at most ten bytes, unique whatever their case."""
    taken: set[str] = set()
    short = []
    for column in columns:
        heading, number = _cut(column.heading, HEADING_BYTES).strip() or "unnamed", 1
        while heading.casefold() in taken:
            number += 1
            mark = str(number)
            heading = _cut(column.heading, HEADING_BYTES - len(mark)).strip() + mark
        taken.add(heading.casefold())
        short.append(heading)
    return short


def _cut(text: str, most_bytes: int) -> str:
    """Return as much of the beginning of a text as so many bytes of UTF-8 hold."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def _cut_texts(typed: list[TypedColumn]) -> list[Text]:
    """Cut, where they lie, texts that are too long, and return a note of them."""
    cut = []
    for each in typed:
        if each.kind == "text":
            # A character has four bytes at the most, and measuring bytes costs more.
            most = max((len(value) for value in each.values if value), default=0)
            if most * 4 > TEXT_BYTES:
                whole = list(each.values)
                each.values[:] = [value and _cut(value, TEXT_BYTES) for value in whole]
                if each.values != whole:
                    cut.append(each.column)
    if not cut:
        return []
    zh, en = named(cut)
    return [
        Text(
            f"shapefile 的文字最多 {TEXT_BYTES} 字节（约 84 个汉字），过长的已截断：{zh}。"
            "需要完整文字时请导出 .gpkg。",
            f"A shapefile holds texts of {TEXT_BYTES} bytes; longer ones were cut: {en}. "
            "For whole texts, export .gpkg.",
        )
    ]


def _blank_notes(typed: list[TypedColumn]) -> list[Text]:
    lost = [
        each.column
        for each in typed
        if each.kind == "text"
        and any(
            value is not None and (not value or value != value.strip(" ")) for value in each.values
        )
    ]
    if not lost:
        return []
    zh, en = named(lost)
    return [
        Text(
            f"shapefile 不保留空文字和首尾空格：{zh}。",
            f"A shapefile keeps no empty text and no blanks round a text: {en}.",
        )
    ]


def _shape_notes(
    records: Records, families: list[str], columns: Sequence[Column], short: Sequence[str]
) -> list[Text]:
    notes = []
    cut = [
        f"{heading} = {column.heading}"
        for column, heading in zip(columns, short, strict=True)
        if column.heading != heading
    ]
    if cut:
        notes.append(
            Text(
                f"shapefile 的列名最多 {HEADING_BYTES} 字节，已缩短；"
                f"完整列名见压缩包内的 {FIELDS_FILE}：{'，'.join(cut)}。",
                f"Headings of a shapefile have at most {HEADING_BYTES} bytes and were cut; "
                f"{FIELDS_FILE} in the archive has them whole: {', '.join(cut)}.",
            )
        )
    if len(families) > 1:
        notes.append(
            Text(
                f"一个 shapefile 只能有一种图形，已分成 {len(families)} 个文件"
                f"（{'、'.join(families)}）：须一并使用，不可只导回其中一个。",
                f"A shapefile holds one sort of geometry; this archive has {len(families)} "
                f"({', '.join(families)}): use all of them, and import none alone.",
            )
        )
    return notes + single_part_notes(records, (6,))
