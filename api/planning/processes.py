"""The planner's questions as OGC API - Processes describes them (OGC 18-062r2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.features import link
from api.filtering import items_parameters
from api.openapi import as_openapi_30
from api.planning.conformance import EXECUTE, RESULTS
from api.planning.errors import NoProcessError
from api.planning.fields import FIELDS, PROCESSES, Process
from api.planning.inputs import COLUMNS, FILES, OUTPUT
from api.planning.job_folder import Job
from api.planning.question import filter_names
from api.planning.records import Record
from api.planning.take_away import FILES as RESULT_FILES
from layers._layer import Layer, Text

VERSION = "1.0.0"
JSON_TYPE = "application/json"
TITLES: Mapping[Process, Text] = {
    "coverage": Text("服务覆盖与盲区", "Who is within reach, and where the gaps are"),
    "siting": Text("选址", "Where to build next"),
    "accessibility": Text("可达性与公平", "How much each can reach, and how fairly"),
}
DESCRIPTIONS: Mapping[Process, str] = {
    "coverage": (
        "Share of households within reach by place and zone, the curve over distance, who is not "
        "covered, the gaps as areas; in a straight line and on foot."
    ),
    "siting": (
        "The best new sites: the most households (MCLP), the fewest sites for a share (LSCP), or "
        "the least mean distance (p-median), solved with HiGHS; gap and status are stated."
    ),
    "accessibility": (
        "Supply for each household within reach (2SFCA, E2SFCA, 3SFCA), Gini and Palma."
    ),
}
FILE_TITLES: Mapping[str, Text] = {
    "demand": Text("自带的人口或户数", "where people live, instead of the communities"),
    "zones": Text("自带的分区", "areas to break figures down by, instead of subdistricts"),
    "candidates": Text("候选地点", "where something could be built"),
    "forbidden": Text("禁建区", "areas in which nothing is built"),
}
COLUMN_TITLES: Mapping[str, Text] = {
    "weight": Text("需求中表示数量的列", "the column of the demand that counts who lives there"),
    "zone_name": Text("分区名称所在的列", "the column of the zones with their names"),
}
COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": {"type": "object"}},
    },
}
ROWS = {
    "type": "array",
    "items": {"type": "object"},
    "description": "Rows with lon and lat, WGS 84.",
}
CSV = {"type": "string", "contentMediaType": "text/csv"}
RASTER = {"type": "string", "contentMediaType": "image/tiff", "contentEncoding": "base64"}


def known_process(name: str) -> Process:
    """Return a process by its name.

    Raises
    ------
    NoProcessError
        There is none.
    """
    for process in PROCESSES:
        if process == name:
            return process
    raise NoProcessError(name, PROCESSES)


def summary(process: Process, base: str) -> dict[str, Any]:
    """Return what the list of processes says of one."""
    here = f"{base}/processes/{process}"
    return {
        "id": process,
        "title": " ".join(TITLES[process]),
        "description": DESCRIPTIONS[process],
        "version": VERSION,
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value"],
        "links": [
            link(here, "self", JSON_TYPE),
            link(f"{here}/execution", EXECUTE, JSON_TYPE),
        ],
    }


def description(process: Process, base: str, layers: Sequence[Layer]) -> dict[str, Any]:
    """Return the description of a process.

    Parameters
    ----------
    layers
        Those that the place has: what may be asked about, and the filters of each.
    """
    return {
        **summary(process, base),
        "inputs": _inputs(process, layers),
        "outputs": {
            OUTPUT: {
                "title": "结果 The answer",
                "description": (
                    "Every figure with denominator, method, parameters, standard with its source "
                    "and certainty, data versions."
                ),
                "schema": {"type": "object", "contentMediaType": JSON_TYPE},
            }
        },
    }


def _inputs(process: Process, layers: Sequence[Layer]) -> dict[str, Any]:
    names = [layer.name for layer in layers]
    inputs: dict[str, Any] = {
        "layer": {
            "title": "图层 Layer of the facilities that serve",
            "schema": {"type": "string", "enum": names},
            "minOccurs": 1,
        }
    }
    for name, schema in _declared(FIELDS[process], FIELDS[process].model_fields).items():
        inputs[name] = _input(name, schema)
    for layer in layers:
        model = items_parameters(layer)
        for name, schema in _declared(model, [*filter_names(layer)]).items():
            if name in inputs and name not in FIELDS[process].model_fields:
                inputs[name]["title"] += f" ({layer.name})"
            elif name not in inputs:
                inputs[name] = _input(name, schema, f"筛选 filter ({layer.name}) ")
    _add_files(inputs, process)
    return inputs


def _add_files(inputs: dict[str, Any], process: Process) -> None:
    for name, processes in FILES.items():
        if process in processes:
            forms = [COLLECTION, ROWS, CSV, *([RASTER] if name == "demand" else [])]
            if name in inputs:
                forms.insert(0, inputs[name]["schema"])
            inputs[name] = {
                "title": " ".join(FILE_TITLES[name]),
                "schema": {"oneOf": forms},
                "minOccurs": 0,
            }
    for name, file in COLUMNS.items():
        if process in FILES[file]:
            title = " ".join(COLUMN_TITLES[name])
            inputs[name] = {"title": title, "schema": {"type": "string"}, "minOccurs": 0}


def _declared(model: Any, names: Any) -> dict[str, dict[str, Any]]:
    properties = model.model_json_schema()["properties"]
    return {name: as_openapi_30(properties[name]) for name in names}


def _input(name: str, schema: dict[str, Any], before: str = "") -> dict[str, Any]:
    title = schema.pop("description", name)
    # A list stands in one text, its parts separated by commas.
    made = {"oneOf": [schema, {"type": "string"}]} if schema.get("type") == "array" else schema
    return {"title": f"{before}{title}", "schema": made, "minOccurs": 0}


def status_info(job: Job, record: Record, base: str) -> dict[str, Any]:
    """Return a job as it stands (statusInfo)."""
    here = f"{base}/jobs/{job.id}"
    info: dict[str, Any] = {
        "processID": record.process,
        "type": "process",
        "jobID": job.id,
        "status": record.state,
        "message": " ".join(record.message),
        "words": record.message._asdict(),
        "created": record.created,
        "started": record.started,
        "finished": record.finished,
        "updated": record.updated,
        "progress": record.progress,
    }
    links = [link(here, "self", JSON_TYPE), link(f"{base}/jobs", "up", JSON_TYPE)]
    if record.state == "successful":
        links.append(link(f"{here}/results", RESULTS, JSON_TYPE))
        links += [
            link(f"{here}/results/{name}", "alternate", kind.media_type, kind.words)
            for name, kind in RESULT_FILES.items()
        ]
    return {name: value for name, value in info.items() if value is not None} | {"links": links}
