"""Degrees, minutes and seconds run together into one number: 1190612 for 119°06′12″."""

from __future__ import annotations

import numpy as np

from geo.geodesic import FloatArray

SHARE_PACKED = 0.95
# Of numbers that mean metres, one in four has minutes and seconds below 60 by chance in both
# columns; of so many numbers never all.
FEWEST = 5


def looks_packed(x: FloatArray, y: FloatArray) -> bool:
    """Return whether coordinates look like packed degrees, minutes and seconds, either way round.

    Parameters
    ----------
    x, y
        Raw numbers, shape (n,).
    """
    if len(x) < FEWEST:
        return False
    pairs = ((x, y), (y, x))
    return any(float(np.mean(_may_be(a, 180) & _may_be(b, 90))) >= SHARE_PACKED for a, b in pairs)


def _may_be(numbers: FloatArray, most_degrees: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    size = np.abs(numbers)
    degrees, minutes, seconds = size // 10_000, size // 100 % 100, size % 100
    within = (degrees >= 1) & (degrees <= most_degrees)
    return np.asarray(within & (minutes < 60) & (seconds < 60))
