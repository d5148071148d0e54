"""The spatial index: the k nearest of many points, and the boxes that meet a box. Exact both."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from geo import geodesic
from geo.geodesic import FloatArray

IntArray = np.ndarray[Any, np.dtype[np.intp]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]

# Rows a page: small enough that a page is tested in about a microsecond, large enough that the
# pages of a million features are themselves tested in a few.
PAGE_ROWS = 256


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
        self._tree = (
            cKDTree(geodesic.earth_centred(lon, lat), balanced_tree=False) if len(lon) else None
        )

    def __len__(self) -> int:
        return len(self._lon)

    def nearest(
        self, lon: float, lat: float, k: int, *, max_distance_m: float = math.inf
    ) -> tuple[list[int], list[float]]:
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
        k = min(k, len(self))
        if self._tree is None or k < 1:
            return [], []
        here = geodesic.earth_centred_point(lon, lat)
        found: Any = self._tree.query(here, k)
        chords, rows = np.atleast_1d(found[0]), np.atleast_1d(found[1])
        if chords[-1] <= geodesic.CHORD_SERIES_LIMIT_M:
            return self._close(lat, chords.tolist(), rows.tolist(), max_distance_m)
        return self._far(lon, lat, here, rows, max_distance_m)

    def _close(
        self, lat: float, chords: list[float], rows: list[int], max_distance_m: float
    ) -> tuple[list[int], list[float]]:
        radius = geodesic.mean_radius_m(lat)
        correction = 1 / (24 * radius * radius)
        distances = [chord + chord * chord * chord * correction for chord in chords]
        if distances[-1] > max_distance_m:
            within = sum(distance <= max_distance_m for distance in distances)
            del rows[within:], distances[within:]
        return rows, distances

    def _far(
        self,
        lon: float,
        lat: float,
        here: tuple[float, float, float],
        rows: IntArray,
        max_distance_m: float,
    ) -> tuple[list[int], list[float]]:
        assert self._tree is not None
        distances = geodesic.geodesic_distance_m(lon, lat, self._lon[rows], self._lat[rows])
        reach = min(float(distances.max()), max_distance_m)
        chord = geodesic.longest_chord_m(reach)
        candidates = np.array(self._tree.query_ball_point(here, chord), dtype=np.intp)
        candidates.sort()
        distances = geodesic.geodesic_distance_m(
            lon, lat, self._lon[candidates], self._lat[candidates]
        )
        order = np.argsort(distances, kind="stable")[: len(rows)]
        order = order[distances[order] <= max_distance_m]
        return candidates[order].tolist(), distances[order].tolist()

    def nearest_where(
        self,
        lon: float,
        lat: float,
        k: int,
        wanted: BoolArray,
        *,
        max_distance_m: float = math.inf,
    ) -> tuple[list[int], list[float]]:
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

    Sort-tile-recursive packing (Leutenegger, Lopez & Edgington, 1997) into pages of equal size,
    two levels, in plain arrays: 20 bytes a point where a tree of geometries takes 300. A box that
    crosses the antimeridian (`west > east`, RFC 7946, section 5.2) is answered as its two halves.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees, shape (n, 4). For points west = east, south = north.
    """

    def __init__(self, bounds: FloatArray) -> None:
        count = len(bounds)
        self._count = count
        pages = max(1, -(-count // PAGE_ROWS))
        order = _tile_order(bounds, pages)
        padding = pages * PAGE_ROWS - count
        self._rows = np.concatenate([order, np.full(padding, -1, order.dtype)])
        self._rows = self._rows.reshape(pages, PAGE_ROWS)
        # NaN meets nothing, so the padding of the last page is never an answer.
        packed = np.concatenate([bounds[order], np.full((padding, 4), np.nan)])
        packed = packed.reshape(pages, PAGE_ROWS, 4)
        west, south = np.ascontiguousarray(packed[:, :, 0]), np.ascontiguousarray(packed[:, :, 1])
        points = bool(np.array_equal(bounds[:, :2], bounds[:, 2:]))
        east = west if points else np.ascontiguousarray(packed[:, :, 2])
        north = south if points else np.ascontiguousarray(packed[:, :, 3])
        self._boxes = (west, south, east, north)
        if count:
            self._pages = (
                *(np.nanmin(side, axis=1) for side in (west, south)),
                *(np.nanmax(side, axis=1) for side in (east, north)),
            )

    def meeting(self, west: float, south: float, east: float, north: float) -> IntArray:
        """Return the rows whose box meets the given one (touching counts), in rising order."""
        if west > east:
            halves = (self.meeting(west, south, 180, north), self.meeting(-180, south, east, north))
            return np.union1d(*halves)
        if not self._count:
            return np.empty(0, np.intp)
        page_west, page_south, page_east, page_north = self._pages
        pages = np.flatnonzero(
            (page_west <= east)
            & (page_east >= west)
            & (page_south <= north)
            & (page_north >= south)
        )
        wests, souths, easts, norths = self._boxes
        column, row = wests[pages], souths[pages]
        far_column = column if easts is wests else easts[pages]
        far_row = row if norths is souths else norths[pages]
        hit = (column <= east) & (far_column >= west) & (row <= north) & (far_row >= south)
        found = self._rows[pages][hit]
        found.sort()
        return found


def _tile_order(bounds: FloatArray, pages: int) -> IntArray:
    x, y = bounds[:, 0] + bounds[:, 2], bounds[:, 1] + bounds[:, 3]
    slice_rows = math.ceil(math.sqrt(pages)) * PAGE_ROWS
    by_x = np.argsort(x, kind="stable")
    slices = [by_x[start : start + slice_rows] for start in range(0, len(by_x), slice_rows)]
    tiled = [part[np.argsort(y[part], kind="stable")] for part in slices]
    smallest = np.min_scalar_type(-max(1, len(bounds)))
    return (np.concatenate(tiled) if tiled else by_x).astype(smallest)
