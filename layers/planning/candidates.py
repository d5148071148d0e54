"""Where something could be built: facilities of a layer, given points, a grid, points of ways."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.index import BoolArray
from geo.plane import ObjectArray
from geo.siting.problem import too_close
from geo.zones import usable_zones
from layers._layer import Text
from layers.planning.errors import PlanningError
from layers.planning.ground import Ground
from layers.planning.pairs import PLANE_M

# Two corners of a street are hardly nearer than this, and a toilet is not built to the metre.
STEP_M = 100.0
# Beyond so many candidates a question is thinned out, and says so.
MOST_CANDIDATES = 2000
# Of a grid that candidates are taken from.
MOST_POINTS = 500_000


@dataclass(frozen=True, eq=False)
class Candidates:
    """Where something could be built, one row a spot.

    Parameters
    ----------
    source
        What they are, in words.
    places
        In the plane, shape (c, 2).
    names
        Empty where they have none.
    """

    source: Text
    places: FloatArray
    names: tuple[str, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.places)


def point_candidates(
    source: Text, lon: FloatArray, lat: FloatArray, names: tuple[str, ...], ground: Ground
) -> Candidates:
    """Return given positions as candidates; those without a position are left out."""
    places = ground.plane.from_wgs84(lon, lat)
    known = np.flatnonzero(np.isfinite(places).all(axis=1))
    return Candidates(source, places[known], tuple(names[row] for row in known.tolist()))


def grid_candidates(
    ground: Ground,
    *,
    step_m: float = STEP_M,
    most: int = MOST_CANDIDATES,
    near: FloatArray | None = None,
    within_m: float = math.inf,
) -> Candidates:
    """Return points on a grid over the place, coarser than `step_m` where they were too many.

    Parameters
    ----------
    near, within_m
        Only points that lie so near to one of these places of the plane, shape (n, 2).
    """
    step = max(step_m, math.sqrt(shapely.area(ground.outline) / MOST_POINTS))
    while True:
        places = _close_to(_grid(ground.outline, step), near, within_m)
        if len(places) <= most:
            break
        step *= max(1.02, math.sqrt(len(places) / most) * 0.99)
    words = Text(f"间距 {step:.0f} 米的网格点", f"points on a grid of {step:.0f} m")
    return Candidates(words, places, ("",) * len(places))


def network_candidates(
    ground: Ground,
    *,
    step_m: float = STEP_M,
    most: int = MOST_CANDIDATES,
    near: FloatArray | None = None,
    within_m: float = math.inf,
) -> Candidates:
    """Return junctions of the walking network, one a cell of `step_m` or more.

    Parameters
    ----------
    near, within_m
        As for `grid_candidates`.

    Raises
    ------
    PlanningError
        The place has no network.
    """
    ground.check_walkable()
    assert ground.network is not None
    nodes = ground.network.nodes
    nodes = nodes[shapely.contains_xy(ground.outline, nodes[:, 0], nodes[:, 1])]
    nodes, step = _close_to(nodes, near, within_m), step_m
    places = _thinned(nodes, step)
    while len(places) > most:
        step *= 1.1
        places = _thinned(nodes, step)
    words = Text(f"路网节点（每 {step:.0f} 米取一）", f"junctions, one in {step:.0f} m")
    return Candidates(words, places, ("",) * len(places))


def _close_to(places: FloatArray, near: FloatArray | None, within_m: float) -> FloatArray:
    """Return the places where somebody lives near enough: elsewhere nobody would be served."""
    if near is None or not len(places):
        return places
    if not len(near):
        return places[:0]
    apart: Any = cKDTree(near).query(places, distance_upper_bound=within_m * PLANE_M)[0]
    return np.asarray(places[np.isfinite(apart)])


def _grid(outline: Any, step: float) -> FloatArray:
    west, south, east, north = shapely.bounds(outline).tolist()
    # On whole steps, so that a slightly other outline has the same points.
    x = np.arange(math.ceil(west / step), east / step) * step
    y = np.arange(math.ceil(south / step), north / step) * step
    places = np.column_stack((np.tile(x, len(y)), np.repeat(y, len(x))))
    return places[shapely.contains_xy(outline, places[:, 0], places[:, 1])]


def _thinned(nodes: FloatArray, step: float) -> FloatArray:
    """Return the node nearest to the middle of each cell that has any."""
    cell = np.floor(nodes / step)
    off = np.hypot(*((nodes / step - cell) - 0.5).T)
    order = np.lexsort((nodes[:, 1], nodes[:, 0], off, cell[:, 1], cell[:, 0]))
    first = np.ones(len(order), bool)
    first[1:] = (np.diff(cell[order], axis=0) != 0).any(axis=1)
    return nodes[order[first]]


def allowed_places(places: FloatArray, ground: Ground, forbidden: ObjectArray | None) -> BoolArray:
    """Return which spots lie in the place and in no forbidden area, shape (c,).

    Parameters
    ----------
    forbidden
        Areas in WGS 84; None for none.

    Raises
    ------
    PlanningError
        A forbidden area is none, or crosses itself: to leave it out would allow it.
    """
    inside = shapely.intersects_xy(ground.outline, places[:, 0], places[:, 1])
    if forbidden is None or not len(forbidden):
        return np.asarray(inside)
    areas, faults = usable_zones(ground.plane.shapes_from_wgs84(forbidden))
    wrong = [fault.row + 1 for fault in faults if fault.reason in ("not_an_area", "crosses_itself")]
    if wrong:
        raise PlanningError(
            Text(
                f"第 {wrong[0]} 个禁建区不是有效的面（或自相交），请修改后重试。",
                f"Forbidden area {wrong[0]} is no valid area (or crosses itself); mend it first.",
            )
        )
    closed = shapely.union_all(areas)
    shapely.prepare(closed)
    return np.asarray(inside & ~shapely.intersects_xy(closed, places[:, 0], places[:, 1]))


def spacing_conflicts(
    existing: FloatArray, candidates: FloatArray, spacing_m: float
) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return pairs of existing sites (first) and candidates that are too close, shape (k, 2).

    Two existing sites stand where they stand.
    """
    pairs = too_close(np.concatenate((existing, candidates)), spacing_m)
    return pairs[(pairs >= len(existing)).any(axis=1)]
