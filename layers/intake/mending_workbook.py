"""The office's own rows in a workbook, the faulty ones marked, to be mended and sent again."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers._layer import Text
from layers.intake.cells import plain_columns
from layers.intake.columns.headings import ABOUT_SHEET
from layers.intake.columns.report_columns import REPORT_COLUMNS
from layers.intake.finding import Finding
from layers.intake.table import IntakeError
from layers.sheets.workbook import (
    HEADER_COLOUR,
    MOST_CELL_LENGTH,
    MOST_ROWS,
    CellStyle,
    write_cell,
)

if TYPE_CHECKING:
    from layers.intake.outcome import Import

ERROR_ROW, WARNING_ROW, ERROR_CELL, WARNING_CELL = "#FDECEA", "#FFF8E1", "#F4A79D", "#FFD977"


def write_mending_workbook(path: Path, imported: Import) -> None:
    """Write all rows of an import as XLSX: line, problem and suggestion first, then its columns.

    Rows with errors are red, rows with warnings yellow, and the cells that are meant are darker.
    The three added columns are passed over when the file comes back. A second sheet has the counts
    and what was noticed about the file as a whole.

    Raises
    ------
    IntakeError
        When there are more rows than a sheet holds, or the file cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    table = imported.table
    if len(table) > MOST_ROWS:
        raise IntakeError(
            f"{len(table)} 行超出一张工作表的容量 {MOST_ROWS}：请用 .json 报告。 "
            f"{len(table)} rows are more than a sheet holds ({MOST_ROWS}): ask for a .json report"
        )
    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            _write_rows(book, imported)
            _write_summary(book, imported)
    except (FileCreateError, OSError) as refusal:
        raise IntakeError(f"无法写入报告 the report cannot be written: {refusal}") from refusal


def _write_rows(book: Any, imported: Import) -> None:
    styles = _styles(book)
    bold = book.add_format({"bold": True, "bg_color": HEADER_COLOUR})
    sheet = book.add_worksheet("数据 Rows")
    sheet.freeze_panes(1, 0)
    columns = plain_columns(imported.table)
    headings = [each.zh for each in REPORT_COLUMNS] + list(columns)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 2, 36)
    sheet.set_column(3, len(headings) - 1, 16)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    by_line: dict[int, list[Finding]] = defaultdict(list)
    for finding in imported.findings:
        if finding.line is not None:
            by_line[finding.line].append(finding)
    for row, line in enumerate(imported.table.lines.tolist()):
        found = by_line.get(line, [])
        worst = _worst(found)
        colour = {"error": ERROR_ROW, "warning": WARNING_ROW}.get(worst or "")
        meant = {
            finding.column: ERROR_CELL if finding.severity == "error" else WARNING_CELL
            for finding in sorted(found, key=lambda finding: finding.severity == "error")
            if finding.column
        }
        cells = [line, _joined(f.reason for f in found), _joined(f.suggestion for f in found)]
        cells += [columns[heading][row] for heading in columns]
        for place, cell in enumerate(cells):
            shade = meant.get(headings[place], colour) if place > 2 else colour
            write_cell(sheet, row + 1, place, cell, styles[shade])
    sheet.autofilter(0, 0, max(1, len(imported.table)), len(headings) - 1)


def _styles(book: Any) -> dict[str | None, CellStyle]:
    """Return how cells look on each colour, and on none."""
    styles: dict[str | None, CellStyle] = {
        None: CellStyle(day=book.add_format({"num_format": "yyyy-mm-dd"}))
    }
    for colour in (ERROR_ROW, WARNING_ROW, ERROR_CELL, WARNING_CELL):
        shaded = {"bg_color": colour, "text_wrap": colour == ERROR_ROW}
        plain = book.add_format(shaded)
        styles[colour] = CellStyle(
            plain, plain, book.add_format({**shaded, "num_format": "yyyy-mm-dd"})
        )
    return styles


def _worst(findings: list[Finding]) -> str | None:
    if not findings:
        return None
    return "error" if any(finding.severity == "error" for finding in findings) else "warning"


def _joined(texts: Any) -> str | None:
    said = list(dict.fromkeys(text.zh for text in texts if text is not None))
    return ";".join(said) or None


def _write_summary(book: Any, imported: Import) -> None:
    sheet = book.add_worksheet(ABOUT_SHEET)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    for row, (name, value) in enumerate(_summary(imported)):
        sheet.write_string(row, 0, name)
        if isinstance(value, int):
            sheet.write_number(row, 1, value)
        else:
            sheet.write_string(row, 1, value[:MOST_CELL_LENGTH])


def _summary(imported: Import) -> list[tuple[str, str | int]]:
    counts = imported.counts
    lines: list[tuple[str, str | int]] = [
        ("文件 File", imported.table.file),
        ("图层 Layer", f"{imported.layer.title.zh} {imported.layer.name}"),
        ("行数 Rows in", counts.rows),
        ("发布 Published", counts.published),
        ("退回 Refused", counts.refused),
        ("待定位 Queued", counts.queued),
    ]
    lines += [("未发布 Not published", _both(reason)) for reason in imported.refusals]
    lines += [
        ("整个文件 The whole file", _both(finding.reason))
        for finding in imported.findings
        if finding.line is None
    ]
    return lines


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
