"""The positions of a table: from two columns, from one, or from geometries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
import shapely

from geo.geodesic import FloatArray
from layers.intake.column_map import PositionColumns
from layers.intake.positions.cell import number_in
from layers.intake.positions.pair import pair_in
from layers.intake.positions.raw import RawPositions
from layers.intake.positions.shapes import representative_points, shapes_in
from layers.intake.positions.words import HALF, SAME_AXIS, UNREADABLE, ZERO, Trouble, finding_of
from layers.intake.table import Cell, IntakeError, ObjectArray, Table

# Headings that do not say which coordinate they hold: X, Y坐标, x_coord.
LETTER = re.compile(r"\W*[xy](?:[\W_]*(?:坐标|座標|coord\w*))?(?:[\W_]*\w?)?", re.IGNORECASE)
Order = Literal["lon_lat", "lat_lon"]

# Of pairs, the number that reaches beyond 90 is the longitude; a few slips do not change that.
MOST_SLIPS = 0.05


def read_positions(table: Table, position: PositionColumns) -> RawPositions:
    """Read the positions of a table's rows, whatever way they are written.

    Rows without a position get NaN and no finding; those that cannot be read, or can be read in
    two ways, get NaN and a finding with the line, the column and the cell.

    Raises
    ------
    IntakeError
        When the table lacks a column that is asked for, or the geometries.
    """
    columns = [_cells(table, name) for name in position.columns]
    match position.sort, columns:
        case "columns", [xs, ys]:
            return _from_columns(table, position.columns, xs, ys)
        case "pair", [cells]:
            return _from_pairs(table, position, cells)
        case "geometry", [cells]:
            shapes, troubles, crs = shapes_in(cells)
            [name] = position.columns
            return _from_shapes(table, shapes, name=name, cells=cells, troubles=troubles, crs=crs)
        case "geometry", []:
            if table.geometries is None:
                raise IntakeError(f"{table.file} has no geometries; say which columns hold them")
            return _from_shapes(table, table.geometries)
        case "none", []:
            nothing = np.full(len(table), np.nan)
            return RawPositions(nothing, nothing.copy())
    raise IntakeError(
        f"positions by {position.sort!r} cannot come from columns {list(position.columns)}"
    )


def _cells(table: Table, name: str) -> list[Cell]:
    try:
        return table.columns[name]
    except KeyError:
        known = ", ".join(table.columns)
        raise IntakeError(f"{table.file} has no column {name!r}; it has: {known}") from None


class _Column(NamedTuple):
    """A column's numbers, which of the two each says it is (0: does not say), what is wrong."""

    values: FloatArray
    says: np.ndarray[Any, np.dtype[np.int8]]
    troubles: dict[int, Trouble]


SAYS = {None: 0, "x": 1, "y": 2}


def _numbers(cells: Sequence[Cell]) -> _Column:
    values = np.full(len(cells), np.nan)
    says = np.zeros(len(cells), np.int8)
    troubles: dict[int, Trouble] = {}
    for row, cell in enumerate(cells):
        if type(cell) is float:
            values[row] = cell
            continue
        read = number_in(cell)
        if isinstance(read, Trouble):
            troubles[row] = read
        elif read is not None:
            values[row], says[row] = read.value, SAYS[read.axis]
    infinite = np.isinf(values)
    values[infinite] = np.nan
    troubles.update(dict.fromkeys(np.flatnonzero(infinite).tolist(), UNREADABLE))
    return _Column(values, says, troubles)


def _from_columns(
    table: Table, names: Sequence[str], xs: Sequence[Cell], ys: Sequence[Cell]
) -> RawPositions:
    one, other = _numbers(xs), _numbers(ys)
    # 北纬 in the column of longitudes is worth more than the heading.
    swapped = (one.says == SAYS["y"]) | (other.says == SAYS["x"])
    x = np.where(swapped, other.values, one.values)
    y = np.where(swapped, one.values, other.values)
    troubles = {row: (trouble, names[0], xs[row]) for row, trouble in one.troubles.items()}
    for row, trouble in other.troubles.items():
        troubles.setdefault(row, (trouble, names[1], ys[row]))
    for row in np.flatnonzero((one.says == other.says) & (one.says > 0)).tolist():
        troubles[row] = (SAME_AXIS, names[1], ys[row])
    for row in np.flatnonzero(np.isnan(one.values) != np.isnan(other.values)).tolist():
        empty = names[0] if np.isnan(one.values[row]) else names[1]
        troubles.setdefault(row, (HALF, empty, None))
    for row in np.flatnonzero((x == 0) & (y == 0)).tolist():
        troubles[row] = (ZERO, names[0], f"{xs[row]}, {ys[row]}")
    # Surveyors call northings X, programmers longitudes.
    said = bool(one.says.any()) or not all(LETTER.fullmatch(name) for name in names)
    return _whole(table, x, y, troubles, order_known=said)


def _from_pairs(table: Table, position: PositionColumns, cells: Sequence[Cell]) -> RawPositions:
    [name] = position.columns
    first, second = np.full(len(cells), np.nan), np.full(len(cells), np.nan)
    ordered = np.zeros(len(cells), bool)
    troubles: dict[int, tuple[Trouble, str, Any]] = {}
    for row, cell in enumerate(cells):
        pair = pair_in(cell)
        if isinstance(pair, Trouble):
            troubles[row] = (pair, name, cell)
        elif pair is not None:
            first[row], second[row], ordered[row] = pair
    for row in np.flatnonzero((first == 0) & (second == 0)).tolist():
        troubles[row] = (ZERO, name, cells[row])
    order = position.order or _order_by_numbers(first[~ordered], second[~ordered])
    turned = ~ordered & (order == "lat_lon")
    x, y = np.where(turned, second, first), np.where(turned, first, second)
    known = order is not None or bool(ordered[~np.isnan(first)].all())
    return _whole(table, x, y, troubles, order_known=known)


def _order_by_numbers(first: FloatArray, second: FloatArray) -> Order | None:
    """Return which number comes first, where only one of them can be a latitude."""
    degrees = (np.abs(first) <= 180) & (np.abs(second) <= 180)
    if not degrees.any():
        return None
    beyond = [float((np.abs(numbers[degrees]) > 90).mean()) for numbers in (first, second)]
    if max(beyond) == 0 or min(beyond) > MOST_SLIPS * max(beyond):
        return None
    return "lon_lat" if beyond[0] > beyond[1] else "lat_lon"


def _from_shapes(
    table: Table,
    shapes: ObjectArray,
    *,
    name: str | None = None,
    cells: Sequence[Cell] | None = None,
    troubles: Mapping[int, Trouble] | None = None,
    crs: str | None = None,
) -> RawPositions:
    shapes = np.array(shapes, dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    x, y = representative_points(shapes)
    wrong = {
        row: (trouble, name, cells and cells[row]) for row, trouble in (troubles or {}).items()
    }
    for row in np.flatnonzero((x == 0) & (y == 0)).tolist():
        wrong[row] = (ZERO, name, shapely.to_wkt(shapes[row]))
    raw = _whole(table, x, y, wrong)
    shapes[~raw.placed] = None
    return replace(raw, shapes=shapes, crs=crs)


def _whole(
    table: Table,
    x: FloatArray,
    y: FloatArray,
    troubles: Mapping[int, tuple[Trouble, str | None, Any]],
    *,
    order_known: bool = True,
) -> RawPositions:
    x, y = np.array(x), np.array(y)
    missing = ~(np.isfinite(x) & np.isfinite(y))
    missing[list(troubles)] = True
    x[missing] = y[missing] = np.nan
    findings = tuple(
        finding_of(trouble, line=int(table.lines[row]), column=column, cell=cell)
        for row, (trouble, column, cell) in sorted(troubles.items())
    )
    return RawPositions(x, y, order_known=order_known, findings=findings)
