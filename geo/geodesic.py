"""Distances on the WGS 84 ellipsoid, and the earth-centred coordinates that a k-d tree searches."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from pyproj import Geod

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

# WGS 84 defining parameters (NIMA TR8350.2).
SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY2 = FLATTENING * (2 - FLATTENING)

# Up to here the series in `geodesic_from_chord` is within 0.1 mm of Karney's geodesic (tested).
CHORD_SERIES_LIMIT_M = 20_000.0

# The flattest curvature of the ellipsoid, at the poles: it bounds the chord of a geodesic.
LARGEST_RADIUS_M = SEMI_MAJOR_M / math.sqrt(1 - ECCENTRICITY2)

# A degree of latitude on a sphere of the larger axis: at most 1 % too long, for what is very near.
METRES_A_DEGREE = SEMI_MAJOR_M * math.pi / 180

_GEOD = Geod(ellps="WGS84")


def earth_centred(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return earth-centred, earth-fixed coordinates in metres, shape (n, 3).

    Parameters
    ----------
    lon, lat
        WGS 84 degrees on the ellipsoid, shape (n,).
    """
    lam, phi = np.radians(lon), np.radians(lat)
    sin_phi, cos_phi = np.sin(phi), np.cos(phi)
    normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY2 * sin_phi**2)
    return np.column_stack(
        (
            normal * cos_phi * np.cos(lam),
            normal * cos_phi * np.sin(lam),
            normal * (1 - ECCENTRICITY2) * sin_phi,
        )
    )


def geodesic_distance_m(
    lon: float | FloatArray, lat: float | FloatArray, to_lon: FloatArray, to_lat: FloatArray
) -> FloatArray:
    """Return geodesic distances in metres, shape (n,): from one position, or from n, to n others.

    Method: Karney (2013), through PROJ.
    """
    if not isinstance(lon, np.ndarray):
        # Three times as fast as to broadcast, and each question for the nearest asks this.
        lon, lat = np.full(len(to_lon), lon), np.full(len(to_lon), lat)
    _, _, distance = _GEOD.inv(lon, lat, to_lon, to_lat)
    return np.asarray(distance, dtype=np.float64)


def geodesic_from_chord(chord_m: FloatArray, mean_radius_m: FloatArray) -> FloatArray:
    """Return the geodesics of chords shorter than `CHORD_SERIES_LIMIT_M`, in metres.

    The arc over a chord c on a circle of radius R is c + c³/24R² + …; with the mean radius of
    curvature for R the error stays below 0.1 mm up to 20 km.
    """
    return chord_m + chord_m * chord_m * chord_m / (24 * mean_radius_m * mean_radius_m)


def mean_radius_m(lat: FloatArray) -> FloatArray:
    """Return the Gaussian mean radius of curvature at latitudes in degrees, in metres."""
    sin_phi = np.sin(np.radians(lat))
    squared = 1 - ECCENTRICITY2 * sin_phi * sin_phi
    return np.asarray(SEMI_MAJOR_M * math.sqrt(1 - ECCENTRICITY2) / squared)


def longest_chord_m(geodesic_m: float) -> float:
    """Return a chord that no position within that geodesic distance exceeds, in metres.

    A curve that bends at least as much as a circle of the ellipsoid's largest radius of curvature
    spans at most that circle's chord. Past a quarter of the way round the plain distance is used.
    """
    if geodesic_m > LARGEST_RADIUS_M:
        return geodesic_m
    return 2 * LARGEST_RADIUS_M * math.sin(geodesic_m / (2 * LARGEST_RADIUS_M)) + 1e-6
