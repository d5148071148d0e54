"""Columns that only say whether a facility is open day and night: isOpen24h, 是否24小时."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layers.intake.columns.heading import readings
from layers.intake.table import Cell
from layers.intake.values.reading import UnreadableCellError
from layers.intake.values.texts import is_unknown
from layers.intake.values.truths import read_truth
from layers.intake.wording import simplified, words

KEYS = frozenset(
    words(
        """
        isopen24h open24h is24h open24hours is24hours twentyfourhours allday isallday 24h
        24hours 24小时 24小时开放 是否24小时 是否24小时开放 是否24小时营业 24小时营业 全天开放
        是否全天开放 是否全天 全天候 全天候开放 24h开放
        """
    )
)
ALWAYS = "24/7"
MOST_WORDS = 12


def values_for_always(column: str, cells: Sequence[Cell]) -> dict[str, Any] | None:
    """Return what each of a column's texts stands for as hours, None where it is no such column.

    Yes is 24/7; no says nothing about when it is open, so it is unknown (an empty text).
    """
    keys = {reading.key for reading in readings(simplified(column))}
    if not keys & KEYS:
        return None
    words: dict[str, Any] = {}
    for cell in cells:
        if is_unknown(cell) and cell not in ("无", "無"):
            continue
        word = str(cell).lower() if isinstance(cell, bool) else str(cell).strip()
        if word in words:
            continue
        try:
            words[word] = ALWAYS if read_truth(cell).value else ""
        except UnreadableCellError:
            return None
        if len(words) > MOST_WORDS:
            return None
    return words if ALWAYS in words.values() else None
