"""What the user asks of reading beyond the file itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, float], None]


def silent(step: str, share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Request:
    """The options of `read_table`; see there."""

    sheet: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    records: str | None = None
    progress: Progress = silent
