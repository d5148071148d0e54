"""Many points counted in a grid of cells, so that a map can say how many there are and where."""

from __future__ import annotations

import numpy as np

from geo.geodesic import FloatArray

Box = tuple[float, float, float, float]
# Longitude, latitude, how many.
Cell = tuple[float, float, int]


def counted_cells(lon: FloatArray, lat: FloatArray, box: Box, side: int) -> list[Cell]:
    """Count points in a grid over a box; the counts add up to the number of points.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,). A point beside the box, such as that of an area that reaches
        into it, counts as lying on its edge.
    box
        West, south, east, north in degrees; west above east crosses the antimeridian.
    side
        So many cells lie side by side, and so many above each other.

    Returns
    -------
    list[Cell]
        Only cells with points, by rows from the south-west. The position is the mean of the points.
    """
    if not len(lon):
        return []
    west, south, east, north = box
    if west > east:
        east += 360
        # Each point at the turn of the globe that lies nearer to the middle of the box.
        middle = (west + east) / 2
        lon = middle - 180 + (lon - middle + 180) % 360
    x, y = np.clip(lon, west, east), np.clip(lat, south, north)
    number = _place(y, south, north, side) * side + _place(x, west, east, side)
    counts = np.bincount(number, minlength=side * side)
    used = np.flatnonzero(counts)
    mean_x = np.bincount(number, x)[used] / counts[used]
    mean_y = np.bincount(number, y)[used] / counts[used]
    mean_lon = (mean_x + 180) % 360 - 180 if east > 180 else mean_x
    return list(zip(mean_lon.tolist(), mean_y.tolist(), counts[used].tolist(), strict=True))


def _place(values: FloatArray, low: float, high: float, side: int) -> np.ndarray:
    """Return the number of the column or row that each value lies in, shape (n,)."""
    if low == high:
        return np.zeros(len(values), np.intp)
    return np.minimum((values - low) / (high - low) * side, side - 1).astype(np.intp)
