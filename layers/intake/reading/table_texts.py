"""The texts of a table judged: garbled ones flagged, or mended where all were garbled alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from layers._layer import Text
from layers.errors import shown
from layers.intake.finding import Finding
from layers.intake.reading.encoding import shown_name
from layers.intake.reading.garbled import Garbled, garbled, undo, way_throughout
from layers.intake.reading.heading import unique_names
from layers.intake.table import Cell, LongArray

# Fewer texts than this may have come out of another language by chance.
MENDED_TEXTS = 3


def judged_texts(
    columns: Mapping[str, list[Cell]], lines: LongArray
) -> tuple[dict[str, list[Cell]], list[Finding]]:
    """Return columns, and findings on their garbled headings and cells.

    Where every text outside ASCII was garbled in one way that can wholly be undone, it is undone
    and said. Else nothing is changed, and each garbled cell is an error of its row.

    Parameters
    ----------
    columns, lines
        As in `Table`.
    """
    suspects = _suspects(columns)
    faults = {text: garbled(text) for text in suspects}
    together = way_throughout([text for text in suspects if not text.isascii()])
    if together is not None:
        faults.update(_undone_alike(suspects, together))
    if not any(faults.values()):
        return dict(columns), []
    way = _one_way(faults)
    if way is not None:
        return _mended(columns, way)
    findings = [
        _about(fault, heading, None, None)
        for heading in columns
        if (fault := faults.get(heading)) is not None
    ]
    for heading, cells in columns.items():
        for row, cell in enumerate(cells):
            if type(cell) is str and (fault := faults.get(cell)) is not None:
                findings.append(_about(fault, cell, heading, int(lines[row])))
    return dict(columns), findings


def _suspects(columns: Mapping[str, list[Cell]]) -> list[str]:
    """Return the distinct texts, headings among them, that may be garbled at all."""
    texts = dict.fromkeys(columns)
    for cells in columns.values():
        texts.update(dict.fromkeys(cell for cell in cells if type(cell) is str))
    return [text for text in texts if not text.isascii() or "??" in text]


def _undone_alike(suspects: Iterable[str], way: tuple[str, str]) -> dict[str, Garbled]:
    """Return what each text was if all were garbled in the same way."""
    undone = {text: undo(text, *way) for text in suspects if not text.isascii()}
    return {text: Garbled(*way, was) for text, was in undone.items() if was is not None}


def _one_way(faults: Mapping[str, Garbled | None]) -> tuple[str, str] | None:
    """Return how all texts were garbled, if all were, alike, and nothing of them was lost."""
    ways = {fault and (fault.read_as, fault.written_as) for fault in faults.values()}
    if len(ways) != 1 or len(faults) < MENDED_TEXTS:
        return None
    read_as, written_as = ways.pop() or (None, None)
    if read_as is None or written_as is None:
        return None
    whole = all(undo(text, read_as, written_as, whole=True) is not None for text in faults)
    return (read_as, written_as) if whole else None


def _mended(
    columns: Mapping[str, list[Cell]], way: tuple[str, str]
) -> tuple[dict[str, list[Cell]], list[Finding]]:
    read_as, written_as = way

    def mended(text: str) -> str:
        return text if text.isascii() else undo(text, read_as, written_as, whole=True) or text

    headings = unique_names([mended(heading) for heading in columns])
    cells = [
        [mended(cell) if type(cell) is str else cell for cell in column]
        for column in columns.values()
    ]
    was = next(text for text in _suspects(columns) if not text.isascii())
    finding = Finding(
        "mojibake_repaired",
        "warning",
        Text(
            f"全部文字曾把 {shown_name(written_as)} 当作 {shown_name(read_as)} 读取而成乱码，"
            f"已全部还原，例如“{shown(was, 20)}”还原为“{shown(mended(was), 20)}”",
            f"every text was {shown_name(written_as)} read as {shown_name(read_as)} before; all "
            f"were restored, for example {shown(was, 20)!r} to {shown(mended(was), 20)!r}",
        ),
        Text("请核对文字，并从原系统重新导出", "check the text, and export the file anew"),
        value=shown(was),
    )
    return dict(zip(headings, cells, strict=True)), [finding]


def _about(fault: Garbled, text: str, heading: str | None, line: int | None) -> Finding:
    """Return the finding on a cell, or on a heading where there is no line."""
    if fault.was is not None and fault.read_as and fault.written_as:
        written, read = shown_name(fault.written_as), shown_name(fault.read_as)
        was = shown(fault.was, 40)
        reason = Text(
            f"文字是乱码：{written} 文字被当作 {read} 读取过，原文可能是“{was}”",
            f"the text is garbled: {written} was read as {read}; it probably was {was!r}",
        )
    else:
        reason = Text(
            "文字已损坏，有字符丢失，无法还原", "characters of the text were lost for good"
        )
    return Finding(
        "mojibake",
        "error",
        reason,
        Text("请从原系统重新导出，或改正文字", "export the file anew, or write the text again"),
        line=line,
        column=text if heading is None else heading,
        value=shown(text),
    )
