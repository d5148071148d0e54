"""A document of the resident's page as JSON Schema."""

from __future__ import annotations

from typing import Any

INTEGER = {"type": "integer"}
TEXT = {"type": "string"}
MINUTES = {"type": "integer", "minimum": 0}
STATE = {"type": "string", "enum": ["free", "paid", "closed", "unknown"]}


def resident_schema() -> dict[str, Any]:
    """Return the schema of a document."""
    return {
        "type": "object",
        "required": ["generated_at", "timezone", "days", "horizon_days", "by_view", "layers"],
        "properties": {
            "generated_at": {
                **TEXT,
                "format": "date-time",
                "description": "The beginning of the day for which it was worked out.",
            },
            "timezone": TEXT,
            "days": _list(
                INTEGER,
                "Minutes of the epoch at which the covered days begin, and at which they end.",
            ),
            "horizon_days": INTEGER,
            "data_date": {**TEXT, "format": "date", "nullable": True},
            "by_view": {
                "type": "boolean",
                "description": "Whether facilities come by bbox only.",
            },
            "layers": {"type": "object", "additionalProperties": _layer()},
        },
    }


def _layer() -> dict[str, Any]:
    cell = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}
    return {
        "type": "object",
        "required": ["version", "count", "matched", "cells", "hours", "courses", "features"],
        "properties": {
            "version": TEXT,
            "count": {**INTEGER, "description": "How many facilities the layer has."},
            "matched": {**INTEGER, "description": "How many of them are in the view."},
            "cells": {
                **_list(cell, "Longitude, latitude and number where they are too many to list."),
                "nullable": True,
            },
            "hours": {
                "type": "object",
                "additionalProperties": _list(TEXT, "In Chinese and in English."),
                "description": "Words for the hours that occur, by their expression.",
            },
            "courses": _list(_course(), "What holds when, once for all with the same hours."),
            "features": _list(_feature(), "Facilities with what is known of them."),
        },
    }


def _course() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "sort": TEXT,
            "max_stay_minutes": {**MINUTES, "nullable": True},
            "settled": {
                "type": "object",
                "nullable": True,
                "description": "What holds at any time; the rest is empty then.",
                "properties": {
                    "state": STATE,
                    "reason": TEXT,
                    "warning": {**TEXT, "nullable": True},
                },
            },
            "constant": {"type": "boolean", "description": "Whether nothing ever changes."},
            "steps": _list(
                MINUTES, "Minutes from one change to the next, the first since the first day."
            ),
            "states": {
                **TEXT,
                "description": "One letter a step: f free, p paid, x closed, ? unknown.",
            },
            "provisional": _list(
                {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2},
                "First and last of the days that hang on a calendar that is not published.",
            ),
            "unknown_reason": {**TEXT, "nullable": True},
        },
    }


def _feature() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties", "at", "course"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": TEXT,
            "geometry": {"$ref": "#/components/schemas/Geometry"},
            "properties": {"type": "object"},
            "at": {
                **_list({"type": "number"}, "The representative point."),
                "minItems": 2,
                "maxItems": 2,
            },
            "course": {**INTEGER, "nullable": True},
            "pinyin": _list(TEXT, "Spellings of a Chinese name, syllables with spaces between."),
        },
    }


def _list(item: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": item, "description": description}
