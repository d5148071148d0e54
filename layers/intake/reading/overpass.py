"""What OpenStreetMap's Overpass service answers: elements with tags, as GeoJSON features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layers._layer import Text
from layers.intake.finding import Finding

ELEMENTS = frozenset(("node", "way", "relation"))
LEAST_RING = 4

Position = list[float]


def is_overpass(value: Any) -> bool:
    """Tell whether a JSON document is an answer of Overpass (`[out:json]`)."""
    elements = value.get("elements") if isinstance(value, dict) else None
    return (
        isinstance(elements, list)
        and bool(elements)
        and all(
            isinstance(one, dict) and one.get("type") in ELEMENTS and "id" in one
            for one in elements
        )
    )


def features_of_elements(
    elements: Sequence[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], list[int], list[Finding]]:
    """Return the elements that have tags as features, the place of each, and what was left out.

    A way is its ring where the answer has that (`out geom`, or its nodes among the elements), else
    its centre (`out center`). Elements without tags are only the corners of others. Ids are
    `node/1`, `way/1`, since nodes and ways are numbered apart. Positions are WGS 84.
    """
    nodes = {one["id"]: _position(one) for one in elements if one["type"] == "node"}
    places = [place for place, one in enumerate(elements) if one.get("tags")]
    features = [
        {
            "type": "Feature",
            "id": f"{elements[place]['type']}/{elements[place]['id']}",
            "properties": dict(elements[place]["tags"]),
            "geometry": _geometry(elements[place], nodes),
        }
        for place in places
    ]
    corners = len(elements) - len(places)
    return features, places, [_corners(corners)] if corners else []


def _geometry(
    element: Mapping[str, Any], nodes: Mapping[Any, Position | None]
) -> dict[str, Any] | None:
    ring = _ring(element, nodes)
    if ring is not None:
        return {"type": "Polygon", "coordinates": [ring]}
    position = _position(element) or _position(element.get("center"))
    return None if position is None else {"type": "Point", "coordinates": position}


def _ring(
    element: Mapping[str, Any], nodes: Mapping[Any, Position | None]
) -> list[Position] | None:
    """Return a way's closed line; None where it is not whole, or not closed."""
    if element["type"] != "way":
        return None
    drawn = element.get("geometry")
    corners = (
        [_position(corner) for corner in drawn]
        if isinstance(drawn, list)
        else [nodes.get(corner) for corner in element.get("nodes") or ()]
    )
    line = [corner for corner in corners if corner is not None]
    closed = len(line) >= LEAST_RING and line[0] == line[-1]
    return line if closed and len(line) == len(corners) else None


def _position(value: Any) -> Position | None:
    if not isinstance(value, dict):
        return None
    lon, lat = value.get("lon"), value.get("lat")
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return [lon, lat]


def _corners(count: int) -> Finding:
    return Finding(
        "elements_without_tags",
        "warning",
        Text(
            f"{count:,} 个元素没有标签，只是其他元素的顶点或成员，不是设施，未读取",
            f"{count:,} elements have no tags: they are only corners or members of others and were "
            "not read",
        ),
    )
