"""BD-09, Baidu's datum in degrees: GCJ-02 moved once more. And the way back.

Not published either; the constants are those of all open implementations (PRCoords, Mingye Wang
2018; eviltransform). The inverse that they share is off by up to 0.1 m, and some of them move
positions all over the world; here the way back is exact, and outside of the box in which GCJ-02
shifts anything nothing is moved. Baidu's metres (bd09mc) are something else.
"""

from __future__ import annotations

import numpy as np

from geo.gcj02 import (
    FloatArray,
    Positions,
    gcj02_to_wgs84,
    inverse,
    wgs84_to_gcj02,
    where_shifted,
    where_shifted_from,
)

LON_OFFSET, LAT_OFFSET = 0.0065, 0.006
# Waves a radian: 3000 of them round the circle, with the degrees taken for radians.
WAVES = 3000 * np.pi / 180


def wgs84_to_bd09(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return WGS 84 positions as BD-09, both in degrees, shape (n,).

    Positions outside of `geo.gcj02.SHIFTED_BOX`, and NaN, come back unchanged. In Weifang the two
    lie about 1.2 km apart.
    """
    return where_shifted(lambda x, y: _forward(*wgs84_to_gcj02(x, y)), lon, lat)


def bd09_to_wgs84(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return BD-09 positions as WGS 84, both in degrees, shape (n,), to within 1e-10 degrees.

    Positions outside of `geo.gcj02.SHIFTED_BOX`, and NaN, come back unchanged.
    """
    return where_shifted_from(lambda x, y: gcj02_to_wgs84(*_back(x, y)), lon, lat)


def gcj02_to_bd09(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return GCJ-02 positions as BD-09, both in degrees, shape (n,); outside as `wgs84_to_bd09`."""
    return where_shifted(_forward, lon, lat)


def bd09_to_gcj02(lon: FloatArray, lat: FloatArray) -> Positions:
    """Return BD-09 positions as GCJ-02, both in degrees, shape (n,); outside as `bd09_to_wgs84`."""
    return where_shifted_from(_back, lon, lat)


def _forward(lon: FloatArray, lat: FloatArray) -> Positions:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * WAVES)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * WAVES)
    return radius * np.cos(angle) + LON_OFFSET, radius * np.sin(angle) + LAT_OFFSET


def _back(lon: FloatArray, lat: FloatArray) -> Positions:
    return inverse(_forward, lon, lat, (lon - LON_OFFSET, lat - LAT_OFFSET))
