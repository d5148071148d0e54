"""The planner's answers as a map: areas, people and sites as canonical GeoJSON features."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely

from geo.geojson import canonical_feature, geometry_from_shape
from layers.planning.access import AccessResult
from layers.planning.coverage_result import CoverageResult, Reach
from layers.planning.demand import DemandRows
from layers.planning.siting_result import SitingResult

Result = CoverageResult | SitingResult | AccessResult


def result_features(answer: Result, demand: DemandRows) -> Iterator[bytes]:
    """Yield what an answer shows on a map.

    Parameters
    ----------
    demand
        That the answer was made from: where its rows lie.
    """
    match answer:
        case CoverageResult():
            yield from coverage_features(answer)
            spots = _spots(demand)
            for reach in (answer.straight, answer.network):
                if reach is not None:
                    yield from _uncovered(reach, spots)
        case SitingResult():
            yield from siting_features(answer)
        case AccessResult():
            spots = _spots(demand)
            for row in answer.rows:
                yield canonical_feature(
                    f"access-{row.id}", spots[row.id], {"kind": "access", **row.as_dict()}
                )


def coverage_features(answer: CoverageResult) -> Iterator[bytes]:
    """Yield what is served and the gaps, by each way of measuring."""
    for reach in (answer.straight, answer.network):
        if reach is None:
            continue
        if not reach.served.is_empty:
            properties = {
                "kind": "served",
                "method": reach.method,
                "area_m2": round(reach.served_m2, 1),
            }
            shape = geometry_from_shape(reach.served)
            yield canonical_feature(f"{reach.method}-served", shape, properties)
        for gap in reach.gaps:
            properties = {"kind": "gap", "method": reach.method, **gap.as_dict()}
            name = f"{reach.method}-gap-{gap.rank}"
            yield canonical_feature(name, geometry_from_shape(gap.shape), properties)


def siting_features(answer: SitingResult) -> Iterator[bytes]:
    """Yield the chosen sites."""
    for site in answer.sites:
        shape = geometry_from_shape(shapely.Point(site.lon, site.lat))
        properties = {
            name: value for name, value in site.as_dict().items() if name not in ("lon", "lat")
        }
        yield canonical_feature(f"site-{site.rank}", shape, {"kind": "site", **properties})


def _uncovered(reach: Reach, spots: dict[str, Any]) -> Iterator[bytes]:
    for one in reach.uncovered:
        properties = {"kind": "uncovered", "method": reach.method, **one.as_dict()}
        yield canonical_feature(f"{reach.method}-uncovered-{one.id}", spots[one.id], properties)


def _spots(demand: DemandRows) -> dict[str, Any]:
    """Return a point in each row of the demand that lies somewhere, by its id."""
    shapes = demand.shapes
    known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    x, y = shapely.get_coordinates(shapely.point_on_surface(shapes[known])).T
    ids = [one for one, is_known in zip(demand.ids, known.tolist(), strict=True) if is_known]
    return {
        one: {"type": "Point", "coordinates": [lon, lat]}
        for one, lon, lat in zip(ids, x.tolist(), y.tolist(), strict=True)
    }
