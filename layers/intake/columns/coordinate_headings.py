"""The headings under which coordinates are written, and the datum that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from layers.intake.columns.heading import readings, two_languages
from layers.intake.wording import simplified, words

Part = Literal["lon", "lat", "x", "y", "east", "north", "pair", "geometry"]
Order = Literal["lon_lat", "lat_lon"]

# Of each part the usual headings, the most usual first.
LON = words(
    """
        经度 东经 longitude lon lng long 经度坐标 坐标经度 中心经度 中心点经度 经度值 gpslon
        gpslng 经 lonx longitudex poilon poilng longtitude x坐标经度 positionlon geolon
        pointlon 経度 längengrad laengengrad longitud longitudine jingdu jd
        """
)
LAT = words(
    """
        纬度 北纬 latitude lat 纬度坐标 坐标纬度 中心纬度 中心点纬度 纬度值 gpslat 纬 laty
        latitudey poilat poilat lattitude y坐标纬度 positionlat geolat pointlat
        breitengrad latitud latitudine weidu wd
        """
)
X = words(
    """
        x x坐标 坐标x coordx xcoord xcoordinate pointx posx gpsx xx 中心x 中心点x x轴 x轴坐标 px
        twd97x
        """
)
Y = words(
    """
        y y坐标 坐标y coordy ycoord ycoordinate pointy posy gpsy yy 中心y 中心点y y轴 y轴坐标 py
        twd97y
        """
)
EAST = words(
    """
        东坐标 东向坐标 横坐标 easting east eastings e 东 东距 横坐标y y横坐标 hk80easting
        """
)
NORTH = words(
    """
        北坐标 北向坐标 纵坐标 northing north northings n 北 北距 纵坐标x x纵坐标 hk80northing
        """
)
PAIR: dict[str, Order | None] = {
    **dict.fromkeys(
        words(
            """
        坐标 位置坐标 点位坐标 地理坐标 经纬坐标 中心坐标 空间坐标 gps gps坐标 定位 定位坐标
        coordinate coordinates coord coords position location geopoint geopoint2d point 位置
        地理位置 gpslocation xy坐标 中心点坐标 gpscoordinates 坐标点 坐标位置
        """
        )
    ),
    **dict.fromkeys(
        words(
            """
        经纬度 经纬度坐标 经度纬度 lnglat lonlat longlat lonlatitude longitudelatitude lonlatstr
        坐标经纬度 中心经纬度 xy lngandlat
        """
        ),
        "lon_lat",
    ),
    **dict.fromkeys(
        words(
            """
        纬经度 纬度经度 latlng latlon latlong latitudelongitude geolatlon latandlng
        """
        ),
        "lat_lon",
    ),
}
GEOMETRY = words(
    """
        几何 geometry geom thegeom wkt wkb wkbgeometry shape geojson ewkt ewkb geo 空间数据
        空间信息 图形 边界 几何图形 范围坐标 geomwkt wktgeom geoshape geometrywkt sshape spatial
        """
)

# Longer words first: `wgs84` before `84`.
DATUM_WORDS: dict[str, str] = {
    **dict.fromkeys(
        words(
            """
        2000国家大地坐标系 国家大地2000 2000坐标系 2000坐标 cgcs2000 国家2000 大地2000
        """
        ),
        "EPSG:4490",
    ),
    **dict.fromkeys(
        words(
            """
        wgs84坐标系 84坐标系 wgs1984 wgs84 84坐标 wgs 84
        """
        ),
        "wgs84",
    ),
    **dict.fromkeys(
        words(
            """
        火星坐标系 高德地图 高德坐标 腾讯地图 火星坐标 国测局 gcj02 高德 腾讯 火星 gcj amap
        gaode tencent
        """
        ),
        "gcj02",
    ),
    **dict.fromkeys(
        words(
            """
        bd09ll 百度地图 百度坐标 bd09 百度 baidu bd
        """
        ),
        "bd09",
    ),
}


PARTS: dict[Part, list[str]] = {
    "lon": LON,
    "lat": LAT,
    "x": X,
    "y": Y,
    "east": EAST,
    "north": NORTH,
    "geometry": GEOMETRY,
}
# 公厕经度, 设施所在纬度; but not where a road begins or the entrance lies.
SOMETHING_S = re.compile(
    r"(?!.*(?:入口|出口|起点|终点|止点|起始|终止))(?P<whose>[\u3400-\u9fff]{1,8})"
    r"(?P<half>经度|纬度|东经|北纬)"
)
# A Latin heading this like a known one, from the same first letter on, is its misspelling:
# `norting`, but not `altitude` for a latitude.
LIKENESS, LEAST_LATIN = 0.85, 5
SPELT_OUT: tuple[Part, ...] = ("lon", "lat", "east", "north")


@dataclass(frozen=True)
class CoordinateHeading:
    """What a heading says of coordinates.

    Parameters
    ----------
    part
        Which coordinate it is.
    place
        Its place among the known headings; lower is more usual.
    datum
        The datum that it names, None for none.
    order
        Of a pair: which number comes first, where the heading says so.
    within
        The path before it.
    """

    part: Part
    place: int
    datum: str | None = None
    order: Order | None = None
    within: str = ""


def coordinate_heading(heading: str) -> CoordinateHeading | None:
    """Return what a heading says of coordinates, None where it is no such heading."""
    for key, within in _keys(heading):
        if found := _known(key, within, None) or _with_datum(key, within) or _likely(key, within):
            return found
    return None


def _keys(heading: str) -> Iterator[tuple[str, str]]:
    for text in dict.fromkeys((heading, simplified(heading))):
        for reading in readings(text):
            yield reading.key, reading.within
    if both := two_languages(simplified(heading)):
        chinese, latin = (_known(key, "", None) for key in both)
        if chinese and latin and chinese.part == latin.part:
            yield both[0], ""


def _with_datum(key: str, within: str) -> CoordinateHeading | None:
    for word, datum in DATUM_WORDS.items():
        if word not in key:
            continue
        rest = key.replace(word, "", 1)
        if found := _known(rest, within, datum) or _likely(rest, within, datum):
            return found
    return None


def _known(key: str, within: str, datum: str | None) -> CoordinateHeading | None:
    for part, known in PARTS.items():
        if key in known:
            return CoordinateHeading(part, known.index(key), datum, None, within)
    if key in PAIR:
        return CoordinateHeading("pair", list(PAIR).index(key), datum, PAIR[key], within)
    return None


def _likely(key: str, within: str, datum: str | None = None) -> CoordinateHeading | None:
    """Return what a heading says that is not known word for word."""
    if match := SOMETHING_S.fullmatch(key):
        half: Part = "lon" if match["half"] in ("经度", "东经") else "lat"
        return CoordinateHeading(half, len(LON), datum, None, within + match["whose"])
    for part in SPELT_OUT:
        likely = [word for word in PARTS[part] if len(word) >= LEAST_LATIN and word[0] == key[:1]]
        if key.isascii() and get_close_matches(key, likely, n=1, cutoff=LIKENESS):
            return CoordinateHeading(part, len(LON), datum, None, within)
    return None
