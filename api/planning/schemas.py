"""What processes and jobs look like, for the OpenAPI document (OGC 18-062r2, annex A)."""

from __future__ import annotations

from typing import Any, get_args

from api.planning.records import State


def process_schemas() -> dict[str, Any]:
    """Return the schemas of processes and jobs by name."""
    text, moment = {"type": "string"}, {"type": "string", "format": "date-time"}
    links = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
    summary = {
        "id": text,
        "title": text,
        "description": text,
        "version": text,
        "jobControlOptions": {"type": "array", "items": text},
        "outputTransmission": {"type": "array", "items": text},
        "links": links,
    }
    return {
        "ProcessSummary": {
            "type": "object",
            "required": ["id", "version"],
            "properties": summary,
        },
        "ProcessList": _listed("processes", "ProcessSummary"),
        "Process": {
            "type": "object",
            "required": ["id", "version", "inputs", "outputs"],
            "properties": {**summary, "inputs": {"type": "object"}, "outputs": {"type": "object"}},
        },
        "StatusInfo": {
            "type": "object",
            "required": ["jobID", "status", "type"],
            "properties": {
                "processID": text,
                "type": {"type": "string", "enum": ["process"]},
                "jobID": text,
                "status": {"type": "string", "enum": list(get_args(State))},
                "message": text,
                "words": {"$ref": "#/components/schemas/Words"},
                **dict.fromkeys(("created", "started", "finished", "updated"), moment),
                "progress": {"type": "integer", "minimum": 0, "maximum": 100},
                "links": links,
            },
        },
        "JobList": _listed("jobs", "StatusInfo"),
    }


def _listed(name: str, schema: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name, "links"],
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}},
            "links": {"type": "array", "items": {"$ref": "#/components/schemas/Link"}},
        },
    }
