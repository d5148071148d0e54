"""How often one client may write, counted without keeping who it is.

An address is never kept, only a hash of it with a salt that lives for a day and in memory alone, so
that nobody can tell afterwards who wrote. Each worker counts for itself.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from layers._layer import Text
from layers.reports.refusal import too_many_from_one

MINUTE_S, DAY_S = 60, 86_400
# Some 200 bytes each. Of more, those are forgotten that wrote longest ago.
MOST_CLIENTS = 20_000
# What one household or one phone gets of the internet's addresses (RFC 6177; 3GPP: a /64 a phone).
IPV6_PREFIX_BITS = 64
Refusal = Callable[[int, Text, float], Exception]
A_MINUTE, A_DAY = Text("每分钟", "a minute"), Text("每天", "a day")


class ClientLimits:
    """Counts what each client sends in a minute and in a day (UTC).

    Parameters
    ----------
    per_minute, per_day
        How many are taken in from one client.
    refusal
        Makes the error of one too many: of how many, in what time, and the seconds to wait.
    """

    def __init__(self, per_minute: int, per_day: int, refusal: Refusal = too_many_from_one) -> None:
        self._per_minute, self._per_day, self._refusal = per_minute, per_day, refusal
        self._day = -1
        self._salt = b""
        # Today's count, the minute, and its count.
        self._counts: OrderedDict[bytes, tuple[int, int, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, address: str, now_s: float) -> bytes:
        """Count one more of a client, and return its name for today.

        Parameters
        ----------
        address
            Where it comes from: an IP address mostly, any text else.
        now_s
            Seconds since the epoch.

        Raises
        ------
        Exception
            The refusal, when as many have come as are taken in; this one is not counted then.
        """
        day, minute = int(now_s // DAY_S), int(now_s // MINUTE_S)
        if day != self._day:
            self._day, self._salt = day, secrets.token_bytes(32)
            self._counts.clear()
        client = blake2b(_network(address), key=self._salt, digest_size=16).digest()
        today, last_minute, lately = self._counts.get(client, (0, minute, 0))
        if last_minute != minute:
            lately = 0
        if today >= self._per_day:
            raise self._refusal(self._per_day, A_DAY, (day + 1) * DAY_S - now_s)
        if lately >= self._per_minute:
            raise self._refusal(self._per_minute, A_MINUTE, (minute + 1) * MINUTE_S - now_s)
        self._counts[client] = today + 1, minute, lately + 1
        self._counts.move_to_end(client)
        if len(self._counts) > MOST_CLIENTS:
            self._counts.popitem(last=False)
        return client


def _network(address: str) -> bytes:
    """Return what stands for one client: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        # A proxy may send any text; the server takes it for a name.
        return address.encode("utf-8", "replace")
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return parsed.packed[: IPV6_PREFIX_BITS // 8]
        parsed = parsed.ipv4_mapped
    return parsed.packed
