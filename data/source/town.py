"""A town as a slightly turned, slightly wavy street grid: crossings, street sections, parcels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from plane import Dice, Metres, centre, turned


class Street(NamedTuple):
    """A street of the grid: its words, where it crosses the other axis, from where to where."""

    zh: str
    en: str
    at: float
    start: float
    end: float


class Crossing(NamedTuple):
    """Where an east-west and a north-south street meet."""

    town: Town
    ew: Street
    ns: Street
    point: Metres


class Section(NamedTuple):
    """A street between two neighbouring crossings; `side` tells the plane's left from its right."""

    town: Town
    street: Street
    runs: str
    first: Street
    last: Street

    def point(self, share: float, offset_m: float) -> Metres:
        """Return the point at a share of the way, so far to the east (ns) or north (ew) of it."""
        along = self.first.at + share * (self.last.at - self.first.at)
        if self.runs == "ns":
            return self.town.world(self.street.at + offset_m, along)
        return self.town.world(along, self.street.at + offset_m)


class Parcel(NamedTuple):
    """A piece of ground between lanes: its box in the town's grid and its corners in the plane."""

    town: Town
    box: tuple[float, float, float, float]
    corners: tuple[Metres, ...]

    @property
    def middle(self) -> Metres:
        """The mean of the corners."""
        return centre(self.corners)

    def at(self, u_share: float, v_share: float) -> Metres:
        """Return the point at these shares of its width and depth."""
        u0, v0, u1, v1 = self.box
        return self.town.world(u0 + u_share * (u1 - u0), v0 + v_share * (v1 - v0))


# Half of a main street with its footpaths, and a lane, in metres.
STREET_HALF_M, LANE_M = 24.0, 12.0
# Parcels are split until both sides are below a limit drawn from this span.
SIDE_M = (130.0, 275.0)


@dataclass(frozen=True)
class Town:
    """A street grid laid on the plane.

    Parameters
    ----------
    zh, en
        Its words.
    origin
        Where the grid's (0, 0) lies in the plane.
    degrees
        How far the grid is turned, anticlockwise.
    wave_m
        How far streets stray from straight lines.
    ew, ns
        East-west streets from south to north, north-south streets from west to east.
    """

    zh: str
    en: str
    origin: Metres
    degrees: float
    wave_m: float
    ew: tuple[Street, ...]
    ns: tuple[Street, ...]

    def world(self, u: float, v: float) -> Metres:
        """Return the plane's point for a point of the grid."""
        wave = self.wave_m
        bent = (
            u + wave * (math.sin(v / 1300 + self.degrees) + 0.5 * math.sin(u / 700 + v / 900)),
            v + wave * (math.sin(u / 1500 + 2 * self.degrees) + 0.5 * math.sin(v / 800 - u / 1100)),
        )
        x, y = turned(bent, self.degrees)
        return x + self.origin[0], y + self.origin[1]

    def crossings(self) -> Iterator[Crossing]:
        """Yield the crossings, row by row."""
        for ew in self.ew:
            for ns in self.ns:
                if ew.start <= ns.at <= ew.end and ns.start <= ew.at <= ns.end:
                    yield Crossing(self, ew, ns, self.world(ns.at, ew.at))

    def sections(self) -> Iterator[Section]:
        """Yield every street's sections between crossings."""
        meets = {(crossing.ew.zh, crossing.ns.zh) for crossing in self.crossings()}
        for runs, streets, others in (("ew", self.ew, self.ns), ("ns", self.ns, self.ew)):
            for street in streets:
                met = [
                    other
                    for other in others
                    if ((street.zh, other.zh) if runs == "ew" else (other.zh, street.zh)) in meets
                ]
                for first, last in pairwise(met):
                    yield Section(self, street, runs, first, last)

    def parcels(self, dice: Dice) -> list[Parcel]:
        """Split every block between the streets until the pieces have a courtyard's size."""
        found: list[Parcel] = []
        for south, north in pairwise(self.ew):
            for west, east in pairwise(self.ns):
                block = (
                    west.at + STREET_HALF_M,
                    south.at + STREET_HALF_M,
                    east.at - STREET_HALF_M,
                    north.at - STREET_HALF_M,
                )
                found.extend(self._split(block, dice))
        return found

    def _split(self, box: tuple[float, float, float, float], dice: Dice) -> Iterator[Parcel]:
        u0, v0, u1, v1 = box
        width, depth = u1 - u0, v1 - v0
        if max(width, depth) < dice.between(*SIDE_M):
            corners = (
                self.world(u0, v0),
                self.world(u1, v0),
                self.world(u1, v1),
                self.world(u0, v1),
            )
            yield Parcel(self, box, corners)
            return
        share = dice.between(0.38, 0.62)
        half = LANE_M / 2
        if width > depth:
            cut = u0 + share * width
            parts = ((u0, v0, cut - half, v1), (cut + half, v0, u1, v1))
        else:
            cut = v0 + share * depth
            parts = ((u0, v0, u1, cut - half), (u0, cut + half, u1, v1))
        for part in parts:
            yield from self._split(part, dice)

    def grid(self, point: Metres) -> Metres:
        """Return the grid's point for a point of the plane, to a millimetre.

        The waves are gentle, so going back by what is left over converges.
        """
        u, v = turned((point[0] - self.origin[0], point[1] - self.origin[1]), -self.degrees)
        for _ in range(12):
            x, y = self.world(u, v)
            du, dv = turned((point[0] - x, point[1] - y), -self.degrees)
            u, v = u + du, v + dv
        return u, v


def nearest_crossing(point: Metres, crossings: Sequence[Crossing]) -> Crossing:
    """Return the crossing nearest to a point."""
    return min(crossings, key=lambda crossing: math.dist(crossing.point, point))
