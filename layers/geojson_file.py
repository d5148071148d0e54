"""GeoJSON files beside place.toml: geometries with their properties, in WGS 84."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError
from geo.geojson import canonical_geometry, compact_json, shapes_from_geometries
from layers.errors import PlaceError

# A `crs` member (GeoJSON 2008; RFC 7946 dropped it) that still means degrees of WGS 84. CGCS2000
# (4490) equals WGS 84 on a map.
WGS84_NAME = re.compile(r"(CRS84|EPSG:{1,2}(4326|4490))$", re.IGNORECASE)
WAY_OUT = "convert it, for example: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES boundary.geojson …"


# As shapely counts dimensions.
AREA = 2

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


def read_geometries(path: Path, key: str) -> list[Pair]:
    """Return the geometries of a file, each with its properties; their positions are unchecked.

    Parameters
    ----------
    key
        The key of place.toml that names the file.

    Raises
    ------
    PlaceError
        When the file is missing or broken, has no feature, or says that it is not in WGS 84.
    """
    content = _json(path, key)
    _check_crs(path, content)
    return _features(path, content)


def shape_of(path: Path, geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return a geometry of a file as a shape.

    Raises
    ------
    PlaceError
        When it is none, is empty or not valid, or is not in degrees of WGS 84.
    """
    try:
        shape: BaseGeometry = shapes_from_geometries([compact_json(canonical_geometry(geometry))])[
            0
        ]
    except GeometryError as fault:
        raise PlaceError(f"{path}: {fault}") from fault
    if shape.is_empty:
        raise PlaceError(f"{path} holds an empty {geometry.get('type')}; draw it or remove it")
    _check_degrees(path, shape)
    if not shape.is_valid:
        sort = "area" if shapely.get_dimensions(shape) == AREA else "line"
        reason = shapely.is_valid_reason(shape)
        raise PlaceError(f"{path} is not a valid {sort}: {reason}; mend it, for example in QGIS")
    return shape


def _json(path: Path, key: str) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise PlaceError(
            f"{key} file {path} is missing; put it there or leave out the key {key!r}"
        ) from None
    except OSError as fault:
        raise PlaceError(f"{key} file {path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise PlaceError(f"{path} is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault
    except json.JSONDecodeError as fault:
        raise PlaceError(f"{path}:{fault.lineno}: not JSON: {fault.msg}") from fault
    if not isinstance(content, dict):
        raise PlaceError(f"{path} is not GeoJSON: {type(content).__name__} instead of an object")
    return content


def _check_crs(path: Path, content: Mapping[str, Any]) -> None:
    if content.get("crs") is None:
        return
    match content["crs"]:
        case {"properties": {"name": str(name)}} if WGS84_NAME.search(name):
            return
        case {"properties": {"name": name}}:
            raise PlaceError(f"{path} is in {name}, not in WGS 84; {WAY_OUT}")
        case other:
            raise PlaceError(f"{path} has a crs that names none: {other!r}; {WAY_OUT}")


def _features(path: Path, content: Mapping[str, Any]) -> list[Pair]:
    """Return each geometry with its properties."""
    match content:
        case {"type": "FeatureCollection", "features": [_, *_] as features}:
            return [pair for feature in features for pair in _features(path, feature)]
        case {"type": "FeatureCollection"}:
            raise PlaceError(f"{path} has no feature; draw what it is for")
        case {"type": "Feature", "geometry": dict(geometry)}:
            properties = content.get("properties")
            return [(geometry, properties if isinstance(properties, dict) else {})]
        case {"type": "Feature"}:
            raise PlaceError(f"{path} has a feature without a geometry; remove it or draw it")
        case dict():
            return [(content, {})]
    raise PlaceError(f"{path} is not GeoJSON: {content!r:.80} where a feature was expected")


def _check_degrees(path: Path, shape: BaseGeometry) -> None:
    for lon, lat in shapely.get_coordinates(shape).tolist():
        if abs(lon) <= 180 and abs(lat) <= 90:
            continue
        swapped = abs(lat) <= 180 and abs(lon) <= 90
        way_out = "longitude comes first; swap the two" if swapped else WAY_OUT
        raise PlaceError(
            f"{path} has a position ({lon:g}, {lat:g}) that is not longitude and latitude in "
            f"degrees of WGS 84; {way_out}"
        )
