"""Which place an extract shows: its name and boundary, time zone, country and metric CRS."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from opening_hours import OpeningHours
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from shapely.geometry.base import BaseGeometry

from layers._facility import NAME_LENGTH
from layers._layer import Text
from layers.errors import PlaceError
from layers.hours import WorkingCalendar
from layers.osm.errors import BrokenShapeError
from layers.osm.extract import Extract, Thing
from layers.osm.features import shape_of
from layers.osm.geometry import Area, Shape
from layers.osm.values import Tags, one_line, text
from layers.osm.wanted import boundary_level

# Where nothing tells the country: the one that this service was made for.
DEFAULT_COUNTRY = "CN"
# A boundary is the place's where all but a few of the facilities lie in it: extracts are cut with
# a margin.
SHARE_INSIDE = 0.95
SUFFIXES = re.compile(r"(\.osm)?(\.pbf|\.gz|\.bz2|\.osm)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Boundary:
    """The administrative boundary of the place."""

    thing: Thing
    area: Area


@dataclass(frozen=True)
class Whereabouts:
    """Where the place is, and what had to be assumed, in words."""

    name: Text
    timezone: str
    country: str
    metric_crs: str
    boundary: Boundary | None
    warnings: tuple[str, ...]


def whereabouts(
    shapes: Sequence[BaseGeometry],
    extract: Extract,
    source: Path,
    *,
    name: str | None,
    timezone: str | None,
    country: str | None,
) -> Whereabouts:
    """Return where the place is: as it is given, else as the facilities' centre tells.

    Parameters
    ----------
    shapes
        The facilities' shapes, at least one, in degrees.

    Raises
    ------
    PlaceError
        The given time zone or country does not exist, or nothing is known of its holidays.
    """
    points = shapely.point_on_surface(np.array(shapes, dtype=object))
    # Medians: an object that has strayed far from the others moves nothing.
    lon, lat = (float(np.median(part)) for part in (shapely.get_x(points), shapely.get_y(points)))
    boundary = boundary_around(points, extract)
    zone_here = _time_zone_at(lon, lat)
    zone = zone_here if timezone is None else _known_time_zone(timezone)
    state, warnings = (country, []) if country is not None else _country_of(zone_here)
    if country is not None:
        WorkingCalendar.of_country(country)
    return Whereabouts(
        name=_name(name, boundary, source),
        timezone=zone,
        country=str(state).upper(),
        metric_crs=utm_zone(lon, lat),
        boundary=boundary,
        warnings=tuple(warnings),
    )


def utm_zone(lon: float, lat: float) -> str:
    """Return the UTM zone of WGS 84 at a position; near the poles, where UTM ends, the nearest."""
    lat = min(max(lat, -79.9), 83.9)
    here = AreaOfInterest(lon, lat, lon, lat)
    zone = query_utm_crs_info(datum_name="WGS 84", area_of_interest=here)[0]
    return f"{zone.auth_name}:{zone.code}"


def boundary_around(
    points: np.ndarray[tuple[int], np.dtype[np.object_]], extract: Extract
) -> Boundary | None:
    """Return the highest administrative boundary that is whole in the file and holds the points."""
    by_level = sorted(
        (boundary_level(thing.tags) or 0, number)
        for number, thing in extract.boundaries.items()
        if thing.visible and boundary_level(thing.tags) is not None
    )
    for _, number in by_level:
        thing = extract.boundaries[number]
        try:
            shape = shape_of(thing, extract)
        except BrokenShapeError:
            continue
        if isinstance(shape, Shape):
            shapely.prepare(shape.area)
            if shapely.covers(shape.area, points).mean() >= SHARE_INSIDE:
                return Boundary(thing, shape.area)
    return None


def _name(given: str | None, boundary: Boundary | None, source: Path) -> Text:
    tags: Tags = boundary.thing.tags if boundary else {}
    stem = SUFFIXES.sub("", source.name).removesuffix("-latest")
    if chosen := text({"name": given or ""}, "name", limit=NAME_LENGTH):
        return Text(chosen, chosen)
    plain = text(tags, "name", limit=NAME_LENGTH) or one_line(stem)[:NAME_LENGTH] or "OpenStreetMap"
    return Text(
        text(tags, "name:zh", limit=NAME_LENGTH) or plain,
        text(tags, "name:en", limit=NAME_LENGTH) or plain,
    )


def _known_time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise PlaceError(
            f"no time zone {name!r}; give an IANA name such as Asia/Shanghai"
        ) from None


def _time_zone_at(lon: float, lat: float) -> str:
    """Return the time zone at a position, from the boundaries in the opening-hours library."""
    hours = OpeningHours("24/7", coords=(lat, lon))
    start, *_ = next(hours.intervals(datetime(2024, 1, 1)))
    return str(start.tzinfo)


def _country_of(zone: str) -> tuple[str, list[str]]:
    country = zone_countries().get(zone)
    if country is not None:
        return country, []
    return DEFAULT_COUNTRY, [
        f"no country is known for the time zone {zone} at the centre: hours are judged by the "
        f"calendar of {DEFAULT_COUNTRY}; give the country if that is wrong"
    ]


@cache
def zone_countries() -> Mapping[str, str]:
    """Return the country of each time zone: zone.tab of the IANA time zone database."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}
