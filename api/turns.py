"""Work that takes a moment: one thing at a time, off the event loop, and not for all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import TypeVar

from api.errors import TooManyRequestsError
from layers._layer import Text
from layers.store.memo import Memo

T = TypeVar("T")

RETRY_AFTER_S = 5


class Turns:
    """Works things out in turn, and keeps them.

    Parameters
    ----------
    most_kept
        How many results are kept.
    most_waiting
        How many may wait; one more is sent away, in `busy` words.
    """

    def __init__(self, most_kept: int, most_waiting: int, busy: Text) -> None:
        self._kept = Memo(most_kept)
        self._most_waiting, self._busy = most_waiting, busy
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def worked_out(self, key: Hashable, work: Callable[[], T]) -> T:
        """Return what is kept under a key, or what the work comes to, done in a thread.

        Raises
        ------
        TooManyRequestsError
            When too many wait already.
        """
        known: T | None = self._kept.get(key)
        if known is not None:
            return known
        if self._waiting >= self._most_waiting:
            raise TooManyRequestsError(self._busy, RETRY_AFTER_S)
        self._waiting += 1
        try:
            async with self._turn:
                # Whoever waited for the same finds it kept.
                return await asyncio.to_thread(self._kept.remember, key, work)
        finally:
            self._waiting -= 1
