"""What a file's coordinates could refer to: the reference systems in use at a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from geo.crs import BD09, GCJ02, WGS84, Datum, datum_named, to_wgs84
from geo.errors import GeoError

# Where map services shift positions: Amap's own documents name the mainland, Hong Kong and Macao.
SHIFTING_COUNTRIES = frozenset({"CN", "HK", "MO"})

# West, south, east, north in degrees.
Box = tuple[float, float, float, float]

# Systems made for a continent or for oceans are for overviews; offices do not survey in them.
WIDEST_DEG = 40.0
# As wide as half a zone and more: offices near a zone's edge use the neighbour's.
ZONE_MARGIN_DEG = 2.0
WEB_MERCATOR = "EPSG:3857"
# Navigation systems of satellites before 1984, in no office's files.
LONG_GONE = ("WGS 72", "WGS 66")


@dataclass(frozen=True)
class Hypothesis:
    """What coordinates may refer to, and whether their two columns are the other way round."""

    datum: Datum
    swapped: bool = False


def degree_datums(country: str) -> tuple[Datum, ...]:
    """Return the datums in degrees that a file about a place in that country may have."""
    return (WGS84, GCJ02, BD09) if country in SHIFTING_COUNTRIES else (WGS84,)


@lru_cache(maxsize=16)
def projected_datums(box: Box) -> tuple[Datum, ...]:
    """Return the projected systems that are used in a box or next to it, the likeliest first.

    From PROJ's own copy of the EPSG data set. CGCS2000 comes before what it replaced, and
    three-degree zones before six-degree ones.
    """
    from pyproj.aoi import AreaOfInterest  # noqa: PLC0415
    from pyproj.database import query_crs_info  # noqa: PLC0415
    from pyproj.enums import PJType  # noqa: PLC0415

    west, south, east, north = box
    area = AreaOfInterest(
        max(-180, west - ZONE_MARGIN_DEG), south, min(180, east + ZONE_MARGIN_DEG), north
    )
    infos = query_crs_info("EPSG", PJType.PROJECTED_CRS, area)
    names = {
        f"EPSG:{info.code}": info.name
        for info in infos
        if info.area_of_use is not None
        and _width_deg(info.area_of_use.west, info.area_of_use.east) <= WIDEST_DEG
        and not info.name.startswith(LONG_GONE)
    }
    codes = sorted(names, key=lambda code: (_age(names[code]), len(code), code))
    return tuple(_convertible([*codes, WEB_MERCATOR]))


def _convertible(codes: Sequence[str]) -> Iterator[Datum]:
    nothing = np.empty(0)
    for code in codes:
        # Some are whole families of systems and turn nothing into degrees.
        with suppress(GeoError):
            datum = datum_named(code)
            to_wgs84(datum, nothing, nothing)
            yield datum


def _width_deg(west: float, east: float) -> float:
    return east - west if east >= west else east - west + 360


def _age(name: str) -> int:
    for place, part in enumerate(("CGCS2000 / 3-degree", "CGCS2000", "WGS 84")):
        if name.startswith(part):
            return place
    return 3


def hypotheses(
    country: str, box: Box | None, *spoken: Datum | None, in_degrees: bool
) -> Iterator[Hypothesis]:
    """Yield what coordinates may refer to: first what is said of them, then what is in use.

    Parameters
    ----------
    box
        Of the place; None where nothing is known of where it is, so that no projected system can
        be told to be in use there.
    spoken
        What the user and the file say.
    in_degrees
        Whether the numbers look like degrees.
    """
    usual = degree_datums(country) if in_degrees else ()
    if not in_degrees and box is not None:
        usual = projected_datums(box)
    said = [datum for datum in spoken if datum is not None]
    for datum in dict.fromkeys([*said, *usual]):
        yield Hypothesis(datum)
        yield Hypothesis(datum, swapped=True)
