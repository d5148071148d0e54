"""Who is within reach of the facilities of a layer: the figures, the list, the gaps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.coverage import (
    Share,
    coverage_by,
    coverage_curve,
    coverage_share,
    distance_quantile,
    mean_distance_m,
    within,
)
from geo.demand import Demand
from geo.gaps import served_and_gaps
from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.network.distances import NO_FACILITY, Nearest
from geo.zones import ZoneFault, usable_zones, zone_of_places
from layers.hours import Clock
from layers.planning.coverage_result import (
    CoverageQuestion,
    CoverageResult,
    GapShown,
    Method,
    Reach,
    Uncovered,
    Zones,
)
from layers.planning.demand import Buildings, DemandRows, PlacedDemand, placed
from layers.planning.distances import OnFoot, on_foot, straight, straight_area, walked_area
from layers.planning.ground import Ground
from layers.planning.result import made_of
from layers.planning.supply import Facilities, facilities_of
from layers.store.snapshot import Snapshot

# Called with words (Chinese and English) and the share done, which never falls.
Progress = Callable[[str, float], None]

CURVE_STEP_M = 50.0
# The curve goes on to three times the threshold, and at least to a 15-minute circle.
CURVE_TIMES, CURVE_LEAST_M = 3, 1000.0
NO_ZONE = None


@dataclass(frozen=True, eq=False)
class _Measured:
    """Distances by one method, and the area that lies within reach by it."""

    method: Method
    nearest: Nearest
    area: Any
    walk: OnFoot | None = None


@dataclass(frozen=True, eq=False)
class _Counted:
    """The demand inside of the place, each point in its zone."""

    placed: PlacedDemand
    demand: Demand
    zones: IntArray
    names: tuple[str, ...]
    outside: float


def answer_coverage(
    question: CoverageQuestion,
    snapshot: Snapshot,
    rows: DemandRows,
    ground: Ground,
    clock: Clock,
    *,
    buildings: Buildings | None = None,
    progress: Progress | None = None,
) -> CoverageResult:
    """Return who is within reach of a layer's facilities, and who is not.

    The same question about the same data has the same answer, to the last bit.

    Parameters
    ----------
    snapshot
        The layer whose facilities serve.
    rows
        Where people live.
    buildings
        What areas of the demand are spread over; evenly if not given.

    Raises
    ------
    PlanningError
        Nothing of the demand can be counted, or the supply names facilities that are not there.
    """
    tell = progress or (lambda _words, _share: None)
    tell("读取设施 Reading facilities", 0.0)
    facilities = facilities_of(snapshot, question.supply, ground, clock)
    tell("分布人口 Placing the demand", 0.1)
    demand = placed(rows, ground, buildings=buildings)
    counted, faults = _counted(demand, ground, question.zones)
    places = counted.demand.places
    tell("直线距离 Straight distances", 0.3)
    by_air = _Measured(
        "straight",
        straight(ground, facilities, places),
        straight_area(facilities, question.threshold.metres),
    )
    answers = [_reach(by_air, question, ground, facilities, counted)]
    tell("步行距离 Walking distances", 0.5)
    walk = on_foot(ground, facilities, places, question.join_limit_m)
    if walk is not None:
        area = walked_area(
            ground, facilities, walk, question.threshold.metres, question.join_limit_m
        )
        tell("绘制盲区 Drawing the gaps", 0.8)
        by_foot = _Measured("network", walk.nearest, area, walk)
        answers.append(_reach(by_foot, question, ground, facilities, counted))
    tell("完成 Done", 1.0)
    made = made_of(
        ground, snapshot, len(facilities), demand, counted.outside, question.join_limit_m
    )
    return CoverageResult(
        made, question.threshold, faults, answers[0], answers[1] if walk is not None else None
    )


def _counted(
    demand: PlacedDemand, ground: Ground, zones: Zones | None
) -> tuple[_Counted, tuple[ZoneFault, ...]]:
    points = demand.demand
    shapely.prepare(ground.outline)
    inside = shapely.intersects_xy(ground.outline, points.places[:, 0], points.places[:, 1])
    kept = Demand(points.places[inside], points.weight[inside], points.owners[inside])
    outside = float(points.weight[~inside].sum())
    if zones is None:
        names = sorted({zone for zone in demand.rows.zones if zone is not None})
        number = {name: row for row, name in enumerate(names)}
        of_rows = np.array([number.get(zone or "", -1) for zone in demand.rows.zones], np.intp)
        groups = of_rows[kept.owners] if len(of_rows) else np.empty(0, np.intp)
        return _Counted(demand, kept, groups, tuple(names), outside), ()
    shapes, faults = usable_zones(ground.plane.shapes_from_wgs84(zones.shapes))
    groups = zone_of_places(shapes, kept.places)
    return _Counted(demand, kept, groups, zones.names, outside), faults


def _reach(
    measured: _Measured,
    question: CoverageQuestion,
    ground: Ground,
    facilities: Facilities,
    counted: _Counted,
) -> Reach:
    demand, threshold_m = counted.demand, question.threshold.metres
    nearest, walk = measured.nearest, measured.walk
    served = within(nearest.distance_m, threshold_m)
    unserved = np.where(served, 0.0, demand.weight)
    cut = served_and_gaps(ground.plane, ground.outline, measured.area, demand.places, unserved)
    last = max(CURVE_TIMES * threshold_m, CURVE_LEAST_M)
    steps = np.arange(0.0, last + CURVE_STEP_M / 2, CURVE_STEP_M)
    curve = coverage_curve(nearest.distance_m, demand.weight, steps)
    in_degrees = ground.in_degrees([cut.served, *(gap.area for gap in cut.gaps)])
    median = distance_quantile(nearest.distance_m, demand.weight, 0.5)
    lost = np.zeros(0, bool) if walk is None else ~walk.facilities_connected
    return Reach(
        method=measured.method,
        whole=coverage_share(nearest.distance_m, demand.weight, threshold_m),
        zones=_by_zone(counted, nearest, threshold_m),
        curve=tuple(zip(steps.tolist(), curve.tolist(), strict=True)),
        uncovered=_uncovered(counted, facilities, nearest, unserved),
        served=in_degrees[0],
        served_m2=cut.served_m2,
        gaps=tuple(
            GapShown(rank, shape, gap.area_m2, gap.weight)
            for rank, (gap, shape) in enumerate(zip(cut.gaps, in_degrees[1:], strict=True), 1)
        ),
        mean_m=mean_distance_m(nearest.distance_m, demand.weight),
        median_m=median if math.isfinite(median) else None,
        unconnected=0.0 if walk is None else float(demand.weight[~walk.connected].sum()),
        facilities_unconnected=tuple(facilities.ids[row] for row in np.flatnonzero(lost).tolist()),
    )


def _by_zone(
    counted: _Counted, nearest: Nearest, threshold_m: float
) -> tuple[tuple[str | None, Share], ...]:
    demand, names = counted.demand, counted.names
    shares = coverage_by(counted.zones, len(names), nearest.distance_m, demand.weight, threshold_m)
    by_name: list[tuple[str | None, Share]] = list(zip(names, shares[:-1], strict=True))
    return (*by_name, (NO_ZONE, shares[-1])) if shares[-1].total else tuple(by_name)


def _uncovered(
    counted: _Counted, facilities: Facilities, nearest: Nearest, unserved: FloatArray
) -> tuple[Uncovered, ...]:
    """Return the rows of which somebody is not served, the most unserved first."""
    demand, rows = counted.demand, counted.placed.rows
    count = len(rows)
    total = np.bincount(demand.owners, demand.weight, count)
    missing = np.bincount(demand.owners, unserved, count)
    with np.errstate(invalid="ignore"):
        walked = np.bincount(demand.owners, demand.weight * nearest.distance_m, count)
    which = _most_frequent(demand, nearest.facilities, count)
    zones = np.full(count, -1)
    zones[demand.owners] = counted.zones
    found = []
    for row in np.flatnonzero(missing > 0).tolist():
        mean = float(walked[row] / total[row])
        facility, zone = int(which[row]), int(zones[row])
        found.append(
            Uncovered(
                id=rows.ids[row],
                name=rows.names[row],
                zone=counted.names[zone] if zone >= 0 else None,
                total=float(total[row]),
                unserved=float(missing[row]),
                distance_m=mean if math.isfinite(mean) else None,
                facility=facilities.ids[facility] if facility != NO_FACILITY else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.unserved, one.id)))


def _most_frequent(demand: Demand, which: IntArray, count: int) -> IntArray:
    """Return for each row the facility that is nearest to most of its weight."""
    order = np.lexsort((which, demand.owners))
    owners, sites, weight = demand.owners[order], which[order], demand.weight[order]
    first = np.ones(len(order), bool)
    first[1:] = (owners[1:] != owners[:-1]) | (sites[1:] != sites[:-1])
    group = np.cumsum(first) - 1
    summed = np.bincount(group, weight) if len(order) else np.zeros(0)
    # The heaviest of each row comes last, and stays.
    ranked = np.lexsort((-sites[first], summed, owners[first]))
    found = np.full(count, NO_FACILITY)
    found[owners[first][ranked]] = sites[first][ranked]
    return found
