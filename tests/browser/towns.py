"""Places made up for the browser's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A step of the grid below; 179 m to the east and 222 m to the north at 36.7°.
STEP = 0.002
WEST, SOUTH = 119.0, 36.6


def grid(side: int) -> Iterator[dict[str, Any]]:
    """Yield side × side toilets in rows from the south-west, each named by its row and column."""
    for row in range(side):
        for column in range(side):
            at = [round(WEST + column * STEP, 6), round(SOUTH + row * STEP, 6)]
            yield {
                "id": f"t-{row:02}-{column:02}",
                "geometry": {"type": "Point", "coordinates": at},
                "properties": {"name": f"公厕 {row}-{column}"},
            }
