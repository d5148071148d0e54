"""Metres around Weicheng's old town, areas on the ellipsoid, dice that roll alike everywhere."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TypeVar

from pyproj import Geod

Metres = tuple[float, float]
LonLat = tuple[float, float]
Item = TypeVar("Item")

# The crossing in the middle of the drawn old town. 潍城区's centre lies about here.
LON_0, LAT_0 = 119.0925, 36.7150
# Lengths of a degree at that latitude on WGS 84; the plane is good to 0.2 % within the district.
METRES_PER_LON, METRES_PER_LAT = 89_353.0, 110_977.0

DECIMALS = 7
_GEOD = Geod(ellps="WGS84")


class Dice(random.Random):
    """A seeded generator that draws with `random()` alone.

    Python promises the same sequence in every version for that method only.
    """

    def between(self, low: float, high: float) -> float:
        """Return a number from low to high."""
        return low + (high - low) * self.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both possible."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one item."""
        return items[int(self.random() * len(items))]

    def one_of(self, weighted: Sequence[tuple[float, Item]]) -> Item:
        """Return one item, the likelier the heavier."""
        left = self.random() * math.fsum(weight for weight, _ in weighted)
        for weight, item in weighted:
            left -= weight
            if left < 0:
                return item
        return weighted[-1][1]

    def ordered(self, weighted: Sequence[tuple[float, Item]]) -> list[Item]:
        """Return the items in a random order, heavy ones early (Efraimidis and Spirakis, 2006)."""
        keys = [
            (-math.log(1 - self.random()) / weight, place, item)
            for place, (weight, item) in enumerate(weighted)
            if weight > 0
        ]
        return [item for _, _, item in sorted(keys, key=lambda key: key[:2])]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """Return several different items in the order in which they stand."""
        chosen = set(self.ordered([(1.0, place) for place in range(len(items))])[:count])
        return [item for place, item in enumerate(items) if place in chosen]


def lon_lat(point: Metres) -> LonLat:
    """Return a position of the plane in WGS 84 degrees, rounded as it is written."""
    x, y = point
    return (
        round(LON_0 + x / METRES_PER_LON, DECIMALS),
        round(LAT_0 + y / METRES_PER_LAT, DECIMALS),
    )


def metres(position: LonLat) -> Metres:
    """Return a WGS 84 position in metres east and north of the origin."""
    lon, lat = position
    return (lon - LON_0) * METRES_PER_LON, (lat - LAT_0) * METRES_PER_LAT


def turned(point: Metres, degrees: float) -> Metres:
    """Return a point turned anticlockwise about the origin."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = point
    return x * cosine - y * sine, x * sine + y * cosine


def geodesic_area_m2(ring: Sequence[LonLat]) -> float:
    """Return the area of a ring of WGS 84 positions on the ellipsoid (Karney, 2013)."""
    area, _ = _GEOD.polygon_area_perimeter([lon for lon, _ in ring], [lat for _, lat in ring])
    return abs(area)


def centre(points: Sequence[Metres]) -> Metres:
    """Return the mean of some points."""
    count = len(points)
    return math.fsum(x for x, _ in points) / count, math.fsum(y for _, y in points) / count
