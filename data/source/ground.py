"""Where things may stand: inside the district, apart from their like, one use to a parcel."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from plane import Dice, LonLat, Metres, lon_lat, metres
from shapely import Point, Polygon, prepare
from shapely.geometry import shape
from town import Parcel
from towns import OLD_TOWN, SEATS

# Nothing is drawn closer to the boundary than this.
MARGIN_M, VILLAGE_MARGIN_M = 60.0, 500.0
BOUNDARY = Path(__file__).parent.parent / "boundary.geojson"


class Ground:
    """The district's ground: its parcels in a random order, and what is taken of it."""

    def __init__(self, dice: Dice) -> None:
        district = shape(json.loads(BOUNDARY.read_text("utf-8"))["features"][0]["geometry"])
        outer = max(getattr(district, "geoms", [district]), key=lambda part: part.area).exterior
        self._inner = Polygon([metres(position) for position in outer.coords]).buffer(-MARGIN_M)
        prepare(self._inner)
        self.town_parcels = self._inside(OLD_TOWN.parcels(dice))
        self.seat_parcels = {name: self._inside(town.parcels(dice)) for name, town in SEATS.items()}
        self.all_seat_parcels = [p for parcels in self.seat_parcels.values() for p in parcels]
        self._used: set[tuple[Metres, ...]] = set()

    def _inside(self, parcels: Sequence[Parcel]) -> list[Parcel]:
        return [parcel for parcel in parcels if self._inner.contains(Polygon(parcel.corners))]

    def holds(self, point: Metres) -> bool:
        """Tell whether a point lies well inside the district."""
        return bool(self._inner.contains(Point(point)))

    def take(self, parcel: Parcel) -> bool:
        """Take a parcel; False when it has its use already."""
        if parcel.corners in self._used:
            return False
        self._used.add(parcel.corners)
        return True

    def free(
        self, parcels: Sequence[Parcel], weight: Callable[[Metres], float], dice: Dice
    ) -> Iterator[Parcel]:
        """Yield free parcels in a random order, the heavier the earlier, taking each."""
        for parcel in dice.ordered([(weight(parcel.middle), parcel) for parcel in parcels]):
            if self.take(parcel):
                yield parcel

    def seats_in_turn(self, dice: Dice) -> Iterator[Parcel]:
        """Yield free parcels of the small towns, one of each and again, taking each."""
        towns = [self.free(parcels, lambda _: 1.0, dice) for parcels in self.seat_parcels.values()]
        return chain.from_iterable(zip(*towns, strict=False))

    def countryside(self, dice: Dice, apart_m: float = 1500.0) -> list[Metres]:
        """Return places for villages: away from the town, the seats and each other."""
        fields = self._inner.buffer(-VILLAGE_MARGIN_M)
        west, south, east, north = fields.bounds
        centres = [(0.0, 0.0), (0.0, 2500.0), (-300.0, -2500.0), (-3000.0, 800.0)]
        centres += [town.origin for town in SEATS.values()]
        found: list[Metres] = []
        for _ in range(4000):
            point = dice.between(west, east), dice.between(south, north)
            if fields.contains(Point(point)) and all(
                math.dist(point, other) > apart_m for other in (*centres, *found)
            ):
                found.append(point)
        return found


class Spaced:
    """Remembers points and tells whether another would be too near."""

    def __init__(self, apart_m: float) -> None:
        self._apart_m = apart_m
        self._points: list[Metres] = []

    def add(self, point: Metres) -> bool:
        """Keep a point; False when one is nearer than allowed."""
        if any(math.dist(point, other) < self._apart_m for other in self._points):
            return False
        self._points.append(point)
        return True


def ring(points: Sequence[Metres]) -> list[LonLat]:
    """Return a closed ring of WGS 84 positions."""
    positions = [lon_lat(point) for point in points]
    return [*positions, positions[0]]
