"""The spatial index: the k nearest of many points, and the boxes that meet a box. Exact both."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from geo import geodesic
from geo.geodesic import FloatArray

IntArray = np.ndarray[Any, np.dtype[np.intp]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]
# Rows and their distances in metres.
Found = tuple[list[int], list[float]]

# So many rows fill a square as wide as a slice: slices so wide that a box of a few rows seldom
# crosses two, and so narrow that a run of rows in one holds few that lie beside the box.
PAGE_ROWS = 256
# As fast as scipy's 16, with half as many nodes to build and to keep.
LEAF_ROWS = 32
BLOCK_ROWS = 8192


class NearestIndex:
    """The k nearest of n points by geodesic distance on WGS 84, exact and in order.

    The points lie in a k-d tree in earth-centred coordinates. A straight chord through the earth
    orders close points as the geodesic does (within micrometres up to 20 km); beyond that the
    candidates that could be nearer are all measured by Karney's method and sorted anew.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,).
    """

    def __init__(self, lon: FloatArray, lat: FloatArray) -> None:
        self._lon, self._lat = lon, lat
        places = np.empty((len(lon), 3))
        # Block by block: what is needed on the way then stays in the cache, and takes no memory.
        for start in range(0, len(lon), BLOCK_ROWS):
            block = slice(start, start + BLOCK_ROWS)
            places[block] = geodesic.earth_centred(lon[block], lat[block])
        self._tree = cKDTree(places, LEAF_ROWS, balanced_tree=False) if len(lon) else None

    def __len__(self) -> int:
        return len(self._lon)

    def nearest(self, lon: float, lat: float, k: int, *, max_distance_m: float = math.inf) -> Found:
        """Return the rows and distances in metres of the k nearest points, nearest first.

        Parameters
        ----------
        lon, lat
            WGS 84 degrees.
        k
            How many; fewer come back where fewer lie within `max_distance_m`.
        max_distance_m
            Only points at most this far away.

        Returns
        -------
        rows, distances_m
            Two lists of equal length. Which of two points at the same distance comes first is open.
        """
        [(rows, distances)] = self.nearest_of_each([lon], [lat], k)
        within = bisect_right(distances, max_distance_m)
        return rows[:within], distances[:within]

    def nearest_of_each(self, lon: Sequence[float], lat: Sequence[float], k: int) -> list[Found]:
        """Return what `nearest` finds for each of several positions.

        Thirty positions take little longer than one: most of it is the way into scipy and numpy.

        Parameters
        ----------
        lon, lat
            WGS 84 degrees, of equal length.
        """
        k = min(k, len(self))
        if self._tree is None or k < 1:
            return [([], []) for _ in lon]
        lons, lats = np.array(lon), np.array(lat)
        here = geodesic.earth_centred(lons, lats)
        found: Any = self._tree.query(here, np.arange(1, k + 1))
        chords, rows = found
        radius = geodesic.mean_radius_m(lats)[:, np.newaxis]
        distances = geodesic.geodesic_from_chord(chords, radius)
        answers = list(zip(rows.tolist(), distances.tolist(), strict=True))
        for place in np.flatnonzero(chords[:, -1] > geodesic.CHORD_SERIES_LIMIT_M).tolist():
            answers[place] = self._far(lon[place], lat[place], here[place], rows[place])
        return answers

    def _far(self, lon: float, lat: float, here: FloatArray, rows: IntArray) -> Found:
        assert self._tree is not None
        distances = geodesic.geodesic_distance_m(lon, lat, self._lon[rows], self._lat[rows])
        chord = geodesic.longest_chord_m(float(distances.max()))
        candidates = np.array(self._tree.query_ball_point(here, chord), dtype=np.intp)
        candidates.sort()
        distances = geodesic.geodesic_distance_m(
            lon, lat, self._lon[candidates], self._lat[candidates]
        )
        order = np.argsort(distances, kind="stable")[: len(rows)]
        return candidates[order].tolist(), distances[order].tolist()

    def nearest_where(
        self,
        lon: float,
        lat: float,
        k: int,
        wanted: BoolArray,
        *,
        max_distance_m: float = math.inf,
    ) -> Found:
        """Return the k nearest among the rows where `wanted` holds; else as `nearest`.

        Parameters
        ----------
        wanted
            Shape (n,).
        """
        total = int(np.count_nonzero(wanted))
        k = min(k, total)
        if k < 1:
            return [], []
        # Ask for as many as hold k wanted ones if these lie evenly; for more until it is enough.
        ask = k if total == len(self) else 2 * math.ceil(k * len(self) / total)
        while True:
            rows, distances = self.nearest(lon, lat, ask, max_distance_m=max_distance_m)
            found = [place for place, row in enumerate(rows) if wanted[row]][:k]
            if len(found) == k or len(rows) < ask:
                return [rows[place] for place in found], [distances[place] for place in found]
            ask *= 4


class BoxIndex:
    """Which of n boxes meet a box, in degrees, exact to the last bit.

    The boxes lie in slices by their west edge, in each slice by their south edge (sort-tile
    packing: Leutenegger, Lopez & Edgington, 1997), in plain arrays: 20 bytes a point where a tree
    of geometries takes 300. A question bisects its way to a short run of rows in each slice that it
    crosses, and compares these. A box that crosses the antimeridian (`west > east`, RFC 7946,
    section 5.2) is answered as its two halves.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees, shape (n, 4). For points west = east, south = north.
    """

    def __init__(self, bounds: FloatArray) -> None:
        count = len(bounds)
        slice_rows = math.ceil(math.sqrt(count * PAGE_ROWS)) or 1
        starts = range(0, count, slice_rows)
        order = np.argsort(bounds[:, 0], kind="stable")
        for start in starts:
            part = order[start : start + slice_rows]
            order[start : start + slice_rows] = part[np.argsort(bounds[part, 1], kind="stable")]
        self._rows = order.astype(np.min_scalar_type(-max(1, count)))
        self._slices = [(start, min(start + slice_rows, count)) for start in starts]
        west, south = bounds[order, 0], bounds[order, 1]
        points = np.array_equal(bounds[:, :2], bounds[:, 2:])
        self._west, self._east = west, west if points else bounds[order, 2]
        self._north = None if points else bounds[order, 3]
        # How far north the boxes reach up to each row of a slice, and east up to each slice: these
        # rise, so they can be bisected as the south and west edges can.
        reach = south if self._north is None else self._north.copy()
        for start, end in self._slices:
            np.maximum.accumulate(reach[start:end], out=reach[start:end])
        # A memoryview gives a float four times as fast as an array.
        self._souths, self._norths = memoryview(south), memoryview(reach)
        self._wests = [float(west[start:end].min()) for start, end in self._slices]
        easts = (float(self._east[start:end].max()) for start, end in self._slices)
        self._easts = list(accumulate(easts, max))

    def meeting(self, west: float, south: float, east: float, north: float) -> IntArray:
        """Return the rows whose box meets the given one (touching counts), in rising order."""
        if west > east:
            halves = (self.meeting(west, south, 180, north), self.meeting(-180, south, east, north))
            return np.union1d(*halves)
        found = []
        first, last = bisect_left(self._easts, west), bisect_right(self._wests, east)
        for start, end in self._slices[first:last]:
            low = bisect_left(self._norths, south, start, end)
            high = bisect_right(self._souths, north, start, end)
            if low < high:
                meets = (self._west[low:high] <= east) & (self._east[low:high] >= west)
                if self._north is not None:
                    meets &= self._north[low:high] >= south
                found.append(self._rows[low:high][meets])
        none: list[IntArray] = [np.empty(0, np.intp)]
        rows: IntArray = found[0] if len(found) == 1 else np.concatenate(found or none)
        rows.sort()
        return rows
