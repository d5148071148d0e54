"""One OSM object -> one feature: its shape, its layer's fields, the fields of every facility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import shapely
from pydantic import ValidationError
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.geojson import canonical_feature, geometry_from_shape
from layers import parks as parks_layer
from layers._facility import NAME_LENGTH, TEXT_LENGTH, Facility
from layers._layer import Layer
from layers.osm.errors import BrokenShapeError
from layers.osm.extract import Extract, Thing
from layers.osm.facilities import Taken
from layers.osm.geometry import Part, Shape, area_m2, area_of_parts, area_of_way
from layers.osm.values import Tags, address, full_date, phone, text
from layers.osm.wanted import PUBLIC_ACCESS, Status, is_area_relation

# Roles that rings have; a relation's other members (label, admin_centre, entrance) are no rings.
OUTER_ROLES = frozenset({"outer", "", "exclave"})
INNER_ROLES = frozenset({"inner", "enclave"})
# What a mapper writes in `source` and its kin who was there; all others drew from pictures or maps.
SURVEYED = frozenset({"survey", "gps", "gnss", "dgps", "rtk"})
SOURCE_KEYS = ("source:position", "source:geometry", "source")
ORDER = get_args(parks_layer.Feature)
SITE = "https://www.openstreetmap.org"


@dataclass
class Feature:
    """A feature of a layer before it is written.

    Parameters
    ----------
    shape
        In degrees of WGS 84.
    values
        By field name.
    """

    thing: Thing
    shape: BaseGeometry
    values: dict[str, Any]

    @property
    def order(self) -> tuple[str, int]:
        """The key by which features are sorted: node/2 before node/10 before way/1."""
        return self.thing.kind, self.thing.number

    def written(self, layer: Layer) -> bytes:
        """Return the canonical GeoJSON of the feature, its fields in the layer's order.

        Raises
        ------
        BrokenShapeError
            The values do not fit the layer's model.
        """
        try:
            record: Facility = layer.model.model_validate(self.values)
        except ValidationError:
            raise BrokenShapeError("does_not_fit") from None
        geometry = geometry_from_shape(self.shape)
        if geometry["type"] not in layer.geometries:
            raise BrokenShapeError("not_an_area")
        return canonical_feature(self.thing.id, geometry, record.model_dump())


def shape_of(thing: Thing, extract: Extract) -> Shape | Point:
    """Return an object's point or area.

    Raises
    ------
    BrokenShapeError
        It has none.
    """
    if thing.kind == "node":
        if thing.position is None:
            raise BrokenShapeError("no_position")
        return Point(thing.position)
    if thing.kind == "way":
        return area_of_way(extract.positions.of(thing.refs))
    return area_of_parts(_parts(thing, extract))


def outer_ways(relation: Thing) -> set[int]:
    """Return the numbers of the ways that bound a relation from the outside."""
    return {
        member.number
        for member in relation.members
        if member.kind == "w" and member.role in OUTER_ROLES
    }


def _parts(relation: Thing, extract: Extract) -> list[Part]:
    if not is_area_relation(relation.tags):
        raise BrokenShapeError("not_an_area")
    parts: dict[int, Part] = {}
    for member in relation.members:
        if member.role not in OUTER_ROLES | INNER_ROLES or member.kind == "n":
            continue
        if member.kind == "r":
            raise BrokenShapeError("nested_relation")
        way = extract.ways.get(member.number)
        if way is None or not way.visible:
            raise BrokenShapeError("missing_members")
        is_inner = member.role in INNER_ROLES
        parts[member.number] = Part(extract.positions.of(way.refs), is_inner)
    if not parts:
        raise BrokenShapeError("not_an_area")
    return list(parts.values())


def feature_of(
    layer: str, status: Status, thing: Thing, shape: Shape | Point, found: Taken
) -> Feature:
    """Return an object as a feature of a layer, without what hangs on other objects.

    Raises
    ------
    BrokenShapeError
        The layer needs an area, and this is a point.
    """
    area = shape.area if isinstance(shape, Shape) else None
    if layer == "communities" and area is None:
        raise BrokenShapeError("not_an_area")
    values = _common_fields(thing, status) | found.fields
    values["note"] = _note(thing.tags, found)
    if area is not None and layer in {"parks", "sunshades"}:
        values["area_m2"] = area_m2(area)
    if layer == "parks":
        values["size_class"] = _size_class(values.get("area_m2"))
    return Feature(thing, shape if isinstance(shape, Point) else shape.area, values)


def _common_fields(thing: Thing, status: Status) -> dict[str, Any]:
    tags = thing.tags
    uploaded = thing.number > 0
    return {
        "name": text(tags, "name", limit=NAME_LENGTH),
        "name_en": text(tags, "name:en", limit=NAME_LENGTH),
        "address": address(tags, limit=NAME_LENGTH),
        "subdistrict": text(tags, "addr:subdistrict", "addr:suburb", limit=NAME_LENGTH),
        "status": status,
        "position": "surveyed" if _is_surveyed(tags) else "approximate",
        "source": "OpenStreetMap",
        "source_url": f"{SITE}/{thing.id}" if uploaded else None,
        "verified_on": full_date(tags.get("check_date", tags.get("survey:date"))),
        "updated_at": thing.updated_at,
        "operator": text(tags, "operator", limit=NAME_LENGTH),
        "phone": phone(tags),
    }


def _is_surveyed(tags: Tags) -> bool:
    """Tell whether the object says that its position was taken on the spot."""
    said = {word.strip().lower() for key in SOURCE_KEYS for word in tags.get(key, "").split(";")}
    return "survey:date" in tags or not said.isdisjoint(SURVEYED)


def _note(tags: Tags, found: Taken) -> str | None:
    description = text(tags, "description:zh", "description", limit=TEXT_LENGTH)
    notes = [*found.notes, *([description] if description else [])]
    return text({"note": "; ".join(notes)}, "note", limit=TEXT_LENGTH)


def _size_class(square_metres: float | None) -> str | None:
    smallest, largest = parks_layer.POCKET_PARK_M2
    if square_metres is None or square_metres < smallest:
        return None
    return "pocket" if square_metres <= largest else "larger"


def add_entrances(park: Feature, extract: Extract) -> None:
    """Add the entrances on a park's outer ring, and the way in where it has one or a main one."""
    thing = park.thing
    ways = outer_ways(thing) if thing.kind == "relation" else {thing.number}
    refs = [ref for way in sorted(ways) if thing.kind != "node" for ref in extract.ways[way].refs]
    tags = {ref: extract.entrances[ref] for ref in dict.fromkeys(refs) if ref in extract.entrances}
    public = [ref for ref in tags if _is_way_in(tags[ref])]
    if not public:
        return
    positions = [(lon, lat) for lon, lat in extract.positions.of(public).tolist()]
    mains = [at for at, ref in zip(positions, public, strict=True) if _is_main(tags[ref])]
    park.values["entrances"] = positions
    best = mains or positions
    park.values["access_point"] = best[0] if len(best) == 1 else None


def _is_way_in(tags: Tags) -> bool:
    closed = {"private", "no", "emergency", "exit", "service"}
    return tags.get("access", "") in PUBLIC_ACCESS and tags.get("entrance", "") not in closed


def _is_main(tags: Tags) -> bool:
    return tags.get("entrance") == "main"


def add_features_inside(parks: list[Feature], extract: Extract) -> None:
    """Add to each park's features what lies wholly inside it."""
    shapes = np.array([park.shape for park in parks], dtype=object)
    for feature, things in _things_inside(extract):
        pairs = shapely.STRtree(things).query(shapes, predicate="covers")
        for row in np.unique(pairs[0]).tolist():
            parks[row].values["features"].append(feature)
    for park in parks:
        park.values["features"] = sorted(set(park.values["features"]), key=ORDER.index) or None


def _things_inside(extract: Extract) -> Iterator[tuple[str, Any]]:
    """Go through the points and lines of each feature."""
    for feature, places in sorted(extract.inside_nodes.items()):
        yield feature, shapely.points(np.asarray(places).reshape(-1, 2))
    lines: dict[str, list[Any]] = {}
    for number, feature in sorted(extract.inside_ways.items()):
        try:
            positions = extract.positions.of(extract.ways[number].refs)
        except BrokenShapeError:
            continue
        if len(positions) > 1:
            lines.setdefault(feature, []).append(shapely.linestrings(positions))
    yield from lines.items()
