"""Positions as a file has them: numbers and shapes whose datum is still to be judged."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from geo.geodesic import FloatArray
from geo.index import BoolArray
from layers.intake.finding import Finding
from layers.intake.table import ObjectArray


@dataclass(frozen=True, eq=False)
class RawPositions:
    """What was read as positions, in the file's own datum and unit.

    Parameters
    ----------
    x, y
        As the file calls them, x for longitudes and eastings, shape (n,); of a shape a point on
        its surface. NaN where a row has none.
    shapes
        shapely geometries, None where a row has none, shape (n,); None where the file gives
        numbers.
    crs
        The reference system that the geometries name themselves (EWKT, EWKB), if they do.
    order_known
        Whether it is said, or told by the numbers, which of the two comes first.
    findings
        What could not be read.
    """

    x: FloatArray
    y: FloatArray
    shapes: ObjectArray | None = None
    crs: str | None = None
    order_known: bool = True
    findings: tuple[Finding, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.x)

    @property
    def placed(self) -> BoolArray:
        """Which rows have a position, shape (n,)."""
        return ~np.isnan(self.x)
