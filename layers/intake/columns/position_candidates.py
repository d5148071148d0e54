"""The ways in which a file may give its positions, found by headings and checked by cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from layers._layer import Text
from layers.intake.column_map import PositionColumns
from layers.intake.columns.coordinate_cells import Look, look
from layers.intake.columns.coordinate_headings import (
    CoordinateHeading,
    Order,
    Part,
    coordinate_heading,
)
from layers.intake.columns.proposal import DatumHint
from layers.intake.table import Cell, Table

# Of a column's filled cells, that must be what its heading says.
LEAST_FIT = 0.5
LATITUDE_MOST, LONGITUDE_MOST = 90.0, 180.0
# Gauss-Krüger in China: metres from the equator, from 18° to 54° north, and to the east with a
# false easting of 500 km, alone or behind the number of the zone.
CHINA_NORTHING = (1_900_000.0, 6_100_000.0)
CHINA_EASTING = ((100_000.0, 900_000.0), (13_000_000.0, 46_000_000.0))
# The order of candidates, see `position`; after NAMED comes a named datum that is not WGS 84.
OWN, DRAWN, NAMED, DEGREES, PAIR, PROJECTED = 0, 1, 2, 4, 5, 6


@dataclass(frozen=True)
class Candidate:
    """One way to get positions from the file.

    Parameters
    ----------
    rank
        Its place in the order above; lower goes first.
    filled
        Share of the rows that have it.
    note
        What was decided about it, in words.
    """

    position: PositionColumns
    rank: int
    filled: float
    reason: Text
    datum: DatumHint | None = None


class Columns:
    """The columns of a table as coordinates, looked at when they are asked for."""

    def __init__(self, cells: Mapping[str, Sequence[Cell]]) -> None:
        self._cells = cells
        self._looks: dict[str, Look] = {}

    def look(self, column: str) -> Look:
        """Return what a column looks like."""
        if column not in self._looks:
            heading = coordinate_heading(column)
            half = heading is not None and heading.part not in ("pair", "geometry")
            self._looks[column] = look(self._cells[column], half=half)
        return self._looks[column]

    @cached_property
    def headings(self) -> dict[str, CoordinateHeading]:
        """The columns whose headings and cells are coordinates; empty ones too."""
        found = {column: coordinate_heading(column) for column in self._cells}
        return {
            column: heading
            for column, heading in found.items()
            if heading is not None and self._fits(column, heading.part)
        }

    def _fits(self, column: str, part: Part) -> bool:
        seen = self.look(column)
        if seen.filled == 0:
            return part in ("lon", "lat")
        if part == "geometry":
            return max(seen.drawn, seen.paired) >= LEAST_FIT
        if part == "pair":
            return max(seen.drawn, seen.paired) >= LEAST_FIT
        return seen.numeric >= LEAST_FIT


def own_geometry(table: Table) -> list[Candidate]:
    """Return as a candidate the file's own geometry, if any row has one."""
    if table.geometries is None:
        return []
    there = sum(shape is not None for shape in table.geometries)
    if not there:
        return []
    reason = Text("文件自带几何，以它为位置", "the file's own geometry is the position")
    return [Candidate(PositionColumns("geometry"), OWN, there / len(table), reason)]


def drawn_columns(seen: Columns) -> list[Candidate]:
    """Return as candidates the columns that hold geometries."""
    made = []
    for column, heading in seen.headings.items():
        cells = seen.look(column)
        if heading.part in ("geometry", "pair") and cells.drawn >= LEAST_FIT:
            reason = Text(f"“{column}”是几何（WKT 等）", f"{column!r} holds geometries")
            made.append(
                Candidate(
                    PositionColumns("geometry", (column,)),
                    DRAWN,
                    cells.filled,
                    reason,
                    _hint(column, heading),
                )
            )
    return made


def pairs_of_columns(seen: Columns) -> list[Candidate]:
    """Return as candidates two columns that are two halves of a position."""
    families: tuple[tuple[Part, Part], ...] = (("lon", "lat"), ("x", "y"), ("east", "north"))
    made = []
    for first, second in families:
        groups: dict[tuple[str | None, str], tuple[list[str], list[str]]] = {}
        for column, heading in seen.headings.items():
            group = groups.setdefault((heading.datum, heading.within), ([], []))
            if heading.part in (first, second):
                group[heading.part == second].append(column)
        for firsts, seconds in groups.values():
            made += [_candidate(seen, x, y, first) for x, y in zip(firsts, seconds, strict=False)]
    return made


def _candidate(seen: Columns, x: str, y: str, family: Part) -> Candidate:
    heading = seen.headings[x]
    over, up = seen.look(x), seen.look(y)
    filled = min(over.filled, up.filled)
    reason = Text(f"“{x}”和“{y}”是经度和纬度", f"{x!r} and {y!r} are longitude and latitude")
    position = PositionColumns("columns", (x, y))
    if filled == 0 or (over.degrees and up.degrees):
        if family == "x" and over.middle <= LATITUDE_MOST < abs(up.middle) <= LONGITUDE_MOST:
            position = PositionColumns("columns", (y, x))
            reason = Text(
                f"“{y}”的数值是经度，“{x}”是纬度（X 为北）",
                f"the numbers of {y!r} are longitudes, those of {x!r} latitudes (X is north)",
            )
        hint = _hint(x, heading)
        rank = DEGREES if hint is None else NAMED + (hint.datum not in ("wgs84", "EPSG:4490"))
        return Candidate(position, rank, filled, reason, hint)
    if family != "lon":
        reason = Text(f"“{x}”是东坐标，“{y}”是北坐标", f"{x!r} is the easting, {y!r} the northing")
    if family == "x" and _is_northing(over.middle) and _is_easting(up.middle):
        position = PositionColumns("columns", (y, x))
        reason = Text(
            f"测绘习惯 X 为北：“{y}”是东坐标，“{x}”是北坐标，由数值大小看出",
            f"X is north, as surveyors write: {y!r} is the easting, {x!r} the northing, as the "
            "numbers show",
        )
    return Candidate(position, PROJECTED, filled, reason)


def _is_northing(value: float) -> bool:
    return CHINA_NORTHING[0] <= value <= CHINA_NORTHING[1]


def _is_easting(value: float) -> bool:
    return any(least <= value <= most for least, most in CHINA_EASTING)


def columns_of_pairs(seen: Columns) -> list[Candidate]:
    """Return as candidates the columns that hold both numbers."""
    made = []
    for column, heading in seen.headings.items():
        cells = seen.look(column)
        if heading.part in ("pair", "geometry") and cells.paired >= LEAST_FIT:
            made.append(pair_candidate(column, heading, cells))
    return made


def pair_candidate(column: str, heading: CoordinateHeading, cells: Look) -> Candidate:
    """Return one column of both numbers as a candidate, with the order that can be told."""
    reason = Text(f"“{column}”一格里有两个数", f"{column!r} holds both numbers")
    order: Order | None = heading.order or ("lon_lat" if cells.lists else None)
    first, second = (np.abs(cells.pairs[:, place]) for place in (0, 1))
    if cells.pairs.size and float(np.median(np.maximum(first, second))) <= LONGITUDE_MOST:
        shown: Order | None = (
            "lon_lat"
            if np.median(first) > LATITUDE_MOST
            else "lat_lon"
            if np.median(second) > LATITUDE_MOST
            else None
        )
        if shown is not None and shown != order:
            words = (
                Text("，由数值看出经度在前", ", longitude first, as the numbers show")
                if shown == "lon_lat"
                else Text("，由数值看出纬度在前", ", latitude first, as the numbers show")
            )
            reason = Text(reason.zh + words.zh, reason.en + words.en)
            order = shown
    position = PositionColumns("pair", (column,), order)
    return Candidate(position, PAIR, cells.filled, reason, _hint(column, heading))


def _hint(column: str, heading: CoordinateHeading) -> DatumHint | None:
    if heading.datum is None:
        return None
    reason = Text(
        f"列名“{column}”写明了坐标系 {heading.datum}",
        f"the heading {column!r} names the datum {heading.datum}",
    )
    return DatumHint(heading.datum, reason)
