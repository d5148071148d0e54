"""Delimited text that Excel opens right."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

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
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(map(guarded, headings))
        writer.writerows(rows)
