"""Rings put together into polygons; what cannot be is refused with a reason.

Degrees are taken as a plane, as OSM's own tools do: OSM draws its lines straight in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Polygon

from geo.geojson import DECIMALS
from layers.osm.errors import BrokenShapeError
from layers.osm.positions import FloatArray

Area = Polygon | MultiPolygon

_GEOD = Geod(ellps="WGS84")
# How much of its area a ring may gain or lose by being mended: enough for a spike or a thin loop.
MENDED_SHARE = 0.01


class Shape(NamedTuple):
    """An area in degrees, and whether a crossing in it was mended."""

    area: Area
    repaired: bool


class Part(NamedTuple):
    """A way of a relation: positions of shape (n, 2), and whether it bounds a hole."""

    positions: FloatArray
    is_inner: bool


def area_of_way(positions: FloatArray) -> Shape:
    """Return the polygon inside a closed way.

    Parameters
    ----------
    positions
        Longitudes and latitudes, shape (n, 2).

    Raises
    ------
    BrokenShapeError
        It is no ring of at least four positions, has no area, crosses itself so that no single
        polygon of its area can be made, or crosses the antimeridian.
    """
    ring, repaired = _ring(positions)
    return _checked(ring, repaired=repaired)


def area_of_parts(parts: Iterable[Part]) -> Shape:
    """Return the area inside the rings of a relation, without those of its inner rings.

    Parts that are no rings themselves are joined at their ends. Rings may touch each other, and an
    outer ring may lie within a hole.

    Raises
    ------
    BrokenShapeError
        A ring is broken as in `area_of_way`, rings cross, or they do not lie as their roles say.
    """
    sides: tuple[list[FloatArray], list[FloatArray]] = ([], [])
    for part in parts:
        sides[part.is_inner].append(part.positions)
    outer, inner = (_rings(lines) for lines in sides)
    if not outer:
        raise BrokenShapeError("ring_roles")
    repaired = any(mended for _, mended in outer + inner)
    polygons = [polygon for polygon, _ in outer + inner]
    if len(polygons) == 1:
        return _checked(polygons[0], repaired=repaired)
    area = _nested(polygons, np.arange(len(polygons)) >= len(outer))
    return _checked(area, repaired=repaired)


def area_m2(area: Area) -> float:
    """Return the geodesic area in square metres on WGS 84, to a tenth (Karney 2013)."""
    turned = shapely.orient_polygons(area, exterior_cw=False)
    return round(abs(_GEOD.geometry_area_perimeter(turned)[0]), 1)


def _ring(positions: FloatArray) -> tuple[Polygon, bool]:
    """Return the polygon inside a ring, and whether it was mended."""
    if len(positions) < 2 or (positions[0] != positions[-1]).any():
        raise BrokenShapeError("unclosed_ring" if len(positions) > 1 else "too_few_positions")
    moves = (positions[1:] != positions[:-1]).any(axis=1)
    positions = positions[np.append(True, moves)]
    if len(positions) < 4:
        raise BrokenShapeError("too_few_positions")
    polygon = Polygon(positions)
    if polygon.is_valid:
        return polygon, False
    return _mended(polygon), True


def _mended(polygon: Polygon) -> Polygon:
    mended = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    if mended.is_empty:
        raise BrokenShapeError("no_area")
    # The area of a ring that crosses itself is that of its loops, some of them counted negative.
    same = abs(mended.area - polygon.area) <= MENDED_SHARE * mended.area
    if not isinstance(mended, Polygon) or not same:
        raise BrokenShapeError("self_crossing")
    return mended


def _rings(lines: Sequence[FloatArray]) -> list[tuple[Polygon, bool]]:
    """Return the rings that lines make: closed ones each by itself, the others joined."""
    found: list[tuple[Polygon, bool]] = []
    open_lines: list[LineString] = []
    for line in lines:
        if len(line) < 2:
            raise BrokenShapeError("too_few_positions")
        if (line[0] == line[-1]).all():
            found.append(_ring(line))
        else:
            open_lines.append(LineString(line))
    faces, cuts, dangles, crossed = shapely.polygonize_full(open_lines)
    if not (cuts.is_empty and dangles.is_empty):
        raise BrokenShapeError("unclosed_ring")
    # A ring inside another one has made a hole of it; whether it is one, its role says.
    rings = [face.exterior for face in shapely.get_parts(faces)] + list(shapely.get_parts(crossed))
    return found + [_ring(shapely.get_coordinates(ring)) for ring in rings]


def _nested(rings: Sequence[Polygon], is_inner: np.ndarray[Any, np.dtype[np.bool_]]) -> Area:
    """Return the rings filled and cut out in turn, from the outermost to the innermost."""
    if shapely.STRtree(rings).query(rings, predicate="overlaps").size:
        raise BrokenShapeError("self_crossing")
    areas = shapely.area(rings)
    tree = shapely.STRtree(shapely.point_on_surface(rings))
    around, within = tree.query(rings, predicate="covers")
    depth = np.bincount(within[areas[around] > areas[within]], minlength=len(rings))
    if ((depth % 2 == 1) != is_inner).any():
        raise BrokenShapeError("ring_roles")
    area: Any = Polygon()
    for level in range(int(depth.max()) + 1):
        filled = shapely.union_all(np.array(rings, dtype=object)[depth == level])
        area = area.union(filled) if level % 2 == 0 else area.difference(filled)
    return area  # type: ignore[no-any-return]


def _checked(area: Area, *, repaired: bool) -> Shape:
    west, _, east, _ = area.bounds
    if east - west > 180:
        raise BrokenShapeError("antimeridian")
    rounded = shapely.transform(area, lambda positions: positions.round(DECIMALS))
    if not isinstance(rounded, Polygon | MultiPolygon) or not rounded.is_valid:
        raise BrokenShapeError("self_crossing")
    if rounded.area == 0:
        raise BrokenShapeError("no_area")
    return Shape(rounded, repaired)
