"""KML as a table: placemarks with their folders, names, descriptions and extended data.

Read by hand since GDAL's reader makes Chinese names of extended data into rows of underscores.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

import numpy as np
import shapely

from layers._layer import Text
from layers.errors import shown
from layers.intake.finding import Finding
from layers.intake.reading.encoding import Decoded
from layers.intake.reading.faults import unreadable
from layers.intake.reading.limits import check_rows
from layers.intake.reading.records import columns_of_objects
from layers.intake.reading.request import Request
from layers.intake.reading.shapes import flat
from layers.intake.table import ObjectArray, Table

SHAPES = frozenset(("Point", "LineString", "LinearRing", "Polygon"))
# Texts of a placemark that become columns; styles, views and times of display do not.
TEXTS = frozenset(("name", "description", "address", "phoneNumber", "Snippet"))
MOST_NESTED = 200


class KmlReader:
    """Gathers placemarks while the parser goes through the file."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.lines: list[int] = []
        self.shapes: list[Any] = []
        self.findings: list[Finding] = []
        self.path: list[str] = []
        self.folders: list[str] = []
        self.text: list[str] = []
        self.data_name = ""
        self.declared: list[str] = []
        self.placemark: dict[str, Any] | None = None
        self.parts: list[Any] = []
        self.rings: list[Any] = []
        self.broken = ""
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        """Refuse a document type, which would only serve to expand entities."""
        raise unreadable(
            "KML 含有文档类型声明（DOCTYPE），未读取；请删去该声明。",
            "The KML has a document type declaration, so it was not read; delete that.",
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = tag.rpartition(":")[2]
        self.path.append(name)
        self.text.clear()
        if len(self.path) > MOST_NESTED:
            raise unreadable("KML 嵌套过深。", "The KML is nested too deeply.")
        if name in {"Folder", "Document"}:
            self.folders.append("")
        elif name == "Placemark":
            self.placemark = {"id": attributes["id"]} if attributes.get("id") else {}
            # Several on one line are numbered on: a line has to tell rows apart.
            after = self.lines[-1] + 1 if self.lines else 1
            self.lines.append(max(self.parser.CurrentLineNumber, after))
            self.parts, self.broken = [], ""
        elif name == "SimpleField":
            self.declared.append(attributes.get("name", ""))
        elif name in {"Data", "SimpleData"}:
            self.data_name = attributes.get("name", "")
        elif name == "Polygon":
            self.rings = []

    def end(self, _: str) -> None:
        """End an element."""
        name = self.path.pop()
        parent = self.path[-1] if self.path else ""
        text = "".join(self.text).strip()
        if name in {"Folder", "Document"}:
            self.folders.pop()
        elif self.placemark is None:
            if name == "name" and parent in {"Folder", "Document"}:
                self.folders[-1] = text if parent == "Folder" else ""
        elif name == "Placemark":
            self.finish()
        elif parent == "Placemark" and name in TEXTS:
            self.placemark[name] = text
        elif self.data_name and (name == "SimpleData" or (name == "value" and parent == "Data")):
            self.placemark.setdefault(self.data_name, text)
        elif name == "coordinates":
            self.take(text, parent)
        elif name == "Polygon" and self.rings:
            self.parts.append(shapely.Polygon(self.rings[0], self.rings[1:]))
        if name != "Placemark":
            self.text.clear()

    def take(self, text: str, shape: str) -> None:
        """Take the positions of a point, a line or a ring."""
        try:
            positions = [[float(n) for n in one.split(",")[:2]] for one in _tuples(text)]
            if shape == "Point":
                self.parts.append(shapely.Point(positions[0]))
            elif shape == "LineString":
                self.parts.append(shapely.LineString(positions))
            elif "Polygon" in self.path:
                self.rings.append(shapely.LinearRing(positions))
            else:
                self.parts.append(shapely.LinearRing(positions))
        except (ValueError, IndexError, shapely.errors.GEOSException):
            self.broken = text or "(empty)"

    def finish(self) -> None:
        """Put the placemark down as a row."""
        row = self.placemark or {}
        folder = " / ".join(name for name in self.folders if name)
        self.rows.append({**row, **({"folder": folder} if folder else {})})
        self.shapes.append(None if self.broken else _together(self.parts))
        if self.broken:
            self.findings.append(_broken(self.broken, self.lines[-1]))
        self.placemark = None
        check_rows(len(self.rows))


def _tuples(text: str) -> list[str]:
    # Some hands write "lon, lat".
    return text.replace(", ", ",").split()


def _together(parts: list[Any]) -> Any:
    if len(parts) < 2:
        return parts[0] if parts else None
    kinds = {part.geom_type for part in parts}
    if kinds == {"Point"}:
        return shapely.MultiPoint(parts)
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon(parts)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(parts)
    return shapely.GeometryCollection(parts)


def read_kml(name: str, decoded: Decoded, request: Request) -> Table:
    """Read the placemarks of all folders, the folder's name as a column of its own.

    Parameters
    ----------
    name, decoded
        The file and its text.
    request
        Of its options `sheet` picks one folder.

    Raises
    ------
    IntakeError
        It is broken, with the line, or holds no placemark.
    """
    reader = KmlReader()
    try:
        reader.parser.Parse(decoded.text.encode(), True)
    except expat.ExpatError as fault:
        raise unreadable(
            f"KML 在第 {fault.lineno} 行有误（{expat.ErrorString(fault.code)}），请重新导出。",
            f"The KML errs in line {fault.lineno} ({expat.ErrorString(fault.code)}); export it "
            "again.",
        ) from None
    chosen = _of_folder(reader, request.sheet)
    request.progress("rows", 0.6)
    shapes: ObjectArray = np.full(len(chosen), None, dtype=object)
    shapes[:] = [reader.shapes[row] for row in chosen]
    lines = np.array([reader.lines[row] for row in chosen], dtype=np.int64)
    kept = set(lines.tolist())
    columns = columns_of_objects(reader.rows[row] for row in chosen)
    # A field that the file declares is there, even if no placemark has a value for it.
    for field in filter(None, reader.declared):
        columns.setdefault(field, [None] * len(chosen))
    return Table(
        file=name,
        format="kml",
        columns=columns,
        lines=lines,
        geometries=flat(shapes),
        encoding=decoded.encoding,
        sheet=request.sheet,
        findings=(*decoded.findings, *(f for f in reader.findings if f.line in kept)),
    )


def _of_folder(reader: KmlReader, folder: str | None) -> list[int]:
    rows = list(range(len(reader.rows)))
    if not rows:
        raise unreadable(
            "KML 里没有地标（Placemark）；如果只有网络链接，请下载其所指的文件。",
            "The KML holds no placemark; if it only links elsewhere, fetch that file.",
        )
    if folder is None:
        return rows
    chosen = [row for row in rows if reader.rows[row].get("folder") == folder]
    if not chosen:
        known = dict.fromkeys(str(row["folder"]) for row in reader.rows if "folder" in row)
        raise unreadable(
            f"没有名为“{folder}”的文件夹；有：{'、'.join(known) or '无'}。",
            f"There is no folder {folder!r}; known: {', '.join(known) or 'none'}.",
        )
    return chosen


def _broken(text: str, line: int) -> Finding:
    return Finding(
        "geometry_unreadable",
        "error",
        Text("此地标的坐标有误，无法读取", "the coordinates of this placemark are broken"),
        Text("应为“经度，纬度”", "write them as longitude,latitude"),
        line=line,
        field="geometry",
        value=shown(text),
    )
