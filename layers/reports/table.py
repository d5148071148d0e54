"""Reports as a table for an office: CSV or a workbook that runs no text as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from layers._layer import Text
from layers._registry import all_layers
from layers.export.report import ExportError
from layers.export.writing import write_beside
from layers.reports.kinds import kind_label
from layers.reports.reading import Report
from layers.sheets.formulas import guarded
from layers.sheets.text import write_text_table
from layers.sheets.workbook import HEADER_COLOUR, CellStyle, SheetCell, write_cell

# Heading and width in characters.
COLUMNS = (
    (Text("编号", "Number"), 10),
    (Text("状态", "State"), 14),
    (Text("次数", "Times said"), 14),
    (Text("首次", "First said"), 18),
    (Text("最近", "Last said"), 18),
    (Text("图层", "Layer"), 24),
    (Text("设施编号", "Facility id"), 24),
    (Text("设施名称", "Facility name"), 30),
    (Text("报告", "Report"), 26),
    (Text("说明", "Text"), 60),
    (Text("处理时间", "Handled at"), 18),
    (Text("处理人", "Handled by"), 16),
    (Text("处理备注", "Note"), 30),
    (Text("数据版本", "Data version"), 20),
)
STATES = {"open": Text("待处理", "open"), "handled": Text("已处理", "handled")}
TIME_FORMAT = "yyyy-mm-dd hh:mm"


def write_reports(
    path: Path, reports: Sequence[Report], timezone: tzinfo, *, overwrite: bool = False
) -> None:
    """Write reports to a file; its ending says the format: `.csv` or `.xlsx`.

    Parameters
    ----------
    timezone
        In which times are written.
    overwrite
        Whether a file that is there may be replaced.

    Raises
    ------
    ExportError
        When the ending is another one, a file is there already, or it cannot be written.
    """
    ending = path.suffix.lower()
    write = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(ending)
    if write is None:
        raise ExportError(
            f"不支持 {path.name} 的格式：请写 .csv 或 .xlsx。",
            f"{path.name} names no format that reports are written in; use .csv or .xlsx",
        )
    rows = [_row(one, timezone) for one in reports]
    write_beside(path, lambda beside: write(beside, rows), suffix=ending, overwrite=overwrite)


def _row(one: Report, timezone: tzinfo) -> list[SheetCell]:
    layer = all_layers().get(one.layer)
    return [
        one.number,
        _both(STATES[one.state]),
        one.count,
        _local(one.first_at, timezone),
        _local(one.last_at, timezone),
        _both(layer.title) if layer else one.layer,
        one.facility,
        one.name,
        _both(kind_label(one.kind)),
        one.text or None,
        _local(one.handled_at, timezone) if one.handled_at else None,
        one.handled_by,
        one.note or None,
        one.version,
    ]


def _both(words: Text) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def _local(at: datetime, timezone: tzinfo) -> datetime:
    """Return a time as the place's clocks show it: no sheet holds a zone."""
    return at.astimezone(timezone).replace(tzinfo=None)


def _write_csv(path: Path, rows: Sequence[Sequence[SheetCell]]) -> None:
    headings = [_both(heading) for heading, _ in COLUMNS]
    write_text_table(path, headings, [[_text(cell) for cell in row] for row in rows])


def _text(cell: SheetCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return guarded(cell) if isinstance(cell, str) else str(cell)


def _write_xlsx(path: Path, rows: Sequence[Sequence[SheetCell]]) -> None:
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        header = book.add_format({"bold": True, "bg_color": HEADER_COLOUR, "num_format": "@"})
        style = CellStyle(
            text=book.add_format({"num_format": "@"}),
            day=book.add_format({"num_format": TIME_FORMAT}),
        )
        sheet = book.add_worksheet("居民报告")
        sheet.freeze_panes(1, 0)
        for place, (heading, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, _both(heading), header)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                write_cell(sheet, number, place, cell, style)
        sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
