"""The queue: rows with an address and no coordinates, as a file to be filled in and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from layers.intake.cells import plain_columns
from layers.intake.column_map import PositionColumns
from layers.intake.columns.headings import LAT_HEADING, LON_HEADING
from layers.intake.columns.report_columns import LINE_COLUMN
from layers.intake.table import Table


def write_queue(path: Path, table: Table, rows: Sequence[int], position: PositionColumns) -> None:
    """Write rows of a table to a CSV file that Excel opens right (UTF-8 with a byte order mark).

    It has the file's own columns, the line of each row, and where the file has no columns for
    coordinates, two empty ones for longitude and latitude.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    columns = plain_columns(table)
    headings = [LINE_COLUMN.zh, *columns]
    if position.sort != "columns":
        headings += [each.zh for each in (LON_HEADING, LAT_HEADING) if each.zh not in columns]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        cells = [columns[heading][row] for heading in columns]
        writer.writerow(
            [int(table.lines[row]), *map(_written, cells), *[""] * (len(headings) - len(cells) - 1)]
        )
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def _written(cell: Any) -> Any:
    return "" if cell is None else cell
