"""What the planner's commands were given, as a question and its scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from pydantic import ValidationError

from api.filtering import items_parameters, selection_of
from geo.crs import WGS84, datum_named, shapes_to_wgs84
from geo.plane import ObjectArray
from layers._layer import Layer, Text
from layers.find.select import EVERYTHING, Selection
from layers.hours import Clock
from layers.intake.reading.reading import read_table
from layers.intake.table import Table
from layers.planning import (
    DemandRows,
    Scene,
    Supply,
    Zones,
    community_rows,
    ground_of,
    table_rows,
)
from layers.planning.candidates import (
    Candidates,
    grid_candidates,
    network_candidates,
    point_candidates,
)
from layers.planning.coverage_result import Method
from layers.planning.dwellings import buildings_of, dwelling_rows
from layers.planning.raster import raster_rows
from layers.planning.result import Threshold, threshold_in_minutes, threshold_of
from layers.store.files import FileStore

# Headings of positions in tables without shapes; WGS 84, as everything that is not imported.
RASTERS = (".tif", ".tiff")
EXTRACTS = (".pbf", ".osm", ".osm.gz", ".osm.bz2")
LON, LAT = ("lon", "lng", "longitude", "x", "经度"), ("lat", "latitude", "y", "纬度")


class Asked:
    """A layer of a place, filters, and where people live.

    Parameters
    ----------
    where
        Filters as `name=value`, of the layer's items.
    demand, weight
        A file and its column; the households of the communities without one.
    buildings
        OSM extract whose residential buildings areas of the demand are spread over.
    capacity
        The field that says how much each facility has.
    """

    def __init__(
        self,
        data: Path,
        layer: str,
        where: list[str],
        demand: Path | None,
        weight: str | None,
        *,
        buildings: Path | None = None,
        capacity: str | None = None,
    ) -> None:
        store = FileStore(data)
        place, snapshots = store.place, store.snapshots()
        snapshot = store.snapshot(layer)
        self._layer = snapshot.layer
        if capacity is not None and capacity not in self._layer.fields:
            known = ", ".join(self._layer.fields)
            raise ValueError(f"--capacity {capacity!r}: no such field of {layer}; known: {known}")
        selection = selection_given(self._layer, where, ZoneInfo(place.timezone))
        self.supply = Supply(selection, capacity=capacity)
        ground = ground_of(place, snapshots.values())
        if demand is None:
            rows = community_rows(store.snapshot("communities"))
        elif demand.suffix.lower() in RASTERS:
            rows = raster_rows(demand, ground)
        elif demand.name.lower().endswith(EXTRACTS):
            rows = dwelling_rows(demand)
        else:
            rows = rows_of_file(demand, weight)
        self.scene = Scene(
            ground,
            snapshot,
            rows,
            Clock(place.timezone, place.calendar()),
            buildings=None if buildings is None else buildings_of(dwelling_rows(buildings)),
        )

    def threshold(self, metres: float | None, minutes: float | None, speed: float) -> Threshold:
        """Return how far is within reach: as given, or by the layer's first standard."""
        if metres is not None and minutes is not None:
            raise ValueError("give --metres or --minutes, not both")
        if minutes is not None:
            return threshold_in_minutes(minutes, speed_m_s=speed)
        if metres is not None:
            return Threshold(metres, speed)
        if not self._layer.standards:
            raise ValueError(f"layer {self._layer.name} has no standard; give --metres")
        return threshold_of(self._layer.standards[0], speed_m_s=speed)

    def method(self, given: Method | None) -> Method:
        """Return by which distance: on foot where there is a network, unless said otherwise."""
        if given is not None:
            return given
        return "straight" if self.scene.ground.network is None else "network"

    def zones(self, path: Path, column: str | None) -> Zones:
        """Return the areas of a file, with their names."""
        table = read_table(path)
        names = _column(table, column, "--zone-name") if column else range(1, len(table) + 1)
        return Zones(tuple(str(name) for name in names), shapes_of(table))

    def areas(self, path: Path) -> ObjectArray:
        """Return the areas of a file."""
        return shapes_of(read_table(path))

    def candidates(self, given: str, step_m: float, within_m: float) -> Candidates:
        """Return where something could be built: `grid`, `network`, or the points of a file."""
        ground = self.scene.ground
        if given in ("grid", "network"):
            make = grid_candidates if given == "grid" else network_candidates
            near = self.scene.counted().points.places
            return make(ground, step_m=step_m, near=near, within_m=within_m)
        table = read_table(Path(given))
        shapes = shapes_of(table)
        known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        lon, lat = np.full((2, len(table)), np.nan)
        lon[known], lat[known] = shapely.get_coordinates(shapely.centroid(shapes[known])).T
        names = [str(cell or "") for cell in table.columns.get("name", [""] * len(table))]
        words = Text(f"文件 {table.file}", f"file {table.file}")
        return point_candidates(words, lon, lat, tuple(names), ground)


def selection_given(layer: Layer, where: list[str], zone: ZoneInfo) -> Selection:
    """Return what filters `name=value` ask of a layer, as its items have them.

    Raises
    ------
    ValueError
        A filter is unknown or its value wrong; the error names it.
    """
    if not where:
        return EVERYTHING
    given: dict[str, str] = {}
    for one in where:
        name, equals, value = one.partition("=")
        if not equals:
            raise ValueError(f"--where {one!r}: write name=value, such as accessible=true")
        given[name.strip()] = value.strip()
    model = items_parameters(layer)
    unknown = sorted(set(given) - set(model.model_fields))
    if unknown:
        known = ", ".join(sorted(model.model_fields))
        raise ValueError(f"--where {unknown[0]!r}: no such filter of {layer.name}; known: {known}")
    try:
        parameters = model.model_validate(given)
    except ValidationError as wrong:
        fault = wrong.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else ""
        raise ValueError(f"--where {name}={given.get(name, '')}: {fault['msg']}") from None
    return selection_of(layer, parameters, zone)


def rows_of_file(path: Path, weight: str | None) -> DemandRows:
    """Return the rows of a file that somebody brought; each counts as 1 without a column."""
    table = read_table(path)
    shapes = shapes_of(table)
    cells = [1.0] * len(table) if weight is None else _column(table, weight, "--weight")
    names = [str(cell or "") for cell in table.columns.get("name", [""] * len(table))]
    unit = Text(weight, weight) if weight else Text("行", "rows")
    return table_rows(
        Text(f"文件 {table.file}", f"file {table.file}"), shapes, cells, names=names, unit=unit
    )


def shapes_of(table: Table) -> ObjectArray:
    """Return the shapes of a table in WGS 84, or points out of its columns of positions."""
    if table.geometries is not None:
        datum = WGS84 if table.crs is None else datum_named(table.crs)
        return shapes_to_wgs84(datum, table.geometries)
    columns = {name.casefold().strip(): cells for name, cells in table.columns.items()}
    lon = next((columns[name] for name in LON if name in columns), None)
    lat = next((columns[name] for name in LAT if name in columns), None)
    if lon is None or lat is None:
        raise ValueError(
            f"{table.file} has no shapes and no columns of positions; call them lon and lat "
            f"(known here: {', '.join(table.columns)})"
        )
    shapes = np.full(len(table), None, object)
    for row, (x, y) in enumerate(zip(lon, lat, strict=True)):
        try:
            shapes[row] = shapely.Point(float(x), float(y))
        except (TypeError, ValueError):
            continue
    return shapes


def _column(table: Table, name: str, option: str) -> list[Any]:
    if name not in table.columns:
        known = ", ".join(table.columns)
        raise ValueError(f"{option} {name!r}: no such column of {table.file}; known: {known}")
    return table.columns[name]
