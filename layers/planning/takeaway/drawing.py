"""An answer drawn for a report: paths of an SVG, in a frame of its own, no larger than paper shows.

Outlines are thinned to what a line's width hides. Programs that show it need nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely

from geo.geodesic import FloatArray
from layers.planning.distances import on_foot, straight_area, walked_area
from layers.planning.ground import Ground
from layers.planning.supply import Facilities
from layers.planning.takeaway.about import Document

WIDTH, MARGIN, HIGHEST = 800.0, 14.0, 720.0
# Half a pixel, which no printer shows.
TOLERANCE_PX = 0.5
# More marks than a page can hold apart.
MOST_MARKS = 1500
MOST_GAPS = 200
# Between two lines of the hatching, slanting up.
HATCH_PX = 7.0
SCALE_STEPS = (1, 2, 5)
SCALE_SHARE = 0.25


def drawn(
    document: Document, features: Sequence[bytes], ground: Ground, facilities: Facilities
) -> Any:
    """Return what a report draws, as JSON values: a view box, paths, marks, a scale.

    Parameters
    ----------
    features
        The answer's map, as GeoJSON.
    facilities
        That serve.
    """
    frame = _Frame(ground.outline)
    method = _method(document)
    by_kind: dict[str, list[Any]] = {}
    for one in map(msgspec.json.decode, _drawn_only(features, method)):
        if one["properties"].get("method", method) == method:
            by_kind.setdefault(one["properties"]["kind"], []).append(one)
    gaps = [one for one in by_kind.get("gap", []) if one["properties"]["unserved"]][:MOST_GAPS]
    unserved = _shapes(ground, gaps)
    served = _shapes(ground, by_kind.get("served", []))
    now, newly = _served_by(document, by_kind.get("site", []), ground, facilities)
    places = shapely.get_coordinates(shapely.centroid(facilities.shapes))
    return {
        "width": round(frame.width, 1),
        "height": round(frame.height, 1),
        "outline": frame.path(ground.outline),
        "method": method,
        "layer": document["question"]["layer"],
        "served": [frame.path(one) for one in (*served, *now)],
        "newly_served": [frame.path(one) for one in newly],
        "gaps": [
            {
                "rank": one["properties"]["rank"],
                "path": frame.path(shape),
                "at": frame.inside(shape),
            }
            for one, shape in zip(gaps, unserved, strict=True)
        ],
        "hatch": frame.hatch(unserved),
        "facilities": frame.spots(places),
        "places": frame.spots(
            _points(ground, [*by_kind.get("uncovered", ()), *by_kind.get("access", ())])
        ),
        "sites": frame.spots(_points(ground, by_kind.get("site", []))),
        "scale": frame.scale(ground),
        "curve": _curve(document),
    }


def _drawn_only(features: Sequence[bytes], method: str) -> Iterator[bytes]:
    """Yield areas and sites, and of people no more than a page can hold apart."""
    measured = b'"method":"%b"' % method.encode()
    people = []
    for one in features:
        if b'"kind":"uncovered"' not in one and b'"kind":"access"' not in one:
            yield one
        elif b'"kind":"access"' in one or measured in one:
            people.append(one)
    yield from people[:: max(1, math.ceil(len(people) / MOST_MARKS))]


def _served_by(
    document: Document, sites: Sequence[Any], ground: Ground, facilities: Facilities
) -> tuple[list[Any], list[Any]]:
    """Return what lies within reach of what exists, and what new sites add; of sites only."""
    if document["process"] != "siting":
        return [], []
    now = _reached(document, ground, facilities)
    if not sites:
        return [now], []
    places = _points(ground, sites)
    new = Facilities(
        ids=("",) * len(places),
        names=("",) * len(places),
        shapes=np.asarray(shapely.points(places), object),
        entrances=np.empty((0, 2)),
        entrance_of=np.empty(0, np.intp),
        capacity=np.full(len(places), np.nan),
    )
    return [now], [shapely.difference(_reached(document, ground, new), now)]


def _reached(document: Document, ground: Ground, facilities: Facilities) -> Any:
    metres, limit_m = document["threshold"]["metres"], document["made"]["join_limit_m"]
    area = straight_area(facilities, metres)
    if document["method"] == "network":
        walk = on_foot(ground, facilities, np.empty((0, 2)), limit_m)
        assert walk is not None
        area = walked_area(ground, facilities, walk, metres, limit_m)
    return shapely.intersection(area, ground.outline)


class _Frame:
    """Metres of a plane as pixels of a drawing, north up."""

    def __init__(self, outline: Any) -> None:
        west, south, east, north = shapely.bounds(outline).tolist()
        wide, high = max(east - west, 1.0), max(north - south, 1.0)
        self.pixels = min((WIDTH - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high)
        self.width, self.height = WIDTH, high * self.pixels + 2 * MARGIN
        self._corner = np.array([west, north])
        # As wide as the page, the place in its middle.
        self._left_top = np.array([(WIDTH - wide * self.pixels) / 2, MARGIN])

    def at(self, places: FloatArray) -> FloatArray:
        """Return where places lie, to a tenth of a pixel."""
        moved = (places - self._corner) * (self.pixels, -self.pixels) + self._left_top
        rounded: FloatArray = np.round(moved, 1)
        return rounded

    def path(self, shape: Any) -> str:
        """Return an area as an SVG path."""
        thin = shapely.simplify(shape, TOLERANCE_PX / self.pixels)
        rings = [
            ring
            for part in shapely.get_parts(thin)
            if part.geom_type == "Polygon" and not part.is_empty
            for ring in (part.exterior, *part.interiors)
        ]
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Any) -> str:
        places = self.at(shapely.get_coordinates(ring))
        return "M" + "L".join(f"{x:g},{y:g}" for x, y in places[:-1].tolist()) + "Z"

    def hatch(self, shapes: Any) -> list[list[float]]:
        """Return the lines that hatch some areas: for print, and for who sees no red."""
        area = shapely.union_all(shapely.simplify(shapes, TOLERANCE_PX / self.pixels))
        west, north = self._corner
        high, wide = self.height / self.pixels, self.width / self.pixels
        starts = np.arange(west - high, west + wide, HATCH_PX / self.pixels)
        low, top = np.full((2, len(starts)), [[north - high], [north]])
        ends = np.column_stack((starts, low, starts + high, top))
        lines = shapely.linestrings(ends.reshape(-1, 2, 2))
        cut = shapely.get_parts(shapely.intersection(lines, area))
        whole = cut[(shapely.get_type_id(cut) == 1) & ~shapely.is_empty(cut)]
        found: list[list[float]] = self.at(shapely.get_coordinates(whole)).reshape(-1, 4).tolist()
        return found

    def inside(self, shape: Any) -> list[float]:
        """Return where a number stands that names an area."""
        spot = shapely.get_coordinates(shapely.point_on_surface(shape))
        found: list[float] = self.at(spot)[0].tolist()
        return found

    def spots(self, places: FloatArray) -> list[list[float]]:
        """Return where marks stand; of too many, evenly many."""
        step = max(1, math.ceil(len(places) / MOST_MARKS))
        found: list[list[float]] = self.at(places[::step]).tolist()
        return found

    def scale(self, ground: Ground) -> dict[str, float]:
        """Return a round distance on the ground, and how long it is drawn."""
        spots = np.array([self._corner, self._corner + np.array((1 / self.pixels, 0.0))])
        a_pixel_m = float(ground.plane.lengths_m(spots[:1], spots[1:])[0])
        most_m = self.width * SCALE_SHARE * a_pixel_m
        power = 10.0 ** math.floor(math.log10(most_m))
        metres = max(step * power for step in SCALE_STEPS if step * power <= most_m)
        return {"metres": metres, "width": round(metres / a_pixel_m, 1)}


def _shapes(ground: Ground, features: Sequence[Any]) -> Any:
    found = [shapely.from_geojson(msgspec.json.encode(one["geometry"])) for one in features]
    return ground.plane.shapes_from_wgs84(np.array([None, *found], object)[1:])


def _points(ground: Ground, features: Sequence[Any]) -> FloatArray:
    degrees = np.array([one["geometry"]["coordinates"] for one in features]).reshape(-1, 2)
    return ground.plane.from_wgs84(degrees[:, 0], degrees[:, 1])


def _method(document: Document) -> str:
    answer = document
    if document["process"] == "coverage":
        return "straight" if answer["network"] is None else "network"
    method: str = answer["method"]
    return method


CURVE_WIDTH, CURVE_HEIGHT = 600.0, 200.0


def _curve(document: Document) -> Any:
    """Return the curve of coverage over distance as polylines; None for another question."""
    if document["process"] != "coverage":
        return None
    answer = document
    last = answer["straight"]["curve"][-1][0]
    lines = {}
    for way in ("straight", "network"):
        reach = answer[way]
        if reach is not None and reach["whole"]["total"]:
            total = reach["whole"]["total"]
            lines[way] = " ".join(
                f"{metres / last * CURVE_WIDTH:.1f},{CURVE_HEIGHT * (1 - served / total):.1f}"
                for metres, served in reach["curve"]
            )
    return {
        "width": CURVE_WIDTH,
        "height": CURVE_HEIGHT,
        "last_m": last,
        "threshold_x": round(answer["threshold"]["metres"] / last * CURVE_WIDTH, 1),
        "lines": lines,
    }
