"""A report as PDF (A4), whose texts can be searched and copied; the same report, the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from api.pictures import fonts
from api.pictures.drawing import Drawing
from api.pictures.pdf import DrawingFlowable
from api.planning.report.content import Report, Table

HAN = re.compile(r"[\u3400-\u9fff]")
MARGIN = 15 * mm
ROOM = A4[0] - 2 * MARGIN
FRAME, MOST_SIDE_BY_SIDE = 6, 4
# A map leaves room for the figures above it.
HIGHEST_MAP = 180 * mm
# Of a table that begins on a page: its title, its headings, a few rows.
LEAST_OF_A_TABLE = 35 * mm
INK, MUTED, LINE, RED = (HexColor(one) for one in ("#1B1F24", "#57606A", "#DCD7CB", "#8C2F1B"))


def report_pdf(report: Report) -> bytes:
    """Return a report as PDF."""
    fonts.register_with_reportlab()
    file = io.BytesIO()
    pages = SimpleDocTemplate(
        file,
        pagesize=A4,
        # ReportLab's frames keep 6 pt on each side.
        leftMargin=MARGIN - FRAME,
        rightMargin=MARGIN - FRAME,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 5 * mm,
        invariant=1,
        title=report.title,
        subject=report.under,
        author="",
        creator="public-facilities-map",
        lang="zh-CN" if report.lang == "zh" else "en",
    )

    def number(canvas: Any, _pages: Any) -> None:
        canvas.setFont(fonts.REGULAR, 8)
        canvas.setFillColor(MUTED)
        canvas.drawString(MARGIN, MARGIN, fonts.fitting(fonts.settable(report.title), ROOM - 40, 8))
        canvas.drawRightString(A4[0] - MARGIN, MARGIN, str(canvas.getPageNumber()))

    pages.build(list(_story(report)), onFirstPage=number, onLaterPages=number)
    return file.getvalue()


def _story(report: Report) -> Iterator[Any]:
    yield _words(report.title, 18, bold=True)
    yield _words(report.under, 10, MUTED)
    for caution in report.cautions:
        yield _words(caution, 10, RED, before=4)
    yield Spacer(0, 6)
    yield _figures(report.headline)
    yield Spacer(0, 8)
    if report.details:
        yield _pairs(report.details)
        yield Spacer(0, 6)
    yield _drawn(report.map)
    if report.curve is not None:
        yield KeepTogether([_heading(report.words["curve"]), _drawn(report.curve)])
    for table in report.tables:
        yield CondPageBreak(LEAST_OF_A_TABLE)
        yield _heading(table.title)
        yield _grid(table)
        if table.more:
            yield _words(table.more, 9, MUTED, before=3)
    yield CondPageBreak(LEAST_OF_A_TABLE)
    yield _heading(report.words["made"])
    link = (report.words["link"], report.link or report.words["brought"])
    yield _pairs([*report.made, link])
    yield _heading(report.words["limits"])
    for limit in report.limits:
        yield _words(f"· {limit}", 9.5, before=2)


def _drawn(drawing: Drawing) -> DrawingFlowable:
    width = min(ROOM, HIGHEST_MAP * drawing.width / drawing.height)
    return DrawingFlowable(drawing, width)


def _grid(table: Table) -> Grid:
    head = [_words(one, 8.5, bold=True, right=right) for one, right in
            zip(table.headings, table.numeric, strict=True)]  # fmt: skip
    rows = [
        [_words(cell, 8.5, right=right) for cell, right in zip(row, table.numeric, strict=True)]
        for row in table.rows
    ]
    return Grid([head, *rows], colWidths=_widths(table), repeatRows=1, style=_rules())


def _widths(table: Table) -> list[float]:
    """Return widths of columns in proportion to what stands in them, none too narrow to read."""
    longest = [
        min(90.0, max(30.0, *(fonts.width(row[place], 8.5) for row in table.rows)))
        for place in range(len(table.headings))
    ]
    return [ROOM * one / sum(longest) for one in longest]


def _pairs(pairs: Sequence[tuple[str, str]]) -> Grid:
    rows = [[_words(label, 9.5, MUTED), _words(value, 9.5)] for label, value in pairs]
    return Grid(rows, colWidths=[ROOM * 0.32, ROOM * 0.68], style=_rules())


def _figures(pairs: Sequence[tuple[str, str]]) -> Grid:
    """Return the figures side by side, as many as a row can hold."""
    count = min(len(pairs), MOST_SIDE_BY_SIDE)
    cells = [[_words(label, 9.5, MUTED), _words(value, 12, bold=True)] for label, value in pairs]
    cells += [[""]] * (-len(cells) % count)
    rows = [cells[start : start + count] for start in range(0, len(cells), count)]
    return Grid(rows, colWidths=[ROOM / count] * count, style=_rules(lines=False))


def _heading(text: str) -> Paragraph:
    return _words(text, 13, bold=True, before=12)


def _words(text: str, size: float, colour: Any = INK, **look: Any) -> Paragraph:
    # Where nothing is Chinese, lines break between words alone.
    breaks = "CJK" if HAN.search(text) else None
    style = _style(size, colour.hexval(), breaks=breaks, **look)
    return Paragraph(escape(fonts.settable(text)), style)


@cache
def _style(
    size: float,
    colour: str,
    *,
    bold: bool = False,
    right: bool = False,
    before: float = 0,
    breaks: str | None = None,
) -> ParagraphStyle:
    font = fonts.SEMIBOLD if bold else fonts.REGULAR
    return ParagraphStyle(
        f"{font}-{size}-{colour}-{right}-{before}-{breaks}",
        fontName=font,
        fontSize=size,
        leading=size * 1.45,
        textColor=HexColor(int(colour, 16)),
        alignment=2 if right else 0,
        spaceBefore=before,
        spaceAfter=2,
        wordWrap=breaks,
    )


@cache
def _rules(*, lines: bool = True) -> TableStyle:
    return TableStyle(
        [
            *([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)] if lines else []),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
