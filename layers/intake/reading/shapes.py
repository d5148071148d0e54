"""Geometries of a file as shapely geometries: flat, none empty, what cannot be read said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import shapely

from layers._layer import Text
from layers.errors import shown
from layers.intake.finding import Finding
from layers.intake.table import LongArray, ObjectArray

GEOJSON_TYPES = frozenset(
    (
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    )
)
# Codes of ISO 13249-3 (WKB): curves, and surfaces in space, which no map here draws.
CURVED = {8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve",
          12: "MultiSurface", 15: "PolyhedralSurface", 16: "TIN", 17: "Triangle"}  # fmt: skip


def is_geojson(value: Any) -> bool:
    """Tell whether a value is a GeoJSON geometry by its members."""
    return (
        isinstance(value, dict)
        and value.get("type") in GEOJSON_TYPES
        and ("coordinates" in value or "geometries" in value)
    )


def shapes_of_geojson(
    geometries: Sequence[Any], lines: LongArray
) -> tuple[ObjectArray, list[Finding]]:
    """Return geometries from GeoJSON objects, shape (n,), and findings on those unreadable.

    Positions written as text are taken as numbers; altitudes are dropped.

    Parameters
    ----------
    geometries
        One a row; None where there is none.
    lines
        As in `Table.lines`.
    """
    shapes: ObjectArray = np.full(len(geometries), None, dtype=object)
    findings: list[Finding] = []
    points: list[int] = []
    others: list[int] = []
    for row, geometry in enumerate(geometries):
        if geometry is not None:
            (points if _is_plain_point(geometry) else others).append(row)
    if points:
        positions = np.array(
            [geometries[row]["coordinates"][:2] for row in points], dtype=np.float64
        )
        shapes[points] = shapely.points(positions)
    for row in others:
        shape = _shape(geometries[row])
        if shape is None and not _says_empty(geometries[row]):
            findings.append(_unreadable(geometries[row], int(lines[row])))
        shapes[row] = shape
    return flat(shapes), findings


def _is_plain_point(geometry: Any) -> bool:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return False
    position = geometry.get("coordinates")
    return (
        isinstance(position, list)
        and 2 <= len(position) <= 4
        and all(type(number) in {int, float} and abs(number) < 1e300 for number in position[:2])
    )


def _shape(geometry: Any) -> Any:
    if not is_geojson(geometry):
        return None
    try:
        return shapely.from_geojson(msgspec.json.encode(_numbers(geometry)).decode())
    except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError, OverflowError):
        return None


def _numbers(value: Any) -> Any:
    """Return a geometry whose positions are two numbers each, also where they were text."""
    if isinstance(value, dict):
        return {
            key: _numbers(part) if key in {"coordinates", "geometries"} else part
            for key, part in value.items()
            if key in {"type", "coordinates", "geometries"}
        }
    if not isinstance(value, list):
        raise TypeError(value)
    if value and not isinstance(value[0], list | dict):
        return [float(number) for number in value[:2]] if len(value) > 1 else [float("nan")]
    return [_numbers(part) for part in value]


def _says_empty(geometry: Any) -> bool:
    return is_geojson(geometry) and not (geometry.get("coordinates") or geometry.get("geometries"))


def shapes_of_wkb(
    geometries: Sequence[bytes | None], lines: LongArray
) -> tuple[ObjectArray, list[Finding]]:
    """Return geometries from WKB, shape (n,), and findings on curves and what is unreadable."""
    given: ObjectArray = np.full(len(geometries), None, dtype=object)
    given[:] = geometries
    curved = [_curve(wkb) for wkb in geometries]
    findings = []
    for row, kind in enumerate(curved):
        if kind:
            findings.append(_is_curved(kind, int(lines[row])))
            given[row] = None
    shapes = np.asarray(shapely.from_wkb(given, on_invalid="ignore"), dtype=object)
    present = np.array([one is not None for one in given], dtype=bool)
    lost = np.flatnonzero(shapely.is_missing(shapes) & present)
    findings += [_unreadable("WKB", int(lines[row])) for row in lost]
    return flat(shapes), findings


def _curve(wkb: bytes | None) -> str | None:
    if wkb is None or len(wkb) < 5:
        return None
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] == 1 else "big")
    return CURVED.get((code & 0x0FFFFFFF) % 1000)


def flat(shapes: ObjectArray) -> ObjectArray:
    """Return geometries in two dimensions, empty ones as None, shape (n,)."""
    flattened = np.asarray(shapely.force_2d(shapes), dtype=object)
    flattened[shapely.is_empty(flattened)] = None
    return flattened


def _unreadable(geometry: Any, line: int) -> Finding:
    return Finding(
        "geometry_unreadable",
        "error",
        Text("此行的几何图形有误，无法读取", "the geometry of this row is broken"),
        Text(
            "请检查坐标是否成对、环是否闭合",
            "check that its coordinates come in pairs and its rings close",
        ),
        line=line,
        field="geometry",
        value=shown(str(geometry)),
    )


def _is_curved(kind: str, line: int) -> Finding:
    return Finding(
        "geometry_curved",
        "error",
        Text(
            f"此行的几何图形是 {kind}（曲线或曲面），不能按点和面读取",
            f"the geometry of this row is a {kind}, which is no point and no polygon",
        ),
        Text(
            "请在制图软件中转换为折线或多边形再导出",
            "turn it into straight lines or polygons in the mapping program and export again",
        ),
        line=line,
        field="geometry",
        value=kind,
    )
