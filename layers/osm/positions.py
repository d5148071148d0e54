"""Where the wanted nodes are: 20 bytes a node while they are read, 24 after."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np

from layers.osm.errors import BrokenShapeError

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

# OSM counts positions in ten millionths of a degree; the last 32-bit number is none.
DEGREE = 10_000_000
NOWHERE = 2**31 - 1
# A position that a way has of its node is older than any version of the node itself.
OF_A_WAY = -1


class NodePositions:
    """Positions by node id: first all are added, in any order, then they are looked up."""

    def __init__(self) -> None:
        self._ids, self._versions = array("q"), array("i")
        self._x, self._y = array("i"), array("i")
        self._sorted: tuple[np.ndarray[Any, np.dtype[np.int64]], FloatArray] | None = None

    def add(self, node: int, location: Any, version: int, *, visible: bool = True) -> None:
        """Add one version of a node; a newer one that is not on the earth hides the older."""
        usable = visible and location.valid()
        self._ids.append(node)
        self._x.append(location.x if usable else NOWHERE)
        self._y.append(location.y if usable else NOWHERE)
        self._versions.append(version)
        self._sorted = None

    def of(self, nodes: Iterable[int]) -> FloatArray:
        """Return longitudes and latitudes in degrees, shape (n, 2).

        Raises
        ------
        BrokenShapeError
            One of the nodes is not there.
        """
        ids, positions = self.newest()
        wanted = np.fromiter(nodes, dtype=np.int64)
        rows = np.searchsorted(ids, wanted)
        if len(wanted) and (rows.max() == len(ids) or (ids[rows] != wanted).any()):
            raise BrokenShapeError("missing_nodes")
        return positions[rows]

    def newest(self) -> tuple[np.ndarray[Any, np.dtype[np.int64]], FloatArray]:
        """Return the ids of all nodes that are somewhere, rising, and their positions, (n, 2)."""
        if self._sorted is None:
            self._sorted = self._newest()
        return self._sorted

    def _newest(self) -> tuple[np.ndarray[Any, np.dtype[np.int64]], FloatArray]:
        ids, versions = np.asarray(self._ids, np.int64), np.asarray(self._versions)
        order = np.lexsort((versions, ids))
        is_last = np.ones(len(ids), dtype=bool)
        is_last[:-1] = ids[order][1:] != ids[order][:-1]
        newest = order[is_last]
        newest = newest[np.asarray(self._x)[newest] != NOWHERE]
        # Divided, not multiplied by 1e-7: so 249351762 is the number nearest to 24.9351762.
        columns = [np.asarray(part, np.float64)[newest] / DEGREE for part in (self._x, self._y)]
        return ids[newest], np.column_stack(columns)
