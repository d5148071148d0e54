"""Positions in WGS 84, once it is known what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo.crs import shapes_to_wgs84, to_wgs84
from geo.geodesic import FloatArray
from layers.intake.finding import Finding
from layers.intake.positions.judgement import DatumJudgement
from layers.intake.positions.raw import RawPositions
from layers.intake.positions.shapes import representative_points
from layers.intake.positions.words import NOWHERE, finding_of
from layers.intake.table import IntakeError, LongArray, ObjectArray


@dataclass(frozen=True, eq=False)
class Located:
    """Positions in WGS 84.

    Parameters
    ----------
    lon, lat
        Degrees, of a shape a point on its surface, shape (n,); NaN where a row has no position,
        or one that its datum puts nowhere.
    shapes
        shapely geometries, shape (n,); None where the file gives numbers.
    """

    lon: FloatArray
    lat: FloatArray
    shapes: ObjectArray | None = field(default=None)

    @classmethod
    def nowhere(cls, count: int) -> Located:
        """Return as many rows without a position."""
        nothing = np.full(count, np.nan)
        return cls(nothing, nothing.copy())


def locate(raw: RawPositions, judgement: DatumJudgement) -> Located:
    """Return raw positions in WGS 84.

    Raises
    ------
    IntakeError
        When the judgement found no datum, or one that does not fit.
    """
    if judgement.datum is None or judgement.refused:
        raise IntakeError(judgement.reason.en)
    if raw.shapes is None:
        x, y = (raw.y, raw.x) if judgement.swapped else (raw.x, raw.y)
        return Located(*to_wgs84(judgement.datum, x, y))
    shapes = raw.shapes
    if judgement.swapped:
        shapes = shapely.transform(shapes, lambda coordinates: coordinates[:, ::-1])
    shapes = shapes_to_wgs84(judgement.datum, shapes)
    return Located(*representative_points(shapes), shapes)


def lost_positions(raw: RawPositions, located: Located, lines: LongArray) -> list[Finding]:
    """Return a finding for each row whose position the datum puts nowhere.

    Parameters
    ----------
    lines
        As in `Table.lines`, shape (n,).
    """
    lost = np.flatnonzero(raw.placed & np.isnan(located.lon)).tolist()
    return [
        finding_of(NOWHERE, line=int(lines[row]), column=None, cell=f"{raw.x[row]}, {raw.y[row]}")
        for row in lost
    ]


def locate_pairs(
    pairs: Sequence[tuple[float, float] | None], judgement: DatumJudgement
) -> list[tuple[float, float] | None]:
    """Return further positions of a file, such as entrances, in WGS 84 (longitude, latitude).

    Parameters
    ----------
    pairs
        x and y in the datum of the file's positions, in this order whatever order those have.
        None stays None, as does what the datum puts nowhere.
    """
    if judgement.datum is None or judgement.refused:
        raise IntakeError(judgement.reason.en)
    numbers = np.array([(np.nan, np.nan) if pair is None else pair for pair in pairs], np.float64)
    x, y = numbers.reshape(-1, 2).T
    lon, lat = to_wgs84(judgement.datum, x, y)
    return [
        None if np.isnan(east) else (east, north)
        for east, north in zip(lon.tolist(), lat.tolist(), strict=True)
    ]
