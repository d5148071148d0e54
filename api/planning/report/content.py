"""What a report of an answer says, in one language: for paper and for the screen alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.pictures.drawing import Drawing
from api.planning.report.pictures import curve_drawing, map_drawing, said
from api.reader import Lang
from layers._layer import Text
from layers.planning.takeaway.about import (
    about,
    cautions,
    details,
    headline,
    limits,
    number_words,
    threshold_words,
    title,
)
from layers.planning.takeaway.sheets import LAT, LON, SHARE, WAY, Cell, Sheet, sheets_of

# So much of a table is printed; the files hold all of it.
MOST_ROWS = 30
# Tables that a report has, in its order; the curve is drawn, and what was left out stands last.
SHOWN = ("zones", "uncovered", "gaps", "sites", "access", "left_out")
WORDS = {
    "map": Text("地图", "Map"),
    "curve": Text("覆盖率随距离的变化", "Coverage over distance"),
    "made": Text("这些数字怎么来的", "How these figures were made"),
    "limits": Text("这些数字不说明什么", "What they do not say"),
    "link": Text("重新计算的链接", "The same question again"),
    "brought": Text("没有：问题含自带数据", "none: the question brought data of its own"),
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table of a report; `more` says how many rows are only in the files."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    more: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report in one language.

    Parameters
    ----------
    headline
        The figures, each with its denominator.
    under
        What stands below each of them: how far is within reach, and the date of the data.
    details
        What else was found.
    made
        How the figures were made.
    link
        The question as the path of a link; None where it brought data along.
    """

    lang: Lang
    title: str
    under: str
    cautions: Sequence[str]
    headline: Sequence[tuple[str, str]]
    details: Sequence[tuple[str, str]]
    map: Drawing
    curve: Drawing | None
    tables: Sequence[Table]
    made: Sequence[tuple[str, str]]
    limits: Sequence[str]
    link: str | None
    words: Mapping[str, str]


def report_of(document: Mapping[str, Any], drawn: Mapping[str, Any], lang: Lang) -> Report:
    """Return the report of an answer.

    Parameters
    ----------
    document
        The answer's.
    drawn
        What is drawn of it.
    """
    words = {name: said(one, lang) for name, one in WORDS.items()}
    called = said(title(document), lang)
    return Report(
        lang=lang,
        title=called,
        under=_under(document, lang),
        cautions=[said(one, lang) for one in cautions(document)],
        headline=_pairs(headline(document), lang),
        map=map_drawing(drawn, called, lang),
        curve=curve_drawing(drawn, words["curve"], lang),
        tables=list(_tables(document, lang)),
        details=_pairs(details(document), lang),
        made=_pairs(about(document), lang),
        limits=[said(one, lang) for one in limits()],
        link=document["link"],
        words=words,
    )


def _under(document: Mapping[str, Any], lang: Lang) -> str:
    far = said(threshold_words(document["threshold"]), lang)
    date = document["made"]["data_date"]
    if date is None:
        return far
    return f"{far}；数据日期 {date}" if lang == "zh" else f"{far}; data of {date}"


def _pairs(found: Sequence[tuple[Text, Text]], lang: Lang) -> list[tuple[str, str]]:
    return [(said(label, lang), said(value, lang)) for label, value in found]


def _tables(document: Mapping[str, Any], lang: Lang) -> Iterator[Table]:
    sheets = {sheet.key: sheet for sheet in sheets_of(document)}
    for name in SHOWN:
        sheet = sheets.get(name)
        if sheet is not None and name == "gaps":
            # Where nobody lives, nobody is missed.
            sheet = replace(sheet, rows=tuple(row for row in sheet.rows if row[2]))
        if sheet is not None and sheet.rows:
            yield _table(sheet, lang)


def _table(sheet: Sheet, lang: Lang) -> Table:
    rows = sheet.rows[:MOST_ROWS]
    rest = len(sheet.rows) - len(rows)
    more = Text(f"另有 {rest:,} 行，见结果文件。", f"{rest:,} more rows are in the files.")
    # A column in which nothing stands says nothing.
    kept = [
        place for place in range(len(sheet.headings))
        if any(row[place] not in (None, "") for row in rows)
    ]  # fmt: skip
    called = said(sheet.title, lang)
    ways = {row[0] for row in rows} if sheet.headings[0] is WAY else set()
    if len(ways) == 1:
        # Said once, and not in every row.
        kept.remove(0)
        way = said(ways.pop(), lang)
        called += f"（{way}）" if lang == "zh" else f" ({way})"
    return Table(
        called,
        [said(sheet.headings[place], lang) for place in kept],
        [[_cell(row[place], sheet.headings[place], lang) for place in kept] for row in rows],
        [all(isinstance(row[place], int | float | None) for row in rows) for place in kept],
        said(more, lang) if rest else "",
    )


def _cell(cell: Cell, heading: Text, lang: Lang) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, Text):
        return said(cell, lang)
    if isinstance(cell, str):
        return cell
    if heading is SHARE:
        return f"{cell:.1%}"
    return f"{cell:.6f}" if heading in (LON, LAT) else number_words(cell)
