"""What became of the ways of an OSM file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layers._layer import Text

LEFT_OUT: Mapping[str, Text] = {
    "fast_road": Text("高速路、快速路", "built for cars alone"),
    "foot_forbidden": Text("禁止步行", "walking is forbidden"),
    "private": Text("私有，不对外通行", "private, not for everybody"),
    "missing_nodes": Text("有节点不在文件中，已在该处断开", "cut where a node is not in the file"),
    "too_far": Text("在地域之外", "too far from the place"),
}


@dataclass(frozen=True)
class NetworkReport:
    """What a network was made of and what it has, as it is stored beside it.

    Parameters
    ----------
    source
        The name of the OSM file.
    data_date
        The day that it says it shows, ISO 8601.
    version
        The first 16 hexadecimal digits of a SHA-256 over the network.
    nodes, edges, length_km
        Of the network.
    ways
        How many ways of the file are in it.
    steps, bridges, tunnels
        How many of those are that.
    locked_gates
        Where a way is cut, since a gate lets nobody through.
    left_out
        Ways that are not in it, by reason.
    islands, dropped_islands, dropped_km
        Parts that no way joins to each other: kept, dropped as too small, and how long those were.
    smallest_island
        The share of all ways below which an island is dropped.
    margin_m
        How far around the place the network goes.
    private_ways
        Whether private ways are in it.
    """

    source: str
    data_date: str | None
    version: str
    nodes: int
    edges: int
    length_km: float
    ways: int
    steps: int
    bridges: int
    tunnels: int
    locked_gates: int
    left_out: Mapping[str, int]
    islands: int
    dropped_islands: int
    dropped_km: float
    smallest_island: float
    margin_m: float
    private_ways: bool

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**self.__dict__, "left_out": dict(self.left_out)}
