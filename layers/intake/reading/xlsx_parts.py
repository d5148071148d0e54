"""What an XLSX file's own XML says and the reading library does not: extent, errors in cells.

The library holds a sheet as one full rectangle, so that a single cell far out would take all
memory; and it returns error values (#N/A) as empty cells. Both are found in the XML beforehand.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

RELATION_ID = re.compile(r"\{[^}]*relationships\}id")
# A cell with anything in it; styled empty cells end in "/>".
CELL = re.compile(rb'<(?:\w+:)?c\s+(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
# Programs that write formulas and do not calculate leave no value.
UNCALCULATED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<v></v>|</(?:\w+:)?c>)")
ERROR = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*?t="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
    rb"<(?:\w+:)?v>([^<]*)</"
    rb'|<(?:\w+:)?c\s[^>]*?t="e"[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
    rb"<(?:\w+:)?v>([^<]*)</",
    re.DOTALL,
)


class SheetPart(NamedTuple):
    """One sheet's extent, its errors by (row, column) from 1, its formulas without a value."""

    rows: int
    columns: int
    errors: dict[tuple[int, int], str]
    uncalculated: int


def sheet_parts(data: bytes) -> dict[str, SheetPart]:
    """Return what each sheet of an XLSX workbook spans, by its name.

    Sheets that cannot be found through the workbook's own index are left out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        book, relations = (
            archive.read("xl/workbook.xml"),
            archive.read("xl/_rels/workbook.xml.rels"),
        )
        targets = {element.get("Id"): element.get("Target", "") for element in _root(relations)}
        parts = {}
        for sheet in _root(book).iter():
            if not sheet.tag.endswith("}sheet"):
                continue
            key = next((k for k in sheet.attrib if RELATION_ID.fullmatch(k)), "")
            target = targets.get(sheet.get(key), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in names:
                parts[sheet.get("name", "")] = _part(archive.read(path))
    return parts


def _root(xml: bytes) -> ElementTree.Element:
    # Office writes no document type; one would only serve to expand entities.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a workbook's XML has no document type")
    return ElementTree.fromstring(xml)


def _part(xml: bytes) -> SheetPart:
    cells = CELL.findall(xml)
    rows = max((int(row) for row in {row for _, row in cells}), default=0)
    columns = max(map(column_number, {letters for letters, _ in cells}), default=0)
    errors = {}
    if b't="e"' in xml:
        for found in ERROR.finditer(xml):
            column, row, value = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
            errors[int(row), column_number(column)] = value.decode("utf-8", "replace")
    return SheetPart(rows, columns, errors, len(UNCALCULATED.findall(xml)))


def column_number(letters: bytes) -> int:
    """Return a column's number from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
