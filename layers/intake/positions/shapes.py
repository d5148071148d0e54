"""Geometries in a column: WKT, hexadecimal WKB, GeoJSON as text or as objects."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely

from geo.geodesic import FloatArray
from layers.intake.positions.cell import is_missing
from layers.intake.positions.pair import Pair, pair_in
from layers.intake.positions.words import NO_GEOMETRY, Trouble
from layers.intake.table import Cell, ObjectArray

SRID = re.compile(r"\s*SRID=(\d+)\s*;\s*", re.IGNORECASE)
HEXADECIMAL = re.compile(r"\s*0[01][0-9A-Fa-f]{8,}\s*")


def shapes_in(cells: Sequence[Cell]) -> tuple[ObjectArray, dict[int, Trouble], str | None]:
    """Read a column of geometries.

    Returns
    -------
    shapes
        shapely geometries, None where there is none, shape (n,).
    troubles
        What is wrong, by row.
    crs
        The one reference system that all geometries which name one agree on.
    """
    shapes = np.full(len(cells), None, dtype=object)
    troubles: dict[int, Trouble] = {}
    for row, cell in enumerate(cells):
        if is_missing(cell):
            continue
        shape = _shape_in(cell)
        if isinstance(shape, Trouble):
            troubles[row] = shape
        else:
            shapes[row] = shape
    return shapes, troubles, _crs_of(shapes)


def representative_points(shapes: ObjectArray) -> tuple[FloatArray, FloatArray]:
    """Return x and y of points, of other shapes those of a point on them; NaN for none."""
    points = shapes.copy()
    drawn = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (-1, 0)))
    # A corner at infinity gives no point, which is all that there is to say.
    with np.errstate(all="ignore"):
        points[drawn] = shapely.point_on_surface(shapes[drawn])
    return shapely.get_x(points), shapely.get_y(points)


def _shape_in(cell: Cell) -> shapely.Geometry | Trouble | None:
    match cell:
        case str():
            return _shape_of_text(cell)
        case bytes():
            return _read(shapely.from_wkb, cell)
        case Mapping():
            return _shape_of_object(cell)
        case shapely.Geometry():
            return cell
        case _:
            return _point_of_pair(cell)


def _shape_of_text(text: str) -> shapely.Geometry | Trouble | None:
    if text.lstrip().startswith("{"):
        try:
            content = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return NO_GEOMETRY
        return _shape_of_object(content)
    if HEXADECIMAL.fullmatch(text):
        return _read(shapely.from_wkb, text.strip())
    named = SRID.match(text)
    shape = _read(shapely.from_wkt, text[named.end() :] if named else text)
    if isinstance(shape, Trouble):
        return _point_of_pair(text)
    return shapely.set_srid(shape, int(named[1])) if named else shape


def _shape_of_object(content: Mapping[str, Any]) -> shapely.Geometry | Trouble | None:
    if content.get("type") == "Feature":
        content = content.get("geometry") or {}
        if not content:
            return None
    if "type" in content and ("coordinates" in content or "geometries" in content):
        return _read(shapely.from_geojson, json.dumps(content))
    return _point_of_pair(content)


def _point_of_pair(cell: Any) -> shapely.Geometry | Trouble | None:
    """Return the point of a cell that holds a pair, x first unless the cell says otherwise."""
    pair = pair_in(cell)
    if isinstance(pair, Pair):
        return shapely.Point(pair.first, pair.second)
    return NO_GEOMETRY if isinstance(pair, Trouble) else None


def _read(reader: Any, content: Any) -> shapely.Geometry | Trouble | None:
    with np.errstate(all="ignore"):
        shape = reader(content, on_invalid="ignore")
    if shape is None or not np.isfinite(shapely.get_coordinates(shape)).all():
        return NO_GEOMETRY
    return None if shape.is_empty else shape


def _crs_of(shapes: ObjectArray) -> str | None:
    named = set(np.unique(shapely.get_srid(shapes)).tolist()) - {-1, 0}
    return f"EPSG:{named.pop()}" if len(named) == 1 else None
