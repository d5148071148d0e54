"""The whole headings of a shapefile, which itself keeps ten bytes of each, in a file beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FIELDS_FILE = "fields.csv"
HEADINGS = ("column", "heading")


def fields_file(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return the file that says which whole heading each short one stands for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([HEADINGS, *pairs])
    return text.getvalue().encode("utf-8-sig")


def whole_headings(data: bytes) -> dict[str, str]:
    """Return the whole heading by the short one; nothing from a file that is none of ours."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return {}
    if not rows or tuple(rows[0]) != HEADINGS:
        return {}
    return {row[0]: row[1] for row in rows[1:] if len(row) == len(HEADINGS)}
