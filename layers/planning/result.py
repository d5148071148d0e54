"""What an answer says, beside its figures: who, with which data, by which method."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from geo.coverage import Share
from layers._layer import Certainty, Standard, Text
from layers.network import NetworkReport
from layers.planning.demand import REASONS
from layers.planning.scene import CountedDemand, Scene

# Natural England's 15 minutes for a kilometre; older people about 0.8 m/s (to be confirmed).
WALKING_M_S, ELDERLY_M_S = 1.1, 0.8


@dataclass(frozen=True)
class Threshold:
    """How far is within reach, and where that comes from.

    Parameters
    ----------
    metres
        Along the way that is measured.
    speed_m_s
        Walking speed, by which metres are shown as minutes.
    label, source, certainty
        Of the standard that it is taken from; None for a threshold of one's own.
    """

    metres: float
    speed_m_s: float = WALKING_M_S
    label: Text | None = None
    source: str | None = None
    certainty: Certainty | None = None

    @property
    def minutes(self) -> float:
        """How long the walk takes."""
        return self.metres / self.speed_m_s / 60

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "metres": self.metres,
            "minutes": round(self.minutes, 1),
            "speed_m_s": self.speed_m_s,
            "label": None if self.label is None else self.label._asdict(),
            "source": self.source,
            "certainty": self.certainty,
        }


def threshold_of(standard: Standard, *, speed_m_s: float = WALKING_M_S) -> Threshold:
    """Return the threshold that a layer's standard sets."""
    return Threshold(
        standard.radius_m, speed_m_s, standard.label, standard.source, standard.certainty
    )


def threshold_in_minutes(minutes: float, *, speed_m_s: float = WALKING_M_S) -> Threshold:
    """Return how far one walks in so many minutes."""
    return Threshold(minutes * 60 * speed_m_s, speed_m_s)


@dataclass(frozen=True)
class LeftOut:
    """One row of the demand that is not counted, and why."""

    id: str
    name: str
    reason: Text

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"id": self.id, "name": self.name, "reason": self.reason._asdict()}


@dataclass(frozen=True)
class Made:
    """How a result was made: what a report repeats, and what makes it come out again.

    Parameters
    ----------
    place
        Its name.
    supply_layer, supply_version, supply_count
        Of the facilities that serve.
    illustrative
        Whether any of them has an illustrative position only.
    demand_source, demand_version, demand_unit, demand_estimate
        Of where people live.
    demand_rows, left_out
        How many rows there were, and those that are not counted.
    mended
        Ids of rows whose outline crossed itself and was mended.
    outside
        What lives outside of the place's boundary, and is not counted.
    network
        What the network was made of; None for straight lines only.
    join_limit_m
        What is farther from any way counts as unconnected.
    data_date
        The day that the place's data speak of, ISO 8601.
    """

    place: Text
    supply_layer: Text
    supply_version: str
    supply_count: int
    illustrative: bool
    demand_source: Text
    demand_version: str
    demand_unit: Text
    demand_estimate: Text | None
    demand_rows: int
    left_out: tuple[LeftOut, ...]
    mended: tuple[str, ...]
    outside: float
    network: NetworkReport | None
    join_limit_m: float
    data_date: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "place": self.place._asdict(),
            "supply": {
                "layer": self.supply_layer._asdict(),
                "version": self.supply_version,
                "count": self.supply_count,
                "illustrative": self.illustrative,
            },
            "demand": {
                "source": self.demand_source._asdict(),
                "version": self.demand_version,
                "unit": self.demand_unit._asdict(),
                "estimate": self.demand_estimate and self.demand_estimate._asdict(),
                "rows": self.demand_rows,
                "left_out": [one.as_dict() for one in self.left_out],
                "mended": list(self.mended),
                "outside": amount(self.outside),
            },
            "network": None if self.network is None else self.network.as_dict(),
            "join_limit_m": self.join_limit_m,
            "data_date": self.data_date,
        }


def made_of(scene: Scene, supply_count: int, counted: CountedDemand, join_limit_m: float) -> Made:
    """Return how a result was made."""
    ground, snapshot, rows, demand = scene.ground, scene.supply, scene.demand, counted.placed
    place = ground.place
    return Made(
        place=place.name,
        supply_layer=snapshot.layer.title,
        supply_version=snapshot.version,
        supply_count=supply_count,
        illustrative=snapshot.illustrative,
        demand_source=rows.source,
        demand_version=rows.version,
        demand_unit=rows.unit,
        demand_estimate=rows.estimate,
        demand_rows=len(rows),
        left_out=tuple(
            LeftOut(rows.ids[one.row], rows.names[one.row], REASONS[one.reason])
            for one in demand.refused
        ),
        mended=tuple(rows.ids[row] for row in demand.mended),
        outside=counted.outside,
        network=None if ground.stored is None else ground.stored.report,
        join_limit_m=join_limit_m,
        data_date=place.data_date.isoformat() if place.data_date else None,
    )


def amount(value: float) -> float | None:
    """Return an amount as it is written: six decimals at most, None for what is not finite."""
    return round(value, 6) if math.isfinite(value) else None


def metres(value: float | None) -> float | None:
    """Return a distance as it is written: to a tenth, None where nothing is reached."""
    return None if value is None or not math.isfinite(value) else round(value, 1)


def share_dict(share: Share) -> dict[str, Any]:
    """Return a share as JSON values."""
    return {
        "total": amount(share.total),
        "served": amount(share.served),
        "unserved": amount(share.unserved),
        "share": None if share.share is None else round(share.share, 6),
    }
