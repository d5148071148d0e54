"""One JSON value a line, also as an RFC 8142 text sequence."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

from layers._layer import Text
from layers.errors import shown
from layers.intake.finding import Finding
from layers.intake.reading.encoding import Decoded
from layers.intake.reading.faults import unreadable
from layers.intake.reading.json_text import without_lone_surrogates
from layers.intake.reading.limits import check_rows
from layers.intake.reading.records import rows_of_features, rows_of_records
from layers.intake.reading.request import Request
from layers.intake.reading.shapes import is_geojson
from layers.intake.table import Table

# RFC 8142: each text begins with this mark, and may then run over several lines.
RECORD_SEPARATOR = "\x1e"
TEXT = re.compile(r"\x1e([^\x1e]*)")


def looks_like_json_lines(text: str) -> bool:
    """Tell whether the first two lines that hold anything are a JSON object each."""
    if text.startswith(RECORD_SEPARATOR):
        return True
    lines = (line.strip() for line in text[:2_000_000].split("\n"))
    first = [line for _, line in zip(range(2), (line for line in lines if line), strict=False)]
    return len(first) == 2 and all(_is_object(line) for line in first)


def _is_object(line: str) -> bool:
    try:
        return line.startswith("{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read_json_lines(name: str, decoded: Decoded, request: Request) -> Table:
    """Read newline-delimited JSON records or GeoJSON features.

    A line that is no JSON is a row without cells, and said.

    Raises
    ------
    IntakeError
        No line is JSON.
    """
    values: list[Any] = []
    lines: list[int] = []
    findings = list(decoded.findings)
    for line, text in _texts(without_lone_surrogates(decoded.text)):
        lines.append(line)
        try:
            values.append(json.loads(text, strict=False, parse_constant=lambda _: None))
        except (ValueError, RecursionError):
            values.append({})
            findings.append(_broken(line, text))
    check_rows(len(values))
    if len(findings) - len(decoded.findings) == len(values):
        raise unreadable(
            "没有一行是 JSON，文件可能已损坏。", "No line is JSON; the file may be damaged."
        )
    request.progress("rows", 0.6)
    at = np.array(lines, dtype=np.int64)
    are_features = all(
        isinstance(value, dict)
        and (not value or value.get("type") == "Feature" or is_geojson(value))
        for value in values
    )
    rows = (rows_of_features if are_features else rows_of_records)(values, at)
    return Table(
        file=name,
        format="geojsonl" if are_features else "ndjson",
        columns=rows.columns,
        lines=at,
        geometries=rows.geometries,
        encoding=decoded.encoding,
        findings=(*findings, *rows.findings),
    )


def _texts(text: str) -> list[tuple[int, str]]:
    if text.startswith(RECORD_SEPARATOR):
        found = []
        line = 1
        for match in TEXT.finditer(text):
            if match[1].strip():
                found.append((line, match[1]))
            line += match[1].count("\n")
        return found
    return [(line, row) for line, row in enumerate(text.split("\n"), 1) if row.strip()]


def _broken(line: int, text: str) -> Finding:
    return Finding(
        "not_a_record",
        "error",
        Text("此行不是完整的 JSON", "this line is no whole JSON value"),
        Text("请重新导出，或删去此行", "export the file again or delete the line"),
        line=line,
        value=shown(text),
    )
