"""KML 2.2 for Google Earth and its like.

Written here and not by GDAL: its writer leaves `]]>` and control characters in a text as they are,
and then nobody can read the file; it also takes some property names (begin, icon) for its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely

from layers._layer import Text
from layers.export.about import description
from layers.export.arrow import Kind, TypedColumn, typed_columns
from layers.export.cells import loss_notes
from layers.export.columns import Column, named, property_columns
from layers.export.job import Job
from layers.export.records import Records
from layers.export.report import ExportError
from layers.export.vector import layer_name, shifted, single_part_notes

# What XML 1.0 has no way to write (section 2.2).
NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XML_TYPES: dict[Kind, str] = {
    "text": "string",
    "date": "string",
    "integer": "int",
    "number": "double",
    "truth": "bool",
}
# A line end as it is would come back as another one.
ENTITIES = {"\r": "&#13;"}


def write_kml(path: Path, job: Job) -> list[Text]:
    """Write a document of placemarks: the name as its name, all else as typed data.

    Raises
    ------
    ExportError
        When the datum is not one of degrees: KML has no other coordinates.
    """
    records = job.records
    if records.datum.projected:
        raise ExportError(
            f"KML 只能用经纬度，不能用 {records.datum.name}：请导出 .gpkg 或 .csv，或改用 wgs84。",
            f"KML holds longitudes and latitudes, not {records.datum.name}: export .gpkg or .csv, "
            "or choose wgs84",
        )
    columns, notes = property_columns(records, job.headings, reserved=["Name"])
    typed = [each for each in typed_columns(records, columns) if not _is_name(each.column)]
    notes += [*_cleaned(typed), *loss_notes(records, columns, typed=False)]
    notes += single_part_notes(records, (4, 6))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_document(job, typed))
    if shifted(records.datum):
        notes.append(
            Text(
                f"KML 标准只用 WGS 84；本文件是 {records.datum.name}，"
                "只能用于以此为底图的软件，在 Google 地球上会偏移约 500 米。",
                f"KML is WGS 84 by its standard; this file is in {records.datum.name}: only for "
                "programs whose maps are, in Google Earth it lies about 500 m off.",
            )
        )
    return notes


def _is_name(column: Column) -> bool:
    return column.role == "field" and column.name == "name"


def _document(job: Job, typed: list[TypedColumn]) -> Iterator[str]:
    records = job.records
    title = records.layer.title
    called = " ".join(filter(None, (*title, shifted(records.datum))))
    schema = layer_name(records)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield f"<name>{_escaped(called)}</name>\n"
    yield f"<description>{_escaped(description(records, job.place))}</description>\n"
    yield f'<Schema name="{schema}" id="{schema}">\n'
    for each in typed:
        name = quoteattr(each.column.heading)
        yield f'<SimpleField type="{XML_TYPES[each.kind]}" name={name}/>\n'
    yield "</Schema>\n"
    openings = [f"<SimpleData name={quoteattr(each.column.heading)}>" for each in typed]
    columns = [each.values for each in typed]
    names = records.values("name")
    for row, shape in enumerate(records.shapes):
        yield "<Placemark>"
        if names[row] is not None:
            yield f"<name>{_escaped(NOT_XML.sub('', names[row]))}</name>"
        yield f'<ExtendedData><SchemaData schemaUrl="#{schema}">'
        for opening, values in zip(openings, columns, strict=True):
            if values[row] is not None:
                yield f"{opening}{_data(values[row])}</SimpleData>"
        yield f"</SchemaData></ExtendedData>{_geometry(shape, records)}</Placemark>\n"
    yield "</Document>\n</kml>\n"


def _data(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return _escaped(value) if isinstance(value, str) else repr(value)


def _escaped(text: str) -> str:
    return escape(text, ENTITIES)


def _geometry(shape: Any, records: Records) -> str:
    parts = shapely.get_parts(shape).tolist()
    drawn = "".join(
        _point(part, records) if part.geom_type == "Point" else _polygon(part, records)
        for part in parts
    )
    several = shape.geom_type.startswith("Multi")
    return f"<MultiGeometry>{drawn}</MultiGeometry>" if several else drawn


def _point(point: Any, records: Records) -> str:
    return f"<Point>{_coordinates(point, records)}</Point>"


def _polygon(polygon: Any, records: Records) -> str:
    rings = [("outerBoundaryIs", polygon.exterior)]
    rings += [("innerBoundaryIs", ring) for ring in polygon.interiors]
    drawn = "".join(
        f"<{side}><LinearRing>{_coordinates(ring, records)}</LinearRing></{side}>"
        for side, ring in rings
    )
    return f"<Polygon>{drawn}</Polygon>"


def _coordinates(line: Any, records: Records) -> str:
    digits = records.decimals
    positions = shapely.get_coordinates(line).tolist()
    written = " ".join(f"{x:.{digits}f},{y:.{digits}f}" for x, y in positions)
    return f"<coordinates>{written}</coordinates>"


def _cleaned(typed: list[TypedColumn]) -> list[Text]:
    """Take out, where it lies, what XML cannot write, and return a note of it."""
    cleaned = []
    for each in typed:
        if each.kind == "text" and any(NOT_XML.search(value) for value in each.values if value):
            each.values[:] = [value and NOT_XML.sub("", value) for value in each.values]
            cleaned.append(each.column)
    if not cleaned:
        return []
    zh, en = named(cleaned)
    return [
        Text(
            f"KML 不能含控制符，已去掉：{zh}。",
            f"KML holds no control characters; they were taken out: {en}.",
        )
    ]
