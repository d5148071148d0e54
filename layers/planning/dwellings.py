"""Dwellings out of the buildings of an OpenStreetMap extract: an estimate, and stated as one."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osmium.filter import KeyFilter
from osmium.osm import WAY

from layers._layer import Text
from layers.osm.errors import BrokenShapeError
from layers.osm.geometry import area_m2, area_of_way
from layers.osm.positions import OF_A_WAY, NodePositions
from layers.osm.read import OsmFile
from layers.osm.values import Tags, count
from layers.planning.demand import Buildings, DemandRows

Progress = Callable[[str, float], None]

# https://wiki.openstreetmap.org/wiki/Key:building: where people live, and one household a building.
SEVERAL = frozenset({"apartments", "residential", "dormitory"})
SINGLE = frozenset({"house", "detached", "semidetached_house", "terrace", "bungalow", "villa"})
# What an estimate is made of where the map does not say. To be confirmed for each place: the
# statistical yearbooks have it, and whoever reads a figure made of it is told.
LEVELS, DWELLING_M2, NET_SHARE = 6, 90.0, 0.85
MOST_FLATS, MOST_LEVELS = 5000, 200
ESTIMATE = Text(
    f"按 OpenStreetMap 住宅建筑估算：有 building:flats 用其户数，独户住宅计 1 户，"
    f"其余按占地面积 × 层数（未注明按 {LEVELS} 层）× {NET_SHARE:g} ÷ {DWELLING_M2:g} 平方米",
    f"estimated from residential buildings of OpenStreetMap: their building:flats where stated, 1 "
    f"for a single house, else footprint × levels ({LEVELS} where not stated) × {NET_SHARE:g} ÷ "
    f"{DWELLING_M2:g} m²",
)
DWELLINGS = Text("户（估算）", "dwellings (estimated)")
READING = ("查找住宅建筑 Finding residential buildings", 0.0)
POSITIONS = ("读取坐标 Reading positions", 0.5)


@dataclass
class _Building:
    """One residential building."""

    refs: array[int]
    tags: dict[str, str]


def dwelling_rows(source: Path, progress: Progress | None = None) -> DemandRows:
    """Return the residential buildings of an OSM file with the dwellings that each may have.

    Buildings of relations (with courtyards) are not read; a building whose outline is broken or
    not whole in the file is left out.

    Raises
    ------
    OsmFileError
        The file is not OSM, or is damaged.
    """
    tell = progress or (lambda _words, _share: None)
    tell(*READING)
    file, positions = OsmFile(source), NodePositions()
    buildings: dict[int, _Building] = {}
    for item in file.objects(WAY, KeyFilter("building")):
        refs = array("q")
        for node in item.nodes:
            refs.append(node.ref)
            if node.location.valid():
                positions.add(node.ref, node.location, OF_A_WAY)
        try:
            tags = dict(item.tags)
        except UnicodeDecodeError:
            continue
        # Objects may come more than once, the newest last in any usual file.
        buildings.pop(item.id, None)
        if item.visible and is_residential(tags):
            buildings[item.id] = _Building(refs, tags)
    tell(*POSITIONS)
    wanted = {ref for building in buildings.values() for ref in building.refs}
    for item in file.objects_of("node", wanted):
        positions.add(item.id, item.location, item.version, visible=item.visible)
    ids, lon, lat, flats = [], [], [], []
    for number, building in sorted(buildings.items()):
        try:
            outline = area_of_way(positions.of(building.refs)).area
        except BrokenShapeError:
            continue
        centre = shapely.point_on_surface(outline)
        ids.append(f"way/{number}")
        lon.append(shapely.get_x(centre))
        lat.append(shapely.get_y(centre))
        flats.append(dwellings(building.tags, area_m2(outline)))
    tell(POSITIONS[0], 1.0)
    return DemandRows(
        source=Text(
            f"OpenStreetMap 住宅建筑（{source.name}）",
            f"residential buildings of OpenStreetMap ({source.name})",
        ),
        version=hashlib.sha256(source.read_bytes()).hexdigest()[:16],
        unit=DWELLINGS,
        ids=tuple(ids),
        names=("",) * len(ids),
        zones=(None,) * len(ids),
        shapes=np.asarray(shapely.points(np.array(lon), np.array(lat)), object),
        weight=np.array(flats, np.float64),
        estimate=ESTIMATE,
    )


def buildings_of(rows: DemandRows) -> Buildings:
    """Return dwellings as what areas of another demand are spread over."""
    return Buildings(shapely.get_x(rows.shapes), shapely.get_y(rows.shapes), rows.weight)


def is_residential(tags: Tags) -> bool:
    """Tell whether people live in a building; `yes` alone does not say so."""
    return tags.get("building", "") in SEVERAL | SINGLE


def dwellings(tags: Tags, footprint_m2: float) -> float:
    """Return how many dwellings a building may have, at least one.

    Parameters
    ----------
    footprint_m2
        The area that it stands on.
    """
    stated = count(tags.get("building:flats"), most=MOST_FLATS)
    if stated is not None:
        return float(stated)
    if tags.get("building") in SINGLE:
        return 1.0
    levels = count(tags.get("building:levels"), most=MOST_LEVELS) or LEVELS
    return float(max(1, round(footprint_m2 * levels * NET_SHARE / DWELLING_M2)))
