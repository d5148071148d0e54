"""From an OSM file to the network of a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.network.building import SMALLEST_ISLAND, build_network
from geo.network.network import LongArray
from geo.plane import Plane, PlaneError, plane_around
from layers.network.reading import Progress, Ways, read_ways
from layers.network.report import NetworkReport
from layers.network.storing import (
    NETWORK_FILE,
    NetworkFileError,
    StoredNetwork,
    rounded,
    version_of,
    write_network,
)
from layers.place import Place

# A facility outside of the place may serve inside, and the way to it may lead outside: twice the
# farthest standard (1,000 m, a 15-minute circle).
MARGIN_M = 2000.0
BUILDING = ("生成路网 Building the network", 0.8)
WRITING = ("写入 Writing", 0.95)


def make_network(
    source: Path,
    place: Place,
    *,
    margin_m: float = MARGIN_M,
    smallest_island: float = SMALLEST_ISLAND,
    with_private: bool = False,
    progress: Progress | None = None,
) -> NetworkReport:
    """Make the walking network of a place out of an OpenStreetMap extract, and keep it there.

    The same file gives the same bytes. Nothing is written unless the whole network is.

    Parameters
    ----------
    source
        .osm.pbf, .osm, .osm.gz or .osm.bz2; the content tells which.
    place
        With a boundary, only what lies in it and `margin_m` around it is taken.
    margin_m
        Metres.
    smallest_island
        Parts of a smaller share of all ways that nothing joins to the rest are dropped, 0 to 1.
    with_private
        Whether ways marked as private are taken too.
    progress
        Called with words (Chinese and English) and the share done, which never falls.

    Raises
    ------
    OsmFileError
        The file is missing, damaged or not OSM.
    NetworkFileError
        No way in it may be walked, or none is near the place.
    OSError
        The network cannot be written.
    """
    tell = progress or (lambda _words, _share: None)
    ways = read_ways(source, tell, with_private=with_private)
    tell(*BUILDING)
    stored = _built(
        ways, place, source.name, margin_m=margin_m, smallest=smallest_island, private=with_private
    )
    tell(*WRITING)
    write_network(place.folder / NETWORK_FILE, stored)
    tell(WRITING[0], 1.0)
    return stored.report


def _built(
    ways: Ways, place: Place, source: str, *, margin_m: float, smallest: float, private: bool
) -> StoredNetwork:
    try:
        plane = _plane_of(place, ways)
    except PlaneError as fault:
        raise NetworkFileError(f"{source} has no way that may be walked: {fault}") from fault
    positions = plane.from_wgs84(ways.lon, ways.lat)
    nodes, starts, kept = ways.nodes, ways.starts, len(ways.starts) - 1
    if place.boundary is not None:
        [boundary] = plane.shapes_from_wgs84(np.array([place.boundary], object))
        near = _near(boundary, positions, margin_m)
        nodes, starts, kept = _clipped(nodes, starts, near)
        ways.left_out["too_far"] += len(ways.starts) - 1 - kept
    network, islands = build_network(plane, positions, nodes, starts, smallest_island=smallest)
    if not len(network):
        raise NetworkFileError(
            f"{source} has no way that may be walked within {margin_m:g} m of {place.name.en}; "
            "take an extract of that place"
        )
    network = rounded(network)
    report = NetworkReport(
        source=source,
        data_date=ways.data_date.date().isoformat() if ways.data_date else None,
        version=version_of(network),
        nodes=len(network.nodes),
        edges=len(network),
        length_km=round(float(network.length_m.sum()) / 1000, 3),
        ways=kept,
        steps=ways.sorts["steps"],
        bridges=ways.sorts["bridges"],
        tunnels=ways.sorts["tunnels"],
        locked_gates=ways.locked,
        left_out={reason: count for reason, count in sorted(ways.left_out.items()) if count},
        islands=islands.kept,
        dropped_islands=islands.dropped,
        dropped_km=round(islands.dropped_m / 1000, 3),
        smallest_island=smallest,
        margin_m=margin_m,
        private_ways=private,
    )
    return StoredNetwork(network, report)


def _plane_of(place: Place, ways: Ways) -> Plane:
    if place.boundary is None:
        return plane_around(ways.lon, ways.lat)
    if not len(ways.lon):
        raise PlaneError("it has none")
    corners = shapely.get_coordinates(place.boundary)
    return plane_around(corners[:, 0], corners[:, 1])


def _near(boundary: Any, positions: Any, margin_m: float) -> Any:
    """Return which positions lie in an area or not farther from it than a margin."""
    wide = shapely.buffer(boundary, margin_m)
    shapely.prepare(wide)
    finite = np.isfinite(positions).all(axis=1)
    near = np.zeros(len(positions), bool)
    near[finite] = shapely.intersects_xy(wide, positions[finite, 0], positions[finite, 1])
    return near


def _clipped(nodes: LongArray, starts: LongArray, near: Any) -> tuple[LongArray, LongArray, int]:
    """Cut off what lies too far; return the ways that are left, and how many of all these are of.

    A way goes on to its first node outside, so that it does not end before it should.
    """
    way = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    here = near[nodes]
    beside = here.copy()
    same = way[1:] == way[:-1]
    beside[1:] |= here[:-1] & same
    beside[:-1] |= here[1:] & same
    # Two nodes outside beside each other are of two pieces.
    both_out = ~here[1:] & ~here[:-1]
    begins = np.ones(len(nodes), bool)
    begins[1:] = ~same | both_out | ~beside[:-1]
    kept = np.flatnonzero(beside)
    pieces = np.append(np.flatnonzero(begins[kept]), len(kept))
    return nodes[kept], pieces, len(np.unique(way[kept]))
