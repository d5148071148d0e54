"""What is proposed for a file's columns, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers._layer import Text
from layers.intake.column_map import ColumnMap
from layers.intake.finding import Finding

Outcome = Literal["field", "position", "kept", "ignored"]
How = Literal[
    "given", "label", "synonym", "traditional", "unit", "noun", "cut", "spelling", "values", "rest"
]


@dataclass(frozen=True)
class ColumnFate:
    """What becomes of one column of the file.

    Parameters
    ----------
    column
        Its heading.
    outcome
        It is a field's, the position's, kept under its own heading, or left out.
    how
        By what this was told.
    reason
        The same in words.
    field
        The layer's field, of outcome `field`.
    """

    column: str
    outcome: Outcome
    how: How
    reason: Text
    field: str | None = None


@dataclass(frozen=True)
class DatumHint:
    """A datum that headings name (百度经度), and the reason in words."""

    datum: str
    reason: Text


@dataclass(frozen=True)
class Proposal:
    """How a file's columns are understood.

    Parameters
    ----------
    column_map
        The proposal itself; every column of the file is in it once.
    columns
        What becomes of each column, in the file's order.
    findings
        What a person must decide (severity error) or should look at, about the file as a whole.
    datum_hint
        What the headings of the coordinates say about the datum; `column_map.datum` has only what
        the user gave.
    """

    column_map: ColumnMap
    columns: tuple[ColumnFate, ...]
    findings: tuple[Finding, ...] = ()
    datum_hint: DatumHint | None = None
