"""Who is within reach of the facilities of a layer: the figures, the list, the gaps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

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
from layers.planning.coverage_result import (
    CoverageQuestion,
    CoverageResult,
    CoverageShares,
    GapShown,
    Method,
    Reach,
    Uncovered,
    Zones,
)
from layers.planning.distances import OnFoot, on_foot, straight, straight_area, walked_area
from layers.planning.ground import Ground
from layers.planning.result import made_of
from layers.planning.scene import CountedDemand, Scene
from layers.planning.supply import Facilities

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
class _Zoned:
    """The demand inside of the place, each point in a zone."""

    counted: CountedDemand
    zones: IntArray
    names: tuple[str, ...]
    faults: tuple[ZoneFault, ...]


def answer_coverage(
    question: CoverageQuestion, scene: Scene, *, progress: Progress | None = None
) -> CoverageResult:
    """Return who is within reach of a layer's facilities, and who is not.

    The same question about the same data has the same answer, to the last bit.

    Parameters
    ----------
    progress
        Called with words (Chinese and English) and the share done, which never falls.

    Raises
    ------
    PlanningError
        Nothing of the demand can be counted, or the supply names facilities that are not there.
    """
    tell = progress or (lambda _words, _share: None)
    ground, limit_m = scene.ground, question.join_limit_m
    tell("读取设施 Reading facilities", 0.0)
    facilities = scene.facilities(question.supply)
    tell("分布人口 Placing the demand", 0.1)
    counted = scene.counted()
    zoned = _zoned(counted, ground, question.zones)
    places, threshold_m = counted.points.places, question.threshold.metres
    tell("直线距离 Straight distances", 0.3)
    by_air = _Measured(
        "straight", straight(ground, facilities, places), straight_area(facilities, threshold_m)
    )
    straight_reach = _reach(by_air, question, ground, facilities, zoned)
    tell("步行距离 Walking distances", 0.5)
    walk, walked_reach = on_foot(ground, facilities, places, limit_m), None
    if walk is not None:
        area = walked_area(ground, facilities, walk, threshold_m, limit_m)
        tell("绘制盲区 Drawing the gaps", 0.8)
        by_foot = _Measured("network", walk.nearest, area, walk)
        walked_reach = _reach(by_foot, question, ground, facilities, zoned)
    tell("完成 Done", 1.0)
    return CoverageResult(
        made=made_of(scene, len(facilities), counted, limit_m),
        threshold=question.threshold,
        zone_faults=zoned.faults,
        straight=straight_reach,
        network=walked_reach,
    )


def answer_shares(question: CoverageQuestion, scene: Scene) -> CoverageShares:
    """Return how many are within reach, to the last bit as `answer_coverage` finds it.

    Raises
    ------
    PlanningError
        Nothing of the demand can be counted, or the supply names facilities that are not there.
    """
    ground, limit_m = scene.ground, question.join_limit_m
    facilities, counted = scene.facilities(question.supply), scene.counted()
    zoned = _zoned(counted, ground, question.zones)
    places, threshold_m = counted.points.places, question.threshold.metres
    walk = on_foot(ground, facilities, places, limit_m)
    measured = [straight(ground, facilities, places)] + ([] if walk is None else [walk.nearest])
    weight = counted.points.weight
    whole = [coverage_share(one.distance_m, weight, threshold_m) for one in measured]
    by_zone = [_by_zone(zoned, one, threshold_m) for one in measured]
    return CoverageShares(
        made=made_of(scene, len(facilities), counted, limit_m),
        threshold=question.threshold,
        straight=whole[0],
        network=whole[-1] if walk is not None else None,
        zones=tuple(
            (name, share, by_zone[-1][row][1] if walk is not None else None)
            for row, (name, share) in enumerate(by_zone[0])
        ),
    )


def _zoned(counted: CountedDemand, ground: Ground, zones: Zones | None) -> _Zoned:
    points, rows = counted.points, counted.placed.rows
    if zones is None:
        names = sorted({zone for zone in rows.zones if zone is not None})
        number = {name: row for row, name in enumerate(names)}
        of_rows = np.array([number.get(zone or "", -1) for zone in rows.zones], np.intp)
        return _Zoned(counted, of_rows[points.owners], tuple(names), ())
    shapes, faults = usable_zones(ground.plane.shapes_from_wgs84(zones.shapes))
    return _Zoned(counted, zone_of_places(shapes, points.places), zones.names, faults)


def _reach(
    measured: _Measured,
    question: CoverageQuestion,
    ground: Ground,
    facilities: Facilities,
    zoned: _Zoned,
) -> Reach:
    demand, threshold_m = zoned.counted.points, question.threshold.metres
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
        zones=_by_zone(zoned, nearest, threshold_m),
        curve=tuple(zip(steps.tolist(), curve.tolist(), strict=True)),
        uncovered=_uncovered(zoned, facilities, nearest, unserved),
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
    zoned: _Zoned, nearest: Nearest, threshold_m: float
) -> tuple[tuple[str | None, Share], ...]:
    demand, names = zoned.counted.points, zoned.names
    shares = coverage_by(zoned.zones, len(names), nearest.distance_m, demand.weight, threshold_m)
    by_name: list[tuple[str | None, Share]] = list(zip(names, shares[:-1], strict=True))
    return (*by_name, (NO_ZONE, shares[-1])) if shares[-1].total else tuple(by_name)


def _uncovered(
    zoned: _Zoned, facilities: Facilities, nearest: Nearest, unserved: FloatArray
) -> tuple[Uncovered, ...]:
    """Return the rows of which somebody is not served, the most unserved first."""
    demand, rows = zoned.counted.points, zoned.counted.placed.rows
    count = len(rows)
    total = np.bincount(demand.owners, demand.weight, count)
    missing = np.bincount(demand.owners, unserved, count)
    with np.errstate(invalid="ignore"):
        walked = np.bincount(demand.owners, demand.weight * nearest.distance_m, count)
    which = _most_frequent(demand, nearest.facilities, count)
    zones = np.full(count, -1)
    zones[demand.owners] = zoned.zones
    listed = np.flatnonzero(missing > 0)
    order = listed[np.argsort(-missing[listed], kind="stable")]
    with np.errstate(invalid="ignore"):
        mean = walked[order] / total[order]
    columns = (order, total[order], missing[order], mean, which[order], zones[order])
    return tuple(
        Uncovered(
            id=rows.ids[row],
            name=rows.names[row],
            zone=zoned.names[zone] if zone >= 0 else None,
            total=all_of_it,
            unserved=lacking,
            distance_m=far if math.isfinite(far) else None,
            facility=facilities.ids[facility] if facility != NO_FACILITY else None,
        )
        for row, all_of_it, lacking, far, facility, zone in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )


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
