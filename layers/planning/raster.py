"""People out of a population raster: each cell's number at its middle."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import shapely

from geo.crs import from_wgs84, to_wgs84
from geo.plane import ObjectArray
from layers._layer import Text
from layers.planning.demand import DemandRows
from layers.planning.geotiff import read_cells, read_raster
from layers.planning.ground import Ground

PEOPLE = Text("人", "people")
# The edge of a place in degrees is bent in another reference system; a cell more covers that.
CORNERS = 32


def raster_rows(path: Path, ground: Ground) -> DemandRows:
    """Return the people of the cells of a GeoTIFF that lie in a place.

    A cell counts where its middle lies; one with nobody, or without data, is no row. Numbers below
    0 are refused later, each for itself.

    Raises
    ------
    PlanningError
        It is no GeoTIFF that can be read, or says not where it lies.
    """
    raster = read_raster(path)
    west, south, east, north = shapely.bounds(ground.in_degrees([ground.outline])[0]).tolist()
    lon = np.linspace(west, east, CORNERS)
    lat = np.linspace(south, north, CORNERS)
    edge_lon = np.concatenate((lon, lon, np.full(CORNERS, west), np.full(CORNERS, east)))
    edge_lat = np.concatenate((np.full(CORNERS, south), np.full(CORNERS, north), lat, lat))
    x, y = from_wgs84(raster.datum, edge_lon, edge_lat)
    box = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
    cells = read_cells(raster, box)
    row, column = np.nonzero(np.isfinite(cells.values) & (cells.values != 0))
    weight = cells.values[row, column]
    at = raster.positions(
        (row + cells.first_row).astype(np.float64), (column + cells.first_column).astype(np.float64)
    )
    lon, lat = to_wgs84(raster.datum, *at)
    points: ObjectArray = np.asarray(shapely.points(lon, lat), object)
    numbers = zip(
        (row + cells.first_row).tolist(), (column + cells.first_column).tolist(), strict=True
    )
    ids = tuple(f"{down}-{across}" for down, across in numbers)
    return DemandRows(
        source=Text(f"人口栅格 {path.name}", f"population raster {path.name}"),
        version=hashlib.sha256(path.read_bytes()).hexdigest()[:16],
        unit=PEOPLE,
        ids=ids,
        names=("",) * len(ids),
        zones=(None,) * len(ids),
        shapes=points,
        weight=weight,
    )
