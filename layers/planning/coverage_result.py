"""A question of coverage, and its answer as a page, HTTP and a command show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from geo.coverage import Share
from geo.network.joining import JOIN_LIMIT_M
from geo.plane import ObjectArray
from geo.zones import ZoneFault
from layers.planning.result import Made, Threshold, amount, metres, share_dict
from layers.planning.supply import Supply

Method = Literal["straight", "network"]


@dataclass(frozen=True)
class Zones:
    """Areas of one's own that figures are broken down by, in WGS 84."""

    names: tuple[str, ...]
    shapes: ObjectArray = field(repr=False)


@dataclass(frozen=True)
class CoverageQuestion:
    """What is asked.

    Parameters
    ----------
    supply
        Which facilities serve.
    threshold
        How far is within reach.
    zones
        What figures are broken down by; None for what the demand says itself (subdistricts).
    join_limit_m
        What is farther from any way is unconnected.
    """

    supply: Supply
    threshold: Threshold
    zones: Zones | None = None
    join_limit_m: float = JOIN_LIMIT_M


@dataclass(frozen=True)
class Uncovered:
    """One row of the demand of which somebody is not within reach.

    Parameters
    ----------
    unserved
        How many of its households are not.
    distance_m
        The mean over its households to the nearest facility of each; None where any reaches none.
    facility
        The id of the facility that is nearest to most of them; None where none is reached.
    """

    id: str
    name: str
    zone: str | None
    total: float
    unserved: float
    distance_m: float | None
    facility: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            **self.__dict__,
            "total": amount(self.total),
            "unserved": amount(self.unserved),
            "distance_m": metres(self.distance_m),
        }


@dataclass(frozen=True)
class GapShown:
    """One gap, in WGS 84, with its rank from 1."""

    rank: int
    shape: Any = field(repr=False)
    area_m2: float
    unserved: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, without its shape."""
        return {
            "rank": self.rank,
            "area_m2": round(self.area_m2, 1),
            "unserved": amount(self.unserved),
        }


@dataclass(frozen=True)
class Reach:
    """The answer by one way of measuring.

    Parameters
    ----------
    whole
        Of the place.
    zones
        By zone; the last, without a name, is what lies in none, where anything does.
    curve
        Metres, and how much is served at that threshold.
    uncovered
        The most unserved first.
    served, served_m2
        The area within reach inside of the place, in WGS 84.
    gaps
        The rest of the place, the most unserved first.
    mean_m, median_m
        Of those who reach something; over everybody, None where that half reaches nothing.
    unconnected
        How much of the demand has no way near enough; 0 for straight lines.
    facilities_unconnected
        Ids of facilities that have no way near enough, and serve nobody.
    """

    method: Method
    whole: Share
    zones: tuple[tuple[str | None, Share], ...]
    curve: tuple[tuple[float, float], ...]
    uncovered: tuple[Uncovered, ...]
    served: Any = field(repr=False)
    served_m2: float
    gaps: tuple[GapShown, ...]
    mean_m: float | None
    median_m: float | None
    unconnected: float
    facilities_unconnected: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, without its shapes."""
        return {
            "method": self.method,
            "whole": share_dict(self.whole),
            "zones": [{"name": name, **share_dict(one)} for name, one in self.zones],
            "curve": [[at, amount(served)] for at, served in self.curve],
            "uncovered": [one.as_dict() for one in self.uncovered],
            "served_m2": round(self.served_m2, 1),
            "gaps": [gap.as_dict() for gap in self.gaps],
            "mean_m": metres(self.mean_m),
            "median_m": metres(self.median_m),
            "unconnected": amount(self.unconnected),
            "facilities_unconnected": list(self.facilities_unconnected),
        }


@dataclass(frozen=True)
class CoverageResult:
    """The answer to a question of coverage.

    Parameters
    ----------
    network
        None where the place has no network: straight lines only.
    """

    made: Made
    threshold: Threshold
    zone_faults: tuple[ZoneFault, ...]
    straight: Reach
    network: Reach | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, without shapes."""
        return {
            "made": self.made.as_dict(),
            "threshold": self.threshold.as_dict(),
            "zone_faults": [dict(fault.__dict__) for fault in self.zone_faults],
            "straight": self.straight.as_dict(),
            "network": None if self.network is None else self.network.as_dict(),
        }


@dataclass(frozen=True)
class CoverageShares:
    """How many are within reach, without what takes longest to find: the gaps, drawn.

    Parameters
    ----------
    straight, network
        Of the place; `network` is None where it has none.
    zones
        Name and the same two, by zone; the last, without a name, is what lies in none.
    """

    made: Made
    threshold: Threshold
    straight: Share
    network: Share | None
    zones: tuple[tuple[str | None, Share, Share | None], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "made": self.made.as_dict(),
            "threshold": self.threshold.as_dict(),
            "straight": share_dict(self.straight),
            "network": None if self.network is None else share_dict(self.network),
        }
