"""Say what is wrong with one feature, field by field, in words that help to mend it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import msgspec
from pydantic import ValidationError

from geo.errors import GeometryError
from geo.geojson import canonical_geometry, compact_json, shapes_from_geometries
from layers._facility import ID_LENGTH
from layers._layer import Layer
from layers.errors import Fault, going_on, shown
from layers.store.decode import GEOMETRIES

SHOWN_VALUE_LENGTH = 80
# Said of a position that is on no map.
NOT_DEGREES = (
    "is not longitude, latitude in WGS 84 degrees; are the two swapped, or is it projected?"
)


def feature_faults(
    layer: Layer, line: bytes, file: str, line_number: int, refusal: str = ""
) -> list[Fault]:
    """Return every error of one feature's bytes against its layer's declaration.

    Parameters
    ----------
    refusal
        What the fast decoder said; used where nothing more exact is found.
    """
    try:
        feature = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        return [Fault(file, line_number, None, None, f"not JSON: {wrong}")]
    feature_id = feature.get("id")
    shown_id = feature_id if isinstance(feature_id, str) else None

    def fault(field: str | None, reason: str) -> Fault:
        return Fault(file, line_number, shown_id, field, reason)

    faults = []
    if not shown_id or len(shown_id) > ID_LENGTH:
        faults.append(fault("id", f"an id is a text of 1 to {ID_LENGTH} characters"))
    faults += [fault("geometry", reason) for reason in _geometry_faults(layer, feature)]
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        faults.append(fault("properties", "properties are missing"))
    else:
        faults += [fault(*wrong) for wrong in property_faults(layer, properties)]
    return faults or ([fault(None, refusal)] if refusal else [])


def property_faults(layer: Layer, properties: dict[str, Any]) -> list[tuple[str, str]]:
    """Return field and reason of each property that the layer's model refuses."""
    try:
        layer.model.model_validate_json(compact_json(properties))
    except ValidationError as refused:
        return [
            (
                str(wrong["loc"][0]),
                f"{shown(repr(wrong['input']), SHOWN_VALUE_LENGTH)}: {going_on(wrong['msg'])}",
            )
            for wrong in refused.errors(include_url=False)
        ]
    return []


def undeclared_fields(layer: Layer, properties: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each undeclared field with the declared one that it may be meant for."""
    found = []
    for name in sorted(set(properties) - set(layer.fields)):
        close = get_close_matches(name, layer.fields, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        found.append((name, f"not a field of layer {layer.name!r}; it is kept as it is{hint}"))
    return found


def _geometry_faults(layer: Layer, feature: dict[str, Any]) -> list[str]:
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return ["the feature has no geometry"]
    if geometry.get("type") not in layer.geometries:
        allowed = ", ".join(sorted(layer.geometries))
        return [f"geometry type {geometry.get('type')!r} is not one of {allowed}"]
    try:
        canonical = canonical_geometry(geometry)
        msgspec.convert(canonical, GEOMETRIES[geometry["type"]])
        shapes_from_geometries([compact_json(canonical)])
    except (GeometryError, msgspec.ValidationError) as wrong:
        return [str(wrong)]
    return []
