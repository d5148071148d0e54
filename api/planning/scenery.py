"""A place as it is now, with what is worked out of it only once, for all questions about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from api.planning.fields import JOIN_LIMIT_M
from api.planning.scenery_state import network_state
from layers.hours import Clock
from layers.planning import Ground, ground_of
from layers.store.files import FileStore


class Scenery:
    """A place whose files are looked at when it is asked to.

    Parameters
    ----------
    data
        The folder of the place.

    Raises
    ------
    PlaceError
        When it is none.
    """

    def __init__(self, data: Path) -> None:
        self.store = FileStore(data)
        place = self.store.place
        self.zone = ZoneInfo(place.timezone)
        self.clock = Clock(place.timezone, place.calendar())
        self._state: Any = None
        self._ground: Ground | None = None

    def refresh(self) -> None:
        """Read what changed; the network is loaded again when it did."""
        self.store.refresh()
        versions = tuple(one.version for one in self.store.snapshots().values())
        state = (versions, network_state(self.store.place.folder))
        if state != self._state:
            self._state, self._ground = state, None

    @property
    def ground(self) -> Ground:
        """The place with its walking network.

        Raises
        ------
        NetworkFileError
            The network is damaged.
        """
        if self._ground is None:
            ground = ground_of(self.store.place, self.store.snapshots().values())
            if ground.network is not None:
                # What every question needs is there before processes divide.
                _ = ground.joiner, ground.network.matrix, ground.grid(JOIN_LIMIT_M)
            self._ground = ground
        return self._ground
