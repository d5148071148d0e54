"""How much of a supply each place can reach, and how unequally: one question, one result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.accessibility import Method as CatchmentMethod
from geo.accessibility import accessibility, gini, palma
from geo.demand import Demand
from geo.geodesic import FloatArray
from geo.network.joining import JOIN_LIMIT_M
from geo.network.pairs import Pairs
from layers._layer import Text
from layers.planning.coverage_result import Method
from layers.planning.demand import DemandRows
from layers.planning.ground import Ground
from layers.planning.pairs import straight_pairs, walking_pairs
from layers.planning.result import Made, Threshold, amount, made_of
from layers.planning.scene import Scene
from layers.planning.supply import Facilities, Supply

METHODS: dict[CatchmentMethod, Text] = {
    "2sfca": Text("两步移动搜索法（Luo & Wang 2003）", "2SFCA (Luo & Wang 2003)"),
    "e2sfca": Text("增强两步移动搜索法（Luo & Qi 2009）", "E2SFCA (Luo & Qi 2009)"),
    "3sfca": Text("三步移动搜索法（Wan 等 2012）", "3SFCA (Wan et al. 2012)"),
}


@dataclass(frozen=True)
class AccessQuestion:
    """What is asked.

    Parameters
    ----------
    supply
        With the field that says how much each facility has; without one, each counts as 1.
    catchment
        Which of the catchment methods.
    method
        By which distance.
    """

    supply: Supply
    threshold: Threshold
    catchment: CatchmentMethod = "e2sfca"
    method: Method = "network"
    join_limit_m: float = JOIN_LIMIT_M


@dataclass(frozen=True)
class RowAccess:
    """What one row of the demand has: supply a household, its points' mean."""

    id: str
    name: str
    zone: str | None
    weight: float
    access: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**self.__dict__, "weight": amount(self.weight), "access": amount(self.access)}


@dataclass(frozen=True)
class AccessResult:
    """The answer to a question of accessibility.

    Parameters
    ----------
    rows
        The worst first.
    supply_total, supply_unknown
        What all facilities have together, and ids of those that do not say how much they have,
        which are left out.
    gini, palma
        None where nobody has anything; Palma also where the worst-off have nothing.
    """

    made: Made
    catchment: CatchmentMethod
    method: Method
    threshold: Threshold
    capacity: str | None
    rows: tuple[RowAccess, ...]
    supply_total: float
    supply_unknown: tuple[str, ...]
    mean: float
    gini: float | None
    palma: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "made": self.made.as_dict(),
            "catchment": self.catchment,
            "catchment_words": METHODS[self.catchment]._asdict(),
            "method": self.method,
            "threshold": self.threshold.as_dict(),
            "capacity": self.capacity,
            "rows": [row.as_dict() for row in self.rows],
            "supply_total": amount(self.supply_total),
            "supply_unknown": list(self.supply_unknown),
            "mean": amount(self.mean),
            "gini": None if self.gini is None else amount(self.gini),
            "palma": None if self.palma is None else amount(self.palma),
        }


def answer_access(question: AccessQuestion, scene: Scene) -> AccessResult:
    """Return how much of a layer's supply each row of the demand can reach.

    Raises
    ------
    PlanningError
        Nothing can be counted, or distances on foot are asked where there is no network.
    """
    if question.method == "network":
        scene.ground.check_walkable()
    facilities, counted = scene.facilities(question.supply), scene.counted()
    demand = counted.points
    amounts = facilities.capacity if question.supply.capacity else np.ones(len(facilities))
    unknown = np.isnan(amounts)
    found = accessibility(
        _pairs(question, facilities, demand, scene.ground),
        demand.weight,
        np.where(unknown, 0.0, amounts),
        question.threshold.metres,
        method=question.catchment,
    )
    heads = demand.weight
    mean = float((found.of_places * heads).sum() / heads.sum()) if heads.sum() > 0 else 0.0
    return AccessResult(
        made=made_of(scene, len(facilities), counted, question.join_limit_m),
        catchment=question.catchment,
        method=question.method,
        threshold=question.threshold,
        capacity=question.supply.capacity,
        rows=_rows(scene.demand, demand, found.of_places),
        supply_total=float(np.nansum(amounts)),
        supply_unknown=tuple(facilities.ids[row] for row in np.flatnonzero(unknown).tolist()),
        mean=mean,
        gini=gini(found.of_places, heads),
        palma=palma(found.of_places, heads),
    )


def _pairs(
    question: AccessQuestion, facilities: Facilities, demand: Demand, ground: Ground
) -> Pairs:
    limit_m, shapes = question.threshold.metres, facilities.shapes
    if question.method == "straight":
        return straight_pairs(ground, shapes, demand.places, limit_m)
    gates = facilities.gates(ground, question.join_limit_m)
    return walking_pairs(ground, gates, shapes, demand.places, limit_m, question.join_limit_m)


def _rows(rows: DemandRows, demand: Demand, access: FloatArray) -> tuple[RowAccess, ...]:
    count = len(rows)
    weight = np.bincount(demand.owners, demand.weight, count)
    had = np.bincount(demand.owners, demand.weight * access, count)
    found = [
        RowAccess(
            rows.ids[row],
            rows.names[row],
            rows.zones[row],
            float(weight[row]),
            float(had[row] / weight[row]),
        )
        for row in np.flatnonzero(weight > 0).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (one.access, one.id)))
