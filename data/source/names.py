"""Chinese and English names: of places at a crossing, of communities, each given out once."""

from __future__ import annotations

import math
from typing import NamedTuple

from plane import Dice, Metres
from town import Crossing, Town, nearest_crossing
from towns import ENGLISH, OLD_TOWN, SEATS, subdistrict_at


class Words(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


TOWNS: tuple[Town, ...] = (OLD_TOWN, *SEATS.values())
CROSSINGS: tuple[Crossing, ...] = tuple(crossing for town in TOWNS for crossing in town.crossings())
# Farther from a crossing than this an address speaks of the subdistrict's countryside.
ADDRESSED_M = 1100.0
QUARTERS = {
    (True, True): Words("东北", "north-east"),
    (True, False): Words("东南", "south-east"),
    (False, True): Words("西北", "north-west"),
    (False, False): Words("西南", "south-west"),
}

# What a community may be called after: the streets beside it, then words that suit anywhere.
BASES = {
    "和平路": Words("和平", "Heping"),
    "向阳路": Words("向阳", "Xiangyang"),
    "月河路": Words("月河", "Yuehe"),
    "青年路": Words("青年", "Qingnian"),
    "永安路": Words("永安", "Yong'an"),
    "安顺路": Words("安顺", "Anshun"),
    "清平路": Words("清平", "Qingping"),
    "怡园路": Words("怡园", "Yiyuan"),
    "彩虹路": Words("彩虹", "Caihong"),
    "西环路": Words("西环", "Xihuan"),
    "东风西街": Words("东风", "Dongfeng"),
    "胜利西街": Words("胜利", "Shengli"),
    "健康西街": Words("健康", "Jiankang"),
    "福寿西街": Words("福寿", "Fushou"),
    "民生西街": Words("民生", "Minsheng"),
    "卧龙西街": Words("卧龙", "Wolong"),
    "玉清西街": Words("玉清", "Yuqing"),
    "北宫西街": Words("北宫", "Beigong"),
    "仓南街": Words("仓南", "Cangnan"),
    "宝通西街": Words("宝通", "Baotong"),
}
ANYWHERE = (
    Words("光明", "Guangming"),
    Words("园丁", "Yuanding"),
    Words("建设", "Jianshe"),
    Words("安居", "Anju"),
    Words("振兴", "Zhenxing"),
    Words("友谊", "Youyi"),
    Words("春光", "Chunguang"),
    Words("新华", "Xinhua"),
    Words("团结", "Tuanjie"),
    Words("前进", "Qianjin"),
)
KINDS = (
    Words("小区", "Community"),
    Words("新村", "New Village"),
    Words("东区", "East Community"),
    Words("西区", "West Community"),
    Words("南区", "South Community"),
    Words("北区", "North Community"),
    Words("家园", "Homes"),
    Words("花园", "Gardens"),
    Words("职工宿舍", "Workers' Housing"),
    Words("家属院", "Staff Housing"),
    Words("小区二区", "Community, Part 2"),
)


class Names:
    """Gives out names, none of them twice."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = set(taken)

    def claim(self, words: Words) -> Words | None:
        """Return the words when nobody has them yet."""
        if words.zh in self._taken:
            return None
        self._taken.add(words.zh)
        return words

    def community(self, point: Metres, dice: Dice) -> Words:
        """Return a new name for a community, after a street beside it or after a virtue."""
        crossing = nearest_crossing(point, CROSSINGS)
        seat = next((town for town in SEATS.values() if town is crossing.town), None)
        if seat is not None or math.dist(point, crossing.point) > ADDRESSED_M:
            place = ENGLISH[subdistrict_at(point)]
            bases = [Words(SEATS[s].zh, SEATS[s].en) for s in SEATS if ENGLISH[s] == place]
        else:
            bases = [BASES[crossing.ns.zh], BASES[crossing.ew.zh]]
        tries = [base for base in bases for _ in range(2)] + [dice.pick(ANYWHERE)]
        while True:
            base, kind = dice.pick(tries), dice.pick(KINDS)
            if words := self.claim(Words(base.zh + kind.zh, f"{base.en} {kind.en}")):
                return words
            tries.append(dice.pick(ANYWHERE))

    def at_crossing(self, point: Metres, kinds: tuple[Words, ...], dice: Dice) -> Words:
        """Return a new name of one of the kinds, after a street nearby or after the crossing."""
        crossing = nearest_crossing(point, CROSSINGS)
        ns, ew = Words(*crossing.ns[:2]), Words(*crossing.ew[:2])
        bases = [*dice.some((ns, ew), 1), ns, ew, Words(ns.zh + ew.zh + "口", f"{ns.en} / {ew.en}")]
        if math.dist(crossing.point, point) > ADDRESSED_M:
            area = subdistrict_at(point)
            bases = [Words(area, ENGLISH[area])]
        shuffled = dice.ordered([(1.0, kind) for kind in kinds])
        for number in ("", *map(str, range(2, 10))):
            for base in bases:
                for kind in shuffled:
                    en = f"{base.en}{kind.en} {number}".rstrip()
                    if words := self.claim(Words(base.zh + kind.zh + number, en)):
                        return words
        raise LookupError(f"all names of the kinds {[kind.zh for kind in kinds]} are given out")


def quarter(point: Metres, crossing: Crossing) -> Words:
    """Return on which side of a crossing a point lies."""
    u, v = crossing.town.grid(point)
    u0, v0 = crossing.town.grid(crossing.point)
    return QUARTERS[u > u0, v > v0]


def address_at(point: Metres) -> str:
    """Return an address by the nearest crossing; there are no house numbers to give."""
    crossing = nearest_crossing(point, CROSSINGS)
    if math.dist(crossing.point, point) > ADDRESSED_M:
        return "潍城区" + subdistrict_at(point).removeprefix("潍城")
    side = quarter(point, crossing).zh
    return f"潍城区{crossing.ns.zh}与{crossing.ew.zh}路口{side}侧"
