"""What lies around a place's facilities: its roads, waters and greens, for drawing only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from shapely.geometry.base import BaseGeometry

from layers.errors import PlaceError, shown
from layers.geojson_file import read_geometries, shape_of

# In the order in which they are drawn.
ContextKind = Literal["green", "water", "road"]
KINDS: tuple[ContextKind, ...] = get_args(ContextKind)
LINES = frozenset({"LineString", "MultiLineString"})
AREAS = frozenset({"Polygon", "MultiPolygon"})
# A green is an area and a road a line; a water may be either.
GEOMETRIES = {"green": AREAS, "water": AREAS | LINES, "road": LINES}
# Drawn with each picture: of more, a picture would take long.
MOST_FEATURES = 20_000

# Shapes in WGS 84 by what they are.
Context = Mapping[ContextKind, np.ndarray[Any, np.dtype[np.object_]]]


def read_context(path: Path) -> Context:
    """Read a place's context: a FeatureCollection whose features say by `kind` what they are.

    Raises
    ------
    PlaceError
        When the file is missing or broken, has too many features, or one of them is of no kind that
        is drawn, has a geometry that its kind has not, or is not in WGS 84.
    """
    pairs = read_geometries(path, "context")
    if len(pairs) > MOST_FEATURES:
        raise PlaceError(
            f"{path} has {len(pairs)} features, and at most {MOST_FEATURES} are drawn; leave out "
            "the small ones, or join those of a kind"
        )
    found: dict[ContextKind, list[BaseGeometry]] = {kind: [] for kind in KINDS}
    for geometry, properties in pairs:
        found[_kind(path, geometry, properties)].append(shape_of(path, geometry))
    return {kind: np.array(shapes, object) for kind, shapes in found.items()}


def _kind(path: Path, geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> ContextKind:
    kind, type_ = properties.get("kind"), geometry.get("type")
    if kind not in KINDS:
        raise PlaceError(
            f"{path} has a feature of kind {shown(str(kind))!r}; write one of {', '.join(KINDS)}"
        )
    known: ContextKind = kind
    if type_ not in GEOMETRIES[known]:
        wanted = " or ".join(sorted(GEOMETRIES[known]))
        raise PlaceError(f"{path} has a {known} that is a {type_}; draw a {wanted}")
    return known
