"""How many households live within the usual distance of a layer's facilities, once a version.

It is worked out in a thread, one question at a time: whoever asks about many filters waits behind
themselves, and nobody else waits at all.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.turns import Turns
from layers._layer import Text
from layers.hours import Clock
from layers.network import NETWORK_FILE, NetworkFileError
from layers.place import Place
from layers.planning import (
    CoverageQuestion,
    CoverageShares,
    Ground,
    PlanningError,
    Scene,
    Supply,
    answer_shares,
    community_rows,
    ground_of,
)
from layers.planning.result import threshold_of
from layers.store.snapshot import Snapshot

if TYPE_CHECKING:
    from api.published.map import Part

# Where people live.
DEMAND = "communities"
# Answers of a few hundred bytes; and questions that wait, each some tenths of a second.
MOST_KEPT, MOST_WAITING = 256, 16
BUSY = Text(
    "正在计算的数字太多，请过几秒再试。",
    "Too many figures are being worked out; ask again in a few seconds.",
)

ITSELF = Text("这一层就是住户所在的小区", "this layer is where the households live")
NO_STANDARD = Text("这一层没有通用的距离标准", "this layer has no usual standard of distance")
NO_DEMAND = Text(
    "没有小区户数可数（固定版本须包含小区图层的版本）",
    "there are no communities to count (a pinned page needs a version of them)",
)
BROKEN_NETWORK = Text("步行路网文件损坏", "the file of the walking network is damaged")
NOTHING_ASKED = Text("没有符合条件的设施", "no facility passes")


@dataclass(frozen=True)
class Reach:
    """Who lives within the usual distance; `unknown` says why that is not known."""

    shares: CoverageShares | None = None
    unknown: Text | None = None


@dataclass(eq=False)
class Reaches:
    """Works out who is within reach, for the event loop."""

    place: Place
    clock: Clock
    _turns: Turns = field(default_factory=lambda: Turns(MOST_KEPT, MOST_WAITING, BUSY), repr=False)
    _ground: tuple[Hashable, Ground] | None = field(default=None, repr=False)

    async def reach(self, part: Part, demand: Snapshot | None) -> Reach:
        """Return who lives within the layer's usual distance of those on a map.

        Parameters
        ----------
        demand
            The communities whose households are counted.

        Raises
        ------
        TooManyRequestsError
            When too many questions wait.
        """
        unknown = _unknown(part, demand)
        if unknown is not None or demand is None:
            return Reach(unknown=unknown)
        key = self._key(part, demand)
        return await self._turns.worked_out(key, lambda: self._worked_out(part, demand))

    def _key(self, part: Part, demand: Snapshot) -> Hashable:
        snapshot = part.snapshot
        rows = None if len(part.rows) == len(snapshot) else part.rows.tobytes()
        versions = snapshot.layer.name, snapshot.version, demand.version
        return (*versions, rows, network_state(self.place))

    def _worked_out(self, part: Part, demand: Snapshot) -> Reach:
        snapshot = part.snapshot
        passing = set(part.rows.tolist())
        removed = [row for row in range(len(snapshot)) if row not in passing]
        supply = Supply(removed=frozenset(map(snapshot.feature_id, removed)))
        question = CoverageQuestion(supply, threshold_of(snapshot.layer.standards[0]))
        rows = demand.remember("demand rows", lambda: community_rows(demand))
        try:
            scene = Scene(self._ground_of(snapshot, demand), snapshot, rows, self.clock)
            return Reach(shares=answer_shares(question, scene))
        except PlanningError as fault:
            return Reach(unknown=fault.words)
        except NetworkFileError:
            return Reach(unknown=BROKEN_NETWORK)

    def _ground_of(self, *snapshots: Snapshot) -> Ground:
        """Return the place's ground; without a boundary it is what these layers lie in."""
        versions: Any = None
        if self.place.boundary is None:
            versions = tuple(one.version for one in snapshots)
        state = (versions, network_state(self.place))
        kept = self._ground
        if kept is None or kept[0] != state:
            kept = self._ground = (state, ground_of(self.place, snapshots))
        return kept[1]


def _unknown(part: Part, demand: Snapshot | None) -> Text | None:
    """Return why it cannot be worked out at all."""
    layer = part.snapshot.layer
    if layer.name == DEMAND:
        return ITSELF
    if not layer.standards:
        return NO_STANDARD
    if demand is None or not len(demand):
        return NO_DEMAND
    return None if len(part.rows) else NOTHING_ASKED


def network_state(place: Place) -> tuple[int, int] | None:
    """Return what tells one walking network of a place from another; None for none."""
    try:
        found = (place.folder / NETWORK_FILE).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
