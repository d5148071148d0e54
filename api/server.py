"""Run the web server: uvicorn, one process or several, no access log."""

from __future__ import annotations

import logging
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import uvicorn
from rich.console import Console
from uvicorn.supervisors import Multiprocess

from api.settings import Settings
from layers.place import read_place
from layers.store.files import FileStore

BACKLOG = 2048


def run_server(data: Path, *, host: str, port: int, workers: int) -> None:
    """Serve a place until the process is told to stop.

    The access log stays off: its lines would hold the positions that people ask about.

    Raises
    ------
    PlaceError
        When the folder is no place.
    OSError
        When the address is taken.
    """
    # Said here, once, and not by every worker; and in words instead of a worker's traceback.
    read_place(data)
    # Workers are new processes: what they serve reaches them by the environment.
    os.environ["FACILITIES_DATA"] = str(data.resolve())
    listening = _listen(host, port)
    config = uvicorn.Config(
        "api.server:served",
        factory=True,
        workers=workers,
        access_log=False,
        server_header=False,
        # The address of a proxy on this machine is believed; any other's is not.
        proxy_headers=True,
        log_config=None,
        lifespan="on",
        backlog=BACKLOG,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
    )
    address, real_port = listening.getsockname()[:2]
    threading.Thread(target=_announce, args=(address, real_port), daemon=True).start()
    # After Ctrl+C uvicorn stops in good order, and only then raises it again.
    with suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as taken:
        listening.close()
        raise OSError(
            f"cannot listen on {host}:{port} ({taken.strerror}); another port: --port 8001"
        ) from taken
    # From here on a connection waits instead of being refused.
    listening.listen(BACKLOG)
    listening.set_inheritable(True)
    return listening


def served() -> object:
    """Return the application of one worker, which is a process of its own when there are many."""
    logging.basicConfig(
        level=logging.INFO,
        # One event a line: this goes to a journal or a file as often as to a screen.
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    settings = Settings()
    # A large place is read while the web framework loads.
    with ThreadPoolExecutor(1) as beside:
        store = beside.submit(FileStore, settings.data, poll_interval_s=settings.poll_interval_s)
        from api.main import create_app  # noqa: PLC0415

        return create_app(settings, store.result(), warmed=True)


def _announce(address: str, port: int) -> None:
    """Say where the map is, once the first worker answers."""
    connection = HTTPConnection(address, port)
    try:
        connection.request("HEAD", "/healthz")
        connection.getresponse()
    except (OSError, HTTPException):
        # It never came to answer; the server itself says why.
        return
    finally:
        connection.close()
    shown = f"[{address}]" if ":" in address else address
    Console(soft_wrap=True).print(
        f"便民设施地图 The map is at [bold]http://{shown}:{port}[/bold] (Ctrl+C 停止 stops)"
    )
