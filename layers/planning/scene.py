"""What a question is asked about: a layer that serves, people who live somewhere, a place."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from geo.demand import Demand
from layers.hours import Clock
from layers.planning.demand import Buildings, DemandRows, PlacedDemand, placed
from layers.planning.ground import Ground
from layers.planning.supply import Facilities, Supply, facilities_of
from layers.store.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Scene:
    """One version of everything that an answer follows from.

    Parameters
    ----------
    supply
        The layer whose facilities serve.
    demand
        Where people live.
    clock
        Judges hours in the place's time zone.
    buildings
        What areas of the demand are spread over; evenly if not given.
    """

    ground: Ground
    supply: Snapshot
    demand: DemandRows
    clock: Clock
    buildings: Buildings | None = None

    def facilities(self, supply: Supply) -> Facilities:
        """Return the facilities that a question counts as serving."""
        return facilities_of(self.supply, supply, self.ground, self.clock)

    def counted(self) -> CountedDemand:
        """Return the demand inside of the place as points.

        Raises
        ------
        PlanningError
            No row at all can be counted.
        """
        found = placed(self.demand, self.ground, buildings=self.buildings)
        points, outline = found.demand, self.ground.outline
        shapely.prepare(outline)
        inside = shapely.intersects_xy(outline, points.places[:, 0], points.places[:, 1])
        kept = Demand(points.places[inside], points.weight[inside], points.owners[inside])
        return CountedDemand(found, kept, float(points.weight[~inside].sum()))


@dataclass(frozen=True, eq=False)
class CountedDemand:
    """The demand inside of a place.

    Parameters
    ----------
    placed
        All of it.
    points
        What is inside.
    outside
        The weight of what is not.
    """

    placed: PlacedDemand
    points: Demand
    outside: float
