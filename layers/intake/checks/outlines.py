"""Outlines that cross themselves: mended where nobody would see it, refused where one would."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from geo.geodesic import METRES_A_DEGREE
from layers._layer import Layer, Text
from layers.intake.finding import Finding
from layers.intake.table import LongArray, ObjectArray

# What moves the drawn line by less, or fills or empties less, is seen by nobody on any map.
INVISIBLE_M = 0.5
INVISIBLE_M2 = 1.0
GEOMETRY_WORDS = {
    "Point": "点",
    "MultiPoint": "多点",
    "LineString": "线",
    "LinearRing": "线",
    "MultiLineString": "多条线",
    "Polygon": "面",
    "MultiPolygon": "多个面",
    "GeometryCollection": "多种图形的组合",
}


def checked_outlines(
    lines: LongArray, shapes: ObjectArray
) -> tuple[ObjectArray, Iterator[Finding]]:
    """Return shapes with what could be mended unseen mended, and what is wrong or was mended.

    An outline that touches or crosses itself is mended when the result has as many parts as were
    drawn and its line lies within half a metre of the drawn one; else it is an error.

    Parameters
    ----------
    lines
        Where each row begins in its file, shape (n,).
    shapes
        WGS 84; None is passed over. Shape (n,).
    """
    there = np.array([shape is not None for shape in shapes], bool)
    broken = np.zeros(len(shapes), bool)
    broken[there] = ~shapely.is_valid(shapes[there])
    mended = shapes.copy()
    findings: list[Finding] = []
    for row in np.flatnonzero(broken).tolist():
        shape = _mended(shapes[row])
        line = int(lines[row])
        if shape is None:
            findings.append(_crossed(line, explain_validity(shapes[row])))
        else:
            mended[row] = shape
            findings.append(_repaired(line))
    areas = np.array([_is_area(shape) for shape in mended], bool)
    flat = areas & ~broken
    flat[flat] = shapely.area(mended[flat]) == 0
    findings += [_crossed(int(lines[row]), "no area") for row in np.flatnonzero(flat).tolist()]
    return mended, iter(sorted(findings, key=lambda finding: finding.line or 0))


def unfit_shapes(lines: LongArray, shapes: ObjectArray, layer: Layer) -> Iterator[Finding]:
    """Yield an error for each shape of a type that the layer does not take, such as a line."""
    for line, shape in zip(lines.tolist(), shapes, strict=True):
        if shape is None or shape.geom_type in layer.geometries:
            continue
        sort = GEOMETRY_WORDS.get(shape.geom_type, shape.geom_type)
        yield Finding(
            "unfit_geometry",
            "error",
            Text(
                f"画的是{sort}，该图层只收{'、'.join(_taken(layer))}",
                f"it is a {shape.geom_type}; the layer takes {', '.join(sorted(layer.geometries))}",
            ),
            Text("请改画为点或面。", "Draw it as a point or an area."),
            line,
            "geometry",
        )


def _taken(layer: Layer) -> list[str]:
    sorts = (GEOMETRY_WORDS[each.removeprefix("Multi")] for each in sorted(layer.geometries))
    return list(dict.fromkeys(sorts))


def _is_area(shape: BaseGeometry | None) -> bool:
    return shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"}


def _mended(shape: BaseGeometry) -> BaseGeometry | None:
    """Return a valid shape that looks the same, None where there is none."""
    if not _is_area(shape) or not np.isfinite(shapely.get_coordinates(shape)).all():
        return None
    parts = [
        part
        for part in shapely.get_parts(shapely.make_valid(shape)).tolist()
        if part.geom_type == "Polygon"
    ]
    whole = shapely.multipolygons(parts) if parts else None
    if whole is None:
        return None
    # Degrees to metres, near enough to judge what an eye can see.
    centre = float(shapely.get_coordinates(shape)[:, 1].mean())
    scale = np.array([METRES_A_DEGREE * np.cos(np.radians(centre)), METRES_A_DEGREE])

    def in_metres(one: BaseGeometry) -> BaseGeometry:
        return shapely.transform(one, lambda places: places * scale)

    kept = [part for part in parts if shapely.area(in_metres(part)) >= INVISIBLE_M2]
    if len(kept) != len(shapely.get_parts(shape)):
        return None
    drawn, valid = in_metres(shapely.boundary(shape)), in_metres(shapely.boundary(whole))
    if shapely.hausdorff_distance(drawn, valid) > INVISIBLE_M:
        return None
    result: BaseGeometry = kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
    return result if shapely.is_valid(result) else None


def _crossed(line: int, why: str) -> Finding:
    return Finding(
        "outline_crosses_itself",
        "error",
        Text("轮廓线自相交或没有面积", f"the outline crosses itself or has no area ({why})"),
        Text("请重新绘制轮廓。", "Draw the outline anew."),
        line,
        "geometry",
    )


def _repaired(line: int) -> Finding:
    return Finding(
        "outline_repaired",
        "warning",
        Text(
            "轮廓线有自相交的细小瑕疵，已修复，图上看不出变化",
            "the outline touched or crossed itself; it was repaired, and nothing visible changed",
        ),
        None,
        line,
        "geometry",
    )
