"""The parks: twelve pocket parks, gently shaped, each near the crossing it is called after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from feature import collection, feature
from ground import Ground, Spaced, ring
from names import CROSSINGS, Words, address_at
from plane import Dice, LonLat, Metres, centre, geodesic_area_m2, lon_lat
from town import Parcel
from towns import subdistrict_at

ALWAYS, DAY = "24/7", "06:00-22:00"
SEASONAL = "Apr-Oct 05:00-22:00; Nov-Mar 06:00-21:00"
APART_M = 350.0
# Between an ellipse (2) and a rectangle (infinite): how gardens fill their corner.
ROUNDNESS = 3.2


@dataclass(frozen=True)
class Garden:
    """A pocket park to draw: its words, size and outline, the crossing near it, what it has."""

    slug: str
    words: Words
    area_m2: float
    vertices: int
    gates: int
    near: tuple[str, str]
    open_hours: str | None
    features: tuple[str, ...] | None
    note: str | None = None


GARDENS = (
    Garden(
        "ziyiyuan",
        Words("自怡园", "Ziyiyuan Park"),
        9480,
        12,
        3,
        ("安顺路", "福寿西街"),
        ALWAYS,
        ("fitness", "running_track", "lighting", "culture", "sorted_bins"),
        "文章所述：改造后有健身广场、塑胶跑道、楹联、分类垃圾箱和照明；位置、形状与面积为示意",
    ),
    Garden(
        "yuehe",
        Words("月河口袋公园", "Yuehe Pocket Park"),
        3260,
        9,
        2,
        ("月河路", "东风西街"),
        ALWAYS,
        ("lighting", "seating", "water", "pavilion"),
    ),
    Garden(
        "xiangyang",
        Words("向阳口袋公园", "Xiangyang Pocket Park"),
        1180,
        7,
        1,
        ("向阳路", "民生西街"),
        ALWAYS,
        ("fitness", "seating", "shade"),
    ),
    Garden(
        "heping",
        Words("和平口袋公园", "Heping Pocket Park"),
        760,
        6,
        0,
        ("和平路", "胜利西街"),
        ALWAYS,
        ("seating", "shade"),
    ),
    Garden(
        "fushou",
        Words("福寿口袋公园", "Fushou Pocket Park"),
        2450,
        8,
        2,
        ("月河路", "福寿西街"),
        SEASONAL,
        ("playground", "lighting", "seating", "accessible_paths"),
    ),
    Garden(
        "wolong",
        Words("卧龙口袋公园", "Wolong Pocket Park"),
        4720,
        10,
        2,
        ("向阳路", "卧龙西街"),
        DAY,
        ("fitness", "playground", "shade", "sorted_bins"),
    ),
    Garden(
        "qingnian",
        Words("青年口袋公园", "Qingnian Pocket Park"),
        3890,
        9,
        1,
        ("青年路", "胜利西街"),
        DAY,
        ("fitness", "running_track", "lighting", "seating"),
    ),
    Garden(
        "jiankang",
        Words("健康口袋公园", "Jiankang Pocket Park"),
        1640,
        7,
        0,
        ("向阳路", "健康西街"),
        ALWAYS,
        ("fitness", "seating", "culture"),
    ),
    Garden(
        "cangnan",
        Words("仓南口袋公园", "Cangnan Pocket Park"),
        5350,
        11,
        2,
        ("月河路", "仓南街"),
        SEASONAL,
        ("playground", "lighting", "toilets", "seating"),
    ),
    Garden(
        "yuhe",
        Words("于河口袋公园", "Yuhe Pocket Park"),
        6120,
        10,
        1,
        ("于河中心路", "于河北街"),
        ALWAYS,
        ("fitness", "seating", "pavilion"),
    ),
    Garden(
        "wangliu",
        Words("望留口袋公园", "Wangliu Pocket Park"),
        2080,
        8,
        0,
        ("望留东路", "望留中心街"),
        None,
        None,
    ),
    Garden(
        "kaifaqu",
        Words("开发区口袋公园", "Development Zone Pocket Park"),
        4410,
        9,
        1,
        ("开发区西路", "开发区中心街"),
        ALWAYS,
        ("running_track", "lighting", "seating"),
    ),
)


def parks_bytes(ground: Ground) -> tuple[bytes, dict[str, Metres]]:
    """Return the parks' layer file, and by name a gate of each park where a toilet stands."""
    dice, spaced = Dice("parks"), Spaced(APART_M)
    features: dict[str, bytes] = {}
    gates: dict[str, Metres] = {}
    for garden in GARDENS:
        points = _outline(garden, _parcel_for(garden, ground, spaced), dice)
        step = garden.vertices / max(garden.gates, 1)
        starts = [int(gate * step) for gate in range(garden.gates)]
        entrances = [_between(points[start], points[start + 1]) for start in starts]
        features[f"park-{garden.slug}"] = _park(garden, points, [lon_lat(p) for p in entrances])
        if garden.slug == "ziyiyuan" or "toilets" in (garden.features or ()):
            gates[garden.slug] = entrances[-1]
    return collection(features), gates


def _between(first: Metres, second: Metres) -> Metres:
    return centre((first, second))


def _parcel_for(garden: Garden, ground: Ground, spaced: Spaced) -> Parcel:
    """Take the nearest parcel to the garden's crossing that is neither too small nor too large."""
    point = next(
        crossing.point for crossing in CROSSINGS if (crossing.ns.zh, crossing.ew.zh) == garden.near
    )
    parcels = [*ground.town_parcels, *ground.all_seat_parcels]
    for parcel in sorted(parcels, key=lambda parcel: math.dist(parcel.middle, point)):
        share = garden.area_m2 / geodesic_area_m2(ring(parcel.corners))
        if 0.1 < share < 0.62 and spaced.add(parcel.middle) and ground.take(parcel):
            return parcel
    raise LookupError(f"no parcel near {garden.near} holds {garden.words.zh}")


def _outline(garden: Garden, parcel: Parcel, dice: Dice) -> list[Metres]:
    """Return a rounded outline along the parcel's sides, of the garden's area on the ellipsoid."""
    start = dice.random()
    shares = []
    for vertex in range(garden.vertices):
        angle = 2 * math.pi * (vertex + start + dice.between(-0.22, 0.22)) / garden.vertices
        cosine, sine = math.cos(angle), math.sin(angle)
        reach = (abs(cosine) ** ROUNDNESS + abs(sine) ** ROUNDNESS) ** (-1 / ROUNDNESS)
        reach *= dice.between(0.94, 1.05)
        shares.append((reach * cosine, reach * sine))
    half = 0.25
    points: list[Metres] = []
    for _ in range(6):
        points = [parcel.at(0.5 + half * u, 0.5 + half * v) for u, v in shares]
        half *= math.sqrt(garden.area_m2 / geodesic_area_m2(ring(points)))
    if half * 1.05 > 0.5:
        raise ValueError(f"{garden.words.zh} is larger than its parcel; try another seed")
    return points


def _park(garden: Garden, points: Sequence[Metres], entrances: list[LonLat]) -> bytes:
    outline, middle = ring(points), centre(points)
    return feature(
        "parks",
        f"park-{garden.slug}",
        {"type": "Polygon", "coordinates": [outline]},
        name=garden.words.zh,
        name_en=garden.words.en,
        address=address_at(middle),
        subdistrict=subdistrict_at(middle),
        status="open",
        access_point=entrances[0] if entrances else None,
        note=garden.note,
        area_m2=round(geodesic_area_m2(outline)),
        size_class="pocket",
        features=garden.features,
        open_hours=garden.open_hours,
        entrances=entrances or None,
    )
