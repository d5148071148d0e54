"""An answer's tables as CSV and as a workbook: texts stay texts, the same answer the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unicodedata import east_asian_width

from layers.planning.takeaway.about import Document
from layers.planning.takeaway.sheets import (
    Cell,
    Sheet,
    headings_of,
    plain_cell,
    ranked_sheet,
    sheets_of,
)
from layers.sheets.formulas import guarded
from layers.sheets.text import write_text_table
from layers.sheets.workbook import HEADER_COLOUR, MOST_ROWS, CellStyle, write_cell

# A workbook says when it was made; this one always the same.
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
WIDEST, NARROWEST, LOOKED_AT = 60, 8, 200


def write_csv(path: Path, document: Document) -> None:
    """Write the ranked list of an answer as CSV."""
    sheet = ranked_sheet(document)
    rows = ([_plain(cell) for cell in row] for row in sheet.rows)
    write_text_table(path, headings_of(sheet), rows)


def _plain(cell: Cell) -> object:
    plain = plain_cell(cell)
    return guarded(plain) if isinstance(plain, str) else plain


def write_xlsx(path: Path, document: Document) -> None:
    """Write all tables of an answer as a workbook, a sheet each."""
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"created": MADE})
        text = book.add_format({"num_format": "@", "text_wrap": False})
        head = book.add_format({"bold": True, "bg_color": HEADER_COLOUR, "num_format": "@"})
        style = CellStyle(text=text)
        for sheet in sheets_of(document):
            page = book.add_worksheet(f"{sheet.title.zh} {sheet.title.en}"[:31])
            page.freeze_panes(1, 0)
            for place, width in enumerate(_widths(sheet)):
                page.set_column(place, place, width)
            for place, heading in enumerate(headings_of(sheet)):
                page.write_string(0, place, heading, head)
            for row, cells in enumerate(sheet.rows[:MOST_ROWS], 1):
                for place, cell in enumerate(cells):
                    write_cell(page, row, place, plain_cell(cell), style)


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(headings_of(sheet), *sheet.rows[:LOOKED_AT], strict=True)
    return [min(WIDEST, max(NARROWEST, *(_columns(cell) + 2 for cell in one))) for one in columns]


def _columns(cell: Cell) -> int:
    plain = plain_cell(cell)
    text = "" if plain is None else str(plain)[:WIDEST]
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
