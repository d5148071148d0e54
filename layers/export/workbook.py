"""XLSX that an office can go on working with: text stays text, dates are dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from layers._layer import Text
from layers.export.about import description
from layers.export.cells import Cell, column_cells, loss_notes, numbers_as_text
from layers.export.columns import Column, table_columns
from layers.export.job import Job
from layers.export.report import ExportError
from layers.intake.columns.headings import ABOUT_SHEET
from layers.sheets.workbook import (
    HEADER_COLOUR,
    MOST_CELL_LENGTH,
    MOST_NUMBER,
    MOST_ROWS,
    CellStyle,
    write_cell,
)

WIDEST, NARROWEST, WIDTH_ROWS = 42, 8, 200
ABOUT_WIDTH = 110
LINE_POINTS = 16


def write_xlsx(path: Path, job: Job) -> list[Text]:
    """Write a workbook: the layer on the first sheet, what it is on the second.

    Raises
    ------
    ExportError
        When there are more features than a sheet has rows.
    """
    import xlsxwriter  # noqa: PLC0415

    records = job.records
    if len(records) > MOST_ROWS:
        raise ExportError(
            f"{len(records)} 处设施超出一张工作表的 {MOST_ROWS} 行：请导出 .csv 或 .gpkg。",
            f"{len(records)} facilities are more than the {MOST_ROWS} rows of a sheet: export "
            ".csv or .gpkg",
        )
    columns, notes = table_columns(records, job.headings)
    cells = [column_cells(records, column, job.headings) for column in columns]
    notes += loss_notes(records, columns, typed=True)
    notes += [note for place, column in enumerate(columns) for note in _fit(column, cells[place])]
    long = [
        column
        for column, each in zip(columns, cells, strict=True)
        if column.role == "undeclared" and any(map(_too_long, each))
    ]
    notes += [numbers_as_text(long)] if long else []
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        title = records.layer.title
        _write_layer(book, title.zh if job.headings == "zh" else title.en, columns, cells)
        _write_about(book, job)
    return notes


def _fit(column: Column, cells: list[Cell]) -> list[Text]:
    """Change what no cell can hold, where it lies, and return notes of it."""
    long = [row for row, cell in enumerate(cells) if _length(cell) > MOST_CELL_LENGTH]
    if not long:
        return []
    if column.role != "geometry":
        for row in long:
            cells[row] = str(cells[row])[:MOST_CELL_LENGTH]
        return [
            Text(
                f"{len(long)} 处设施的 {column.name} 超出单元格上限 {MOST_CELL_LENGTH} 字，"
                "已截断。",
                f"{column.name} of {len(long)} facilities is longer than a cell holds "
                f"({MOST_CELL_LENGTH} characters) and was cut.",
            )
        ]
    for row in long:
        # Half an outline would come back as another one; this comes back as an error.
        cells[row] = f"图形过长，未写入 outline too long for a cell ({_length(cells[row])})"
    return [
        Text(
            f"{len(long)} 处设施的图形超出单元格上限 {MOST_CELL_LENGTH} 字，未写入："
            "需要完整图形时请导出 .gpkg。",
            f"The outlines of {len(long)} facilities are longer than a cell holds "
            f"({MOST_CELL_LENGTH} characters) and are left out: for them, export .gpkg.",
        )
    ]


def _too_long(cell: Cell) -> bool:
    return isinstance(cell, int) and abs(cell) >= MOST_NUMBER


def _length(cell: Cell) -> int:
    return len(cell) if isinstance(cell, str) else 0


def _write_layer(
    book: Any, title: str, columns: Sequence[Column], cells: Sequence[list[Cell]]
) -> None:
    header = book.add_format({"bold": True, "bg_color": HEADER_COLOUR, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    style = CellStyle(text=text, day=book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        # A column that has no number is one of text, and what an office adds to it is text too.
        wordy = not any(isinstance(cell, int | float | date) for cell in cells[place])
        known = any(cell is not None for cell in cells[place])
        width = _width(column.heading, cells[place])
        sheet.set_column(place, place, width, text if wordy and known else None)
        sheet.write_string(0, place, column.heading, header)
    for row, line in enumerate(zip(*cells, strict=True), start=1):
        for place, cell in enumerate(line):
            if cell is not None:
                write_cell(sheet, row, place, cell, style)
    sheet.autofilter(0, 0, max(1, len(cells[0])), len(columns) - 1)


def _width(heading: str, cells: list[Cell]) -> int:
    """Return a width that shows the heading and most cells; a Chinese character takes two."""
    shown = [str(cell) for cell in cells[:WIDTH_ROWS] if cell is not None]
    wide = max(map(_columns, (heading, *shown)))
    return min(max(wide + 2, NARROWEST), WIDEST)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text[:WIDEST])


def _write_about(book: Any, job: Job) -> None:
    """Write what the file is into one cell: a sheet of several rows would be taken for data."""
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = book.add_worksheet(ABOUT_SHEET)
    sheet.set_column(0, 0, ABOUT_WIDTH)
    text = description(job.records, job.place)
    sheet.set_row(0, LINE_POINTS * (text.count("\n") + 1 + len(text) // ABOUT_WIDTH))
    sheet.write_string(0, 0, text[:MOST_CELL_LENGTH], wrapped)
