"""The passes over an OSM file for its ways: which may be walked, then where their nodes are."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from osmium.filter import KeyFilter
from osmium.osm import NODE, WAY

from layers.network.walkable import is_locked, why_walkable
from layers.osm.positions import OF_A_WAY, FloatArray, NodePositions
from layers.osm.read import OsmFile

Progress = Callable[[str, float], None]
LongArray = np.ndarray[Any, np.dtype[np.int64]]

WAYS = ("查找道路 Finding ways", 0.0)
BARRIERS = ("查找门禁 Finding locked gates", 0.3)
NODES = ("读取坐标 Reading positions", 0.45)
KEYS = ("highway", "railway", "public_transport")
# What is told apart in the report; the network treats them as it does any way.
SORTS = (("steps", "highway", "steps"), ("bridges", "bridge", ""), ("tunnels", "tunnel", ""))


@dataclass
class Ways:
    """The ways of an OSM file that may be walked, as rows of their nodes' positions.

    Parameters
    ----------
    lon, lat
        Of the nodes, degrees, shape (p,).
    nodes
        Rows of these along each way, one way after the other, shape (k,).
    starts
        Where each way begins in `nodes`, and where the last one ends, shape (w + 1,).
    left_out
        Ways that may not be walked, by reason; and `missing_nodes`.
    sorts
        How many of the ways are steps, bridges, tunnels.
    locked
        Locked gates that cut a way.
    """

    lon: FloatArray
    lat: FloatArray
    nodes: LongArray
    starts: LongArray
    data_date: datetime | None
    left_out: Counter[str] = field(default_factory=Counter)
    sorts: Counter[str] = field(default_factory=Counter)
    locked: int = 0


@dataclass
class _Kept:
    """The newest version of one way."""

    age: tuple[int, datetime]
    refs: array[int]
    why: str
    sorts: tuple[str, ...]


def read_ways(source: Path, progress: Progress, *, with_private: bool = False) -> Ways:
    """Read the ways of an OSM file that may be walked.

    Parameters
    ----------
    source
        .osm.pbf, .osm, .osm.gz or .osm.bz2, told by its content.
    progress
        Called with words and the share done, 0 to 1.
    with_private
        Whether ways marked as private are taken too: those inside of gated communities, which
        their own residents walk.

    Raises
    ------
    OsmFileError
        The file is not OSM, or is damaged.
    """
    file = OsmFile(source)
    positions = NodePositions()
    progress(*WAYS)
    left_out: Counter[str] = Counter()
    kept = _wanted(_read(file, positions), left_out, with_private=with_private)
    progress(*BARRIERS)
    refs = {ref for way in kept.values() for ref in way.refs}
    locked = _locked(file, refs)
    progress(*NODES)
    for item in file.objects_of("node", refs):
        positions.add(item.id, item.location, item.version, visible=item.visible)
    ways = _as_rows(kept, positions, locked, left_out)
    ways.data_date = file.data_date()
    return ways


def _read(file: OsmFile, positions: NodePositions) -> dict[int, _Kept]:
    """Return the newest version of every way that is a road, a path or a platform."""
    kept: dict[int, _Kept] = {}
    for item in file.objects(WAY, KeyFilter(*KEYS)):
        age = (item.version, item.timestamp)
        older = kept.get(item.id)
        if older is not None and age < older.age:
            continue
        refs = array("q")
        for node in item.nodes:
            refs.append(node.ref)
            # Some extracts have positions on their ways and leave out nodes without tags.
            if node.location.valid():
                positions.add(node.ref, node.location, OF_A_WAY)
        try:
            tags = dict(item.tags)
        except UnicodeDecodeError:
            tags = {}
        sorts = tuple(
            name
            for name, key, value in SORTS
            if tags.get(key, "no") != "no" and value in ("", tags.get(key))
        )
        why = why_walkable(tags) if item.visible else "deleted"
        kept[item.id] = _Kept(age, refs, why, sorts)
    return kept


def _wanted(
    ways: dict[int, _Kept], left_out: Counter[str], *, with_private: bool
) -> dict[int, _Kept]:
    wanted: dict[int, _Kept] = {}
    for number, way in sorted(ways.items()):
        if way.why == "walkable" or (with_private and way.why == "private"):
            wanted[number] = way
        elif way.why in ("foot_forbidden", "private", "fast_road"):
            left_out[way.why] += 1
    return wanted


def _locked(file: OsmFile, refs: set[int]) -> set[int]:
    """Return the nodes on these ways where a locked gate is."""
    locked: dict[int, tuple[tuple[int, datetime], bool]] = {}
    for item in file.objects(NODE, KeyFilter("barrier")):
        if item.id not in refs:
            continue
        age = (item.version, item.timestamp)
        if item.id in locked and age < locked[item.id][0]:
            continue
        try:
            closed = item.visible and is_locked(dict(item.tags))
        except UnicodeDecodeError:
            closed = False
        locked[item.id] = (age, closed)
    return {number for number, (_, closed) in locked.items() if closed}


def _as_rows(
    kept: dict[int, _Kept], positions: NodePositions, locked: set[int], left_out: Counter[str]
) -> Ways:
    """Return ways as rows of positions, cut where a node is missing."""
    sorts: Counter[str] = Counter()
    for one in kept.values():
        sorts.update(one.sorts)
    runs = [np.asarray(one.refs, np.int64) for one in kept.values()]
    sizes = np.fromiter((len(run) for run in runs), np.int64, len(runs))
    refs = np.concatenate([np.empty(0, np.int64), *runs])
    way = np.repeat(np.arange(len(kept)), sizes)
    known, places = positions.newest()
    row = np.searchsorted(known, refs)
    row[row == len(known)] = 0
    there = known[row] == refs if len(known) else np.zeros(len(refs), bool)
    left_out["missing_nodes"] += len(np.unique(way[~there]))
    # A piece ends where a node is missing, and what goes on after it is another.
    gap = np.cumsum(~there)[there]
    row, way = row[there], way[there]
    changes = np.ones(len(row), bool)
    changes[1:] = (way[1:] != way[:-1]) | (gap[1:] != gap[:-1])
    starts = np.append(np.flatnonzero(changes), len(row))
    # Behind a locked gate, each way has an end of its own that meets nothing.
    shut = np.flatnonzero(np.isin(known[row], np.fromiter(locked, np.int64, len(locked))))
    row, starts, extra = _shut(row, starts, shut, len(known))
    places = np.concatenate((places, places[extra]))
    return Ways(places[:, 0], places[:, 1], row, starts, None, left_out, sorts, len(locked))


def _shut(
    row: LongArray, starts: LongArray, shut: LongArray, count: int
) -> tuple[LongArray, LongArray, LongArray]:
    """Cut ways at some of their nodes, with new rows for the ends on either side."""
    twice = np.ones(len(row), np.int64)
    twice[shut] = 2
    moved = np.concatenate(([0], np.cumsum(twice)))
    cut = np.repeat(row, twice)
    extra = row[shut]
    before, after = moved[shut], moved[shut] + 1
    cut[before] = count + np.arange(len(shut))
    cut[after] = count + len(shut) + np.arange(len(shut))
    new_starts = np.union1d(moved[starts], after)
    return cut, new_starts, np.concatenate((extra, extra))
