"""The parking layer: along streets, in lots, underground, in yards shared after hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from feature import collection, feature
from ground import Ground, Spaced
from names import Names, Words, address_at
from parking_sorts import STREETS, YARDS, Sort, Terms
from plane import Dice, Metres, lon_lat
from town import LANE_M, Parcel, Section
from towns import OLD_TOWN, SEATS, density, subdistrict_at

# The article: more than 19,000 spaces. Only open facilities have a number of spaces here.
SPACES = 19_042
APART_M = 60.0

# Facilities that are not open, with their words; they have no spaces and count for nothing.
NOT_OPEN = {
    "under_construction": "示意：在建，泊位数待定，不计入总数",
    "closed": "示意：暂停开放，不计入总数",
}
SIDES = {
    ("ns", True): Words("东侧", "east side"),
    ("ns", False): Words("西侧", "west side"),
    ("ew", True): Words("北侧", "north side"),
    ("ew", False): Words("南侧", "south side"),
}


@dataclass(frozen=True)
class Draft:
    """A facility before its spaces are known."""

    sort: Sort
    point: Metres
    words: Words
    address: str
    terms: Terms


def parking_bytes(ground: Ground, villages: Sequence[Metres]) -> bytes:
    """Return the layer file."""
    dice, names, spaced = Dice("parking"), Names(), Spaced(APART_M)
    drafts = list(_kerbside(ground, dice, spaced))
    for sort in YARDS:
        points = list(_yards(sort, ground, villages, dice, spaced))
        drafts.extend(_draft(sort, point, names, dice) for point in points)
    counts: list[int | None] = [*_spaces(drafts, dice)]
    statuses = ["open"] * len(drafts)
    lot = next(sort for sort in YARDS if sort.kind == "lot")
    for status, point in zip(NOT_OPEN, _yards(lot, ground, (), dice, spaced), strict=False):
        drafts.append(_draft(lot, point, names, dice))
        counts.append(None)
        statuses.append(status)
    features: dict[str, bytes] = {}
    for number, (draft, count, status) in enumerate(zip(drafts, counts, statuses, strict=True), 1):
        feature_id = f"parking-{number:03}"
        features[feature_id] = _written(feature_id, draft, count, status, dice)
    return collection(features)


def _kerbside(ground: Ground, dice: Dice, spaced: Spaced) -> Iterator[Draft]:
    old = [(density(section.point(0.5, 0)) ** 1.2, section) for section in OLD_TOWN.sections()]
    seats = [(1.0, section) for town in SEATS.values() for section in town.sections()]
    for weighted, count in ((old, STREETS.count - STREETS.seats), (seats, STREETS.seats)):
        # Each section twice, since it has two sides.
        order = dice.ordered(weighted) + dice.ordered(weighted)
        yield from islice(_sides(order, ground, dice, spaced), count)


def _sides(
    sections: Sequence[Section], ground: Ground, dice: Dice, spaced: Spaced
) -> Iterator[Draft]:
    """Yield a draft on one side of each section, no side twice."""
    used: set[tuple[str, str, bool]] = set()
    for section in sections:
        far = dice.random() < 0.5
        point = section.point(dice.between(0.22, 0.78), 11.0 if far else -11.0)
        key = (section.street.zh, section.first.zh, far)
        if key in used or not ground.holds(point) or not spaced.add(point):
            continue
        used.add(key)
        side, street = SIDES[section.runs, far], section.street
        first, last = section.first, section.last
        words = Words(
            f"{street.zh}{side.zh}泊位（{first.zh}至{last.zh}）",
            f"{street.en} kerbside parking, {side.en} ({first.en} to {last.en})",
        )
        address = f"潍城区{street.zh}（{first.zh}至{last.zh}段）{side.zh}"
        yield Draft(STREETS, point, words, address, dice.one_of(STREETS.terms))


def _yards(
    sort: Sort, ground: Ground, villages: Sequence[Metres], dice: Dice, spaced: Spaced
) -> Iterator[Metres]:
    """Yield a point for each of a sort: in the town, in the small towns, in villages."""
    town = ground.free(ground.town_parcels, lambda point: density(point) ** sort.sharpness, dice)
    seats = ground.seats_in_turn(dice)
    yield from islice(_entries(sort, town, dice, spaced), sort.count - sort.seats - sort.villages)
    yield from islice(_entries(sort, seats, dice, spaced), sort.seats)
    yield from (point for point in villages[: sort.villages] if spaced.add(point))


def _entries(sort: Sort, parcels: Iterator[Parcel], dice: Dice, spaced: Spaced) -> Iterator[Metres]:
    """Yield a point at the edge of each parcel, in the lane when one parks at the kerb."""
    for parcel in parcels:
        width_m = parcel.box[3] - parcel.box[1]
        inwards = -LANE_M / 2 / width_m if sort.kind == "kerbside" else 0.08
        share = dice.pick((inwards, 1 - inwards))
        point = parcel.at(dice.between(0.1, 0.9), share)
        if spaced.add(point):
            yield point


def _draft(sort: Sort, point: Metres, names: Names, dice: Dice) -> Draft:
    words = names.at_crossing(point, sort.names, dice)
    return Draft(sort, point, words, address_at(point), dice.one_of(sort.terms))


def _spaces(drafts: Sequence[Draft], dice: Dice) -> list[int]:
    """Draw the spaces of each, then stretch them so that they add up."""
    drawn = [dice.between(*draft.sort.spaces) for draft in drafts]
    stretch = SPACES / sum(drawn)
    spaces = [round(number * stretch) for number in drawn]
    largest = max(range(len(spaces)), key=spaces.__getitem__)
    spaces[largest] += SPACES - sum(spaces)
    return spaces


def _written(feature_id: str, draft: Draft, spaces: int | None, status: str, dice: Dice) -> bytes:
    kind = draft.sort.kind
    marked = spaces is not None and kind != "shared" and dice.random() < 0.7
    return feature(
        "parking",
        feature_id,
        {"type": "Point", "coordinates": lon_lat(draft.point)},
        name=draft.words.zh,
        name_en=draft.words.en,
        address=draft.address,
        subdistrict=subdistrict_at(draft.point),
        status=status,
        note=NOT_OPEN.get(status),
        spaces=spaces,
        # About 2 % of the spaces, one at least.
        accessible_spaces=max(1, round(spaces * 0.02)) if marked and spaces else None,
        kind=kind,
        open_hours=draft.terms.open_hours,
        free_hours=draft.terms.free_hours,
        max_stay_minutes=draft.terms.max_stay_minutes,
        height_limit_m=dice.pick((1.9, 2.0, 2.1, 2.2)) if kind == "underground" else None,
    )
