"""Which ways of OpenStreetMap may be walked, told from their tags.

One-way holds for vehicles and is not looked at. Bridges and tunnels need no rule: a way that only
crosses another shares no node with it.
"""

from __future__ import annotations

from typing import Literal

from layers.osm.values import Tags

Why = Literal["walkable", "not_for_walking", "foot_forbidden", "private", "fast_road"]

# https://wiki.openstreetmap.org/wiki/Key:highway. Cycleways and tracks are walked wherever no sign
# says otherwise; trunk roads too, but for those that are built for cars alone (below).
HIGHWAYS = frozenset(
    {
        *("footway", "path", "pedestrian", "steps", "corridor", "platform", "living_street"),
        *("residential", "service", "unclassified", "road", "track", "cycleway", "bridleway"),
        *("trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"),
        *("tertiary", "tertiary_link", "crossing", "elevator", "trail"),
    }
)
FAST_ROADS = frozenset({"motorway", "motorway_link"})
PLATFORMS = (("railway", "platform"), ("public_transport", "platform"))
# https://wiki.openstreetmap.org/wiki/Key:access
ALLOWED = frozenset({"yes", "designated", "permissive", "destination", "public", "official"})
FORBIDDEN = frozenset({"no", "use_sidepath"})
PRIVATE = frozenset(
    {"private", "no", "military", "agricultural", "forestry", "delivery", "customers", "employees"}
)


def why_walkable(tags: Tags) -> Why:
    """Return that a way may be walked, or why not.

    What is said of walking (`foot`) counts before what is said of everybody (`access`). A way that
    is private is one, since whoever lives elsewhere is not let through.
    """
    foot, highway = tags.get("foot", ""), tags.get("highway", "")
    if highway in FAST_ROADS:
        return "walkable" if foot in ALLOWED else "fast_road"
    if highway not in HIGHWAYS and not any(tags.get(key) == value for key, value in PLATFORMS):
        return "not_for_walking"
    if foot not in ALLOWED:
        if tags.get("motorroad") == "yes" or tags.get("expressway") == "yes":
            return "fast_road"
        if foot in FORBIDDEN:
            return "foot_forbidden"
        if foot in PRIVATE or tags.get("access", "") in PRIVATE:
            return "private"
    return "walkable"


def is_locked(tags: Tags) -> bool:
    """Tell whether a barrier at a node lets nobody through who walks."""
    if "barrier" not in tags or tags.get("foot", "") in ALLOWED:
        return False
    closed = FORBIDDEN | PRIVATE
    return tags.get("locked") == "yes" or tags.get("foot") in closed or tags.get("access") in closed
