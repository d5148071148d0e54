"""Cells as truth values: 是, 有, √, Y, 1 and their opposites."""

from __future__ import annotations

import unicodedata
from typing import Any

from layers._layer import Text
from layers.intake.values.reading import UNKNOWN, Reading, UnreadableCellError
from layers.intake.values.texts import as_text, is_unknown
from layers.intake.wording import words

YES = frozenset(
    words(
        """
        是 有 设有 已设 已设置 具备 配备 已配备 配有 提供 可 可以 支持 对 真 √ ✓ ✔ ☑ ✅ ● y
        yes true t 1 1.0 on available
        """
    )
)
NO = frozenset(
    words(
        """
        否 无 無 没 没有 沒有 未设 未设置 无此设施 不具备 不具備 未配备 未配 不提供 不可 不可以
        不支持 错 假 不是 × ✗ ✘ ✕ x ☒ ❌ n no false f 0 0.0 off unavailable
        """
    )
)


def read_truth(cell: Any) -> Reading:
    """Read a cell as true or false; 无 is false here, though elsewhere it is unknown.

    Raises
    ------
    UnreadableCellError
        When it is neither.
    """
    if isinstance(cell, bool):
        return Reading(cell)
    if isinstance(cell, int | float) and cell in (0, 1):
        return Reading(bool(cell))
    if not isinstance(cell, str) and is_unknown(cell):
        return UNKNOWN
    word = unicodedata.normalize("NFKC", as_text(cell)).casefold().strip(" 。.")
    if word in YES:
        return Reading(True)
    if word in NO:
        return Reading(False)
    if is_unknown(cell):
        return UNKNOWN
    raise UnreadableCellError(
        "not_yes_or_no",
        Text("看不出是“是”还是“否”", "neither yes nor no"),
        Text("请写“是”或“否”。", "Write yes or no."),
    )
