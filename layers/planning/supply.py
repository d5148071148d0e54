"""The facilities of a question: a layer, filtered as elsewhere, and what is added or moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.network.gates import Gates, area_gates, joined_gates, point_gates
from geo.plane import ObjectArray
from layers._layer import Text
from layers.find.select import EVERYTHING, Selection, matching_rows
from layers.hours import Clock
from layers.planning.errors import PlanningError
from layers.planning.ground import Ground
from layers.store.snapshot import Snapshot

# What is not there yet, or not any more, serves nobody, unless the question asks for it.
NOT_IN_USE = frozenset({"planned", "under_construction", "closed"})
MOST_SHOWN = 5


@dataclass(frozen=True)
class Added:
    """A facility that is not there: proposed, or put on the map to see what changes."""

    lon: float
    lat: float
    name: str = ""
    capacity: float | None = None


@dataclass(frozen=True)
class Supply:
    """Which facilities serve.

    Parameters
    ----------
    selection
        Filters and times, as for the layer's items.
    also_not_in_use
        Whether planned, unfinished and closed facilities count as well.
    added
        Facilities that are not in the layer.
    moved
        Id, longitude and latitude of facilities that stand elsewhere.
    removed
        Ids of facilities that are taken away.
    capacity
        The field that says how much each serves, for accessibility.
    """

    selection: Selection = EVERYTHING
    also_not_in_use: bool = False
    added: tuple[Added, ...] = ()
    moved: tuple[tuple[str, float, float], ...] = ()
    removed: frozenset[str] = frozenset()
    capacity: str | None = None


@dataclass(frozen=True, eq=False)
class Facilities:
    """The facilities that serve, one row each.

    Parameters
    ----------
    ids, names
        An added one has the id `added-1`, `added-2`, …
    shapes
        In the plane, shape (f,).
    entrances
        Positions in the plane at which an area is reached, shape (e, 2), and whose they are.
    entrance_of
        Shape (e,).
    capacity
        NaN where unknown or not asked for, shape (f,).
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    shapes: ObjectArray
    entrances: FloatArray = field(repr=False)
    entrance_of: np.ndarray[Any, np.dtype[np.intp]] = field(repr=False)
    capacity: FloatArray = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    def gates(self, ground: Ground, limit_m: float) -> Gates:
        """Return where they are reached from the network.

        Known entrances alone count; a facility without any is reached at its point, or an area
        along its edge.
        """
        network, joiner = ground.network, ground.joiner
        assert network is not None
        joins = joiner.join(self.entrances, limit_m=limit_m)
        by_entrance = point_gates(joins, self.entrance_of, len(self))
        plain = np.setdiff1d(np.arange(len(self)), self.entrance_of)
        areas = plain[shapely.get_dimensions(self.shapes[plain]) == 2]
        by_edge = area_gates(network, joiner, self.shapes[areas], limit_m=limit_m)
        spots, owner = shapely.get_coordinates(
            self.shapes[np.setdiff1d(plain, areas)], return_index=True
        )
        joins = joiner.join(spots, limit_m=limit_m)
        by_point = point_gates(joins, np.setdiff1d(plain, areas)[owner], len(self))
        by_edge = Gates(
            by_edge.edges,
            by_edge.from_m,
            by_edge.to_m,
            by_edge.access_m,
            areas[by_edge.facilities],
            len(self),
        )
        return joined_gates(by_entrance, by_point, by_edge)


def facilities_of(snapshot: Snapshot, supply: Supply, ground: Ground, clock: Clock) -> Facilities:
    """Return the facilities of a layer that a question counts as serving.

    Raises
    ------
    PlanningError
        When an id to move or to remove is not in the layer, or an added one has no position.
    """
    _checked(snapshot, supply)
    rows = matching_rows(snapshot, supply.selection, clock).tolist()
    features = dict(zip(rows, snapshot.decoded(rows), strict=True))
    asks_status = any(one.field == "status" for one in supply.selection.filters)
    kept = [
        row
        for row in rows
        if features[row]["id"] not in supply.removed
        and (
            supply.also_not_in_use
            or asks_status
            or features[row]["properties"].get("status") not in NOT_IN_USE
        )
    ]
    moved = {name: (lon, lat) for name, lon, lat in supply.moved}
    ids, names, shapes, capacity = [], [], [], []
    doors: list[tuple[float, float, int]] = []
    for number, row in enumerate(kept):
        feature, properties = features[row], features[row]["properties"]
        ids.append(feature["id"])
        names.append(properties.get("name") or "")
        shape = None if snapshot.shapes is None else snapshot.shapes[row]
        at = moved.get(feature["id"])
        if at is not None or shape is None or shapely.get_type_id(shape) == 0:
            lon, lat = at or (float(snapshot.lon[row]), float(snapshot.lat[row]))
            shape = shapely.Point(lon, lat)
        elif shapely.get_dimensions(shape) == 2:
            known = properties.get("entrances") or [properties.get("access_point")]
            doors += [(*door, number) for door in known if door]
        shapes.append(shape)
        amount = properties.get(supply.capacity) if supply.capacity else None
        capacity.append(float("nan") if amount is None else float(amount))
    for number, one in enumerate(supply.added, 1):
        ids.append(f"added-{number}")
        names.append(one.name)
        shapes.append(shapely.Point(one.lon, one.lat))
        capacity.append(float("nan") if one.capacity is None else one.capacity)
    table = np.array(doors, np.float64).reshape(-1, 3)
    return Facilities(
        tuple(ids),
        tuple(names),
        ground.plane.shapes_from_wgs84(np.array([None, *shapes], object)[1:]),
        ground.plane.from_wgs84(table[:, 0], table[:, 1]),
        table[:, 2].astype(np.intp),
        np.array(capacity, np.float64),
    )


def _checked(snapshot: Snapshot, supply: Supply) -> None:
    wanted = [*supply.removed, *(name for name, _, _ in supply.moved)]
    missing = [name for name in sorted(wanted) if snapshot.row_of(name) is None]
    if missing:
        shown = ", ".join(missing[:MOST_SHOWN])
        raise PlanningError(
            Text(
                f"图层 {snapshot.layer.name} 中没有编号 {shown}，请核对。",
                f"Layer {snapshot.layer.name} has no {shown}; look the ids up in the layer.",
            )
        )
    spots = [(one.lon, one.lat) for one in supply.added]
    spots += [(lon, lat) for _, lon, lat in supply.moved]
    for lon, lat in spots:
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise PlanningError(
                Text(
                    f"({lon}, {lat}) 不是经纬度，请按“经度,纬度”填写。",
                    f"({lon}, {lat}) is no position; give longitude and latitude in degrees.",
                )
            )
