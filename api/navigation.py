"""Links that lead to a facility in the map apps that people have on their phones.

Each app has a datum and an order of coordinates of its own (docs/reference/navigation.md). The
browser makes the same links (browser/finder/navigation.js); one table of cases holds for both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

from geo.gcj02 import wgs84_to_gcj02
from layers._layer import Text, Travel

# Where Chinese map apps are used. They shift positions there, and so does what is handed to them.
CHINA = "CN"

# No document of Apple's says in which datum its links take positions in mainland China. WGS 84 was
# seen to land off the place there, as its map is Amap's (dpa99c/phonegap-launch-navigator, issue
# 186, 2018): to be confirmed on a phone.
APPLE_IS_SHIFTED_IN_CHINA = True

# A hand's breadth, and as many as the vendors' documents allow.
DECIMALS = 6
# In characters. Long enough for every real name, short enough for every app's field.
NAME_LENGTH = 60

# What ends a line or steers a terminal stands between words at best.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What is not seen but changes what is (the order of letters, above all), and lone halves of
# surrogate pairs, which no address can hold.
UNSEEN = re.compile(r"[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
# Some of the apps take a link apart at these even where they are percent-encoded.
SEPARATORS = str.maketrans(",;:|()&=#%", "，；：｜（）＆＝＃％")


class Position(NamedTuple):
    """A position as links write it, in degrees with six decimals."""

    lon: str
    lat: str


@dataclass(frozen=True)
class NavigationLink:
    """One way to a facility.

    Parameters
    ----------
    app
        amap, baidu, tencent, apple, geo (any app of the phone) or osm.
    label
        What the button says.
    href
        The link.
    shows_way
        Whether the way there is shown at once, from where the phone is; else only the place.
    """

    app: str
    label: Text
    href: str
    shows_way: bool


def navigation_links(
    lon: float, lat: float, *, name: str, by: Travel, country: str, source: str
) -> tuple[NavigationLink, ...]:
    """Return the links to a facility for the map apps of a country, the usual one first.

    Parameters
    ----------
    lon, lat
        Where the facility is, WGS 84 degrees.
    name
        As the app shows it; unseen characters are left out, and it is cut to `NAME_LENGTH`. Where
        nothing is left, the source stands for it.
    by
        How people go there.
    country
        ISO 3166-1 alpha-2 code of the place.
    source
        Who sends people there, for the apps that want to know.
    """
    there = _written(lon, lat)
    called, sender = _encoded(name) or _encoded(source), _encoded(source)
    if country != CHINA:
        return (_apple(there, by), _geo(there, called), _osm(there, by))
    shifted = _written(*(float(degrees[0]) for degrees in _shifted(lon, lat)))
    return (
        _amap(shifted, called, by, sender),
        _baidu(shifted, called, sender),
        _tencent(shifted, called, by, sender),
        _apple(shifted if APPLE_IS_SHIFTED_IN_CHINA else there, by),
        _geo(there, called),
        _amap_place(shifted, called, sender),
    )


def plain_name(name: str) -> str:
    """Return a name as every app can show it, and none takes for a part of its link."""
    seen = " ".join(UNSEEN.sub("", BREAKS.sub(" ", name)).split())
    return seen.translate(SEPARATORS)[:NAME_LENGTH].rstrip()


def _encoded(name: str) -> str:
    return quote(plain_name(name), safe="")


def _shifted(lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
    return wgs84_to_gcj02(np.array([lon]), np.array([lat]))


def _written(lon: float, lat: float) -> Position:
    return Position(f"{lon:.{DECIMALS}f}", f"{lat:.{DECIMALS}f}")


def _amap(there: Position, name: str, by: Travel, source: str) -> NavigationLink:
    mode = {"foot": "walk", "car": "car"}[by]
    href = (
        f"https://uri.amap.com/navigation?to={there.lon},{there.lat},{name}"
        f"&mode={mode}&src={source}&callnative=1"
    )
    return NavigationLink("amap", Text("高德地图", "Amap"), href, shows_way=True)


def _amap_place(there: Position, name: str, source: str) -> NavigationLink:
    # On a computer, where nobody knows from where one starts.
    href = (
        f"https://uri.amap.com/marker?position={there.lon},{there.lat}&name={name}"
        f"&src={source}&coordinate=gaode&callnative=1"
    )
    label = Text("高德地图（只看位置）", "Amap (the place)")
    return NavigationLink("amap", label, href, shows_way=False)


def _baidu(there: Position, name: str, source: str) -> NavigationLink:
    # Its directions demand an origin, which is nobody's business; from the place it is one tap.
    href = (
        f"https://api.map.baidu.com/marker?location={there.lat},{there.lon}&title={name}"
        f"&content={name}&output=html&coord_type=gcj02&src=webapp.{source}.facilities"
    )
    return NavigationLink("baidu", Text("百度地图", "Baidu Maps"), href, shows_way=False)


def _tencent(there: Position, name: str, by: Travel, source: str) -> NavigationLink:
    mode = {"foot": "walk", "car": "drive"}[by]
    href = (
        f"https://apis.map.qq.com/uri/v1/routeplan?type={mode}&to={name}"
        f"&tocoord={there.lat},{there.lon}&coord_type=2&referer={source}"
    )
    return NavigationLink("tencent", Text("腾讯地图", "Tencent Maps"), href, shows_way=True)


def _apple(there: Position, by: Travel) -> NavigationLink:
    flag = {"foot": "w", "car": "d"}[by]
    href = f"https://maps.apple.com/?daddr={there.lat},{there.lon}&dirflg={flag}"
    return NavigationLink("apple", Text("苹果地图", "Apple Maps"), href, shows_way=True)


def _geo(there: Position, name: str) -> NavigationLink:
    # RFC 5870 has WGS 84; q is what Android added to it, with the name in brackets.
    where = f"{there.lat},{there.lon}"
    label = Text("其他地图应用", "Another map app")
    return NavigationLink("geo", label, f"geo:{where}?q={where}({name})", shows_way=False)


def _osm(there: Position, by: Travel) -> NavigationLink:
    engine = {"foot": "fossgis_osrm_foot", "car": "fossgis_osrm_car"}[by]
    href = f"https://www.openstreetmap.org/directions?engine={engine}&to={there.lat}%2C{there.lon}"
    return NavigationLink("osm", Text("OpenStreetMap 路线", "OpenStreetMap"), href, shows_way=True)
