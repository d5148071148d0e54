"""A wire from a browser to a server: it keeps what is sent and counts what comes back."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 65_536
REQUEST = re.compile(rb"^(?:GET|HEAD|POST) (\S+) HTTP/1\.1\r$", re.MULTILINE)


class Wire:
    """Carries bytes to a server and back, for the page, its service worker, and whoever else asks.

    Parameters
    ----------
    to
        The server's address.
    """

    def __init__(self, to: str) -> None:
        onward = urlsplit(to)
        self._to = (onward.hostname, onward.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._lock = threading.Lock()
        self._sent: list[bytearray] = []
        self._asked: list[str] = []
        self._came = 0
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def sent(self) -> list[bytes]:
        """Every byte that came from the browser, by connection."""
        with self._lock:
            return [bytes(each) for each in self._sent]

    @property
    def asked(self) -> list[str]:
        """The targets of all requests, in the order in which they came."""
        with self._lock:
            return list(self._asked)

    @property
    def came(self) -> int:
        """How many bytes came back, head and body, as they are on the wire."""
        with self._lock:
            return self._came

    def cut(self) -> None:
        """Be a server that is no more: nothing answers, and what was open ends."""
        self._close(self._listening)
        with self._lock:
            still = list(self._open)
        for each in still:
            self._close(each)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._listening.accept()
                server = socket.create_connection(self._to)
                kept = bytearray()
                with self._lock:
                    self._sent.append(kept)
                    self._open |= {browser, server}
                for ends in ((browser, server, kept), (server, browser, None)):
                    thread = threading.Thread(target=self._carry, args=ends)
                    thread.start()
                    self._threads.append(thread)

    def _carry(self, source: socket.socket, to: socket.socket, kept: bytearray | None) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK):
                with self._lock:
                    if kept is None:
                        self._came += len(chunk)
                    else:
                        kept += chunk
                        # A browser writes the head of a request at once.
                        self._asked += [target.decode() for target in REQUEST.findall(chunk)]
                to.sendall(chunk)
        for each in (source, to):
            self._close(each)

    def _close(self, end: socket.socket) -> None:
        # The other thread may be waiting for it, and is to wake up.
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
        with self._lock:
            self._open.discard(end)


@contextmanager
def wired(to: str) -> Iterator[Wire]:
    """Lay a wire to a server; it is cut in the end."""
    wire = Wire(to)
    try:
        yield wire
    finally:
        wire.cut()
