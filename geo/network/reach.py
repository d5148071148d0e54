"""The area that is served along a network, drawn: where a household would be within reach.

A grid is laid over the place and each of its points joined to the network as a household is. What
lies within reach is then a field of distances, and its outline is found by interpolation between
the points (marching squares). So the drawn area and the counted households follow from one rule,
and other facilities or another threshold cost a search and no geometry. The outline is exact to a
part of a cell along a way, and to a cell where the nearest way changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.contour import area_below
from geo.geodesic import FloatArray
from geo.network.joining import JOIN_LIMIT_M, Joiner, Joins

# A grid of so many points is joined in a third of a second.
MOST_POINTS = 200_000
FINEST_M = 10.0


@dataclass(frozen=True, eq=False)
class Grid:
    """Points over a place, joined to a network: rows from south to north, columns from the west.

    Parameters
    ----------
    x, y
        Of columns and rows, in metres of the plane.
    joins
        One a point, row by row.
    limit_m
        What is farther from any way is not joined.
    """

    x: FloatArray
    y: FloatArray
    joins: Joins
    limit_m: float

    @property
    def cell_m(self) -> float:
        """How far its points are apart."""
        return float(self.x[1] - self.x[0])


def grid_over(
    joiner: Joiner,
    bounds: tuple[float, float, float, float],
    *,
    limit_m: float = JOIN_LIMIT_M,
    most_points: int = MOST_POINTS,
) -> Grid:
    """Return a grid over a box, as fine as `most_points` allow, and not finer than `FINEST_M`.

    Parameters
    ----------
    bounds
        West, south, east, north in metres of the network's plane.
    """
    west, south, east, north = bounds
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    # Whole metres, so that a slightly other box has the same cells.
    cell_m = max(FINEST_M, math.ceil(math.sqrt(wide * high / most_points)))
    # One more on each side: outlines are then closed outside of the box.
    x = west + cell_m * np.arange(-1.0, math.ceil(wide / cell_m) + 2)
    y = south + cell_m * np.arange(-1.0, math.ceil(high / cell_m) + 2)
    places = np.column_stack((np.tile(x, len(y)), np.repeat(y, len(x))))
    # A little more than counts, so that the limit itself can be drawn.
    return Grid(x, y, joiner.join(places, limit_m=limit_m + 2 * cell_m), limit_m)


def served_area(grid: Grid, distance_m: FloatArray, threshold_m: float) -> Any:
    """Return where a household would be within reach, a Polygon or MultiPolygon in the plane.

    Parameters
    ----------
    distance_m
        Of each of the grid's points to the nearest facility, shape (n,).
    threshold_m
        How far is within reach.
    """
    # Below zero where served; at the join limit it rises through zero as at the threshold.
    field = np.maximum(distance_m - threshold_m, grid.joins.access_m - grid.limit_m)
    field = np.where(np.isnan(field), np.inf, field)
    # Beyond reach without end would draw every outline halfway: a cell's width beyond is enough.
    field = np.clip(field, -threshold_m, max(2 * grid.cell_m, 1.0))
    return area_below(grid.x, grid.y, field.reshape(len(grid.y), len(grid.x)))
