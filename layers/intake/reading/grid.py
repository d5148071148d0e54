"""From rows of cells to a table: headings found, blank rows left out, every line kept in mind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.faults import unreadable
from layers.intake.reading.heading import Heading, find_heading, unique_names
from layers.intake.reading.limits import check_columns, check_rows
from layers.intake.table import Cell, LongArray

HEADER_UNSURE = Finding(
    "header_unsure",
    "warning",
    Text(
        "第一行按表头读取，但不能确定它不是数据",
        "the first row was read as the header, but it may be data",
    ),
    Text("如果没有表头，请将表头行指定为 0", "if there is no header, give 0 as the header row"),
)


class Grid(NamedTuple):
    """Rows as a file holds them.

    Parameters
    ----------
    rows
        Cells, None where empty; of any length.
    lines
        Where each row begins, counted from 1.
    spans
        Cells merged sideways: line, first and last column.
    """

    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int]
    spans: Sequence[tuple[int, int, int]] = ()


class Columns(NamedTuple):
    """The cells of each column by heading, where each row begins, and what was noticed.

    `places` says of each column which one of the grid it is, from 0.
    """

    columns: dict[str, list[Cell]]
    places: list[int]
    lines: LongArray
    findings: list[Finding]


def columns_of(grid: Grid, header_row: int | None = None) -> Columns:
    """Find a grid's headings and return its columns.

    Parameters
    ----------
    grid
        The rows.
    header_row
        The line of the headings, counted from 1; 0 says that there are none; None: find them.

    Raises
    ------
    IntakeError
        There is no cell at all, a limit is passed, or `header_row` is no row of the file.
    """
    kept = [place for place, row in enumerate(grid.rows) if any(c is not None for c in row)]
    if not kept:
        raise unreadable(
            "文件里没有任何数据，请确认选对了文件和工作表。",
            "The file holds no data; check that it is the right file and sheet.",
        )
    rows = [grid.rows[place] for place in kept]
    lines = [grid.lines[place] for place in kept]
    check_rows(len(rows))
    check_columns(max(map(len, rows)))
    heading = _heading(rows, lines, grid.spans, header_row)
    findings = _blank_rows(kept[heading.end :])
    findings += _about(heading, lines, rows)
    body = rows[heading.end :]
    width = max(len(heading.names), *map(len, body), 0) if body else len(heading.names)
    names = [*heading.names, *[None] * (width - len(heading.names))]
    cells = _transposed(body, width)
    used = [
        place
        for place in range(width)
        if names[place] or any(cell is not None for cell in cells[place])
    ]
    unique = unique_names(names)
    columns = {unique[place]: cells[place] for place in used}
    return Columns(columns, used, np.array(lines[heading.end :], dtype=np.int64), findings)


def _heading(
    rows: Sequence[Sequence[Cell]],
    lines: Sequence[int],
    spans: Sequence[tuple[int, int, int]],
    header_row: int | None,
) -> Heading:
    place_of = {line: place for place, line in enumerate(lines)}
    if header_row is None:
        placed = [(place_of[row], left, right) for row, left, right in spans if row in place_of]
        return find_heading(rows, placed)
    if header_row == 0:
        return Heading([None] * max(map(len, rows)), 0, 0)
    if header_row not in place_of:
        raise unreadable(
            f"第 {header_row} 行没有内容，不能作表头；"
            f"有内容的行在 {lines[0]} 至 {lines[-1]} 之间。",
            f"Row {header_row} is empty and cannot be the header; rows {lines[0]} to {lines[-1]} "
            "hold something.",
        )
    place = place_of[header_row]
    names = [None if cell is None else " ".join(str(cell).split()) for cell in rows[place]]
    return Heading(list(names), place, place + 1)


def _transposed(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Cell]]:
    if not rows:
        return [[] for _ in range(width)]
    if any(len(row) != width for row in rows):
        rows = [[*row, *[None] * (width - len(row))] for row in rows]
    return [list(column) for column in zip(*rows, strict=True)]


def _blank_rows(kept: Sequence[int]) -> list[Finding]:
    """Return what there is to say about blank rows between the rows of data."""
    if not kept:
        return []
    blank = kept[-1] - kept[0] + 1 - len(kept)
    if not blank:
        return []
    return [
        Finding(
            "blank_rows",
            "warning",
            Text(
                f"数据中间有 {blank:,} 个空行，已跳过",
                f"{blank:,} blank rows among the data were passed over",
            ),
        )
    ]


def _about(heading: Heading, lines: Sequence[int], rows: Sequence[Sequence[Cell]]) -> list[Finding]:
    if heading.first == heading.end:
        return [
            Finding(
                "no_header",
                "warning",
                Text(
                    "没有找到表头，第一行按数据读取，各列以次序为名",
                    "no header was found: the first row was read as data and the columns are "
                    "named by their place",
                ),
                Text(
                    "如有表头，请指明表头所在行；没有则请在列对照文件中说明各列",
                    "if there is one, name its row; if not, say in the column map what each "
                    "column is",
                ),
            )
        ]
    if not heading.first:
        return [] if heading.sure else [HEADER_UNSURE]
    above = " / ".join(str(c) for row in rows[: heading.first] for c in row if c is not None)
    return [
        Finding(
            "rows_above_header",
            "warning",
            Text(
                f"表头在第 {lines[heading.first]} 行，其上的文字未作数据读取",
                f"the header is in row {lines[heading.first]}; what stands above it was not read "
                "as data",
            ),
            value=above[:200],
        )
    ]
