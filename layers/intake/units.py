"""Units as offices write them, in headings and behind numbers."""

from __future__ import annotations

import re
import unicodedata

MU_M2 = 10_000 / 15  # fifteen mu (亩) are a hectare
PING_M2 = 400 / 121  # the ping (坪) of Taiwan
ACRE_M2, FOOT_M = 4_046.8564224, 0.3048

_AREA = {
    1.0: "m2 m^2 sqm sq.m 平方米 平米 平方公尺 平方 squaremetres squaremeters squaremetre",
    10_000.0: "ha hm2 公顷 hectare hectares 万平方米 万m2 万平米 万平方",
    MU_M2: "亩 市亩 mu",
    1_000_000.0: "km2 平方公里 平方千米 sqkm",
    PING_M2: "坪 ping",
    ACRE_M2: "acre acres ac 英亩",
    FOOT_M**2: "sqft ft2 平方英尺",
}
_LENGTH = {
    1.0: "m 米 公尺 metre metres meter meters",
    0.01: "cm 厘米 公分",
    0.1: "dm 分米",
    0.001: "mm 毫米",
    1_000.0: "km 公里 千米",
    FOOT_M: "ft 英尺 feet foot",
}
_TIME = {
    1.0: "min 分钟 分 mins minute minutes",
    60.0: "h 小时 时 钟头 hr hrs hour hours 个小时",
    1_440.0: "d 天 日 day days",
    1 / 60: "s 秒 秒钟 sec second seconds",
}
_COUNT = {1.0: "个 处 座 位 辆 间 户 栋 幢 套 棵 台 部 条 只 所 人 名 spaces", 10_000.0: "万 万户"}

# By the unit symbol of a field (UCUM); the empty one is that of plain numbers.
FACTORS: dict[str, dict[str, float]] = {
    symbol: {name: factor for factor, names in table.items() for name in names.split()}
    for symbol, table in {"m2": _AREA, "m": _LENGTH, "min": _TIME, "": _COUNT}.items()
}

# What a number of facilities is followed by, besides the plain measure words.
COUNTED = re.compile(
    r"[个座间处户栋幢套位辆](?:停车)?(?:车位|泊位|位|蹲位|厕位|坑位|户|栋|楼|单元楼)?"
    r"|(?:停车)?(?:车位|泊位)|蹲位|厕位|坑位|户|栋|家|居民户"
    r"|(?:parking)?(?:spaces?|lots?|places?|stalls?|bays?)|households?|buildings?|cubicles?"
)


def unit_key(text: str) -> str:
    """Return a unit's name as the tables have it: `㎡` and `Ｍ2` are `m2`."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s.·]+", "", folded)


def unit_factor(text: str, symbol: str | None) -> float | None:
    """Return how many of a field's units one of the named unit is; None for an unknown one.

    Parameters
    ----------
    text
        The unit as it is written: 公顷, ㎡, cm, 小时.
    symbol
        The field's unit (m2, m, min); None for a plain number.
    """
    return FACTORS.get(symbol or "", {}).get(unit_key(text))
