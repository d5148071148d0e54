"""What a file holds before it is understood: rows of cells under headings, perhaps geometries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from layers.errors import LayerError
from layers.intake.finding import Finding

# A cell is what the file holds: text, a number, a truth value, a date or time, a list or an object
# (JSON); None for an empty one.
Cell = Any
ObjectArray = np.ndarray[Any, np.dtype[np.object_]]
LongArray = np.ndarray[Any, np.dtype[np.int64]]


class IntakeError(LayerError):
    """A file cannot be taken in as a whole; the text says why and what to do."""


@dataclass(frozen=True)
class Table:
    """The rows of one file, nothing left out and nothing interpreted.

    Parameters
    ----------
    file
        Its name, without the folder.
    format
        What it is: csv, xlsx, geojson …
    columns
        The cells of each column by its heading, in the file's order; all of one length. Headings
        are unique; an empty one is called after its place (`列3 column 3`).
    lines
        Where each row begins: the line of a text file or the row of a sheet, counted from 1, or
        the row's number in a file without lines. No two rows have the same. Shape (n,).
    geometries
        shapely geometries in the file's own coordinates, None where a row has none, shape (n,);
        None for a file that has no geometry at all.
    crs
        The reference system that the file itself names (`EPSG:4549`, else WKT), if it does.
    encoding
        How its text is written, as shown to people (`GB18030`); None for a binary file.
    sheet
        The sheet that was read, of a workbook.
    findings
        What was noticed while reading: lost characters, mojibake, other sheets, blank rows.
    """

    file: str
    format: str
    columns: Mapping[str, list[Cell]]
    lines: LongArray
    geometries: ObjectArray | None = None
    crs: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    findings: tuple[Finding, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.lines)
