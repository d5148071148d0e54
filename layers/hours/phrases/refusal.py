"""Why a phrase is refused, and what to write instead."""

from __future__ import annotations

from layers._layer import Text


class UnclearError(Exception):
    """A part of a phrase is unclear.

    Parameters
    ----------
    reason
        Names the part and the way out, in both languages.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


def shown(part: str) -> str:
    """Return a part of somebody's text as it is quoted, cut where it is long."""
    whole = " ".join(part.split())
    return whole if len(whole) <= 40 else f"{whole[:39]}…"
