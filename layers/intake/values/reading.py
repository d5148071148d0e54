"""What reading one cell gives: a value, perhaps with doubts, or the reason why there is none."""

from __future__ import annotations

from typing import Any, NamedTuple

from layers._layer import Text


class Doubt(NamedTuple):
    """Something about a value that was read which a person should look at."""

    code: str
    reason: Text
    suggestion: Text | None = None


class Reading(NamedTuple):
    """A cell's value; None is unknown."""

    value: Any
    doubts: tuple[Doubt, ...] = ()


UNKNOWN = Reading(None)


class UnreadableCellError(Exception):
    """A cell is no value of its field.

    Parameters
    ----------
    code
        Says which sort of thing it is, for programs.
    reason, suggestion
        What is wrong and what to write instead.
    """

    def __init__(self, code: str, reason: Text, suggestion: Text | None = None) -> None:
        super().__init__(reason.en)
        self.code, self.reason, self.suggestion = code, reason, suggestion
