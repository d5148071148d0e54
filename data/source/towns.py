"""The drawn Weicheng: its old town and the seats around it, its subdistricts, where people live.

The old town's street names are Weifang's own; where the streets run is drawn, and so are the
small towns, whose streets have made-up names. What is kept of the real place: 和平路 runs along the
river in the east; the old walls stood at 月河路 in the west, 胜利西街 in the south and 福寿西街 in
the north, and the four subdistricts meet there.
"""

from __future__ import annotations

import math

from plane import LonLat, Metres, metres
from town import Street, Town

OLD_TOWN = Town(
    "老城",
    "Old town",
    (0.0, 0.0),
    2.0,
    46.0,
    ew=(
        Street("宝通西街", "Baotong West Street", -4650, -4700, 1140),
        Street("仓南街", "Cangnan Street", -3350, -3000, 1140),
        Street("健康西街", "Jiankang West Street", -1580, -4700, 1140),
        Street("胜利西街", "Shengli West Street", -780, -5600, 1140),
        Street("东风西街", "Dongfeng West Street", 0, -5600, 1140),
        Street("民生西街", "Minsheng West Street", 470, -800, 1140),
        Street("福寿西街", "Fushou West Street", 960, -5600, 1140),
        Street("卧龙西街", "Wolong West Street", 1760, -3900, 1140),
        Street("玉清西街", "Yuqing West Street", 2650, -5600, 1140),
        Street("北宫西街", "Beigong West Street", 3620, -5600, 1140),
    ),
    ns=(
        Street("西环路", "Xihuan Road", -5300, -800, 3700),
        Street("彩虹路", "Caihong Road", -4420, -4700, 3700),
        Street("怡园路", "Yiyuan Road", -3580, -1600, 2700),
        Street("清平路", "Qingping Road", -2760, -4700, 3700),
        Street("安顺路", "Anshun Road", -1960, -1600, 3700),
        Street("永安路", "Yong'an Road", -1320, -1600, 1800),
        Street("青年路", "Qingnian Road", -760, -4700, 3700),
        Street("月河路", "Yuehe Road", -190, -3400, 2700),
        Street("向阳路", "Xiangyang Road", 420, -4700, 2700),
        Street("和平路", "Heping Road", 1050, -1600, 3700),
    ),
)


def _seat(zh: str, en: str, position: LonLat, degrees: float) -> Town:
    reach = 420.0
    return Town(
        zh,
        en,
        metres(position),
        degrees,
        22.0,
        ew=(
            Street(f"{zh}南街", f"{en} South Street", -330, -reach, reach),
            Street(f"{zh}中心街", f"{en} Centre Street", 30, -reach, reach),
            Street(f"{zh}北街", f"{en} North Street", 360, -reach, reach),
        ),
        ns=(
            Street(f"{zh}西路", f"{en} West Road", -390, -reach, reach),
            Street(f"{zh}中心路", f"{en} Centre Road", -20, -reach, reach),
            Street(f"{zh}东路", f"{en} East Road", 370, -reach, reach),
        ),
    )


SEATS = {
    "于河街道": _seat("于河", "Yuhe", (119.0150, 36.7630), 6.0),
    "望留街道": _seat("望留", "Wangliu", (118.9870, 36.6560), -9.0),
    "军埠口综合项目区": _seat("军埠口", "Junbukou", (119.0610, 36.6250), 11.0),
    "潍城经济开发区": _seat("开发区", "Development Zone", (119.0230, 36.7010), -4.0),
}
ENGLISH = {"于河街道": "Yuhe", "望留街道": "Wangliu", "军埠口综合项目区": "Junbukou"}
ENGLISH |= {"潍城经济开发区": "Development Zone", "城关街道": "Chengguan", "南关街道": "Nanguan"}
ENGLISH |= {"西关街道": "Xiguan", "北关街道": "Beiguan"}

# Where people live in the old town, as hills: place, height, width in metres.
DENSITY = (
    ((500.0, 100.0), 1.0, 950.0),
    ((-1300.0, 150.0), 0.36, 1150.0),
    ((250.0, 1900.0), 0.26, 1050.0),
    ((-100.0, -2300.0), 0.24, 1000.0),
    ((-3000.0, 700.0), 0.06, 1700.0),
)


def density(point: Metres) -> float:
    """Return how densely the old town is lived in at a point, about 1 in its middle."""
    return math.fsum(
        height * math.exp(-((math.dist(point, place) / width) ** 2))
        for place, height, width in DENSITY
    )


def subdistrict_at(point: Metres) -> str:
    """Return the drawn subdistrict of a point: the old town's four, else the nearest seat's."""
    u, v = OLD_TOWN.grid(point)
    if u > -3400 and -4300 < v < 3900:
        if v < -780:
            return "南关街道"
        if v > 960:
            return "北关街道"
        return "城关街道" if u > -190 else "西关街道"
    return min(SEATS, key=lambda name: math.dist(SEATS[name].origin, point))
