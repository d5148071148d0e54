"""Find a feature by its id among millions: sorted hashes, 8 bytes an id instead of a hundred."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np


class IdIndex:
    """Rows by the hash of their id; who asks compares the id itself, since hashes may collide.

    Parameters
    ----------
    hashes
        `id_hashes` of the ids, in row order, shape (n,).
    """

    def __init__(self, hashes: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        order = np.argsort(hashes, kind="stable")
        self._rows = array("i", order.astype(np.intc).tobytes())
        self._hashes = array("q", hashes[order].tobytes())

    def find(self, feature_id: str, has_id: Callable[[int], str]) -> int | None:
        """Return the row whose id it is, or None; `has_id` gives the id at a row."""
        wanted = hash(feature_id)
        place = bisect_left(self._hashes, wanted)
        while place < len(self._hashes) and self._hashes[place] == wanted:
            if has_id(self._rows[place]) == feature_id:
                return self._rows[place]
            place += 1
        return None

    def repeated(self, has_id: Callable[[int], str]) -> Iterator[int]:
        """Yield the rows whose id an earlier row has already."""
        hashes = np.frombuffer(self._hashes, np.int64)
        for place in np.flatnonzero(hashes[1:] == hashes[:-1]).tolist():
            row = self._rows[place + 1]
            earlier = place
            while earlier >= 0 and self._hashes[earlier] == self._hashes[place + 1]:
                if has_id(self._rows[earlier]) == has_id(row):
                    yield row
                    break
                earlier -= 1


def id_hashes(ids: Iterable[str], count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the hashes of `count` ids, shape (count,): Python's own, good for this process."""
    return np.fromiter(map(hash, ids), np.int64, count)
