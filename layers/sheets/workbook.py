"""Cells of a workbook that stay what they are: text stays text, dates are dates."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any, NamedTuple

# What a sheet of Excel holds (Excel specifications and limits): rows below the headings, characters
# in a cell, digits of a number, and the first year of which it knows the weekdays right.
MOST_ROWS, MOST_CELL_LENGTH, MOST_NUMBER = 1_048_575, 32_767, 10**15
FIRST_YEAR = 1901
HEADER_COLOUR = "#E8EDF2"

SheetCell = str | int | float | bool | date | datetime | time | None


class CellStyle(NamedTuple):
    """How a cell looks, by what it holds: None for as the sheet has it."""

    plain: Any = None
    text: Any = None
    day: Any = None


def write_cell(sheet: Any, row: int, place: int, cell: SheetCell, style: CellStyle) -> None:
    """Write a cell so that it is read back as the same value, as far as a sheet can hold it.

    What no sheet holds as it is (long integers, old dates, times with a zone, infinity) is text.

    Parameters
    ----------
    sheet
        A worksheet of xlsxwriter.
    row, place
        Counted from 0.
    """
    if cell is None:
        if style.plain is not None:
            sheet.write_blank(row, place, None, style.plain)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, style.plain)
    elif isinstance(cell, int | float) and _fits(cell):
        sheet.write_number(row, place, cell, style.plain)
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR and not _zoned(cell):
        sheet.write_datetime(row, place, cell, style.day)
    else:
        sheet.write_string(row, place, str(cell)[:MOST_CELL_LENGTH], style.text)


def _fits(number: float) -> bool:
    # A sheet's numbers have fifteen digits; longer ones would come back as others.
    return abs(number) < MOST_NUMBER if isinstance(number, int) else math.isfinite(number)


def _zoned(cell: date) -> bool:
    return isinstance(cell, datetime) and cell.tzinfo is not None
