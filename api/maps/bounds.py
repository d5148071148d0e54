"""Where a box of WGS 84 lies on a map, whose basemap may be shifted."""

from __future__ import annotations

import numpy as np

from geo.gcj02 import wgs84_to_gcj02
from layers.place import Place

# West, south, east, north in degrees.
Bounds = tuple[float, float, float, float]


def drawn_bounds(place: Place, bounds: Bounds) -> Bounds:
    """Return where a box of WGS 84 is drawn: shifted with the basemap where that is."""
    lon, lat = np.array(bounds[0::2]), np.array(bounds[1::2])
    if place.basemap is not None and place.basemap.datum == "gcj02":
        lon, lat = wgs84_to_gcj02(lon, lat)
    west, east = lon.tolist()
    south, north = lat.tolist()
    return (west, south, east, north)
