"""Where to build next: one question, its sites, and how good they are known to be."""

from __future__ import annotations

import numpy as np
import shapely

from geo.demand import Demand
from geo.network.gates import joined_gates, point_gates
from geo.network.pairs import Pairs
from geo.siting.covering import most_covered
from geo.siting.fewest import fewest_sites
from geo.siting.median import least_distance
from geo.siting.problem import Siting, SitingProblem
from geo.siting.program import Cancelled
from layers._layer import Text
from layers.planning.candidates import Candidates, allowed_places, spacing_conflicts
from layers.planning.errors import PlanningError
from layers.planning.ground import Ground
from layers.planning.pairs import straight_pairs, walking_pairs
from layers.planning.result import made_of
from layers.planning.scene import Scene
from layers.planning.siting_result import REASONS, SiteShown, SitingQuestion, SitingResult
from layers.planning.supply import Facilities


def answer_siting(
    question: SitingQuestion,
    scene: Scene,
    candidates: Candidates,
    *,
    cancelled: Cancelled | None = None,
) -> SitingResult:
    """Return where to build next.

    Parameters
    ----------
    scene
        Its supply is what exists.
    candidates
        Where something could be built.
    cancelled
        Asked while the solver works; True ends it with the best so far.

    Raises
    ------
    PlanningError
        Nothing can be counted, or distances on foot are asked where there is no network.
    """
    ground = scene.ground
    _check(question, ground)
    facilities, counted = scene.facilities(question.supply), scene.counted()
    problem = _problem(question, facilities, candidates, counted.points, ground)
    answer = _solved(question, problem, cancelled)
    return SitingResult(
        made=made_of(scene, len(facilities), counted, question.join_limit_m),
        goal=question.goal,
        method=question.method,
        threshold=question.threshold,
        candidate_source=candidates.source,
        candidates=len(candidates),
        candidates_allowed=int(problem.free.sum()),
        sites=_shown(answer, candidates, len(facilities), ground),
        total=counted.points.total,
        before=answer.before,
        after=answer.value,
        bound=answer.bound,
        gap=answer.gap if answer.status != "infeasible" else 0.0,
        status=answer.status,
        reason=REASONS[answer.reason] if answer.reason else None,
        missing=answer.missing,
    )


def _check(question: SitingQuestion, ground: Ground) -> None:
    if question.method == "network":
        ground.check_walkable()
    if question.goal == "fewest_sites" and not 0 < question.share <= 1:
        raise PlanningError(
            Text(
                f"目标比例应在 0 到 1 之间，而不是 {question.share:g}。",
                f"The share to reach goes from 0 to 1, not {question.share:g}.",
            )
        )


def _problem(
    question: SitingQuestion,
    facilities: Facilities,
    candidates: Candidates,
    demand: Demand,
    ground: Ground,
) -> SitingProblem:
    existing = shapely.get_coordinates(shapely.centroid(facilities.shapes))
    allowed = allowed_places(candidates.places, ground, question.forbidden)
    fixed = np.repeat([True, False], [len(facilities), len(candidates)])
    capacity = None
    if question.capacity is not None:
        # What exists and does not say how much it serves is taken to serve as much as a new one.
        known = np.where(np.isnan(facilities.capacity), question.capacity, facilities.capacity)
        capacity = np.concatenate((known, np.full(len(candidates), question.capacity)))
    return SitingProblem(
        weight=demand.weight,
        pairs=_pairs(question, facilities, candidates, demand, ground),
        count=len(fixed),
        fixed=fixed,
        allowed=np.concatenate((np.ones(len(facilities), bool), allowed)),
        conflicts=spacing_conflicts(existing, candidates.places, question.spacing_m),
        capacity=capacity,
    )


def _pairs(
    question: SitingQuestion,
    facilities: Facilities,
    candidates: Candidates,
    demand: Demand,
    ground: Ground,
) -> Pairs:
    """Return who would reach what: existing sites first, then candidates."""
    limit_m, count = question.threshold.metres, len(facilities) + len(candidates)
    spots = np.asarray(shapely.points(candidates.places), object)
    shapes = np.concatenate((facilities.shapes, spots))
    if question.method == "straight":
        return straight_pairs(ground, shapes, demand.places, limit_m)
    joins = ground.joiner.join(candidates.places, limit_m=question.join_limit_m)
    new = point_gates(joins, np.arange(len(facilities), count), count)
    gates = joined_gates(facilities.gates(ground, question.join_limit_m), new)
    return walking_pairs(ground, gates, shapes, demand.places, limit_m, question.join_limit_m)


def _solved(
    question: SitingQuestion, problem: SitingProblem, cancelled: Cancelled | None
) -> Siting:
    limit_s = question.time_limit_s
    if question.goal == "fewest_sites":
        return fewest_sites(problem, question.share, time_limit_s=limit_s, cancelled=cancelled)
    if question.goal == "least_distance":
        far_m = question.threshold.metres
        return least_distance(
            problem, question.sites, far_m, time_limit_s=limit_s, cancelled=cancelled
        )
    return most_covered(problem, question.sites, time_limit_s=limit_s, cancelled=cancelled)


def _shown(
    answer: Siting, candidates: Candidates, offset: int, ground: Ground
) -> tuple[SiteShown, ...]:
    rows = np.array([site.candidate - offset for site in answer.sites], np.intp)
    lon, lat = ground.plane.to_wgs84(candidates.places[rows].reshape(-1, 2))
    return tuple(
        SiteShown(rank, candidates.names[row], x, y, site.gain)
        for rank, (site, row, x, y) in enumerate(
            zip(answer.sites, rows.tolist(), lon.tolist(), lat.tolist(), strict=True), 1
        )
    )
