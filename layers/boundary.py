"""The boundary of a place: an area in WGS 84, read from GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from layers.errors import PlaceError
from layers.geojson_file import read_geometries, shape_of

AREAS = frozenset({"Polygon", "MultiPolygon"})


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
    features = read_geometries(path, "boundary")
    geometries = [_area(path, geometry) for geometry, _ in features]
    if len(features) == 1:
        return Boundary(geometries[0], features[0][1])
    return Boundary(shapely.union_all(geometries), {})


def _area(path: Path, geometry: Mapping[str, Any]) -> BaseGeometry:
    kind = geometry.get("type")
    if kind not in AREAS:
        raise PlaceError(f"{path} holds a {kind}, not an area; draw a Polygon or MultiPolygon")
    return shape_of(path, geometry)
