"""What is wanted of an OSM file, in memory: objects in their newest version."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from layers.osm.positions import NodePositions

Kind = Literal["node", "way", "relation"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Member(NamedTuple):
    """One member of a relation: its kind (n, w or r), its number, its role."""

    kind: str
    number: int
    role: str


@dataclass(slots=True)
class Thing:
    """The newest version of one wanted object.

    Parameters
    ----------
    age
        Version and time, 0 and 1970 where the file does not say.
    visible
        Whether it is still there.
    refs
        A way's node ids.
    members
        A relation's members.
    position
        A node's longitude and latitude, None where they are not on the earth.
    """

    kind: Kind
    number: int
    age: tuple[int, datetime]
    visible: bool
    tags: dict[str, str]
    refs: array[int] = field(default_factory=lambda: array("q"))
    members: tuple[Member, ...] = ()
    position: tuple[float, float] | None = None

    @property
    def id(self) -> str:
        """Such as way/123."""
        return f"{self.kind}/{self.number}"

    @property
    def updated_at(self) -> datetime | None:
        """When this version was made; None where the file does not say."""
        return self.age[1] if self.age[1] > EPOCH else None


@dataclass
class Extract:
    """What is wanted of an OSM file.

    Parameters
    ----------
    facilities
        Objects that could be facilities, by kind and number.
    boundaries
        Administrative boundaries by number.
    ways
        All that facilities and boundaries are made of, by number.
    inside_ways, inside_nodes
        What adds to the features of parks: ways by number; of nodes, by feature, longitudes and
        latitudes in turn.
    entrances
        The tags of the nodes on these ways that are entrances or gates.
    positions
        Where the nodes of these ways are.
    data_date
        The time that the file says it shows.
    repeated
        How many of these objects are in the file more than once.
    unreadable
        Objects whose tags are not UTF-8.
    """

    facilities: dict[tuple[Kind, int], Thing] = field(default_factory=dict)
    boundaries: dict[int, Thing] = field(default_factory=dict)
    ways: dict[int, Thing] = field(default_factory=dict)
    inside_ways: dict[int, str] = field(default_factory=dict)
    inside_nodes: dict[str, array[float]] = field(default_factory=dict)
    entrances: dict[int, dict[str, str]] = field(default_factory=dict)
    positions: NodePositions = field(default_factory=NodePositions)
    data_date: datetime | None = None
    repeated: int = 0
    unreadable: list[str] = field(default_factory=list)
