"""GCJ-02, the shifted datum of Chinese web maps, and the way back to WGS 84.

No official formula is published. The constants below are the ones that every open implementation
shares (first in ChinaMapShift, 2010; also PRCoords, Mingye Wang 2018): a polynomial with sines on
the Krasovsky 1940 ellipsoid.
"""

from __future__ import annotations

from typing import Any

import numpy as np

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

# Krasovsky 1940, as the published formula has it.
SEMI_MAJOR_M = 6378245.0
ECCENTRICITY2 = 0.00669342162296594323

# Outside of this box positions are not shifted: west, south, east, north in degrees.
SHIFTED_BOX = (72.004, 0.8293, 137.8347, 55.8271)

# Round trip with one iteration 12 mm, with two 0.05 mm (measured over Weifang); near 105° E, where
# the formula has a square root of zero, 0.2 mm.
INVERSE_ITERATIONS = 2


def wgs84_to_gcj02(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return WGS 84 positions as GCJ-02, both in degrees, shape (n,).

    Positions outside of `SHIFTED_BOX`, and NaN, come back unchanged. In Weifang the shift is about
    500 m. Agrees with PRCoords to a nanodegree.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    west, south, east, north = SHIFTED_BOX
    shifted = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    lon_shift, lat_shift = _shift(np.where(shifted, lon, 105.0), np.where(shifted, lat, 35.0))
    return np.where(shifted, lon + lon_shift, lon), np.where(shifted, lat + lat_shift, lat)


def gcj02_to_wgs84(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return GCJ-02 positions as WGS 84, both in degrees, shape (n,), to within 1 mm.

    The forward formula has no closed inverse; it is iterated from the position itself. Positions
    outside of `SHIFTED_BOX`, and NaN, come back unchanged.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    found_lon, found_lat = lon, lat
    for _ in range(1 + INVERSE_ITERATIONS):
        there_lon, there_lat = wgs84_to_gcj02(found_lon, found_lat)
        found_lon, found_lat = found_lon + (lon - there_lon), found_lat + (lat - there_lat)
    return found_lon, found_lat


def _shift(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how far GCJ-02 lies from WGS 84, in degrees of longitude and latitude."""
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    east_m = (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
        + 2 / 3 * (waves + 20 * np.sin(np.pi * x) + 40 * np.sin(np.pi / 3 * x))
        + 2 / 3 * (150 * np.sin(np.pi / 12 * x) + 300 * np.sin(np.pi / 30 * x))
    )  # fmt: skip
    north_m = (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
        + 2 / 3 * (waves + 20 * np.sin(np.pi * y) + 40 * np.sin(np.pi / 3 * y))
        + 2 / 3 * (160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y))
    )  # fmt: skip
    phi = np.radians(lat)
    squared = 1 - ECCENTRICITY2 * np.sin(phi) ** 2
    normal_m = SEMI_MAJOR_M / np.sqrt(squared)
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY2) / (squared * np.sqrt(squared))
    return np.degrees(east_m / (normal_m * np.cos(phi))), np.degrees(north_m / meridian_m)
