"""XLSX, XLS and ODS: which sheet, and its cells as the office sees them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from layers._layer import Text
from layers.intake.columns.headings import ABOUT_SHEET
from layers.intake.finding import Finding
from layers.intake.reading.choice import other_tables, pick_table
from layers.intake.reading.faults import library_faults, unreadable
from layers.intake.reading.grid import Columns, Grid, columns_of
from layers.intake.reading.limits import check_cells
from layers.intake.reading.request import Request
from layers.intake.reading.xlsx_parts import SheetPart, sheet_parts
from layers.intake.table import Cell, IntakeError, Table

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# Above this, neighbouring whole numbers are the same float.
EXACT_INTEGER = 2**53
ERROR_VALUE = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}"
)


class SheetCells(NamedTuple):
    """A sheet's cells, the first one's row and column (from 0), and its merged ranges."""

    rows: list[list[Cell]]
    top: int
    left: int
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]


class Extent(NamedTuple):
    """How many rows with cells a sheet has, and how many cells at most."""

    rows: int
    cells: int


def read_workbook(name: str, data: bytes, kind: str, request: Request) -> Table:
    """Read one sheet of a workbook.

    Parameters
    ----------
    name, data
        The file.
    kind
        xlsx, xls or ods.

    Raises
    ------
    IntakeError
        It is damaged, locked by a password, too large, or has no sheet of the name asked for.
    """
    from python_calamine import PasswordError, load_workbook  # noqa: PLC0415

    zh, en = (
        "工作簿已损坏或不是该格式，请用 Excel 打开后另存再导入",
        ("The workbook is damaged or not of its format; open it in Excel and save it anew"),
    )
    with library_faults(zh, en):
        try:
            book = load_workbook(io.BytesIO(data))
        except PasswordError:
            raise _locked() from None
        parts = sheet_parts(data) if kind == "xlsx" else {}
        visible, hidden = _sheets(book)
        extents = _extents(book, [*visible, *hidden], parts, kind)
        # By cells and not by rows: a sheet of notes may be long, but has few columns.
        sheet = pick_table(
            request.sheet,
            {name: extents[name].cells for name in visible},
            {name: extents[name].cells for name in hidden},
        )
        cells = _cells(book, sheet)
    request.progress("rows", 0.5)
    part = parts.get(sheet, SheetPart(0, 0, {}, 0))
    rows, errors = _cleaned(cells, part.errors)
    _fill_down(rows, cells)
    lines = range(cells.top + 1, cells.top + 1 + len(rows))
    spans = [
        (top + 1, left - cells.left, right - cells.left)
        for (top, left), (_, right) in cells.merged
        if right > left
    ]
    table = columns_of(Grid(rows, lines, spans), request.header_row)
    findings = [
        *other_tables(sheet, {name: one.rows for name, one in extents.items()}, hidden),
        *_uncalculated(part.uncalculated),
        *_error_cells(errors, table, cells.left),
    ]
    return Table(
        file=name,
        format=kind,
        columns=table.columns,
        lines=table.lines,
        sheet=sheet,
        findings=(*findings, *table.findings),
    )


def _locked() -> IntakeError:
    return unreadable(
        "工作簿有打开密码，无法读取；请在 Excel 中取消密码后另存再导入。",
        "The workbook is locked by a password; save it without one and try again.",
    )


def _sheets(book: CalamineWorkbook) -> tuple[list[str], list[str]]:
    visible: list[str] = []
    hidden: list[str] = []
    for sheet in book.sheets_metadata:
        if str(sheet.typ).endswith("WorkSheet"):
            shown = str(sheet.visible).endswith("Visible")
            (visible if shown else hidden).append(sheet.name)
    if not visible and not hidden:
        raise unreadable("工作簿里没有工作表。", "The workbook has no worksheet.")
    data = [name for name in visible if name != ABOUT_SHEET]
    return data or visible, hidden


def _extents(
    book: CalamineWorkbook, names: Iterable[str], parts: Mapping[str, SheetPart], kind: str
) -> dict[str, Extent]:
    """Return how large each sheet is, having checked that it can be held."""
    extents = {}
    for name in names:
        if kind == "xlsx":
            if name not in parts:
                raise unreadable(
                    f"工作簿的目录里找不到工作表“{name}”，请用 Excel 打开后另存。",
                    f"The workbook's index lacks the sheet {name!r}; save it anew in Excel.",
                )
            extents[name] = Extent(parts[name].rows, parts[name].rows * parts[name].columns)
            check_cells(parts[name].rows, parts[name].columns, name)
        else:
            sheet = book.get_sheet_by_name(name)
            extents[name] = Extent(sheet.height, sheet.height * sheet.width)
            check_cells(sheet.total_height, sheet.total_width, name)
    return extents


def _cells(book: CalamineWorkbook, name: str) -> SheetCells:
    sheet: CalamineSheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    merged = sheet.merged_cell_ranges or []
    return SheetCells(list(sheet.to_python()), top, left, merged)


def _cleaned(
    cells: SheetCells, known: Mapping[tuple[int, int], str]
) -> tuple[list[list[Cell]], dict[tuple[int, int], str]]:
    """Return cells as Python values, and the errors among them by place in the sheet, from 1."""
    errors = dict(known)
    rows = [[_value(cell) for cell in row] for row in cells.rows]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if type(cell) is str and cell[0] in "#E" and ERROR_VALUE.fullmatch(cell):
                errors[cells.top + place + 1, cells.left + column + 1] = cell
                row[column] = None
    return rows, errors


def _value(cell: Any) -> Cell:
    if type(cell) is str:
        # Excel writes control characters so (ECMA-376, part 1, section 22.9.2.19).
        return None if not cell or cell.isspace() else cell.replace("\r\n", "\n").rstrip("\r")
    if type(cell) is float:
        return int(cell) if cell.is_integer() and abs(cell) < EXACT_INTEGER else cell
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        shown = f"{minutes // 60:02}:{minutes % 60:02}"
        return f"{shown}:{seconds:02}" if seconds else shown
    return cell


def _fill_down(rows: list[list[Cell]], cells: SheetCells) -> None:
    """Write a value merged over several rows into each of them."""
    for (top, left), (bottom, right) in cells.merged:
        first, column = top - cells.top, left - cells.left
        if not (0 <= first < len(rows) and 0 <= column < len(rows[first])):
            continue
        # A heading merged downwards stands once; one merged over a block stands in its corner.
        last = min(bottom - cells.top, len(rows) - 1)
        if right > left and bottom == top:
            continue
        for place in range(first + 1, last + 1):
            if rows[place][column] is None:
                rows[place][column] = rows[first][column]


def _uncalculated(count: int) -> list[Finding]:
    if not count:
        return []
    return [
        Finding(
            "formula_without_value",
            "warning",
            Text(
                f"有 {count:,} 个公式没有保存计算结果，按空单元格读取",
                f"{count:,} formulas have no stored result and were read as empty cells",
            ),
            Text("请用 Excel 打开并保存一次", "open the file in Excel and save it once"),
        )
    ]


def _error_cells(errors: Mapping[tuple[int, int], str], table: Columns, left: int) -> list[Finding]:
    rows = set(table.lines.tolist())
    names = dict(zip(table.places, table.columns, strict=True))
    return [
        Finding(
            "error_cell",
            "warning",
            Text(
                f"单元格是错误值 {value}，按空单元格读取",
                f"the cell holds the error {value} and was read as empty",
            ),
            Text("请改正公式或填写数值", "mend the formula or write the value"),
            line=row,
            column=names.get(column - left - 1),
            value=value,
        )
        for (row, column), value in sorted(errors.items())
        if row in rows
    ]
