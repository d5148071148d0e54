"""Tables in HTML and in Excel's XML of 2003, which many systems export under the name .xls."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.choice import other_tables, pick_table
from layers.intake.reading.encoding import Decoded
from layers.intake.reading.faults import unreadable
from layers.intake.reading.grid import Grid, columns_of
from layers.intake.reading.limits import COLUMNS, check_cells, check_columns, check_rows
from layers.intake.reading.request import Request
from layers.intake.table import Cell, Table

MOST_SPANNED = 10_000


class Sheet:
    """The cells of one table as they come, spans spread out."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[Cell]] = []
        self.lines: list[int] = []
        self.spans: list[tuple[int, int, int]] = []
        # Cells that reach down into rows to come: column -> rows left and the cell.
        self.hanging: dict[int, tuple[int, Cell]] = {}

    def begin_row(self, line: int) -> None:
        """Begin a row."""
        self.rows.append([])
        # Several on one line are numbered on: a line has to tell rows apart.
        self.lines.append(max(line, self.lines[-1] + 1 if self.lines else 1))
        check_rows(len(self.rows))
        self._take_hanging()

    def add(self, cell: Cell, across: int = 1, down: int = 1) -> None:
        """Put a cell into the row, over as many columns and rows as it spans."""
        if not self.rows:
            self.begin_row(1)
        row = self.rows[-1]
        left = len(row)
        across = max(1, min(across, COLUMNS))
        row.append(cell)
        row.extend([None] * (across - 1))
        check_columns(len(row))
        if down > 1:
            self.hanging[left] = (min(down, MOST_SPANNED) - 1, cell)
            for column in range(left + 1, left + across):
                self.hanging[column] = (min(down, MOST_SPANNED) - 1, None)
        if across > 1:
            self.spans.append((self.lines[-1], left, left + across - 1))
        self._take_hanging()

    def skip_to(self, column: int) -> None:
        """Leave cells empty up to a column, counted from 0."""
        check_columns(column)
        row = self.rows[-1]
        row.extend([None] * (column - len(row)))

    def _take_hanging(self) -> None:
        row = self.rows[-1]
        while len(row) in self.hanging:
            column = len(row)
            left, cell = self.hanging.pop(column)
            row.append(cell)
            if left > 1:
                self.hanging[column] = (left - 1, cell)


class HtmlTables(HTMLParser):
    """Gathers the cells of every table; of a table within a cell only the inner one counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self.open: list[Sheet] = []
        self.text: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self.open.append(Sheet(f"table {len(self.sheets) + 1}"))
            self.sheets.append(self.open[-1])
        elif tag == "tr" and self.open:
            self._finish_cell()
            self.open[-1].begin_row(self.getpos()[0])
        elif tag in {"td", "th"} and self.open:
            self._finish_cell()
            given = dict(attrs)
            self.span = (_count(given.get("colspan")), _count(given.get("rowspan")))
            self.text = []
        elif tag == "br" and self.text is not None:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag in {"td", "th", "tr", "table"} and self.open:
            self._finish_cell()
        if tag == "table" and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self.text is not None:
            self.text.append(data)

    def _finish_cell(self) -> None:
        if self.text is None:
            return
        text = "".join(self.text).replace("\xa0", " ").strip()
        self.open[-1].add(text or None, *self.span)
        self.text = None


def _count(value: str | None) -> int:
    return int(value) if value and value.strip().isdecimal() and len(value) < 6 else 1


class SpreadsheetXml:
    """Gathers the sheets of a workbook in Excel's XML of 2003."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.text: list[str] | None = None
        self.kind = "String"
        self.span = (1, 1)
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        """Refuse a document type, which would only serve to expand entities."""
        raise unreadable(
            "XML 含有文档类型声明（DOCTYPE），未读取。",
            "The XML has a document type declaration, so it was not read.",
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a sheet, a row or a cell."""
        name = tag.rpartition(" ")[2]
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            self.sheets.append(Sheet(given.get("Name", f"sheet {len(self.sheets) + 1}")))
        elif name == "Row" and self.sheets:
            sheet = self.sheets[-1]
            after = sheet.lines[-1] + 1 if sheet.lines else 1
            sheet.begin_row(max(_count(given.get("Index")), after))
        elif name == "Cell" and self.sheets and self.sheets[-1].rows:
            if "Index" in given:
                self.sheets[-1].skip_to(_count(given["Index"]) - 1)
            self.span = (_count(given.get("MergeAcross", "0")) + 1,
                         _count(given.get("MergeDown", "0")) + 1)  # fmt: skip
            self.kind, self.text = "String", []
        elif name == "Data":
            self.kind = given.get("Type", "String")

    def end(self, tag: str) -> None:
        """End a cell."""
        if tag.rpartition(" ")[2] == "Cell" and self.text is not None:
            text = "".join(self.text).strip()
            self.sheets[-1].add(_typed(text, self.kind), *self.span)
            self.text = None

    def data(self, text: str) -> None:
        """Take the text of a cell."""
        if self.text is not None:
            self.text.append(text)


def _typed(text: str, kind: str) -> Any:
    if not text or kind == "Error":
        return None
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text


def read_html(name: str, decoded: Decoded, request: Request) -> Table:
    """Read the largest table of a web page.

    Raises
    ------
    IntakeError
        The page holds no table.
    """
    parser = HtmlTables()
    parser.feed(decoded.text)
    parser.close()
    sheets = [sheet for sheet in parser.sheets if sheet.rows]
    if not sheets:
        raise unreadable(
            "文件是网页，里面没有表格；下载可能未成功（如需要登录），请重新导出。",
            "The file is a web page without a table; the download may have failed (a login page): "
            "export it again.",
        )
    return _table(name, decoded, sheets, "html", request)


def read_spreadsheet_xml(name: str, decoded: Decoded, request: Request) -> Table:
    """Read the sheet with most rows of a workbook in Excel's XML of 2003.

    Raises
    ------
    IntakeError
        It is broken, with the line, or holds nothing.
    """
    reader = SpreadsheetXml()
    try:
        reader.parser.Parse(decoded.text.encode(), True)
    except expat.ExpatError as fault:
        raise unreadable(
            f"XML 在第 {fault.lineno} 行有误（{expat.ErrorString(fault.code)}），请重新导出。",
            f"The XML errs in line {fault.lineno} ({expat.ErrorString(fault.code)}); export it "
            "again.",
        ) from None
    return _table(name, decoded, reader.sheets, "xml", request)


def _table(name: str, decoded: Decoded, sheets: list[Sheet], kind: str, request: Request) -> Table:
    rows = {sheet.name: len(sheet.rows) for sheet in sheets}
    if not rows:
        raise unreadable("文件里没有工作表。", "The file holds no sheet.")
    chosen = pick_table(request.sheet, rows)
    sheet = next(one for one in sheets if one.name == chosen)
    check_cells(len(sheet.rows), max(map(len, sheet.rows), default=0), chosen)
    table = columns_of(Grid(sheet.rows, sheet.lines, sheet.spans), request.header_row)
    # A page is full of small tables that only lay it out.
    others = other_tables(chosen, rows if kind == "xml" else {})
    return Table(
        file=name,
        format=kind,
        columns=table.columns,
        lines=table.lines,
        encoding=decoded.encoding,
        sheet=chosen,
        findings=(*decoded.findings, *MISNAMED, *others, *table.findings),
    )


MISNAMED = (
    Finding(
        "really_markup",
        "warning",
        Text(
            "文件其实是网页或 XML 格式的表格，已按表格读取",
            "the file really is a table written as a web page or XML; it was read as such",
        ),
    ),
)
