"""A layer's features in the datum of an export: ids, properties, geometries, positions."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from geo.crs import WGS84, Datum, from_wgs84, shapes_from_wgs84, to_wgs84
from geo.geodesic import FloatArray
from layers._layer import Layer, plain_type
from layers.export.report import ExportError
from layers.store.parts import ObjectArray, drawn_shapes, feature_parts
from layers.store.snapshot import Snapshot

# Enough that the seventh decimal of WGS 84 comes back: 0.01 mm in degrees, 0.1 mm in metres.
WGS84_DECIMALS, DEGREE_DECIMALS, METRE_DECIMALS = 7, 10, 4

# Positions that come back farther off are beyond what the reference system is made for.
LOST_DEG = 1e-6

POINT = int(shapely.GeometryType.POINT)


@dataclass(frozen=True)
class Records:
    """What is exported, one row a feature, in the order of the layer.

    Parameters
    ----------
    properties
        As they are stored, but positions among them in the datum of the export.
    shapes
        Geometries as they were drawn, in the datum, rounded to `decimals`, shape (n,).
    x, y
        Easting or longitude, northing or latitude: of a point itself, of any other geometry the
        representative point. Rounded, shape (n,).
    decimals
        Of all coordinates.
    undeclared
        Properties that the layer does not declare, by name.
    """

    snapshot: Snapshot
    datum: Datum
    ids: list[str]
    properties: list[dict[str, Any]]
    shapes: ObjectArray
    x: FloatArray
    y: FloatArray
    decimals: int
    undeclared: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def layer(self) -> Layer:
        """The layer's declaration."""
        return self.snapshot.layer

    @cached_property
    def type_ids(self) -> np.ndarray[Any, np.dtype[np.integer[Any]]]:
        """The type of each geometry, as shapely numbers them, shape (n,)."""
        return np.asarray(shapely.get_type_id(self.shapes))

    @property
    def only_points(self) -> bool:
        """Whether every geometry is one point."""
        return bool((self.type_ids == POINT).all())

    def values(self, name: str) -> list[Any]:
        """Return one property of all features, None where absent."""
        return [properties.get(name) for properties in self.properties]

    def wkt(self) -> list[str]:
        """Return the geometries as WKT."""
        # They are rounded already: all digits that are left count.
        return list(shapely.to_wkt(self.shapes, rounding_precision=-1))


def read_records(snapshot: Snapshot, datum: Datum) -> Records:
    """Return a layer's features in a datum.

    Raises
    ------
    ExportError
        When some position has no coordinates in that datum.
    """
    decimals = coordinate_decimals(datum)
    parts = feature_parts(snapshot, range(len(snapshot)))
    properties = [each.properties for each in parts]
    drawn = drawn_shapes(parts)
    points = shapely.get_type_id(drawn) == POINT
    lon, lat = snapshot.lon.copy(), snapshot.lat.copy()
    # The representative point of a point with an entrance is the entrance.
    lon[points], lat[points] = shapely.get_x(drawn[points]), shapely.get_y(drawn[points])
    declared = snapshot.layer.fields.keys()
    undeclared = sorted({name for each in properties for name in each} - declared)
    if datum == WGS84:
        shapes, x, y = drawn, lon, lat
    else:
        shapes, (x, y) = shapes_from_wgs84(datum, drawn), from_wgs84(datum, lon, lat)
        there = to_wgs84(datum, x, y)
        lost = shapely.is_missing(shapes) | ~(np.hypot(there[0] - lon, there[1] - lat) < LOST_DEG)
        _check_converted(datum, [each.id for row, each in enumerate(parts) if lost[row]])
        for name, listed in position_fields(snapshot.layer).items():
            _convert_positions(properties, name, datum, decimals, listed=listed)
    return Records(
        snapshot=snapshot,
        datum=datum,
        ids=[each.id for each in parts],
        properties=properties,
        shapes=shapely.transform(shapes, lambda positions: positions.round(decimals)),
        x=x.round(decimals),
        y=y.round(decimals),
        decimals=decimals,
        undeclared=tuple(undeclared),
    )


def coordinate_decimals(datum: Datum) -> int:
    """Return with how many decimals coordinates of a datum are written."""
    if datum == WGS84:
        return WGS84_DECIMALS
    return METRE_DECIMALS if datum.projected else DEGREE_DECIMALS


def position_fields(layer: Layer) -> Mapping[str, bool]:
    """Return the fields that hold a position, or (then True) a list of them."""
    position = tuple[float, float]
    return {
        name: kind != position
        for name, info in layer.fields.items()
        if (kind := plain_type(info)) == position
        or (typing.get_origin(kind) is list and typing.get_args(kind) == (position,))
    }


def _check_converted(datum: Datum, lost: list[str]) -> None:
    if lost:
        some = ", ".join(lost[:5])
        raise ExportError(
            f"{len(lost)} 处设施在 {datum.name} 中没有坐标（{some}）：请选用适合本地的坐标系。",
            f"{len(lost)} facilities have no coordinates in {datum.name} ({some}): choose a "
            "reference system that is meant for this place",
        )


def _convert_positions(
    properties: list[dict[str, Any]], name: str, datum: Datum, decimals: int, *, listed: bool
) -> None:
    """Convert one field of positions where it lies; the properties are this export's own."""
    known = [each for each in properties if each.get(name)]
    positions = [place for each in known for place in (each[name] if listed else [each[name]])]
    if not positions:
        return
    lon, lat = np.array(positions, np.float64).T
    x, y = from_wgs84(datum, lon, lat)
    converted = iter(np.column_stack((x, y)).round(decimals).tolist())
    for each in known:
        each[name] = [next(converted) for _ in each[name]] if listed else next(converted)
