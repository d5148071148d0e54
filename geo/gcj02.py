"""GCJ-02, the shifted datum of Chinese web maps, and the way back to WGS 84.

No official formula is published. The constants below are the ones that every open implementation
shares (first in ChinaMapShift, 2010; also PRCoords, Mingye Wang 2018): a polynomial with sines on
the Krasovsky 1940 ellipsoid.

"In China" is here what it is in all of these: a box. It also holds Hong Kong, Macao, Taiwan and
parts of China's neighbours, so that whatever another tool shifted there comes back. Whether anyone
shifts positions of a place at all is not for a formula to say (Amap: mainland, Hong Kong, Macao).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]
Positions = tuple[FloatArray, FloatArray]

# Krasovsky 1940, as the published formula has it.
SEMI_MAJOR_M = 6378245.0
ECCENTRICITY2 = 0.00669342162296594323

# Outside of this box positions are not shifted: west, south, east, north in degrees.
SHIFTED_BOX = (72.004, 0.8293, 137.8347, 55.8271)

# A step so short is the last: each is at most a fiftieth of the one before, so what is left is
# below 1e-10 degrees, a hundredth of a millimetre.
LAST_STEP_DEG = 2e-9
MOST_STEPS = 12


def wgs84_to_gcj02(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return WGS 84 positions as GCJ-02, both in degrees, shape (n,).

    Positions outside of `SHIFTED_BOX`, and NaN, come back unchanged. In Weifang the shift is about
    500 m. Agrees with PRCoords to a nanodegree.
    """
    return where_shifted(_forward, lon, lat)


def gcj02_to_wgs84(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return GCJ-02 positions as WGS 84, both in degrees, shape (n,), to within 1e-10 degrees.

    The forward formula has no closed inverse; it is iterated from the position itself. Positions
    outside of `SHIFTED_BOX`, and NaN, come back unchanged.
    """
    return where_shifted_from(_back, lon, lat)


def where_shifted(
    change: Callable[[FloatArray, FloatArray], Positions], lon: FloatArray, lat: FloatArray
) -> Positions:
    """Return positions changed inside of `SHIFTED_BOX`, unchanged outside of it and where NaN."""
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    inside = _in_box(lon, lat)
    if inside.all():
        return change(lon, lat)
    new_lon, new_lat = change(*_tame(inside, lon, lat))
    return np.where(inside, new_lon, lon), np.where(inside, new_lat, lat)


def where_shifted_from(
    change_back: Callable[[FloatArray, FloatArray], Positions], lon: FloatArray, lat: FloatArray
) -> Positions:
    """Return positions changed back where they lie in `SHIFTED_BOX` and come from within it."""
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    inside = _in_box(lon, lat)
    new_lon, new_lat = change_back(*_tame(inside, lon, lat))
    inside &= _in_box(new_lon, new_lat)
    return np.where(inside, new_lon, lon), np.where(inside, new_lat, lat)


def inverse(
    change: Callable[[FloatArray, FloatArray], Positions],
    lon: FloatArray,
    lat: FloatArray,
    start: Positions,
) -> Positions:
    """Return where `change` takes to the given positions, by fixed-point iteration.

    Parameters
    ----------
    change
        Moves positions by an amount that varies by far less than a degree over a degree.
    start
        Where to begin.
    """
    found_lon, found_lat = start
    for _ in range(MOST_STEPS):
        there_lon, there_lat = change(found_lon, found_lat)
        lon_step, lat_step = lon - there_lon, lat - there_lat
        found_lon, found_lat = found_lon + lon_step, found_lat + lat_step
        longest = max(np.abs(lon_step).max(initial=0), np.abs(lat_step).max(initial=0))
        if longest < LAST_STEP_DEG:
            break
    return found_lon, found_lat


def _in_box(lon: FloatArray, lat: FloatArray) -> BoolArray:
    west, south, east, north = SHIFTED_BOX
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def _tame(inside: BoolArray, lon: FloatArray, lat: FloatArray) -> Positions:
    """Return the positions with those outside put to where every formula has a value."""
    return np.where(inside, lon, 110.0), np.where(inside, lat, 35.0)


def _forward(lon: FloatArray, lat: FloatArray) -> Positions:
    lon_shift, lat_shift = _shift(lon, lat)
    return lon + lon_shift, lat + lat_shift


def _back(lon: FloatArray, lat: FloatArray) -> Positions:
    return inverse(_forward, lon, lat, (lon, lat))


def _shift(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return how far GCJ-02 lies from WGS 84, in degrees of longitude and latitude."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    # Sines of the threefold angle from the single one's: a sine is what takes the time here.
    x2, x3, y3 = np.sin(2 * np.pi * x), np.sin(np.pi / 3 * x), np.sin(np.pi / 3 * y)
    waves = 20 * _threefold(x2) + 20 * x2
    east_m = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        + 2 / 3 * (waves + 20 * _threefold(x3) + 40 * x3)
        + 2 / 3 * (150 * np.sin(np.pi / 12 * x) + 300 * np.sin(np.pi / 30 * x))
    )  # fmt: skip
    north_m = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        + 2 / 3 * (waves + 20 * _threefold(y3) + 40 * y3)
        + 2 / 3 * (160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y))
    )  # fmt: skip
    sin2 = np.square(np.sin(np.radians(lat)))
    squared = 1 - ECCENTRICITY2 * sin2
    parallel_m = SEMI_MAJOR_M * np.sqrt((1 - sin2) / squared)
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY2) / (squared * np.sqrt(squared))
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _threefold(sine: FloatArray) -> FloatArray:
    """Return sin(3a) from sin(a)."""
    return sine * (3 - 4 * sine * sine)
