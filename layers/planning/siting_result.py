"""A siting question, and its answer as a page, HTTP and a command show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from geo.network.joining import JOIN_LIMIT_M
from geo.plane import ObjectArray
from geo.siting.problem import Status
from geo.siting.program import TIME_LIMIT_S
from layers._layer import Text
from layers.planning.coverage_result import Method
from layers.planning.result import Made, Threshold, amount
from layers.planning.supply import Supply

Goal = Literal["most_covered", "fewest_sites", "least_distance"]

REASONS: dict[str, Text] = {
    "no_candidate": Text(
        "没有可选的地点（都被禁建或间距限制排除）", "no candidate may be chosen: all are forbidden"
    ),
    "out_of_reach": Text(
        "有居民离所有候选地点都超过服务半径", "some live beyond the threshold of every candidate"
    ),
    "rules": Text("间距要求使候选地点不够用", "the spacing leaves too few candidates"),
    "capacity": Text("容量不足", "there is not enough capacity"),
    "too_large": Text(
        "带容量的问题太大，请减少候选地点或缩小范围",
        "with capacities the question is too large; take fewer candidates or a smaller area",
    ),
}
STATUSES: dict[Status, Text] = {
    "optimal": Text("已证明最优", "proven best"),
    "time_limit": Text("到时限为止的最好方案", "the best until the time was up"),
    "cancelled": Text("取消前的最好方案", "the best until it was cancelled"),
    "heuristic": Text("启发式方案，附上界", "by a heuristic, with a bound"),
    "infeasible": Text("无解", "there is no answer"),
}
METHODS: dict[Goal, Text] = {
    "most_covered": Text(
        "最大覆盖选址（MCLP，Church & ReVelle 1974）",
        "maximal covering (MCLP, Church & ReVelle 1974)",
    ),
    "fewest_sites": Text("集合覆盖选址（LSCP，Toregas 1971）", "set covering (LSCP, Toregas 1971)"),
    "least_distance": Text("p-中位选址（Hakimi 1964）", "p-median (Hakimi 1964)"),
}


@dataclass(frozen=True)
class SitingQuestion:
    """What is asked.

    Parameters
    ----------
    goal
        The most households within reach of `sites` new ones; the fewest that bring a `share` of
        all within reach; the least mean distance with `sites` new ones.
    threshold
        How far is within reach; for the least distance, how far is counted for whoever reaches
        nothing nearer.
    method
        By which distance.
    spacing_m
        How far new sites are from each other and from what exists at least, in a straight line.
    forbidden
        Areas in WGS 84 in which nothing is built.
    capacity
        How much a new site serves at most; None for any number.
    time_limit_s
        For HiGHS.
    """

    goal: Goal
    supply: Supply
    threshold: Threshold
    sites: int = 3
    share: float = 1.0
    method: Method = "network"
    spacing_m: float = 0.0
    forbidden: ObjectArray | None = field(default=None, repr=False)
    capacity: float | None = None
    join_limit_m: float = JOIN_LIMIT_M
    time_limit_s: float = TIME_LIMIT_S


@dataclass(frozen=True)
class SiteShown:
    """One site, the best first.

    Parameters
    ----------
    rank
        From 1.
    gain
        What it adds to those before it: households within reach, or household-metres saved.
    """

    rank: int
    name: str
    lon: float
    lat: float
    gain: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values; positions as GeoJSON has them."""
        return {
            **self.__dict__,
            "lon": round(self.lon, 7),
            "lat": round(self.lat, 7),
            "gain": amount(self.gain),
        }


@dataclass(frozen=True)
class SitingResult:
    """The answer to a siting question.

    Parameters
    ----------
    total
        The demand of the place.
    before, after, bound
        Within reach, or household-metres; of a number of sites there is no `before`. No other
        choice is better than `bound`.
    gap
        How far `after` may be from the best at most, as a share of it.
    reason
        Why there is no answer.
    missing
        Households of which there are too few within reach, for that reason.
    candidates, candidates_allowed
        How many there were, and how many of them may be built on.
    """

    made: Made
    goal: Goal
    method: Method
    threshold: Threshold
    candidate_source: Text
    candidates: int
    candidates_allowed: int
    sites: tuple[SiteShown, ...]
    total: float
    before: float | None
    after: float
    bound: float
    gap: float
    status: Status
    reason: Text | None
    missing: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "made": self.made.as_dict(),
            "goal": self.goal,
            "goal_words": METHODS[self.goal]._asdict(),
            "method": self.method,
            "threshold": self.threshold.as_dict(),
            "candidates": {
                "source": self.candidate_source._asdict(),
                "count": self.candidates,
                "allowed": self.candidates_allowed,
            },
            "sites": [site.as_dict() for site in self.sites],
            "total": amount(self.total),
            "before": None if self.before is None else amount(self.before),
            "after": amount(self.after),
            "bound": amount(self.bound),
            "gap": amount(self.gap),
            "status": self.status,
            "status_words": STATUSES[self.status]._asdict(),
            "reason": None if self.reason is None else self.reason._asdict(),
            "missing": amount(self.missing),
        }
