"""Where pictures are drawn: one at a time, off the event loop, each only once; and not for all.

Drawing takes a core for a part of a second. So what waits is bounded, what was drawn is kept up to
so many bytes, and one client has only so many new ones drawn.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from api.answers import Answer
from api.client_limits import ClientLimits
from api.errors import TooManyRequestsError
from layers._layer import Text

MOST_WAITING = 32
MOST_KEPT_BYTES = 64_000_000
# By then most of what waited is drawn.
RETRY_S = 5


class PictureDesk:
    """Draws pictures and keeps them.

    Parameters
    ----------
    per_minute, per_day
        How many new ones are drawn for one client.
    """

    def __init__(self, per_minute: int, per_day: int) -> None:
        self._limits = ClientLimits(per_minute, per_day, too_many_from_one)
        # PDFium and a report's fonts are for one thread at a time; a second would only wait.
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
        self._waiting: dict[Hashable, asyncio.Future[Answer]] = {}
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._kept_bytes = 0

    def kept(self, key: Hashable) -> Answer | None:
        """Return what was drawn under a key, if it is kept."""
        answer = self._kept.get(key)
        if answer is not None:
            self._kept.move_to_end(key)
        return answer

    async def drawn(self, key: Hashable, draw: Callable[[], Answer], client: str) -> Answer:
        """Return what is kept under a key, or draw it.

        Parameters
        ----------
        key
            Says all that the picture depends on.
        draw
            Called in a thread.
        client
            The address that asks.

        Raises
        ------
        TooManyRequestsError
            When this client has had as many drawn as are drawn for one, or too many wait already.
        """
        answer = self.kept(key)
        if answer is not None:
            return answer
        waiting = self._waiting.get(key)
        if waiting is None:
            if len(self._waiting) >= MOST_WAITING:
                raise too_many_waiting()
            self._limits.count(client, time.time())
            loop = asyncio.get_running_loop()
            waiting = loop.run_in_executor(self._executor, draw)
            self._waiting[key] = waiting
            waiting.add_done_callback(lambda done: self._keep(key, done))
        # Whoever goes away does not take it from the others that wait for it.
        return await asyncio.shield(waiting)

    def _keep(self, key: Hashable, done: asyncio.Future[Answer]) -> None:
        del self._waiting[key]
        if done.cancelled() or done.exception() is not None:
            return
        answer = done.result()
        self._kept[key] = answer
        self._kept_bytes += len(answer.body)
        while self._kept_bytes > MOST_KEPT_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= len(oldest.body)


def too_many_from_one(most: int, time_: Text, wait_s: float) -> TooManyRequestsError:
    """Return the refusal where one client has had too many drawn."""
    wait = max(1, math.ceil(wait_s))
    return TooManyRequestsError(
        Text(
            f"{time_.zh}最多绘制 {most} 张新图片，请 {wait} 秒后再试。",
            f"At most {most} new pictures {time_.en} are drawn for one; try again in {wait} s.",
        ),
        wait,
    )


def too_many_waiting() -> TooManyRequestsError:
    """Return the refusal where too many pictures wait to be drawn."""
    return TooManyRequestsError(
        Text(
            f"正在绘制的图片太多，请 {RETRY_S} 秒后再试。",
            f"Many pictures are being drawn; ask for this one again in {RETRY_S} s.",
        ),
        RETRY_S,
    )
