"""One thing that was noticed in a file on its way in: where, what, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from layers._layer import Text
from layers.errors import Severity


@dataclass(frozen=True)
class Finding:
    """Something wrong or doubtful in a row, or (without a line) in the whole file.

    Parameters
    ----------
    code
        Says which sort of thing it is, for programs: `outside_place`, `hours_unclear`.
    severity
        An error keeps the row out; a warning does not.
    reason, suggestion
        What is wrong, and what to do about it, in both languages.
    line
        As in `Table.lines`.
    field
        The layer's field, where one is meant; `geometry` for a position.
    column
        The file's own heading.
    value
        The cell as it was written, cut where it is long.
    """

    code: str
    severity: Severity
    reason: Text
    suggestion: Text | None = None
    line: int | None = None
    field: str | None = None
    column: str | None = None
    value: str = ""
