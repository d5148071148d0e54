"""The queue: rows with an address and no coordinates, as a file to be filled in and sent again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from layers.intake.cells import plain_columns
from layers.intake.column_map import PositionColumns
from layers.intake.columns.headings import LAT_HEADING, LON_HEADING
from layers.intake.columns.report_columns import LINE_COLUMN
from layers.intake.table import Table
from layers.sheets.formulas import guarded
from layers.sheets.text import write_text_table

# What a spreadsheet may take for a formula is guarded; a number is none.
A_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


def write_queue(path: Path, table: Table, rows: Sequence[int], position: PositionColumns) -> None:
    """Write rows of a table to a CSV file that Excel opens right (UTF-8 with a byte order mark).

    It has the file's own columns, the line of each row, and where the file has no columns for
    coordinates, two empty ones for longitude and latitude. What a spreadsheet would run has an
    apostrophe before it; importing takes it away.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    columns = plain_columns(table)
    headings = [LINE_COLUMN.zh, *columns]
    if position.sort != "columns":
        headings += [each.zh for each in (LON_HEADING, LAT_HEADING) if each.zh not in columns]
    empty = [""] * (len(headings) - len(columns) - 1)
    lines = (
        [int(table.lines[row]), *(_written(cells[row]) for cells in columns.values()), *empty]
        for row in rows
    )
    write_text_table(path, headings, lines)


def _written(cell: Any) -> Any:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) and not A_NUMBER.fullmatch(cell) else cell
