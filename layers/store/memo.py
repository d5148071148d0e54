"""What was worked out before, by key: so much of it and no more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

MISSING: Any = object()


class Memo:
    """Remembers results; of more than `most`, the least used are forgotten.

    Threads may share it. Two that ask for the same at once may both work it out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        """Return what is remembered under a key, None for nothing."""
        with suppress(KeyError):
            self._results.move_to_end(key)
        return self._results.get(key)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is remembered under a key, or make it and remember it."""
        results = self._results
        # What one step finds, the next may find gone: another thread was there.
        made: T = results.get(key, MISSING)
        if made is MISSING:
            made = results[key] = make()
        with suppress(KeyError):
            results.move_to_end(key)
            if len(results) > self._most:
                results.popitem(last=False)
        return made
