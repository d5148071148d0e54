"""One cell of coordinates: a number, a text, or nothing."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any

from layers.intake.positions.coordinate import Coordinate, coordinate
from layers.intake.positions.words import A_TIME, UNREADABLE, Trouble

# What offices write into a cell that has nothing to say.
MISSING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "\\n", "?", "无", "無", "没有", "暂无", "不详", "未知"}
    | {"待定", "null", "none", "nil", "nan", "na", "n/a", "#n/a", "<null>", "nodata", "unknown"}
)
# Longer texts are no coordinates, and the patterns need not be tried on them.
LONGEST = 200
PLAIN = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*")


def is_missing(cell: Any) -> bool:
    """Return whether a cell says nothing."""
    if isinstance(cell, str):
        return cell.strip().casefold() in MISSING
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def number_in(cell: Any) -> Coordinate | Trouble | None:
    """Return the coordinate in a cell; None for an empty one."""
    if is_missing(cell):
        return None
    match cell:
        case str() if len(cell) <= LONGEST:
            return Coordinate(float(cell)) if PLAIN.fullmatch(cell) else coordinate(cell)
        case date() | time() | timedelta():
            return A_TIME
        case Real() | Decimal() if not isinstance(cell, bool) and math.isfinite(cell):
            return Coordinate(float(cell))
    return UNREADABLE
