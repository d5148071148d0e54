"""The communities: courtyards between lanes, a few of them known by a point only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from feature import collection, feature
from ground import Ground, ring
from names import Names, Words, address_at
from plane import Dice, Metres, centre, geodesic_area_m2, lon_lat
from town import Parcel
from towns import OLD_TOWN, density, subdistrict_at

# The article's figures: communities, households.
DONE, UNDER_WAY = (27, 11_000), (112, 23_000)
IN_SEATS, IN_VILLAGES, POINTS_IN_TOWN = 12, 4, 10
# Walk-ups of five and six storeys.
HOUSEHOLDS_A_HECTARE = (115.0, 190.0)
# Of communities that are points, in units of 150 households.
POINT_SIZE = (0.3, 0.6)
# Where 五道庙小区 is drawn in the old town's grid: south of 胜利西街, east of 月河路.
WUDAOMIAO = (150.0, -1080.0)
HOUSEHOLDS_A_BUILDING = (24, 48)
BASIC = ("pipes", "walls", "roofs", "unit_doors", "roads", "lighting", "cables")
IMPROVED = ("parking", "greening", "insulation", "barrier_free", "charging", "fitness")


@dataclass(frozen=True)
class Court:
    """A community before its households are known; without a ring it is a point."""

    middle: Metres
    outline: tuple[Metres, ...] | None
    drawn: float
    words: Words
    feature_id: str


def communities_bytes(ground: Ground, villages: Sequence[Metres]) -> bytes:
    """Return the communities' layer file."""
    dice = Dice("communities")
    courts = _courts(ground, villages, dice)
    # The larger ones were renovated first: 407 households on average against 205.
    by_size = dice.ordered([(court.drawn**2, court) for court in courts[1:]])
    done = [courts[0], *by_size[: DONE[0] - 1]]
    under_way = by_size[DONE[0] - 1 :]
    features: dict[str, bytes] = {}
    for group, (count, households), state, year in (
        (done, DONE, "done", 2020),
        (under_way, UNDER_WAY, "under_way", 2021),
    ):
        if len(group) != count:
            raise ValueError(f"{len(group)} communities {state}, {count} wanted")
        for court, number in zip(group, _households(group, households), strict=True):
            features[court.feature_id] = _community(court, number, state, year, dice)
    return collection(features)


def _courts(ground: Ground, villages: Sequence[Metres], dice: Dice) -> list[Court]:
    """Return 五道庙小区, then the town's, the small towns' and the villages' communities."""
    names = Names(("五道庙小区",))
    corner = OLD_TOWN.world(*WUDAOMIAO)
    parcel = min(ground.town_parcels, key=lambda parcel: math.dist(parcel.middle, corner))
    if not ground.take(parcel):
        raise ValueError("the parcel of 五道庙小区 is taken; try another seed")
    words = Words("五道庙小区", "Wudaomiao Community")
    courts = [_court(parcel, words, "community-wudaomiao", dice)]
    in_town = DONE[0] + UNDER_WAY[0] - 1 - IN_SEATS - IN_VILLAGES
    town = ground.free(ground.town_parcels, lambda point: density(point) ** 1.15, dice)
    parcels = [*islice(town, in_town), *islice(ground.seats_in_turn(dice), IN_SEATS)]
    for number, parcel in enumerate(parcels, start=1):
        words = names.community(parcel.middle, dice)
        draw = _yard if number <= POINTS_IN_TOWN else _court
        courts.append(draw(parcel, words, f"community-{number:03}", dice))
    for number, point in enumerate(villages[-IN_VILLAGES:], start=len(courts)):
        words = names.community(point, dice)
        drawn = dice.between(*POINT_SIZE)
        courts.append(Court(point, None, drawn, words, f"community-{number:03}"))
    return courts


def _yard(parcel: Parcel, words: Words, feature_id: str, dice: Dice) -> Court:
    """Return a community of which only a point is known."""
    return Court(parcel.middle, None, dice.between(*POINT_SIZE), words, feature_id)


def _court(parcel: Parcel, words: Words, feature_id: str, dice: Dice) -> Court:
    """Return a courtyard: the parcel less a strip on its sides, sometimes less a corner."""
    west, south = dice.between(0.02, 0.10), dice.between(0.02, 0.10)
    east, north = 1 - dice.between(0.02, 0.10), 1 - dice.between(0.02, 0.10)
    corners = [(west, south), (east, south), (east, north), (west, north)]
    if dice.random() < 0.3:
        corners = _notched(corners, dice)
    outline = tuple(parcel.at(u, v) for u, v in corners)
    hectares = geodesic_area_m2(ring(outline)) / 10_000
    drawn = hectares * dice.between(*HOUSEHOLDS_A_HECTARE) / 150
    return Court(centre(outline), outline, drawn, words, feature_id)


def _notched(corners: Sequence[Metres], dice: Dice) -> list[Metres]:
    """Return the outline with a neighbour's house cut out of one corner: an L."""
    place = dice.whole(0, 3)
    (x0, y0), (x, y), (x1, y1) = corners[place - 1], corners[place], corners[(place + 1) % 4]
    first, last = dice.between(0.55, 0.75), dice.between(0.25, 0.45)
    before = x0 + (x - x0) * first, y0 + (y - y0) * first
    after = x + (x1 - x) * last, y + (y1 - y) * last
    inner = before[0] + after[0] - x, before[1] + after[1] - y
    return [*corners[:place], before, inner, after, *corners[place + 1 :]]


def _households(courts: Sequence[Court], total: int) -> list[int]:
    stretch = total / math.fsum(court.drawn for court in courts)
    households = [round(court.drawn * stretch) for court in courts]
    largest = max(range(len(households)), key=households.__getitem__)
    households[largest] += total - sum(households)
    return households


def _community(court: Court, households: int, state: str, year: int, dice: Dice) -> bytes:
    named = court.feature_id == "community-wudaomiao"
    sort = dice.one_of(((5, "basic"), (4, "improved"), (0.5, "upgraded"), (1, None)))
    works = dice.some(BASIC, dice.whole(3, 6))
    if sort in ("improved", "upgraded"):
        works += dice.some(IMPROVED, dice.whole(2, 4))
    if sort == "upgraded":
        works.append("lifts")
    gate = dice.random() < 0.5
    geometry: dict[str, Any] = {"type": "Point", "coordinates": lon_lat(court.middle)}
    if court.outline is not None:
        geometry = {"type": "Polygon", "coordinates": [ring(court.outline)]}
    return feature(
        "communities",
        court.feature_id,
        geometry,
        name=court.words.zh,
        name_en=court.words.en,
        address="潍城区南关街道西南关社区" if named else address_at(court.middle),
        subdistrict=subdistrict_at(court.middle),
        access_point=lon_lat(centre(court.outline[:2])) if court.outline and gate else None,
        note="文章所述：20 世纪 90 年代初建成，改造雨污管网、内外墙和单元门；位置、范围与户数为示意"
        if named
        else None,
        households=households,
        buildings=max(1, round(households / dice.between(*HOUSEHOLDS_A_BUILDING))),
        built_year=None if named or dice.random() < 0.08 else dice.whole(1979, 2000),
        renovation=state,
        renovation_year=year,
        renovation_class=None if named else sort,
        works=["pipes", "walls", "unit_doors"] if named else works,
    )
