"""What coordinates refer to, and the way to WGS 84 and back: GCJ-02, BD-09, all that PROJ knows.

x is always the easting or longitude and y the northing or latitude, whatever order a reference
system's own definition has them in. PROJ works with what it has here; it never asks the network.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError, ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

from geo.bd09 import bd09_to_wgs84, wgs84_to_bd09
from geo.errors import GeoError
from geo.gcj02 import FloatArray, Positions, gcj02_to_wgs84, wgs84_to_gcj02

ObjectArray = np.ndarray[Any, np.dtype[np.object_]]

# Grids fetched on the way would make the same file land elsewhere on another day.
set_network_enabled(active=False)


@dataclass(frozen=True)
class Datum:
    """What coordinates refer to.

    Parameters
    ----------
    code
        `wgs84`, `gcj02`, `bd09`, an authority's code (`EPSG:4549`), or WKT.
    name
        As shown to people.
    projected
        Whether x and y are lengths in a plane rather than angles.
    unit
        Of x and y: degree, metre …
    """

    code: str
    name: str
    projected: bool = False
    unit: str = "degree"


WGS84 = Datum("wgs84", "WGS 84")
GCJ02 = Datum("gcj02", "GCJ-02")
BD09 = Datum("bd09", "BD-09")
CGCS2000 = Datum("EPSG:4490", "CGCS2000")

# CGCS2000 differs from WGS 84 by centimetres: the same on any map (Wei Ziqing, 2008).
CGCS2000_ACCURACY_M = 1.0
CGCS2000_NAMES = frozenset({"China 2000", "D_China_2000"})

# How people call them, folded by `_folded`. Baidu's metres (bd09mc) are not its degrees.
NAMES: dict[str, str] = {
    **dict.fromkeys(["wgs84", "wgs", "84", "gps", "crs84", "ogccrs84", "世界大地"], "wgs84"),
    **dict.fromkeys(
        ["gcj02", "gcj", "gcj2", "火星", "mars", "国测局", "高德", "高德地图", "amap", "gaode"],
        "gcj02",
    ),
    **dict.fromkeys(["腾讯", "腾讯地图", "tencent", "qq", "qq地图", "tencentmap"], "gcj02"),
    **dict.fromkeys(["bd09", "bd09ll", "bd", "bd9", "百度", "百度地图", "baidu"], "bd09"),
    **dict.fromkeys(
        ["cgcs2000", "cgcs", "2000", "国家2000", "国家大地2000", "2000国家大地", "大地2000"],
        "EPSG:4490",
    ),
    **dict.fromkeys(["天地图", "tianditu"], "EPSG:4490"),
    **dict.fromkeys(["xian80", "xian1980", "西安80", "西安1980"], "EPSG:4610"),
    **dict.fromkeys(["beijing54", "beijing1954", "北京54", "北京1954"], "EPSG:4214"),
    **dict.fromkeys(["hk80", "hk1980", "hk1980grid", "香港80", "香港1980"], "EPSG:2326"),
    **dict.fromkeys(["lv95", "ch1903+lv95"], "EPSG:2056"),
    **dict.fromkeys(["webmercator", "pseudomercator", "网络墨卡托"], "EPSG:3857"),
}
OWN = {datum.code: datum for datum in (WGS84, GCJ02, BD09)}
WAY_OUT = (
    "give wgs84, gcj02 (Amap, Tencent), bd09 (Baidu), cgcs2000, or an EPSG code such as "
    "EPSG:4549 (CGCS2000, central meridian 120° E)"
)
CODE = re.compile(r"(?:epsg|wkid|srid)?(\d{4,6})")
REFERENCE = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)(\w+)[:/][^:/]*[:/](\w+)",
    re.IGNORECASE,
)


class UnknownDatumError(GeoError):
    """A text names no datum or reference system, or one that holds no horizontal positions."""

    def __init__(self, text: str, why: str = "") -> None:
        brief = text if len(text) <= 80 else text[:80] + "…"
        super().__init__(f"no datum or reference system {brief!r}{why}; {WAY_OUT}")
        self.text = text


@lru_cache(maxsize=256)
def datum_named(text: str) -> Datum:
    """Return the datum that a text names, in any usual spelling, case and width.

    Parameters
    ----------
    text
        A name (`WGS-84`, `火星坐标`, `高德`, `百度`, `2000`), an EPSG code with or without `EPSG:`,
        a URN or address of the OGC, WKT (also ESRI's, as in a .prj), or a PROJ string.

    Raises
    ------
    UnknownDatumError
        When it is none of these, or a system of heights, or earth-centred.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    folded = _folded(plain)
    if code := NAMES.get(folded):
        return OWN.get(code) or _datum(CRS.from_user_input(code), text)
    if reference := REFERENCE.fullmatch(plain):
        return _datum(_parsed(":".join(reference.groups()), text), text)
    if number := CODE.fullmatch(folded):
        return _datum(_parsed(f"EPSG:{number[1]}", text), text)
    if re.search(r"\[|\+proj=|^\{", plain) or re.fullmatch(r"[A-Za-z]+:\w+", plain):
        return _datum(_parsed(plain, text), text)
    crs = _parsed(plain, text)
    # PROJ also answers to names that only resemble one.
    if _folded(crs.name) != folded:
        raise UnknownDatumError(text)
    return _datum(crs, text)


def to_wgs84(datum: Datum, x: FloatArray, y: FloatArray) -> Positions:
    """Return positions of any datum as WGS 84 longitudes and latitudes in degrees, shape (n,).

    Parameters
    ----------
    x, y
        Eastings (or longitudes) and northings (or latitudes) in the datum's own unit, shape (n,).

    Returns
    -------
    lon, lat
        NaN where x or y is, and where there is no such position.

    Raises
    ------
    UnknownDatumError
        When PROJ knows the datum but no way from it to degrees.
    """
    return _converted(datum, x, y, back=False)


def from_wgs84(datum: Datum, lon: FloatArray, lat: FloatArray) -> Positions:
    """Return WGS 84 positions in another datum, x (east) and y (north), shape (n,).

    Both are NaN where a longitude or latitude is, and where the datum has no such position.
    """
    return _converted(datum, lon, lat, back=True)


def shapes_to_wgs84(datum: Datum, shapes: ObjectArray) -> ObjectArray:
    """Return shapely geometries of any datum in WGS 84, without heights, shape (n,).

    None stays None; a geometry of which any position has none in WGS 84 becomes None.
    """
    return _converted_shapes(datum, shapes, back=False)


def shapes_from_wgs84(datum: Datum, shapes: ObjectArray) -> ObjectArray:
    """Return shapely geometries of WGS 84 in another datum; None as in `shapes_to_wgs84`."""
    return _converted_shapes(datum, shapes, back=True)


def accuracy_m(datum: Datum, lon: float, lat: float) -> float | None:
    """Return how exactly a datum's positions can be had in WGS 84 near a position, in metres.

    0 where it is a formula and no estimate (WGS 84 itself, GCJ-02, BD-09); None where no
    transformation is published, as for Xian 80: then latitudes and longitudes are taken over as
    they are, which may be wrong by a hundred metres and more.
    """
    if datum in OWN.values():
        return 0.0
    if _same_as_wgs84(datum):
        return CGCS2000_ACCURACY_M
    transformer = _transformer(datum.code)
    stated = float(transformer.accuracy)
    if stated < 0:
        # Of several operations PROJ chooses at the position.
        transformer.transform(lon, lat, direction=TransformDirection.INVERSE)
        with suppress(ProjError):
            stated = float(transformer.get_last_used_operation().accuracy)
    return stated if stated >= 0 else None


def _folded(text: str) -> str:
    bare = re.sub(r"[\s\-_./:()]+", "", text.casefold())
    return re.sub(r"(坐标系统?|坐标|经纬度|系)$", "", bare) or bare


def _parsed(definition: str, text: str) -> CRS:
    try:
        return CRS.from_user_input(definition)
    except CRSError as fault:
        raise UnknownDatumError(text) from fault


def _datum(crs: CRS, text: str) -> Datum:
    flat = crs.sub_crs_list[0] if crs.is_compound else crs
    if flat.is_geocentric or not (flat.is_geographic or flat.is_projected):
        raise UnknownDatumError(text, " for places on a map")
    if len(flat.axis_info) > 2:
        flat = flat.to_2d()
    # A definition with its own shift to WGS 84 says more than the code without.
    authority = None if flat.is_bound else flat.to_authority(min_confidence=70)
    code = ":".join(authority) if authority else flat.to_wkt()
    if code in ("EPSG:4326", "OGC:CRS84"):
        return WGS84
    if code == "EPSG:4490":
        return CGCS2000
    return Datum(code, flat.name, flat.is_projected, flat.axis_info[0].unit_name)


def _converted(datum: Datum, x: FloatArray, y: FloatArray, *, back: bool) -> Positions:
    x, y = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
    match datum.code:
        case "wgs84" | "EPSG:4490":
            new_x, new_y = x, y
        case "gcj02":
            new_x, new_y = (wgs84_to_gcj02 if back else gcj02_to_wgs84)(x, y)
        case "bd09":
            new_x, new_y = (wgs84_to_bd09 if back else bd09_to_wgs84)(x, y)
        case code:
            direction = TransformDirection.INVERSE if back else TransformDirection.FORWARD
            new_x, new_y = _transformer(code).transform(x, y, direction=direction)
    missing = ~(np.isfinite(new_x) & np.isfinite(new_y))
    return np.where(missing, np.nan, new_x), np.where(missing, np.nan, new_y)


def _converted_shapes(datum: Datum, shapes: ObjectArray, *, back: bool) -> ObjectArray:
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    coordinates, owners = shapely.get_coordinates(flat, return_index=True)
    x, y = _converted(datum, coordinates[:, 0], coordinates[:, 1], back=back)
    missing = np.isnan(x)
    # A ring needs numbers to close; what has none is taken out below.
    moved = np.column_stack((np.where(missing, 0, x), np.where(missing, 0, y)))
    converted = shapely.transform(flat, lambda _: moved)
    converted[owners[missing]] = None
    return converted


@lru_cache(maxsize=128)
def _transformer(code: str) -> Transformer:
    crs = CRS.from_user_input(code)
    # Between CGCS2000 and WGS 84 PROJ would go by way of a rounding guess.
    base = crs.geodetic_crs
    target = "EPSG:4490" if base is not None and base.to_epsg() == 4490 else "EPSG:4326"
    try:
        return Transformer.from_crs(crs, target, always_xy=True)
    except ProjError as fault:
        raise UnknownDatumError(crs.name, " that can be turned into degrees") from fault


def _same_as_wgs84(datum: Datum) -> bool:
    base = CRS.from_user_input(datum.code).geodetic_crs
    return base is not None and base.datum is not None and base.datum.name in CGCS2000_NAMES
