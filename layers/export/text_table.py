"""CSV and tab-separated text that Excel opens right."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from layers._layer import Text
from layers.export.cells import Cell, column_cells, loss_notes
from layers.export.columns import Column, table_columns
from layers.export.job import Job
from layers.export.records import Records
from layers.sheets.formulas import RISKY, guarded
from layers.sheets.text import write_text_table

# Excel drops the zeros before such a number, and the digits after the fifteenth.
MANGLED = re.compile(r"0[0-9]+|[0-9]{12,}")


def write_csv(path: Path, job: Job) -> list[Text]:
    """Write comma-separated values (RFC 4180): UTF-8 with a byte order mark, lines ended CRLF."""
    return _write(path, job, ",")


def write_tsv(path: Path, job: Job) -> list[Text]:
    """Write the same with tabs for commas."""
    return _write(path, job, "\t")


def _write(path: Path, job: Job, delimiter: str) -> list[Text]:
    records = job.records
    columns, notes = table_columns(records, job.headings)
    cells = [column_cells(records, column, job.headings) for column in columns]
    texts = [_texts(records, column, each) for column, each in zip(columns, cells, strict=True)]
    headings = [column.heading for column in columns]
    write_text_table(path, headings, zip(*texts, strict=True), delimiter=delimiter)
    written = [each for some in cells for each in some if isinstance(each, str)]
    return [
        *notes,
        *loss_notes(records, columns, typed=False),
        *_spreadsheet_notes(written, headings),
    ]


def _texts(records: Records, column: Column, cells: list[Cell]) -> list[str]:
    if column.role in ("x", "y"):
        # Never with an exponent, which some programs take for text.
        return list(map(f"{{:.{records.decimals}f}}".format, cells))
    if column.role == "geometry":
        return [str(cell) for cell in cells]
    return list(map(_text, cells))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else repr(cell)


def _spreadsheet_notes(texts: list[str], headings: list[str]) -> list[Text]:
    notes = []
    if any(map(RISKY.match, (*texts, *headings))):
        notes.append(
            Text(
                "以 = + - @ 等开头的文字前加了一个撇号（'），以免电子表格当作公式运行；"
                "再导入时自动去掉。",
                "Text that begins with = + - @ has an apostrophe (') before it, so that no "
                "spreadsheet runs it as a formula; importing takes it away again.",
            )
        )
    if any(map(MANGLED.fullmatch, texts)):
        notes.append(
            Text(
                "有的文字像数字（如 007 或长编号）：用 Excel 打开再保存会变样，"
                "需要在 Excel 里修改时请导出 .xlsx。",
                "Some text looks like a number (007, long codes): Excel changes it when it opens "
                "and saves this file; to edit in Excel, export .xlsx.",
            )
        )
    return notes
