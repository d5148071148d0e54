"""Columns of Arrow as cells: Python values, None where null."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from layers.intake.table import Cell


def cells_of(column: Any) -> list[Cell]:
    """Return the cells of an Arrow column; bytes become text where they are text.

    Parameters
    ----------
    column
        A `ChunkedArray` of arro3.
    """
    return [_cell(value) for value in column.to_pylist()]


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, float):
        return None if value != value else value  # noqa: PLR0124
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return _text(bytes(value))
    return value


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return base64.b64encode(data).decode()
