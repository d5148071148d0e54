"""The passes over an OSM file: first what is wanted, then the ways, then the nodes.

Objects may come in any order, and more than once. Each pass keeps only what the next one asks for,
so memory follows what is wanted and not the size of the file; nothing is written to disk.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import osmium
from osmium.filter import IdFilter, TagFilter
from osmium.io import File, Reader
from osmium.osm import NODE, NOTHING, RELATION, WAY

from layers.osm import wanted
from layers.osm.errors import OsmFileError
from layers.osm.extract import Extract, Kind, Member, Thing
from layers.osm.positions import OF_A_WAY
from layers.osm.source import format_of
from layers.osm.values import Tags

Progress = Callable[[str, float], None]
Wants = Callable[[str, Tags], bool]

FINDING = ("查找设施 Finding facilities", 0.0)
OUTLINES = ("读取轮廓 Reading outlines", 0.4)
POSITIONS = ("读取坐标 Reading positions", 0.65)
TELL_EVERY = 20_000
BITS = {"node": NODE, "way": WAY, "relation": RELATION}


class _Ids:
    """What the next passes look for."""

    def __init__(self) -> None:
        self.facilities: set[tuple[Kind, int]] = set()
        self.boundaries: set[int] = set()
        self.of: dict[Kind, set[int]] = {"node": set(), "way": set(), "relation": set()}

    def add(self, kind: Kind, item: Any) -> None:
        self.of[kind].add(item.id)
        if kind == "relation":
            self.of["way"].update(part.number for part in _members(item) if part.kind == "w")


class OsmFile:
    """An OSM file that is read several times.

    Raises
    ------
    OsmFileError
        The file is not OSM, or, while it is read, it turns out to be damaged.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self._file = File(str(source), format_of(source))

    def objects(self, bits: Any, *filters: Any) -> Iterator[Any]:
        """Go through the objects that pass the filters; each is valid until the next one."""
        processor = osmium.FileProcessor(self._file, bits)
        for one in filters:
            processor.with_filter(one)
        try:
            yield from processor
        except (RuntimeError, ValueError, osmium.InvalidLocationError) as fault:
            raise self._damaged(fault) from fault

    def tagged(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Any]:
        """Go through the objects that have at least one of these tags."""
        return self.objects(NODE | WAY | RELATION, TagFilter(*pairs))

    def objects_of(self, kind: Kind, numbers: set[int]) -> Iterator[Any]:
        """Go through the objects of one kind with these ids."""
        if not numbers:
            return
        # osmium's filter has no negative ids, which editors give to objects not uploaded yet.
        filters = [] if min(numbers) < 0 else [IdFilter(numbers)]
        for item in self.objects(BITS[kind], *filters):
            if item.id in numbers:
                yield item

    def data_date(self) -> datetime | None:
        """Return the time that the file's header says it shows."""
        try:
            with Reader(self._file, NOTHING) as reader:
                header = reader.header()
        except (RuntimeError, ValueError) as fault:
            raise self._damaged(fault) from fault
        for key in ("osmosis_replication_timestamp", "timestamp"):
            try:
                return datetime.fromisoformat(header.get(key, "")).astimezone(UTC)
            except ValueError:
                continue
        return None

    def _damaged(self, fault: Exception) -> OsmFileError:
        return OsmFileError(f"{self.source} is damaged ({fault}); fetch it again")


def read_extract(source: Path, wants: Wants, progress: Progress) -> Extract:
    """Read from an OSM file what is wanted.

    Parameters
    ----------
    source
        .osm.pbf, .osm, .osm.gz or .osm.bz2, told by its content.
    wants
        Whether an object of this id and these tags is a facility; asked in the first pass for
        every object that has one of the tags in question.
    progress
        Called with words and the share done, 0 to 1.

    Raises
    ------
    OsmFileError
        The file is not OSM, or is damaged.
    """
    file = OsmFile(source)
    extract = Extract(data_date=file.data_date())
    told = partial(_told, progress)
    ids = _find(told(file.tagged(wanted.ALL_TAGS), FINDING), extract, wants)
    relations = told(file.objects_of("relation", ids.of["relation"]), OUTLINES)
    ways = told(file.objects_of("way", ids.of["way"]), OUTLINES)
    _read_outlines(relations, ways, extract, ids)
    numbers = ids.of["node"].union(*(way.refs for way in extract.ways.values()))
    _read_nodes(told(file.objects_of("node", numbers), POSITIONS), extract, ids)
    return extract


def _told(progress: Progress, items: Iterator[Any], step: tuple[str, float]) -> Iterator[Any]:
    """Go through objects and say now and then how many there were.

    How many there will be nobody knows: an OSM file has no count in it.
    """
    words, share = step
    progress(words, share)
    for number, item in enumerate(items, 1):
        if number % TELL_EVERY == 0:
            progress(f"{words}: {number:,}", share)
        yield item


def _find(items: Iterator[Any], extract: Extract, wants: Wants) -> _Ids:
    """Go through all objects with one of the tags in question, and keep the ids of the wanted."""
    ids = _Ids()
    for item in items:
        if not item.visible:
            continue
        kind: Kind = "node" if item.is_node() else "way" if item.is_way() else "relation"
        tags = _tags(item)
        if not tags:
            extract.unreadable.append(f"{kind}/{item.id}")
        feature = wanted.feature_inside(tags)
        if feature and kind == "node" and item.location.valid():
            places = extract.inside_nodes.setdefault(feature, array("d"))
            places.extend((item.location.lon, item.location.lat))
        elif feature and kind == "way":
            extract.inside_ways[item.id] = feature
            ids.add(kind, item)
        if wants(f"{kind}/{item.id}", tags):
            ids.facilities.add((kind, item.id))
            ids.add(kind, item)
        if kind == "relation" and wanted.boundary_level(tags) is not None:
            ids.boundaries.add(item.id)
            ids.add(kind, item)
    return ids


def _read_outlines(
    relation_items: Iterator[Any], way_items: Iterator[Any], extract: Extract, ids: _Ids
) -> None:
    """Read the newest version of every wanted relation and way."""
    relations: dict[int, Thing] = {}
    for item in relation_items:
        thing = _thing(item, "relation", members=_members(item))
        extract.repeated += _keep_newest(relations, thing)
    for item in way_items:
        refs = array("q")
        for node in item.nodes:
            refs.append(node.ref)
            # Some extracts have positions on their ways and leave out nodes without tags.
            if node.location.valid():
                extract.positions.add(node.ref, node.location, OF_A_WAY)
        extract.repeated += _keep_newest(extract.ways, _thing(item, "way", refs=refs))
    read: dict[Kind, dict[int, Thing]] = {"way": extract.ways, "relation": relations}
    for kind, number in sorted(ids.facilities):
        if kind in read:
            extract.facilities[kind, number] = read[kind][number]
    extract.boundaries = {number: relations[number] for number in sorted(ids.boundaries)}


def _read_nodes(items: Iterator[Any], extract: Extract, ids: _Ids) -> None:
    """Read the wanted nodes and the positions of those that the ways are made of."""
    nodes: dict[int, Thing] = {}
    for item in items:
        location = item.location
        extract.positions.add(item.id, location, item.version, visible=item.visible)
        if item.id in ids.of["node"]:
            position = (location.lon, location.lat) if location.valid() else None
            extract.repeated += _keep_newest(nodes, _thing(item, "node", position=position))
        if "entrance" in item.tags or item.tags.get("barrier") == "gate":
            extract.entrances[item.id] = _tags(item)
    extract.facilities |= {("node", number): nodes[number] for number in sorted(nodes)}


def _thing(item: Any, kind: Kind, **more: Any) -> Thing:
    age = (item.version, item.timestamp)
    return Thing(kind, item.id, age, item.visible, _tags(item), **more)


def _tags(item: Any) -> dict[str, str]:
    """Return the tags; none where one of them is not UTF-8, which a PBF file can hold."""
    try:
        return dict(item.tags)
    except UnicodeDecodeError:
        return {}


def _members(relation: Any) -> tuple[Member, ...]:
    """Return the members; none where a role is not UTF-8."""
    try:
        return tuple(Member(part.type, part.ref, part.role) for part in relation.members)
    except UnicodeDecodeError:
        return ()


def _keep_newest(things: dict[int, Thing], thing: Thing) -> int:
    """Keep a thing unless a newer version is there; return 1 where one was there, else 0."""
    other = things.get(thing.number)
    if other is None or thing.age >= other.age:
        things[thing.number] = thing
    return int(other is not None)
