"""The boundary of a place: an area in WGS 84, read from GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
AREAS = frozenset({"Polygon", "MultiPolygon"})
WAY_OUT = "convert it, for example: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES boundary.geojson …"


@dataclass(frozen=True)
class Boundary:
    """A valid Polygon or MultiPolygon in WGS 84, and what its file says of it."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]


def read_boundary(path: Path) -> Boundary:
    """Read a boundary from a geometry, a Feature, or a FeatureCollection whose areas are joined.

    The properties are those of the only feature; of several joined ones there are none.

    Raises
    ------
    PlaceError
        When the file is missing or broken, or is no area, or is not in WGS 84.
    """
    content = _json(path)
    _check_crs(path, content)
    features = _features(path, content)
    geometries = [_area(path, geometry) for geometry, _ in features]
    if len(features) == 1:
        return Boundary(geometries[0], features[0][1])
    return Boundary(shapely.union_all(geometries), {})


def _json(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise PlaceError(
            f"boundary file {path} is missing; put it there or leave out the key 'boundary'"
        ) from None
    except OSError as fault:
        raise PlaceError(f"boundary file {path} cannot be read: {fault.strerror}") from fault
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


def _features(
    path: Path, content: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return each geometry with its properties."""
    match content:
        case {"type": "FeatureCollection", "features": [_, *_] as features}:
            return [pair for feature in features for pair in _features(path, feature)]
        case {"type": "FeatureCollection"}:
            raise PlaceError(f"{path} has no feature; it needs one Polygon or MultiPolygon")
        case {"type": "Feature", "geometry": dict(geometry)}:
            properties = content.get("properties")
            return [(geometry, properties if isinstance(properties, dict) else {})]
        case {"type": "Feature"}:
            raise PlaceError(f"{path} has a feature without a geometry; remove it or draw it")
        case dict():
            return [(content, {})]
    raise PlaceError(f"{path} is not GeoJSON: {content!r:.80} where a feature was expected")


def _area(path: Path, geometry: Mapping[str, Any]) -> BaseGeometry:
    kind = geometry.get("type")
    if kind not in AREAS:
        raise PlaceError(f"{path} holds a {kind}, not an area; draw a Polygon or MultiPolygon")
    try:
        area: BaseGeometry = shapes_from_geometries([compact_json(canonical_geometry(geometry))])[0]
    except GeometryError as fault:
        raise PlaceError(f"{path}: {fault}") from fault
    if area.is_empty:
        raise PlaceError(f"{path} holds an empty {kind}; draw the area")
    _check_degrees(path, area)
    if not area.is_valid:
        reason = shapely.is_valid_reason(area)
        raise PlaceError(f"{path} is not a valid area: {reason}; mend it, for example in QGIS")
    return area


def _check_degrees(path: Path, area: BaseGeometry) -> None:
    for lon, lat in shapely.get_coordinates(area).tolist():
        if abs(lon) <= 180 and abs(lat) <= 90:
            continue
        swapped = abs(lat) <= 180 and abs(lon) <= 90
        way_out = "longitude comes first; swap the two" if swapped else WAY_OUT
        raise PlaceError(
            f"{path} has a position ({lon:g}, {lat:g}) that is not longitude and latitude in "
            f"degrees of WGS 84; {way_out}"
        )
