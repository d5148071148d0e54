"""Cells that hold positions of their own (an entrance): pairs of numbers as they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from layers._layer import Text
from layers.intake.values.reading import UNKNOWN, Reading, UnreadableCellError
from layers.intake.values.texts import as_text

Pair = tuple[float, float]

NUMBER = r"[+-]?\d{1,8}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?"
PAIR = re.compile(rf"[(\[]?\s*({NUMBER})\s*[,;、\s]\s*({NUMBER})\s*[)\]]?", re.IGNORECASE)
POINT = re.compile(rf"(?:SRID=\d+;)?\s*POINT\s*\(\s*({NUMBER})\s+({NUMBER})\s*\)", re.IGNORECASE)
BETWEEN = re.compile(r"\s*[;|\n/]\s*|(?<=[)\]])\s*,\s*(?=[(\[])")
EMPTY_LISTS: tuple[Any, ...] = ([], {}, "[]")
WAY_OUT = Text(
    "请写成“经度，纬度”，例如 119.1,36.7；多个之间用分号隔开。",
    "Write longitude, latitude, such as 119.1,36.7; put a semicolon between several.",
)


@dataclass(frozen=True)
class RawPoints:
    """The positions that a field's cells hold, in the file's own coordinates.

    Parameters
    ----------
    pairs
        All of them, first x (longitude, easting), then y.
    rows
        The row that each belongs to, in order.
    many
        Whether the field holds a list of positions; else one.
    """

    pairs: Sequence[Pair]
    rows: Sequence[int]
    many: bool

    def values(self, pairs: Sequence[Pair | None], count: int) -> list[Any]:
        """Return the field's value for each of `count` rows.

        Parameters
        ----------
        pairs
            Where `self.pairs` lie in WGS 84, in their order; None for one that could not be placed.
        """
        values: list[Any] = [None] * count
        for row, pair in zip(self.rows, pairs, strict=True):
            if pair is None:
                continue
            if self.many:
                values[row] = [*(values[row] or []), pair]
            else:
                values[row] = pair
        return values


def read_points(cell: Any, *, many: bool) -> Reading:
    """Read a cell as a tuple of pairs of numbers, x before y.

    Raises
    ------
    UnreadableCellError
        When it is none, or has several where one belongs.
    """
    if cell in EMPTY_LISTS:
        return UNKNOWN
    pairs = _from_list(cell) if isinstance(cell, list | dict) else _from_text(as_text(cell))
    if not pairs:
        raise UnreadableCellError(
            "not_a_position", Text("不是一对坐标", "not a pair of coordinates"), WAY_OUT
        )
    if len(pairs) > 1 and not many:
        raise UnreadableCellError(
            "several_positions", Text("只能有一个位置", "one position belongs here"), WAY_OUT
        )
    return Reading(tuple(pairs))


def _from_text(text: str) -> list[Pair] | None:
    if text.startswith(("[", "{")):
        try:
            if found := _from_list(msgspec.json.decode(text)):
                return found
        except msgspec.DecodeError:
            pass
    text = unicodedata.normalize("NFKC", text)
    pairs = []
    for part in BETWEEN.split(text.strip()):
        match = PAIR.fullmatch(part.strip()) or POINT.fullmatch(part.strip())
        if match is None:
            return None
        pairs.append((float(match[1]), float(match[2])))
    return pairs


def _from_list(cell: Any) -> list[Pair] | None:
    if isinstance(cell, dict):
        cell = cell.get("coordinates")
    if not isinstance(cell, list) or not cell:
        return None
    if all(_is_number(each) for each in cell):
        return [(float(cell[0]), float(cell[1]))] if len(cell) in (2, 3) else None
    pairs = [_from_list(each) if isinstance(each, list) else None for each in cell]
    if any(pair is None or len(pair) != 1 for pair in pairs):
        return None
    return [pair[0] for pair in pairs if pair]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
