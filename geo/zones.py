"""Zones that figures are broken down by: mended or refused, and each point in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from geo.geodesic import FloatArray
from geo.index import IntArray
from geo.inside import NONE, first_area
from geo.plane import ObjectArray

# A zone whose rings cross may gain or lose this share of its area by being mended: a spike, a loop
# at a corner. Where it would be more, nobody knows what was meant.
MENDED_SHARE = 0.01
OUTSIDE = NONE


@dataclass(frozen=True)
class ZoneFault:
    """What is wrong with a zone: it was mended, or it is left out, or it lies over others."""

    row: int
    reason: Literal["mended", "not_an_area", "crosses_itself", "overlaps"]


def usable_zones(zones: ObjectArray) -> tuple[ObjectArray, tuple[ZoneFault, ...]]:
    """Return zones with valid areas, None for those that cannot be used, and what was wrong.

    Parameters
    ----------
    zones
        shapely geometries in any plane, shape (z,).
    """
    usable, faults = np.array(zones, object), []
    for row, zone in enumerate(zones):
        if zone is None or shapely.get_dimensions(zone) != 2 or shapely.is_empty(zone):
            usable[row] = None
            faults.append(ZoneFault(row, "not_an_area"))
        elif not shapely.is_valid(zone):
            usable[row] = mended_area(zone)
            faults.append(ZoneFault(row, "mended" if usable[row] else "crosses_itself"))
    overlapping = _overlapping(usable)
    faults += [ZoneFault(row, "overlaps") for row in overlapping]
    return usable, tuple(sorted(faults, key=lambda fault: fault.row))


def mended_area(shape: Any) -> Any | None:
    """Return an area whose rings cross as a valid one, None where its area would not stay.

    Such as a bow tie: by its outline it has hardly any area, by its two halves it has.
    """
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    area_m2 = shapely.area(mended)
    stays = abs(shapely.area(shape) - area_m2) <= MENDED_SHARE * area_m2
    return mended if stays and shapely.get_dimensions(mended) == 2 else None


def _overlapping(zones: ObjectArray) -> list[int]:
    """Return the zones that lie over an earlier one by more than a sliver."""
    known = np.flatnonzero(~shapely.is_missing(zones))
    if not len(known):
        return []
    some = zones[known]
    later, earlier = shapely.STRtree(some).query(some, "intersects")
    pair = earlier < later
    later, earlier = later[pair], earlier[pair]
    common = shapely.area(shapely.intersection(some[later], some[earlier]))
    over = common > MENDED_SHARE * shapely.area(some[later])
    return sorted(set(known[later[over]].tolist()))


def zone_of_places(zones: ObjectArray, places: FloatArray) -> IntArray:
    """Return the zone that each place lies in, shape (n,); `OUTSIDE` for none.

    A place on a common edge, or in several zones, belongs to the first of them: so the sum over
    the zones and what is outside is the whole.

    Parameters
    ----------
    zones
        Valid areas, or None, shape (z,).
    places
        In the plane of the zones, shape (n, 2).
    """
    return first_area(zones, places)
