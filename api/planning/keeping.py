"""How a web worker sees to it that the keeper of the jobs is there, and lets it go."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import msgspec

from api.planning.job_folder import KEPT, SERVED, JobFolder, Lock
from api.planning.keeper import Orders

# A keeper that was started is given so long before another is.
START_S = 5.0
LOOK_S = 0.01


class Keeping:
    """What one worker knows of the keeper: whether it is there, and which it started itself.

    Parameters
    ----------
    folder
        Of the jobs.
    orders
        For a keeper that is started here.
    """

    def __init__(self, folder: JobFolder, orders: Orders) -> None:
        self._folder, self._orders = folder, orders
        self._served: Lock | None = None
        self._started_s = -START_S
        self._keepers: list[int] = []

    def see_to(self) -> None:
        """Start the keeper of the jobs where none is there.

        Raises
        ------
        OSError
            The folder of the jobs cannot be written.
        """
        self._folder.prepare()
        if self._served is None:
            served = Lock(self._folder.folder / SERVED)
            # Refused only while a keeper looks whether it may go.
            if served.hold(shared=True):
                self._served = served
        self._keepers = [pid for pid in self._keepers if _goes_on(pid)]
        if self._keepers and time.monotonic() - self._started_s < START_S:
            return
        if self._is_free(KEPT):
            self._started_s = time.monotonic()
            self._keepers.append(_start(self._orders))

    def close(self) -> None:
        """Need the keeper no more; where no other server does either, wait until it has ended."""
        if self._served is None:
            return
        self._served.release()
        self._served = None
        ends = time.monotonic() + START_S
        while self._keepers and time.monotonic() < ends and self._is_free(SERVED):
            time.sleep(LOOK_S)
            self._keepers = [pid for pid in self._keepers if _goes_on(pid)]

    def _is_free(self, name: str) -> bool:
        probe = Lock(self._folder.folder / name)
        if not probe.hold():
            return False
        probe.release()
        return True


def _start(orders: Orders) -> int:
    """Start a keeper and return its process id; what it says goes where the server's log goes."""
    written = msgspec.json.encode(orders).decode()
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "api.planning.keeper", written],
        {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": _import_path()},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, 2, 1),
        ],
    )


def _import_path() -> str:
    """Return where a process finds the packages that this one runs."""
    here = str(Path(__file__).parents[2])
    return os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))


def _goes_on(pid: int) -> bool:
    """Tell whether a process that was started here goes on; it is let go where it has ended."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False
