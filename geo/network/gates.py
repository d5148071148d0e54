"""Where facilities are reached from a network: points at a way, areas at their gates and edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.network.joining import JOIN_LIMIT_M, Joiner, Joins
from geo.network.network import Network, RowArray
from geo.plane import ObjectArray

# Drawn by hand, a path that ends at a park's edge ends a little before it or behind.
TOUCHING_M = 1.0
# So far apart are the points of a park's edge from which the nearest way is looked for.
EDGE_STEP_M = 5.0


@dataclass(frozen=True, eq=False)
class Gates:
    """Stretches of edges from which facilities are reached, one row a stretch.

    A point's stretch has no length. A way inside of a park is one from which the park is reached
    anywhere.

    Parameters
    ----------
    edges, from_m, to_m
        The edge and the part of it, in metres from its first end, shape (g,).
    access_m
        The straight way from there to the facility.
    facilities
        Whose they are, from 0; a facility may have several, or none.
    count
        How many facilities there are.
    """

    edges: RowArray
    from_m: FloatArray
    to_m: FloatArray
    access_m: FloatArray
    facilities: IntArray
    count: int

    def __len__(self) -> int:
        return len(self.edges)

    def of(self, facilities: IntArray) -> Gates:
        """Return the gates of some facilities, numbered anew in the order given."""
        number = np.full(self.count, -1)
        number[facilities] = np.arange(len(facilities))
        rows = np.flatnonzero(number[self.facilities] >= 0)
        return Gates(
            self.edges[rows],
            self.from_m[rows],
            self.to_m[rows],
            self.access_m[rows],
            number[self.facilities[rows]],
            len(facilities),
        )


def point_gates(joins: Joins, facilities: IntArray | None = None, count: int = 0) -> Gates:
    """Return the gates of facilities that are points, or of several entrances of each.

    Parameters
    ----------
    joins
        Where the points reach the network; unconnected ones get no gate.
    facilities, count
        Whose each point is and how many facilities there are; one each if not given.
    """
    if facilities is None:
        facilities, count = np.arange(len(joins)), len(joins)
    rows = np.flatnonzero(joins.connected)
    at = joins.offsets_m[rows]
    return Gates(joins.edges[rows], at, at, joins.access_m[rows], facilities[rows], count)


def area_gates(
    network: Network, joiner: Joiner, areas: ObjectArray, *, limit_m: float = JOIN_LIMIT_M
) -> Gates:
    """Return the gates of areas without known entrances, one facility each.

    An area is reached wherever a way crosses or touches its edge, and on the ways inside of it.
    Where none does, from the way nearest to each point of its edge, if not farther than `limit_m`.

    Parameters
    ----------
    areas
        Polygons and MultiPolygons in metres of the network's plane, shape (n,).
    """
    found = [_stretches(network, area, row) for row, area in enumerate(areas)]
    reached = np.array([len(rows) > 0 for rows in found], bool)
    alone = np.flatnonzero(~reached)
    beside = _beside(joiner, areas[alone], limit_m)
    owners = alone[beside.facilities]
    table = np.concatenate([np.empty((0, 4)), *found])
    return Gates(
        np.concatenate((table[:, 0].astype(np.int32), beside.edges)),
        np.concatenate((table[:, 1], beside.from_m)),
        np.concatenate((table[:, 2], beside.to_m)),
        np.concatenate((np.zeros(len(table)), beside.access_m)),
        np.concatenate((table[:, 3].astype(np.intp), owners)),
        len(areas),
    )


def joined_gates(*several: Gates) -> Gates:
    """Return the gates of the same facilities from several sources as one."""
    return Gates(
        np.concatenate([gates.edges for gates in several]),
        np.concatenate([gates.from_m for gates in several]),
        np.concatenate([gates.to_m for gates in several]),
        np.concatenate([gates.access_m for gates in several]),
        np.concatenate([gates.facilities for gates in several]),
        max(gates.count for gates in several),
    )


def edge_lines(network: Network, edges: IntArray) -> ObjectArray:
    """Return edges as shapely lines in the plane, shape (k,)."""
    sizes = np.diff(network.starts)[edges]
    first = np.cumsum(sizes) - sizes
    rows = np.arange(int(sizes.sum())) + np.repeat(network.starts[edges] - first, sizes)
    owner = np.repeat(np.arange(len(edges)), sizes)
    return np.asarray(shapely.linestrings(network.bends[rows], indices=owner), object)


def _stretches(network: Network, area: shapely.Geometry, row: int) -> FloatArray:
    """Return edge, from, to and facility of what lies within an area or touches it."""
    if shapely.is_empty(area):
        return np.empty((0, 4))
    wide = shapely.buffer(area, TOUCHING_M, quad_segs=2)
    edges = network.boxes.meeting(*shapely.bounds(wide).tolist())
    lines = edge_lines(network, edges)
    shapely.prepare(wide)
    meets = shapely.intersects(wide, lines)
    edges, lines = edges[meets], lines[meets]
    parts, owner = shapely.get_parts(shapely.intersection(lines, wide), return_index=True)
    length = shapely.length(parts)
    parts, owner, length = parts[length > 0], owner[length > 0], length[length > 0]
    # By its middle: the ends of a ring lie in one spot.
    middle = shapely.line_locate_point(
        lines[owner], shapely.line_interpolate_point(parts, 0.5, normalized=True)
    )
    scale = network.length_m[edges] / shapely.length(lines)
    ends = np.column_stack((middle - length / 2, middle + length / 2))
    ends = np.clip(ends * scale[owner, np.newaxis], 0, network.length_m[edges[owner], np.newaxis])
    return np.column_stack((edges[owner], ends, np.full(len(owner), row)))


def _beside(joiner: Joiner, areas: ObjectArray, limit_m: float) -> Gates:
    """Return the gates of areas that no way touches: from the ways nearest to their edge."""
    if not len(areas):
        return point_gates(joiner.join(np.empty((0, 2))))
    edge, owner = shapely.get_coordinates(shapely.segmentize(areas, EDGE_STEP_M), return_index=True)
    return point_gates(joiner.join(edge, limit_m=limit_m), owner, len(areas))
