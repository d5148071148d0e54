"""Rows that do not lie where the place is: outside, swapped, or on no map at all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from geo.geodesic import FloatArray, geodesic_distance_m
from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.table import LongArray
from layers.place import Place

# A facility may lie across the boundary and still serve the place; a wrong one lies far off.
FAR_OUTSIDE_M = 2_000.0
NOT_DEGREES = Text("不是地球上的经纬度", "is not a longitude and latitude on the earth")
CHECK_NUMBERS = Text("核对坐标和坐标系。", "Check the numbers and the reference system.")


def position_findings(
    lines: LongArray, lon: FloatArray, lat: FloatArray, place: Place, *, column: str | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with positions: off the map, outside of the place, probably swapped.

    Up to 2 km beyond the boundary is worth a look (a warning), farther is an error. Rows without
    a position (NaN) are passed over.

    Parameters
    ----------
    lines
        Where each row begins in its file, shape (n,).
    lon, lat
        WGS 84 degrees, shape (n,).
    column
        The heading of the coordinates, for the report.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    on_earth = known & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    inside, turned = np.zeros(len(lon), bool), np.zeros(len(lon), bool)
    far_m = np.zeros(len(lon))
    boundary = place.boundary
    if boundary is not None:
        shapely.prepare(boundary)
        inside[known] = shapely.intersects_xy(boundary, lon[known], lat[known])
        outside = known & ~inside
        turned[outside] = shapely.intersects_xy(boundary, lat[outside], lon[outside])
        measured = outside & on_earth
        far_m[measured] = _distance_to_m(boundary, lon[measured], lat[measured])
    for row in np.flatnonzero(turned | (known & ~on_earth) | (far_m > 0)).tolist():
        where = (int(lines[row]), "geometry", column, _written(lon[row], lat[row]))
        if turned[row]:
            yield _swapped(_written(lat[row], lon[row]), *where)
        elif not on_earth[row]:
            yield Finding("not_degrees", "error", NOT_DEGREES, CHECK_NUMBERS, *where)
        elif far_m[row] > FAR_OUTSIDE_M:
            yield Finding(
                "outside_place",
                "error",
                Text(
                    f"在辖区边界以外 {_kilometres(far_m[row])} 公里",
                    f"lies {_kilometres(far_m[row])} km outside of the place's boundary",
                ),
                Text(
                    "核对坐标；确属本区的，核对边界文件。",
                    "Check the position; if it does belong here, check the boundary file.",
                ),
                *where,
            )
        else:
            yield Finding(
                "outside_place",
                "warning",
                Text(
                    f"在辖区边界以外 {far_m[row]:.0f} 米",
                    f"lies {far_m[row]:.0f} m outside of the place's boundary",
                ),
                Text("确认位置是否准确。", "See whether the position is right."),
                *where,
            )


def _swapped(right: str, line: int, field: str, column: str | None, value: str) -> Finding:
    return Finding(
        "swapped_axes",
        "error",
        Text(
            "经度和纬度写反了：对调后落在辖区内",
            "longitude and latitude are swapped: the other way round it lies in the place",
        ),
        Text(f"改为 {right}。", f"Write {right}."),
        line,
        field,
        column,
        value,
    )


def _distance_to_m(boundary: shapely.Geometry, lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return how far points outside of a boundary lie from it, in metres along the ellipsoid."""
    # The nearest place in degrees is near enough to the nearest in metres to tell 2 km from 20.
    points = shapely.points(lon, lat)
    nearest = shapely.get_coordinates(shapely.shortest_line(points, boundary))[1::2]
    return geodesic_distance_m(lon, lat, nearest[:, 0], nearest[:, 1])


def _written(lon: float, lat: float) -> str:
    return f"{lon:.7g}, {lat:.7g}"


def _kilometres(distance_m: float) -> str:
    return f"{distance_m / 1000:,.1f}"
