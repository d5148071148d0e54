"""Write any GeoJSON of a layer canonically, feature by feature, with the line each came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from geo.errors import GeometryError
from geo.geojson import canonical_collection, canonical_feature
from layers._layer import Layer
from layers.errors import Fault, LayerFileError


class _Collection(msgspec.Struct):
    type: str
    features: list[msgspec.Raw]
    crs: Any = None


_decode_collection = msgspec.json.Decoder(_Collection).decode
_decode = msgspec.json.Decoder().decode

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# What GeoJSON of before RFC 7946 says where its positions are longitude and latitude after all.
LONGITUDE_LATITUDE = ("CRS84", "EPSG::4326", "EPSG:4326")


def canonicalise(layer: Layer, data: bytes, file: str) -> tuple[bytes, list[int]]:
    """Return the canonical bytes of a layer and the line of the file that each feature began on.

    A feature's id is its `id` member, or its property `id` where it has none; numbers become text.
    Properties come in the order of the layer's fields, unknown ones as null, and undeclared ones
    after them by name.

    Raises
    ------
    LayerFileError
        When the file is not a FeatureCollection in WGS 84, or a feature has no id or no geometry.
    """
    features: list[bytes] = []
    lines: list[int] = []
    faults: list[Fault] = []
    for line, text in raw_features(data, file):
        try:
            features.append(canonical_text(layer, text))
            lines.append(line)
        except GeometryError as reason:
            faults.append(Fault(file, line, None, None, str(reason)))
    if faults:
        raise LayerFileError(faults)
    return canonical_collection(features), lines


def raw_features(data: bytes, file: str) -> Iterator[tuple[int, bytes]]:
    """Yield each feature's own bytes with the line that it begins on, counted from 1.

    Raises
    ------
    LayerFileError
        When the file is not a FeatureCollection in WGS 84.
    """
    collection = _read_collection(data.removeprefix(BYTE_ORDER_MARK), file)
    position = line_start = 0
    line = 1
    for raw in collection.features:
        text = bytes(raw)
        position = data.index(text, position)
        line += data.count(b"\n", line_start, position)
        line_start = position
        position += len(text)
        yield line, text


def _read_collection(data: bytes, file: str) -> _Collection:
    try:
        collection = _decode_collection(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as refusal:
        raise LayerFileError([_not_a_collection(data, file, str(refusal))]) from refusal
    if collection.type != "FeatureCollection":
        reason = f"type is {collection.type!r}, not 'FeatureCollection' (RFC 7946)"
        raise LayerFileError([Fault(file, 1, None, "type", reason)])
    if collection.crs is not None and not str(collection.crs).rstrip("'}").endswith(
        LONGITUDE_LATITUDE
    ):
        reason = (
            f"its crs member says {collection.crs!r}; "
            "a layer is kept in WGS 84 longitude, latitude (RFC 7946): convert it first"
        )
        raise LayerFileError([Fault(file, 1, None, "crs", reason)])
    return collection


def _not_a_collection(data: bytes, file: str, refusal: str) -> Fault:
    if not data.strip():
        return Fault(file, 1, None, None, 'the file is empty; an empty layer has "features": []')
    _, _, place = refusal.rpartition("(byte ")
    number = place.rstrip(")")
    line = data.count(b"\n", 0, int(number)) + 1 if number.isdigit() else None
    if "truncated" in refusal:
        line = data.rstrip().count(b"\n") + 1
    return Fault(file, line, None, None, f"not a GeoJSON FeatureCollection: {refusal}")


def canonical_text(layer: Layer, text: bytes) -> bytes:
    """Return the canonical bytes of one feature's bytes.

    Raises
    ------
    GeometryError
        When it is no feature, or has no id or no geometry.
    """
    feature = _decode(text)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise GeometryError("not a GeoJSON Feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise GeometryError(f"properties hold {properties!r} where an object was expected")
    feature_id = feature.get("id", properties.get("id"))
    if isinstance(feature_id, bool) or not isinstance(feature_id, str | int | float):
        raise GeometryError(
            "the feature has no id; every feature needs one that is unique and stable"
        )
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise GeometryError(f"feature {feature_id!r} has no geometry")
    return canonical_feature(str(feature_id), geometry, ordered_properties(layer, properties))


def ordered_properties(layer: Layer, properties: dict[str, Any]) -> dict[str, Any]:
    """Return properties in canonical order: declared ones, null where missing, then others."""
    declared = {name: properties.get(name) for name in layer.fields}
    others = sorted(set(properties) - set(declared) - {"id"})
    return declared | {name: properties[name] for name in others}
