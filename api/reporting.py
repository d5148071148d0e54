"""How a report gets from a request into the queue: within the limits, and off the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from ipaddress import ip_address

from api.client_limits import ClientLimits
from layers._layer import Text
from layers.reports.errors import ReportsUnavailableError, TooManyReportsError
from layers.reports.queue import NewReport, Receipt, ReportQueue
from layers.reports.refusal import busy, closed
from layers.reports.tally import said

log = logging.getLogger("facilities.reports")

# Each waits some milliseconds for the disk, and a kilobyte is kept meanwhile.
MOST_WAITING = 200
# What each client said today: a hash and a number.
MOST_SAID = 20_000
BEHIND_A_PROXY = Text(
    "同一地址的报告超出限额，而它就是本机：若前面有反向代理，须让它传 X-Forwarded-For，"
    "否则所有居民被当作一人。",
    "Reports from one address are over the limit, and it is this machine's own: a reverse proxy "
    "before this has to send X-Forwarded-For, or all residents are taken for one.",
)


@dataclass(eq=False)
class ReportDesk:
    """Takes in reports for one worker.

    Parameters
    ----------
    queue
        Where they are kept.
    limits
        How often one client may report.
    is_open
        Whether this place takes reports at all.
    """

    queue: ReportQueue
    limits: ClientLimits
    is_open: bool = True
    # The number under which a client said something today.
    _said: OrderedDict[bytes, int] = field(default_factory=OrderedDict, repr=False)
    _waiting: int = 0
    # One at a time: they would only wait for the lock of the file.
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1), repr=False)
    _told: str = ""
    _told_of_proxy: bool = False

    async def take(self, report: NewReport, address: str, now: datetime) -> Receipt:
        """Keep a report and return its number, once it is on the disk.

        Parameters
        ----------
        address
            Where it comes from; it is not kept.
        now
            With a time zone.

        Raises
        ------
        TooManyReportsError
            When this client, or all together, have sent as many as are taken in.
        ReportsUnavailableError
            When none can be taken in now.
        """
        if not self.is_open:
            raise closed()
        client = self._counted(address, now)
        # Sent again, because the first answer was lost or somebody taps twice: counted once.
        key = client + said(report.layer, report.facility, report.kind, report.text)
        add = partial(self.queue.add, report, now, said_as=self._said.get(key))
        receipt = await self._in_turn(add)
        self._said[key] = receipt.number
        self._said.move_to_end(key)
        if len(self._said) > MOST_SAID:
            self._said.popitem(last=False)
        return receipt

    def _counted(self, address: str, now: datetime) -> bytes:
        try:
            return self.limits.count(address, now.timestamp())
        except TooManyReportsError:
            if _is_own(address) and not self._told_of_proxy:
                _warn(BEHIND_A_PROXY)
                self._told_of_proxy = True
            raise

    async def _in_turn(self, add: partial[Receipt]) -> Receipt:
        if self._waiting >= MOST_WAITING:
            raise busy()
        self._waiting += 1
        try:
            async with self._turn:
                receipt = await asyncio.to_thread(add)
        except ReportsUnavailableError as unavailable:
            # Once, until it is mended: residents go on trying.
            if unavailable.reason.en != self._told:
                _warn(unavailable.reason)
                self._told = unavailable.reason.en
            raise
        finally:
            self._waiting -= 1
        self._told = ""
        return receipt


def _warn(words: Text) -> None:
    log.warning("%s %s", words.zh, words.en)


def _is_own(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
