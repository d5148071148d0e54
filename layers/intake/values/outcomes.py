"""Cells read one by one, equal ones once, after what the column map says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from layers.intake.column_map import Source
from layers.intake.patterns import MOST_SEARCHED, compiled
from layers.intake.table import Cell
from layers.intake.values.cell_readers import CellReader
from layers.intake.values.reading import UNKNOWN, Reading, UnreadableCellError
from layers.intake.values.texts import as_text
from layers.intake.wording import word_key


class Outcome(NamedTuple):
    """What came of a cell: its reading, or the error."""

    reading: Reading
    error: UnreadableCellError | None


def outcomes(cells: Iterable[Cell], read: CellReader) -> list[Outcome]:
    """Return what comes of each cell; equal cells are read once."""
    known: dict[Any, Outcome] = {}
    made = []
    for cell in cells:
        key = cell if type(cell) is str else (type(cell), _hashable(cell))
        outcome = known.get(key)
        if outcome is None:
            outcome = known[key] = _outcome(cell, read)
        made.append(outcome)
    return made


def _outcome(cell: Cell, read: CellReader) -> Outcome:
    try:
        return Outcome(read(cell), None)
    except UnreadableCellError as error:
        return Outcome(UNKNOWN, error)


def _hashable(cell: Cell) -> Any:
    return repr(cell) if isinstance(cell, list | dict) else cell


def mapped_reader(read: CellReader, source: Source, values: Mapping[str, Any]) -> CellReader:
    """Put the map's own pattern, and then its values, before a field's reading."""
    if values:
        read = _translated(read, values)
    return read if source.pattern is None else _searched(read, source.pattern)


def _translated(read: CellReader, values: Mapping[str, Any]) -> CellReader:
    by_key = {word_key(text): value for text, value in values.items()}

    def read_mapped(cell: Cell) -> Reading:
        text = _scalar_text(cell)
        if text is None:
            return read(cell)
        value = values.get(text, by_key.get(word_key(text), cell))
        return UNKNOWN if value == "" else read(value)

    return read_mapped


def _scalar_text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return str(cell).lower()
    return None if cell is None or isinstance(cell, list | dict) else as_text(cell)


def _searched(read: CellReader, pattern: str) -> CellReader:
    search = compiled(pattern).search

    def read_part(cell: Cell) -> Reading:
        text = _scalar_text(cell)
        if text is None:
            return read(cell)
        match = search(text[:MOST_SEARCHED])
        if match is None:
            return UNKNOWN
        return read(next((group for group in match.groups() if group is not None), match[0]))

    return read_part
