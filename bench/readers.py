"""`python -m bench.readers`: how long readers wait who all open the same embedded map at once.

Each reader is new: a connection of its own, nothing kept. The server has one worker.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from bench.servers import HOST, facilities

READERS = 1_000
PLACE = Path(__file__).parents[1] / "data"
PATH = "/embed?layers=toilets&title=readers"
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
    "Connection: close\r\n\r\n"
)
AIM_P99_S = 1.0
WORDS = ("nothing of it made yet", "page in memory")


@dataclass(frozen=True)
class Crowd:
    """How a crowd was served.

    Parameters
    ----------
    waits_s
        From the wish to connect to the last byte, of those who were answered with 200.
    failed
        How many were not.
    """

    waits_s: Sequence[float]
    failed: int

    def quantile_s(self, share: float) -> float:
        """Return within what time a share of the readers had the page."""
        return float(np.quantile(self.waits_s, share))


async def crowd(port: int, path: str = PATH, readers: int = READERS) -> Crowd:
    """Let readers come all at once, and return how they were served."""
    request = REQUEST.format(path=path, host=HOST).encode()

    async def read() -> float | None:
        began = time.perf_counter()
        try:
            reading, writing = await asyncio.open_connection(HOST, port)
            writing.write(request)
            answer = await reading.read()
            writing.close()
        except OSError:
            return None
        return time.perf_counter() - began if answer.startswith(b"HTTP/1.1 200 ") else None

    waits = await asyncio.gather(*(read() for _ in range(readers)))
    served = [wait for wait in waits if wait is not None]
    return Crowd(served, len(waits) - len(served))


def crowds(readers: int = READERS) -> tuple[Crowd, Crowd]:
    """Return how two crowds were served: the first to see a map, and the next."""
    with facilities(PLACE, core=None) as server:
        # A server that has loaded what draws; of this map nothing is made.
        asyncio.run(crowd(server.port, "/maps/parks", 1))
        first = asyncio.run(crowd(server.port, readers=readers))
        return first, asyncio.run(crowd(server.port, readers=readers))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS)
    readers = parser.parse_args().readers
    out = Console(soft_wrap=True)
    for words, one in zip(WORDS, crowds(readers), strict=True):
        half, most = one.quantile_s(0.5) * 1e3, one.quantile_s(0.99) * 1e3
        out.print(
            f"{readers:,} readers at once, {words}: {one.failed} failed, "
            f"half within {half:.0f} ms, 99 % within {most:.0f} ms (aim {AIM_P99_S * 1e3:.0f})",
            highlight=False,
        )


if __name__ == "__main__":
    main()
