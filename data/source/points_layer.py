"""The toilets and the sunshades: points beside streets and at crossings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import islice

from feature import collection, feature
from ground import Ground, Spaced
from names import QUARTERS, Names, Words, address_at
from plane import Dice, Metres, lon_lat
from town import Crossing
from towns import OLD_TOWN, SEATS, density, subdistrict_at

# The article's figures.
TOILETS, SUNSHADES = 28, 21
TOILETS_IN_SEATS, TOILETS_IN_VILLAGES = 4, 4
TOILETS_APART_M = 320.0

ALWAYS, LONG_DAY, DAY = "24/7", "05:30-22:00", "06:00-21:30"
SEASONAL = "Apr-Oct 05:30-22:30; Nov-Mar 06:00-21:30"
TOILET_HOURS = ((7, ALWAYS), (11, LONG_DAY), (6, DAY), (5, SEASONAL))
# So many of the toilets have no known hours.
TOILETS_UNKNOWN = 2
TOILET = (Words("公厕", " public toilet"),)
PARK_TOILETS = {
    "ziyiyuan": Words("自怡园公厕", "Ziyiyuan Park public toilet"),
    "cangnan": Words("仓南口袋公园公厕", "Cangnan Pocket Park public toilet"),
}

CORNERS = {"东北": "NE", "东南": "SE", "西北": "NW", "西南": "SW"}
# From the middle of a crossing of main streets to where people wait.
CORNER_M = 27.0


def toilets_bytes(
    ground: Ground, villages: Sequence[Metres], park_gates: Mapping[str, Metres]
) -> bytes:
    """Return the toilets' layer file; some stand at the gates of parks."""
    dice, names, spaced = Dice("toilets"), Names(), Spaced(TOILETS_APART_M)
    places = {point: names.claim(PARK_TOILETS[slug]) for slug, point in park_gates.items()}
    points = [point for point in places if spaced.add(point)]
    parcels = ground.free(ground.town_parcels, lambda point: density(point) ** 0.8, dice)
    while len(points) < TOILETS - TOILETS_IN_SEATS - TOILETS_IN_VILLAGES:
        point = next(parcels).at(dice.pick((0.05, 0.95)), dice.between(0.05, 0.95))
        if spaced.add(point):
            points.append(point)
    seats = islice(ground.seats_in_turn(dice), TOILETS_IN_SEATS)
    points += [parcel.at(0.05, 0.5) for parcel in seats]
    points += [(x + 90, y - 60) for x, y in villages[:TOILETS_IN_VILLAGES]]
    unknown = set(dice.some(range(TOILETS), TOILETS_UNKNOWN))
    features: dict[str, bytes] = {}
    for place, point in enumerate(points):
        feature_id = f"toilet-{place + 1:03}"
        hours = None if place in unknown else dice.one_of(TOILET_HOURS)
        words = places.get(point) or names.at_crossing(point, TOILET, dice)
        features[feature_id] = _toilet(feature_id, point, words, hours, dice)
    return collection(features)


def _toilet(feature_id: str, point: Metres, words: Words, hours: str | None, dice: Dice) -> bytes:
    grade = dice.one_of(((5, 1), (13, 2), (7, 3), (3, None)))
    women = None if dice.random() < 0.15 else dice.whole(3, 6) + (4 if grade == 1 else 0)
    return feature(
        "toilets",
        feature_id,
        {"type": "Point", "coordinates": lon_lat(point)},
        name=words.zh,
        name_en=words.en,
        address=address_at(point),
        subdistrict=subdistrict_at(point),
        status="open",
        grade=grade,
        accessible=None if grade is None else grade < 3 or dice.random() < 0.5,
        family_room=dice.pick((True, True, True, False))
        if grade == 1
        else dice.pick((True, False, False, None)),
        baby_change=dice.pick((True, False, False, None)),
        open_hours=hours,
        cubicles_women=women,
        cubicles_men=None if women is None else max(2, round(women * 2 / 3)),
    )


def sunshades_bytes(ground: Ground) -> bytes:
    """Return the sunshades' layer file: at one or two corners of busy crossings."""
    dice, spaced = Dice("sunshades"), Spaced(45.0)
    crossings = [(density(crossing.point) + 0.02, crossing) for crossing in OLD_TOWN.crossings()]
    crossings += [
        (0.05, crossing)
        for town in SEATS.values()
        for crossing in town.crossings()
        if "中心" in crossing.ew.zh and "中心" in crossing.ns.zh
    ]
    features: dict[str, bytes] = {}
    for crossing in dice.ordered(crossings):
        corners = dice.some(tuple(QUARTERS), dice.one_of(((3, 1), (2, 2))))
        for east, north in corners:
            point = _corner(crossing, east=east, north=north)
            if len(features) < SUNSHADES and ground.holds(point) and spaced.add(point):
                feature_id = f"sunshade-{len(features) + 1:03}"
                features[feature_id] = _sunshade(
                    feature_id, crossing, QUARTERS[east, north], point, dice
                )
    return collection(features)


def _corner(crossing: Crossing, *, east: bool, north: bool) -> Metres:
    return crossing.town.world(
        crossing.ns.at + (CORNER_M if east else -CORNER_M),
        crossing.ew.at + (CORNER_M if north else -CORNER_M),
    )


def _sunshade(
    feature_id: str, crossing: Crossing, corner: Words, point: Metres, dice: Dice
) -> bytes:
    where = f"{crossing.ns.zh}与{crossing.ew.zh}路口"
    length_m = dice.whole(12, 36) / 2
    built = f"2021-0{dice.whole(5, 7)}-{dice.whole(10, 28)}" if dice.random() < 0.6 else None
    return feature(
        "sunshades",
        feature_id,
        {"type": "Point", "coordinates": lon_lat(point)},
        name=f"{where}{corner.zh}角遮阳棚",
        name_en=f"{crossing.ns.en} and {crossing.ew.en}, {corner.en} corner sunshade",
        address=f"潍城区{where}{corner.zh}角",
        subdistrict=subdistrict_at(point),
        status="open",
        crossing=where,
        corner=CORNERS[corner.zh],
        length_m=length_m,
        area_m2=math.floor(length_m * dice.pick((2.5, 3.0, 3.5)) * 10) / 10,
        built_on=built,
    )
