"""A network out of ways that share vertices: junctions found, bends kept, islands dropped."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.geodesic import FloatArray
from geo.index import BoolArray
from geo.network.network import LongArray, Network
from geo.plane import Plane

# What is less than a hundredth of all ways is seldom a place of its own: roofs, drawing slips,
# gardens behind a wall. Larger ones are real islands.
SMALLEST_ISLAND = 0.01
MORTON_BITS = 16


@dataclass(frozen=True)
class Islands:
    """The parts of a network that no way joins to each other.

    Parameters
    ----------
    kept
        How many there are now.
    dropped
        How many were too small.
    dropped_m
        How long the ways of those were together.
    """

    kept: int
    dropped: int
    dropped_m: float


def build_network(
    plane: Plane,
    positions: FloatArray,
    vertices: LongArray,
    starts: LongArray,
    *,
    smallest_island: float = SMALLEST_ISLAND,
) -> tuple[Network, Islands]:
    """Return the network of ways that meet where they share a vertex, and what islands there were.

    Ways that only cross, as on a bridge, share none and do not meet.

    Parameters
    ----------
    positions
        Of all vertices, in metres of the plane, shape (p, 2), finite.
    vertices
        Rows of `positions` that each way goes through, one way after the other, shape (k,).
    starts
        Where each way begins in `vertices`, and where the last one ends, shape (w + 1,).
    smallest_island
        Islands of a smaller share of the length of all ways are dropped, 0 to 1; the longest stays
        always.
    """
    whole = _chained(*_split(vertices, starts), positions)
    kept, islands = _without_small_islands(whole, plane, smallest_island)
    return _in_order(kept, plane), islands


@dataclass(frozen=True)
class _Lines:
    """Edges as runs of positions, with the vertices at their ends, not numbered yet."""

    ends: LongArray
    starts: LongArray
    bends: FloatArray


def _split(vertices: LongArray, starts: LongArray) -> tuple[LongArray, LongArray]:
    """Cut ways at every vertex that is met more than once; runs of vertices as `build_network`."""
    way = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    # The same vertex twice in a row is a slip of the pen.
    fresh = np.ones(len(vertices), bool)
    fresh[1:] = (vertices[1:] != vertices[:-1]) | (way[1:] != way[:-1])
    vertices, way = vertices[fresh], way[fresh]
    is_end = np.ones((2, len(vertices)), bool)
    is_end[0, 1:] = is_end[1, :-1] = way[1:] != way[:-1]
    met = np.bincount(vertices, minlength=1)
    cuts = np.flatnonzero(is_end.any(axis=0) | (met[vertices] > 1))
    on_one_way = way[cuts[:-1]] == way[cuts[1:]]
    begins, sizes = cuts[:-1][on_one_way], (np.diff(cuts) + 1)[on_one_way]
    edge_starts = np.concatenate(([0], np.cumsum(sizes)))
    rows = np.arange(edge_starts[-1]) + np.repeat(begins - edge_starts[:-1], sizes)
    return vertices[rows], edge_starts


def _chained(vertices: LongArray, starts: LongArray, positions: FloatArray) -> _Lines:
    """Join edges that go on in one another, where nothing else meets them."""
    ends = np.column_stack((vertices[starts[:-1]], vertices[starts[1:] - 1]))
    degree = np.bincount(ends.ravel(), minlength=len(positions))
    loops = ends[ends[:, 0] == ends[:, 1], 0]
    passing = degree == 2
    passing[loops] = False
    lines = [vertices[begin:end] for begin, end in pairwise(starts)]
    touched: dict[int, list[int]] = {}
    for edge in np.flatnonzero(passing[ends].any(axis=1)).tolist():
        for end in ends[edge].tolist():
            if passing[end]:
                touched.setdefault(end, []).append(edge)
    used = np.zeros(len(lines), bool)
    # From the edges that stand at a junction first; what is left then are rings.
    order = np.argsort(passing[ends].all(axis=1), kind="stable")
    joined = [
        _chain(edge, lines, passing, touched, used) for edge in order.tolist() if not used[edge]
    ]
    sizes = np.fromiter((len(line) for line in joined), np.int64, len(joined))
    run = np.concatenate(joined) if joined else np.empty(0, np.int64)
    begins = np.concatenate(([0], np.cumsum(sizes)))
    both = np.column_stack((run[begins[:-1]], run[begins[1:] - 1]))
    return _Lines(both, begins, positions[run])


def _chain(
    edge: int,
    lines: list[LongArray],
    passing: BoolArray,
    touched: dict[int, list[int]],
    used: BoolArray,
) -> LongArray:
    """Return the vertices of an edge and of all that go on from it, from junction to junction."""
    used[edge] = True
    line = lines[edge]
    if passing[line[0]] and not passing[line[-1]]:
        line = line[::-1]
    parts = [line]
    end = int(line[-1])
    while passing[end]:
        following = [other for other in touched[end] if not used[other]]
        if not following:
            break
        used[following[0]] = True
        line = lines[following[0]]
        line = line if int(line[0]) == end else line[::-1]
        parts.append(line[1:])
        end = int(line[-1])
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _lengths(lines: _Lines, plane: Plane) -> FloatArray:
    steps = np.zeros(len(lines.bends))
    steps[1:] = plane.lengths_m(lines.bends[:-1], lines.bends[1:])
    steps[lines.starts[:-1]] = 0
    edge = np.repeat(np.arange(len(lines.ends)), np.diff(lines.starts))
    return np.asarray(np.bincount(edge, steps, len(lines.ends)), np.float64)


def _without_small_islands(lines: _Lines, plane: Plane, smallest: float) -> tuple[_Lines, Islands]:
    if not len(lines.ends):
        return lines, Islands(0, 0, 0.0)
    count = int(lines.ends.max()) + 1
    links = coo_array((np.ones(len(lines.ends)), lines.ends.T), shape=(count, count))
    _, part = connected_components(links, directed=False)
    # Numbered anew: vertices inside of an edge would be islands of their own.
    _, island = np.unique(part[lines.ends[:, 0]], return_inverse=True)
    length = np.bincount(island, weights=_lengths(lines, plane))
    small = length < smallest * length.sum()
    small[np.argmax(length)] = False
    kept, sizes = ~small[island], np.diff(lines.starts)
    islands = Islands(
        kept=int((~small).sum()), dropped=int(small.sum()), dropped_m=float(length[small].sum())
    )
    remaining = _Lines(
        lines.ends[kept],
        np.concatenate(([0], np.cumsum(sizes[kept]))),
        lines.bends[np.repeat(kept, sizes)],
    )
    return remaining, islands


def _in_order(lines: _Lines, plane: Plane) -> Network:
    """Return the network numbered so that what lies close together is stored close together."""
    places = np.stack((lines.bends[lines.starts[:-1]], lines.bends[lines.starts[1:] - 1]), axis=1)
    ids, found, node = np.unique(lines.ends, return_index=True, return_inverse=True)
    places = places.reshape(-1, 2)[found]
    order = _along_a_curve(places)
    number = np.empty(len(ids), np.int64)
    number[order] = np.arange(len(ids))
    ends = number[node].reshape(-1, 2)
    backward, ends = ends[:, 0] > ends[:, 1], np.sort(ends, axis=1)
    sequence = np.lexsort((_lengths(lines, plane), ends[:, 1], ends[:, 0]))
    sizes = np.diff(lines.starts)[sequence]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    step = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
    step = np.where(np.repeat(backward[sequence], sizes), np.repeat(sizes, sizes) - 1 - step, step)
    bends = lines.bends[np.repeat(lines.starts[:-1][sequence], sizes) + step]
    return Network(plane, places[order], ends[sequence].astype(np.int32), starts, bends)


def _along_a_curve(places: FloatArray) -> LongArray:
    """Return the order of places along a curve that visits neighbours soon (Morton, 1966)."""
    if not len(places):
        return np.empty(0, np.int64)
    low, high = places.min(axis=0), places.max(axis=0)
    steps = (places - low) / np.maximum(high - low, 1e-9) * (2**MORTON_BITS - 1)
    code = np.zeros(len(places), np.int64)
    for axis in (0, 1):
        cell = steps[:, axis].astype(np.int64)
        for bit in range(MORTON_BITS):
            code |= ((cell >> bit) & 1) << (2 * bit + axis)
    return np.lexsort((places[:, 1], places[:, 0], code))
