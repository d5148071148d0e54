"""A table's cells become typed values, field by field, each distinct cell read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np

from layers._layer import Layer, plain_type
from layers.errors import shown
from layers.intake.column_map import ColumnMap
from layers.intake.finding import Finding
from layers.intake.table import Cell, IntakeError, Table
from layers.intake.values.cell_readers import CellReader, cell_reader, holds_positions
from layers.intake.values.outcomes import Outcome, mapped_reader, outcomes
from layers.intake.values.points import Pair, RawPoints
from layers.intake.values.reading import UNKNOWN, Reading, UnreadableCellError
from layers.intake.values.texts import as_text, clean, without_markup
from layers.sheets.formulas import unguarded

BoolArray = np.ndarray[Any, np.dtype[np.bool_]]

SHOWN_CELL_LENGTH = 120
# Formats whose cells have types of their own; in others a list can only be written as JSON text.
TEXT_TABLES = ("csv", "tsv")
TYPED_FORMATS = ("json", "geojson", "geojsonl", "ndjson", "js")


@dataclass(frozen=True)
class Values:
    """What a table's cells mean.

    Parameters
    ----------
    lines
        As in the table, shape (n,).
    fields
        The values of each field that has a column or a constant, `id` among them; each list of n,
        None for unknown. Fields that hold positions are in `points`.
    kept
        The cells of the columns that are no field, by heading.
    points
        The positions that fields hold, in the file's own coordinates.
    findings
        Of every bad or doubtful cell; one of severity error keeps its row out.
    """

    lines: np.ndarray[Any, np.dtype[np.int64]]
    fields: Mapping[str, list[Any]]
    kept: Mapping[str, list[Any]]
    points: Mapping[str, RawPoints]
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> BoolArray:
        """Which rows have an unreadable cell, shape (n,)."""
        lines = {finding.line for finding in self.findings if finding.severity == "error"}
        return np.isin(self.lines, np.array(sorted(line for line in lines if line is not None)))

    def texts(self, field: str) -> list[str | None]:
        """Return a field's values for every row; all None where the file has no such column."""
        return self.fields.get(field, [None] * len(self.lines))

    @property
    def access_points(self) -> list[Pair | None] | None:
        """The raw entrance of each row; None where the file has no such column."""
        raw = self.points.get("access_point")
        return None if raw is None else raw.values(raw.pairs, len(self.lines))


def convert_columns(
    table: Table, layer: Layer, column_map: ColumnMap, *, timezone: tzinfo = UTC
) -> Values:
    """Return the typed values of a table's cells, and a finding for each bad or doubtful one.

    An unreadable cell becomes None and an error, so that its row is not published as if the field
    were unknown.

    Parameters
    ----------
    timezone
        The place's: of times that name no offset.

    Raises
    ------
    IntakeError
        When a value that the map sets, or a word of it stands for, is no value of its field.
    """
    fields: dict[str, list[Any]] = {}
    points: dict[str, RawPoints] = {}
    findings: list[Finding] = []
    for name, source in column_map.fields.items():
        read = mapped_reader(
            cell_reader(layer, name, timezone, factor=source.factor),
            source,
            column_map.values.get(name, {}),
        )
        values, found = _convert(table, source.column, name, read)
        findings += found
        if name != "id" and holds_positions(plain := plain_type(layer.fields[name])):
            points[name] = _raw_points(values, many=plain != Pair)
        else:
            fields[name] = values
    for name, words in column_map.values.items():
        if name != "id":
            for value in words.values():
                _said(layer, f"values.{name}", value, timezone)
    for name, value in column_map.constants.items():
        constant = _said(layer, f"constants.{name}", value, timezone)
        if holds_positions(plain := plain_type(layer.fields[name])):
            points[name] = _raw_points([constant] * len(table), many=plain != Pair)
        else:
            fields[name] = [constant] * len(table)
    decode = table.format not in TYPED_FORMATS
    kept: dict[str, list[Any]] = {}
    for column in column_map.kept:
        values, found = _convert(table, column, None, lambda cell: _kept(cell, decode=decode))
        findings += found
        kept[_name_as_meant(table, column)] = values
    return Values(
        table.lines,
        MappingProxyType(fields),
        MappingProxyType(kept),
        MappingProxyType(points),
        tuple(findings),
    )


def _convert(
    table: Table, column: str, field: str | None, read: CellReader
) -> tuple[list[Any], list[Finding]]:
    cells = _as_meant(table, column)
    made = outcomes(cells, read)
    findings = [
        finding
        for row, outcome in enumerate(made)
        if outcome.error is not None or outcome.reading.doubts
        for finding in _findings(outcome, int(table.lines[row]), field, column, cells[row])
    ]
    return [outcome.reading.value for outcome in made], findings


def _name_as_meant(table: Table, column: str) -> str:
    """Return a heading without that apostrophe, unless another column is headed so."""
    meant = unguarded(column) if table.format in TEXT_TABLES else column
    return column if meant in table.columns else meant


def _as_meant(table: Table, column: str) -> list[Cell]:
    """Return a column's cells without the apostrophe that keeps Excel from running a text."""
    cells = table.columns[column]
    if table.format not in TEXT_TABLES:
        return cells
    return [
        unguarded(cell) if isinstance(cell, str) and cell[:1] == "'" else cell for cell in cells
    ]


def _findings(
    outcome: Outcome, line: int, field: str | None, column: str, cell: Cell
) -> Iterable[Finding]:
    value = shown(_as_written(cell), SHOWN_CELL_LENGTH)
    if (error := outcome.error) is not None:
        yield Finding(
            error.code, "error", error.reason, error.suggestion, line, field, column, value
        )
    for code, reason, suggestion in outcome.reading.doubts:
        yield Finding(code, "warning", reason, suggestion, line, field, column, value)


def _as_written(cell: Cell) -> str:
    if isinstance(cell, list | dict):
        return msgspec.json.encode(cell, enc_hook=str).decode()
    return str(cell)


def _said(layer: Layer, where: str, value: Any, timezone: tzinfo) -> Any:
    """Return what a value of the column map, at `part.field`, stands for."""
    name = where.partition(".")[2]
    try:
        return cell_reader(layer, name, timezone)(value).value
    except UnreadableCellError as error:
        label = layer.label(name)
        raise IntakeError(
            f"对照表 {where} = {value!r}:{error.reason.zh}(“{label.zh}”)"
            f" · {where} = {value!r} of the column map: {error.reason.en}"
        ) from None


def _kept(cell: Cell, *, decode: bool) -> Reading:
    """Read a cell that is no field: as it is, clean, and without markup."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN and NaT are not themselves
        return UNKNOWN
    if not isinstance(cell, str):
        return Reading(
            cell if isinstance(cell, bool | int | float | list | dict) else as_text(cell)
        )
    text = clean(cell)
    if decode and text[:1] in ("[", "{") and text[:1]:
        try:
            return Reading(msgspec.json.decode(text))
        except msgspec.DecodeError:
            pass
    return Reading(without_markup(as_text(text)) or None)


def _raw_points(values: list[Any], *, many: bool) -> RawPoints:
    rows = [row for row, pairs in enumerate(values) for _ in pairs or ()]
    return RawPoints([pair for pairs in values for pair in pairs or ()], rows, many)
