"""Where people live: points with a weight, each checked; areas spread over what is in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.index import BoolArray, IntArray
from geo.inside import first_area
from geo.plane import ObjectArray

Reason = Literal[
    "no_position", "not_on_earth", "no_weight", "negative_weight", "broken_shape", "no_area"
]

# Two houses are about so far apart; a community of a hectare then has four points.
STEP_M = 50.0
MOST_POINTS = 400


@dataclass(frozen=True)
class Refused:
    """One row that is left out of an analysis, and why."""

    row: int
    reason: Reason


@dataclass(frozen=True, eq=False)
class Demand:
    """Points where somebody lives, one row a point.

    Parameters
    ----------
    places
        In metres of a plane, shape (d, 2).
    weight
        Households, people, dwellings; 0 or more, shape (d,).
    owners
        The row of what each point came from: a community, a building, a line of a table.
    """

    places: FloatArray
    weight: FloatArray
    owners: IntArray

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def total(self) -> float:
        """The weight of all points."""
        return math.fsum(self.weight.tolist())


def refused_points(
    lon: FloatArray, lat: FloatArray, weight: FloatArray
) -> tuple[BoolArray, tuple[Refused, ...]]:
    """Return which points can be counted, shape (n,), and why the others cannot.

    A point without a position, off the earth, or without a weight of 0 or more is refused; the
    others stay.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,).
    weight
        Shape (n,).
    """
    reasons: dict[Reason, BoolArray] = {
        "no_position": ~(np.isfinite(lon) & np.isfinite(lat)),
        "not_on_earth": (np.abs(lon) > 180) | (np.abs(lat) > 90),
        "no_weight": ~np.isfinite(weight),
        "negative_weight": weight < 0,
    }
    return _first_reasons(reasons, len(weight))


def refused_areas(shapes: ObjectArray, weight: FloatArray) -> tuple[BoolArray, tuple[Refused, ...]]:
    """Return which areas and points can be counted, and why the others cannot, as for points.

    Parameters
    ----------
    shapes
        shapely geometries, shape (n,); None is no position.
    """
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    with np.errstate(invalid="ignore"):
        finite = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    reasons: dict[Reason, BoolArray] = {
        "no_position": missing | ~finite,
        "broken_shape": ~(missing | shapely.is_valid(shapes)),
        "no_weight": ~np.isfinite(weight),
        "negative_weight": weight < 0,
    }
    return _first_reasons(reasons, len(weight))


def _first_reasons(
    reasons: dict[Reason, BoolArray], count: int
) -> tuple[BoolArray, tuple[Refused, ...]]:
    usable = np.ones(count, bool)
    refused: list[Refused] = []
    for reason, rows in reasons.items():
        refused.extend(Refused(row, reason) for row in np.flatnonzero(rows & usable).tolist())
        usable &= ~rows
    return usable, tuple(sorted(refused, key=lambda one: one.row))


def spread(
    shapes: ObjectArray,
    weight: FloatArray,
    *,
    buildings: FloatArray | None = None,
    building_weight: FloatArray | None = None,
    step_m: float = STEP_M,
) -> Demand:
    """Return the weight of areas spread over the buildings in them, or evenly where there are none.

    Each area's weight stays what it is. A point keeps its place; one of several points has its
    share. A building that lies in several areas counts for the first of them.

    Parameters
    ----------
    shapes
        Points and areas in metres of a plane, valid, shape (n,).
    weight
        Of each, 0 or more, shape (n,).
    buildings
        Where buildings are, in the plane, shape (b, 2).
    building_weight
        How much each counts within its area, such as its floor area, shape (b,); the same if not
        given, or where those in an area add up to nothing.
    step_m
        How far the points are apart that an area without buildings is spread over.
    """
    is_point = shapely.get_type_id(shapes) == 0
    spots, others = np.flatnonzero(is_point), np.flatnonzero(~is_point)
    if buildings is None:
        buildings = np.empty((0, 2))
    if building_weight is None:
        building_weight = np.ones(len(buildings))
    inside = first_area(shapes, buildings)
    order = np.argsort(inside, kind="stable")
    low = np.searchsorted(inside[order], others)
    high = np.searchsorted(inside[order], others, side="right")
    places, weights = [shapely.get_coordinates(shapes[spots])], [weight[spots]]
    owners = [spots]
    for row, begin, end in zip(others.tolist(), low.tolist(), high.tolist(), strict=True):
        rows = order[begin:end]
        points = buildings[rows] if len(rows) else _points_in(shapes[row], step_m)
        parts = building_weight[rows] if len(rows) else np.ones(len(points))
        parts = parts if parts.sum() > 0 else np.ones(len(points))
        places.append(points)
        weights.append(weight[row] * parts / parts.sum())
        owners.append(np.full(len(points), row))
    # In the order of the rows, whatever they are.
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return Demand(np.concatenate(places)[order], np.concatenate(weights)[order], owner[order])


def _points_in(shape: Any, step_m: float) -> FloatArray:
    """Return points spread evenly over an area, at least one; those of a point or a line."""
    area = shapely.area(shape)
    if not area:
        return np.asarray(shapely.get_coordinates(shape), np.float64)
    step = max(step_m, math.sqrt(area / MOST_POINTS))
    west, south, east, north = shapely.bounds(shape).tolist()
    x, y = (
        low + (high - low) * (np.arange(count) + 0.5) / count
        for low, high in ((west, east), (south, north))
        for count in [max(1, round((high - low) / step))]
    )
    places = np.column_stack((np.tile(x, len(y)), np.repeat(y, len(x))))
    places = places[shapely.contains_xy(shape, places[:, 0], places[:, 1])]
    if len(places):
        return places
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(shape)), np.float64)
