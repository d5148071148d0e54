"""The canonical writing of GeoJSON: one feature a line, fixed key order, seven decimals.

A layer file is the database: people read it, git diffs it, and the service sends slices of its
bytes. So the same features always give the same bytes (RFC 7946, section 11.2: 7 decimals of a
degree are about one centimetre).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError

DECIMALS = 7
# Above, a float no longer holds every whole number.
LARGEST_EXACT = 2**53
COLLECTION_HEAD = b'{"type":"FeatureCollection","features":['
COLLECTION_TAIL = b"]}"

Geometry = Mapping[str, Any]


# UTF-8 without spaces; dates as RFC 3339; NaN and infinity as null, which is what they mean here.
compact_json = msgspec.json.Encoder().encode


def canonical_feature(
    feature_id: str, geometry: Geometry | None, properties: Mapping[str, Any]
) -> bytes:
    """Write one feature canonically, on one line, without a line end.

    Parameters
    ----------
    feature_id
        The `id` member (RFC 7946, section 3.2).
    geometry
        A GeoJSON geometry in WGS 84, or None.
    properties
        JSON values, written in the order given; whole numbers without a point, since 400 and 400.0
        are the same number and are to be the same bytes.

    Raises
    ------
    GeometryError
        When the geometry is not a valid GeoJSON geometry.
    """
    return compact_json(
        {
            "type": "Feature",
            "id": feature_id,
            "geometry": None if geometry is None else canonical_geometry(geometry),
            "properties": {
                name: _shortest(value) if type(value) is float else value
                for name, value in properties.items()
            },
        }
    )


def _shortest(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < LARGEST_EXACT else value


def canonical_collection(features: Iterable[bytes]) -> bytes:
    """Join canonical features into a FeatureCollection, one a line, with a final line end."""
    body = b",\n".join(features)
    return b"%s\n%s\n%s\n" % (COLLECTION_HEAD, body, COLLECTION_TAIL)


def canonical_geometry(geometry: Geometry) -> dict[str, Any]:
    """Return a geometry with its members in order, positions in 2D with seven decimals.

    Altitudes are dropped, since nothing here uses them.

    Raises
    ------
    GeometryError
        When it has no known type, or coordinates of the wrong depth, or a position that is not two
        finite numbers.
    """
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            raise GeometryError("a GeometryCollection needs a list 'geometries'")
        return {"type": kind, "geometries": [canonical_geometry(part) for part in parts]}
    depth = COORDINATE_DEPTH.get(str(kind))
    if depth is None:
        raise GeometryError(f"geometry type {kind!r} is not one of {', '.join(COORDINATE_DEPTH)}")
    return {"type": kind, "coordinates": _rounded(geometry.get("coordinates"), depth)}


COORDINATE_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


def _rounded(coordinates: Any, depth: int) -> list[Any]:
    if not isinstance(coordinates, Sequence) or isinstance(coordinates, str):
        raise GeometryError(f"coordinates hold {coordinates!r} where a list was expected")
    if depth:
        return [_rounded(part, depth - 1) for part in coordinates]
    if not 2 <= len(coordinates) <= 4:
        raise GeometryError(f"a position needs two numbers, not {coordinates!r}")
    position = []
    for number in coordinates[:2]:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise GeometryError(f"a position needs numbers, not {number!r}")
        if not math.isfinite(number):
            raise GeometryError(f"a position needs finite numbers, not {number!r}")
        position.append(round(float(number), DECIMALS))
    return position


def geometry_from_shape(shape: BaseGeometry) -> dict[str, Any]:
    """Return a shapely geometry (WGS 84, degrees) as a canonical GeoJSON geometry.

    Rings are turned to the right-hand rule (RFC 7946, section 3.1.6).
    """
    oriented = shapely.orient_polygons(shape, exterior_cw=False)
    return canonical_geometry(shapely.geometry.mapping(oriented))


def shapes_from_geometries(geometries: Iterable[bytes]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Read GeoJSON geometries, each the bytes of one, into an array of shapely geometries.

    Raises
    ------
    GeometryError
        When one cannot be read, for example a ring of fewer than four positions.
    """
    texts = np.array([text.decode() for text in geometries], dtype=object)
    try:
        return np.asarray(shapely.from_geojson(texts), dtype=object)
    except shapely.errors.GEOSException as fault:
        raise GeometryError(str(fault)) from fault
