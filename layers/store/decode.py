"""The fast decoder of a layer's features, derived from its Pydantic model.

A layer of a million features is checked on every load, so the checking happens while the JSON is
decoded, in C. The decoder accepts what the model accepts (a test over all layers holds the two
together); where it refuses, the model says which field and why.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from layers._facility import ID_LENGTH
from layers._layer import Layer, plain_type

Position = tuple[float, float]
Ring = Annotated[list[Position], msgspec.Meta(min_length=4)]


class Point(msgspec.Struct, tag_field="type", tag="Point", gc=False):
    """RFC 7946, section 3.1.2."""

    coordinates: Position


class MultiPoint(msgspec.Struct, tag_field="type", tag="MultiPoint"):
    """RFC 7946, section 3.1.3."""

    coordinates: Annotated[list[Position], msgspec.Meta(min_length=1)]


class Polygon(msgspec.Struct, tag_field="type", tag="Polygon"):
    """RFC 7946, section 3.1.6."""

    coordinates: Annotated[list[Ring], msgspec.Meta(min_length=1)]


class MultiPolygon(msgspec.Struct, tag_field="type", tag="MultiPolygon"):
    """RFC 7946, section 3.1.7."""

    coordinates: Annotated[
        list[Annotated[list[Ring], msgspec.Meta(min_length=1)]], msgspec.Meta(min_length=1)
    ]


GEOMETRIES: dict[str, type[msgspec.Struct]] = {
    kind.__name__: kind for kind in (Point, MultiPoint, Polygon, MultiPolygon)
}


@cache
def feature_type(layer: Layer) -> type[Any]:
    """Return the msgspec type of a layer's feature: id, geometry, properties."""
    properties = msgspec.defstruct(
        f"{layer.name}_properties",
        [(name, _field_type(info) | None, None) for name, info in layer.fields.items()],
        gc=False,
    )
    geometry: Any = GEOMETRIES[min(layer.geometries)]
    for kind in sorted(layer.geometries)[1:]:
        geometry |= GEOMETRIES[kind]
    return msgspec.defstruct(
        f"{layer.name}_feature",
        [
            ("type", Literal["Feature"]),
            ("id", Annotated[str, msgspec.Meta(min_length=1, max_length=ID_LENGTH)]),
            ("geometry", geometry),
            ("properties", properties),
        ],
    )


def _field_type(info: FieldInfo) -> Any:
    plain = plain_type(info)
    bounds: dict[str, Any] = {}
    if plain is AwareDatetime:
        plain, bounds["tz"] = datetime, True
    for constraint in info.metadata:
        for name in ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern"):
            value = getattr(constraint, name, None)
            if value is not None:
                bounds[name] = value
    return Annotated[plain, msgspec.Meta(**bounds)] if bounds else plain
