"""Positions that are asked about at the same time are looked up at once.

Most of the time of one search is the way into scipy and back, and thirty positions share it. So a
question waits until the event loop has seen what else has come in, which is no time at all when
nothing has.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from layers.find.nearest import Neighbour, nearest_of_each
from layers.store.snapshot import Snapshot

Found = asyncio.Future[list[Neighbour]]


@dataclass(frozen=True)
class NearestTogether:
    """Collects questions of one turn of the event loop, and answers them at its end."""

    _asked: dict[tuple[tuple[Snapshot, ...], int], list[tuple[float, float, Found]]] = field(
        default_factory=dict
    )

    def nearest(self, snapshots: tuple[Snapshot, ...], lon: float, lat: float, k: int) -> Found:
        """Return the k nearest facilities of all the layers together, when awaited.

        Parameters
        ----------
        snapshots
            The layers that are searched.
        lon, lat
            WGS 84 degrees.
        """
        loop = asyncio.get_running_loop()
        if not self._asked:
            loop.call_soon(self._answer_all)
        found: Found = loop.create_future()
        self._asked.setdefault((snapshots, k), []).append((lon, lat, found))
        return found

    def _answer_all(self) -> None:
        asked = list(self._asked.items())
        self._asked.clear()
        for (snapshots, k), questions in asked:
            lon, lat, waiting = zip(*questions, strict=True)
            try:
                answers = nearest_of_each(snapshots, lon, lat, k)
            except Exception as error:
                for one in waiting:
                    if not one.done():
                        one.set_exception(error)
                continue
            for one, found in zip(waiting, answers, strict=True):
                # Whoever asked may have gone.
                if not one.done():
                    one.set_result(found)
