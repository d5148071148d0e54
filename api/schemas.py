"""What the service sends, as JSON Schema: the components of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from api.planning.schemas import process_schemas
from api.resident.schema import resident_schema
from layers._layer import Layer, extra

GEOMETRY_TYPES = ("Point", "MultiPoint", "Polygon", "MultiPolygon")


def component_schemas(layers: list[Layer]) -> dict[str, Any]:
    """Return the schema of each document that is sent, by name; two for each layer."""
    text = {"type": "string"}
    links = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
    described = {"title": text, "description": text, "attribution": text, "links": links}
    made: dict[str, Any] = {
        "Link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {"href": text, "rel": text, "type": text, "title": text},
        },
        "LandingPage": {"type": "object", "required": ["links"], "properties": described},
        "Conformance": {
            "type": "object",
            "required": ["conformsTo"],
            "properties": {"conformsTo": {"type": "array", "items": text}},
        },
        "Collection": {
            "type": "object",
            "required": ["id", "links"],
            "properties": {
                "id": text,
                **described,
                "extent": {"type": "object"},
                "itemType": text,
                "crs": {"type": "array", "items": text},
                "version": text,
            },
        },
        "Collections": {
            "type": "object",
            "required": ["collections", "links"],
            "properties": {
                "links": links,
                "collections": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/Collection"},
                },
            },
        },
        "Words": {
            "type": "object",
            "description": "The same words in both languages.",
            "required": ["zh", "en"],
            "properties": {"zh": text, "en": text},
        },
        "Problem": {
            "type": "object",
            "description": "Problem details (RFC 9457).",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "detail": text,
                "words": {"$ref": "#/components/schemas/Words"},
                "errors": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"parameter": text, "value": text, "reason": text},
                    },
                },
            },
        },
        "Status": _status_schema(),
        "Geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": list(GEOMETRY_TYPES)},
                "coordinates": {"type": "array", "items": {}},
            },
        },
        "Feature": _feature_schema({"type": "object"}),
        "FeatureCollection": _collection_schema("Feature"),
        "Neighbours": _neighbours_schema(),
        "ResidentDocument": resident_schema(),
        "ReportReceipt": _receipt_schema(),
        **process_schemas(),
    }
    for layer in layers:
        made[f"{layer.name}Feature"] = _feature_schema(_properties_schema(layer))
        made[f"{layer.name}FeatureCollection"] = _collection_schema(f"{layer.name}Feature")
    return made


def _status_schema() -> dict[str, Any]:
    states = ["free", "paid", "closed", "unknown"]
    moment = {"type": "string", "format": "date-time", "nullable": True}
    return {
        "type": "object",
        "nullable": True,
        "description": "What holds at the time asked about; null for layers that have no hours.",
        "properties": {
            "state": {"type": "string", "enum": states},
            "until": {**moment, "description": "When the state changes next."},
            "next_state": {"type": "string", "nullable": True},
            "whole_stay_free": {"type": "boolean", "nullable": True},
            "max_stay_minutes": {"type": "integer", "nullable": True},
            "reason": {"type": "string"},
            "warning": {"type": "string"},
            "words": {
                "type": "object",
                "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            },
        },
    }


def _receipt_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "That a report is kept.",
        "required": ["number", "repeated", "words"],
        "properties": {
            "number": {"type": "integer", "minimum": 1},
            "repeated": {
                "type": "boolean",
                "description": "Whether the same was reported within a day, and is counted there.",
            },
            "words": {"type": "object", "properties": {"zh": text, "en": text}},
        },
    }


def _feature_schema(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {"$ref": "#/components/schemas/Geometry"},
            "properties": properties,
            "layer": {"type": "string"},
            "distance_m": {"type": "number", "description": "Geodesic distance in metres."},
            "walk_minutes": {"type": "number", "description": "Along the straight line, 1.1 m/s."},
            "status": {"$ref": "#/components/schemas/Status"},
            "links": {"type": "array", "items": {"$ref": "#/components/schemas/Link"}},
        },
    }


def _collection_schema(feature: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": f"#/components/schemas/{feature}"}},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "links": {"type": "array", "items": {"$ref": "#/components/schemas/Link"}},
        },
    }


def _neighbours_schema() -> dict[str, Any]:
    made = _collection_schema("Feature")
    made["description"] = "The nearest first; each with layer, distance_m, walk_minutes, status."
    made["properties"]["distance"] = {
        "type": "object",
        "description": "How distances and walking times were worked out.",
        "properties": {
            "method": {"type": "string", "enum": ["geodesic"]},
            "path": {"type": "string", "enum": ["straight_line"]},
            "walking_speed_m_s": {"type": "number"},
            "note": {"type": "string"},
        },
    }
    return made


def _properties_schema(layer: Layer) -> dict[str, Any]:
    properties = {}
    for name, schema in known_types(layer).items():
        label, unit = layer.label(name), extra(layer.fields[name]).get("x-unit")
        described = f"{label.zh} {label.en}" + (f" ({unit})" if unit else "")
        properties[name] = {**schema, "nullable": True, "description": described}
    return {"type": "object", "properties": properties, "additionalProperties": True}


def known_types(layer: Layer) -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each declared field where it is known, without its null."""
    declared = layer.model.model_json_schema(mode="serialization")["properties"]
    return {
        name: next(one for one in schema.get("anyOf", [schema]) if one.get("type") != "null")
        for name, schema in declared.items()
    }
