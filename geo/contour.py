"""The area in which a field of numbers on a grid is below zero."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import contourpy
import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.plane import ObjectArray


def area_below(x: FloatArray, y: FloatArray, field: FloatArray) -> Any:
    """Return the area where a field is below zero, a Polygon or MultiPolygon.

    Its outline is found by linear interpolation between the points (marching squares).

    Parameters
    ----------
    x, y
        Of columns and rows, rising, shapes (c,) and (r,).
    field
        Finite, shape (r, c).
    """
    generator = contourpy.contour_generator(x, y, field, fill_type=contourpy.FillType.OuterOffset)
    # Typed for all of its formats alike.
    filled: Any = generator.filled(-np.inf, 0.0)
    polygons = [_polygon(*one) for one in zip(*filled, strict=True)]
    if len(polygons) < 2:
        return polygons[0] if polygons else shapely.Polygon()
    parts = shapely.get_parts(np.array(polygons, object))
    # They lie apart, or touch at a point of the grid: there is nothing to unite.
    together = shapely.multipolygons(parts)
    return together if shapely.is_valid(together) else shapely.union_all(parts)


def _polygon(positions: FloatArray, offsets: Any) -> shapely.Geometry:
    outer, *holes = (positions[start:end] for start, end in pairwise(offsets))
    polygon = shapely.Polygon(outer, holes)
    # Where a contour passes through a point of the grid, rings may touch or fold.
    return polygon if polygon.is_valid else polygon.buffer(0)


def parts_of(area: Any) -> ObjectArray:
    """Return the polygons of an area, shape (n,); lines and points that a cut left are dropped."""
    parts = shapely.get_parts(shapely.get_parts(area))
    is_area = (shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)
    return np.asarray(parts[is_area], object)
