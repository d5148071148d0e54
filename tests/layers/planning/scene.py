"""A town on graph paper for the planner: streets, communities, toilets, a river with one bridge.

Metres from a corner; about 89.37 m a thousandth of a degree of longitude, 110.98 m of latitude.

    y 400   ────n0───────n1───────n2───────n3────   the north bank, x 0, 500, 1000, 1500
            river (y 200 … 380), crossed by a bridge at x 1500
    y 180   ────s0───────s1───────s2───────s3────   the south bank
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.network.building import build_network
from geo.plane import Plane
from layers.hours import Clock
from layers.network import NETWORK_FILE, NetworkReport, StoredNetwork
from layers.network.storing import rounded, version_of, write_network
from layers.planning import Scene, community_rows, ground_of
from layers.store.files import FileStore
from tests.layers.conftest import feature_line
from tests.layers.conftest import write_place as write_files

PLANE = Plane(119.1, 36.7)
WAYS = {
    "n": [(0, 400), (500, 400), (1000, 400), (1500, 400)],
    "s": [(0, 180), (500, 180), (1000, 180), (1500, 180)],
    "bridge": [(1500, 400), (1500, 180)],
}
BOX = shapely.box(-200, -200, 1700, 700)
REPORT = {
    "source": "hand",
    "data_date": None,
    "ways": 3,
    "steps": 0,
    "bridges": 1,
    "tunnels": 0,
    "locked_gates": 0,
    "left_out": {},
    "islands": 1,
    "dropped_islands": 0,
    "dropped_km": 0.0,
    "smallest_island": 0.01,
    "margin_m": 2000.0,
    "private_ways": False,
}


def degrees(shape: Any) -> Any:
    """Return a shape of the graph paper in WGS 84."""
    return PLANE.shapes_to_wgs84(np.array([shape], object))[0]


def at(x: float, y: float) -> dict[str, Any]:
    """Return a point of the graph paper as GeoJSON."""
    return json.loads(shapely.to_geojson(degrees(shapely.Point(x, y))))


def area(shape: Any) -> dict[str, Any]:
    """Return an area of the graph paper as GeoJSON."""
    return json.loads(shapely.to_geojson(degrees(shape)))


def toilet(number: int, x: float, y: float, **properties: Any) -> bytes:
    """Return public toilets."""
    return feature_line("toilets", f"t{number}", at(x, y), properties)


def community(number: int, x: float, y: float, households: Any, **properties: Any) -> bytes:
    """Return a community that is a point."""
    properties = {"name": f"C{number}", "households": households, **properties}
    return feature_line("communities", f"c{number}", at(x, y), properties)


def town(folder: Path, *, network: bool = True, **layers: list[bytes]) -> FileStore:
    """Return the store of the town with these layers."""
    write_files(folder, layers)
    boundary = {"type": "Feature", "properties": {}, "geometry": area(BOX)}
    (folder / "boundary.geojson").write_text(json.dumps(boundary))
    if network:
        write_network(folder / NETWORK_FILE, streets())
    return FileStore(folder)


def streets() -> StoredNetwork:
    """Return the town's network."""
    places = sorted({spot for way in WAYS.values() for spot in way})
    vertices = np.array([places.index(spot) for way in WAYS.values() for spot in way])
    starts = np.cumsum([0, *(len(way) for way in WAYS.values())])
    made, _ = build_network(PLANE, np.array(places, float), vertices, starts)
    made = rounded(made)
    figures = {
        "version": version_of(made),
        "nodes": len(made.nodes),
        "edges": len(made),
        "length_km": 3.22,
    }
    return StoredNetwork(made, NetworkReport(**REPORT, **figures))


def scene_of(store: FileStore, layer: str = "toilets", **options: Any) -> Scene:
    """Return the scene of a layer and the communities."""
    snapshots = store.snapshots()
    demand = options.pop("demand", None)
    return Scene(
        ground=ground_of(store.place, snapshots.values()),
        supply=snapshots[layer],
        demand=community_rows(snapshots["communities"]) if demand is None else demand,
        clock=Clock(store.place.timezone, store.place.calendar()),
        **options,
    )
