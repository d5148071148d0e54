"""Delimited text that Excel opens right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from layers.sheets.formulas import guarded


def write_text_table(
    path: Path, headings: Iterable[str], rows: Iterable[Sequence[object]], *, delimiter: str = ","
) -> None:
    """Write delimited text (RFC 4180): UTF-8 with a byte order mark, lines ended CRLF.

    Parameters
    ----------
    headings
        Made harmless here where a spreadsheet would run them.
    rows
        Their texts are written as they are.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    # The mark is what tells Excel that it is UTF-8; without one it takes the system's code page.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        _write(file, headings, rows, delimiter)


def text_table(headings: Iterable[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a short table as `write_text_table` writes it, every text made harmless."""
    file = io.StringIO(newline="")
    cells = ([guarded(one) if isinstance(one, str) else one for one in row] for row in rows)
    _write(file, headings, cells, ",")
    return file.getvalue().encode("utf-8-sig")


def _write(
    file: TextIO, headings: Iterable[str], rows: Iterable[Sequence[object]], delimiter: str
) -> None:
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(map(guarded, headings))
    writer.writerows(rows)
