"""Which OSM objects are looked at: the tags, their lifecycle, and what lies inside parks."""

from __future__ import annotations

from typing import Literal

from layers.osm.values import Tags

Status = Literal["open", "under_construction", "planned", "closed"]

FACILITY_TAGS: dict[tuple[str, str], str] = {
    ("amenity", "parking"): "parking",
    ("leisure", "park"): "parks",
    ("leisure", "garden"): "parks",
    ("amenity", "toilets"): "toilets",
    ("amenity", "shelter"): "sunshades",
    ("landuse", "residential"): "communities",
}
# https://wiki.openstreetmap.org/wiki/Lifecycle_prefix; what is demolished or razed is not there.
LIFECYCLE: dict[str, Status] = {
    "disused": "closed",
    "abandoned": "closed",
    "construction": "under_construction",
    "proposed": "planned",
    "planned": "planned",
}
# What an object in a park adds to the park's features. Benches and bins are nodes or small areas;
# lakes and trees are left, since a country has too many of them and most are in no park.
INSIDE_TAGS: dict[tuple[str, str], str] = {
    ("leisure", "fitness_station"): "fitness",
    ("leisure", "track"): "running_track",
    ("leisure", "playground"): "playground",
    ("amenity", "toilets"): "toilets",
    ("amenity", "bench"): "seating",
    ("amenity", "fountain"): "water",
    ("amenity", "shelter"): "pavilion",
    ("tourism", "artwork"): "culture",
    ("amenity", "recycling"): "sorted_bins",
}
PAVILIONS = frozenset({"gazebo", "pavilion"})
AREA_RELATIONS = frozenset({"multipolygon", "boundary"})
ALL_TAGS = (
    *FACILITY_TAGS,
    *((f"{prefix}:{key}", value) for prefix in LIFECYCLE for key, value in FACILITY_TAGS),
    *INSIDE_TAGS,
    ("boundary", "administrative"),
)
# Values of access that let everybody in. Everything else (private, customers, permit, employees,
# delivery, members, …) is for some people only, or not known to be for all.
PUBLIC_ACCESS = frozenset({"", "yes", "permissive", "public", "destination", "designated"})


def facility_layers(tags: Tags) -> dict[str, Status]:
    """Return the layers that an object could be in, each with its status."""
    found: dict[str, Status] = {}
    for (key, value), layer in FACILITY_TAGS.items():
        if tags.get(key) == value:
            found[layer] = _stated_status(tags)
    for prefix, status in LIFECYCLE.items():
        for (key, value), layer in FACILITY_TAGS.items():
            if tags.get(f"{prefix}:{key}") == value:
                # What is there now counts, and not what was there or will be.
                found.setdefault(layer, status)
    return found


def _stated_status(tags: Tags) -> Status:
    for key, status in LIFECYCLE.items():
        if tags.get(key, "no") == "yes":
            return status
    return "open"


def feature_inside(tags: Tags) -> str | None:
    """Return what an object adds to the features of a park that it lies in."""
    if tags.get("access", "") not in PUBLIC_ACCESS:
        return None
    for (key, value), feature in INSIDE_TAGS.items():
        if tags.get(key) != value:
            continue
        if feature == "running_track" and "running" not in tags.get("sport", "").split(";"):
            continue
        if feature == "pavilion" and tags.get("shelter_type") not in PAVILIONS:
            continue
        return feature
    return None


def is_area_relation(tags: Tags) -> bool:
    """Tell whether a relation's members are rings, and not a route or a site."""
    return tags.get("type") in AREA_RELATIONS


def boundary_level(tags: Tags) -> int | None:
    """Return the level of an administrative boundary with a name: 2 a country, 8 often a city."""
    level = tags.get("admin_level", "")
    if tags.get("boundary") != "administrative" or "name" not in tags or not level.isdecimal():
        return None
    return int(level) if is_area_relation(tags) else None
