"""What routes and commands ask of a store, whichever keeps the layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from layers.errors import LayerError
from layers.place import Place
from layers.store.snapshot import Snapshot


class Store(Protocol):
    """Keeps a place's layers and hands out immutable snapshots of them."""

    @property
    def place(self) -> Place:
        """The place whose layers these are."""

    def snapshot(self, name: str) -> Snapshot:
        """Return the newest good version of a layer.

        Raises
        ------
        UnknownLayerError
            When no such layer is declared, or the place has no data for it.
        LayerUnavailableError
            When it has data, but none of it could be read yet.
        """

    def past(self, name: str, version: str) -> Snapshot:
        """Return a version of a layer that was published once, or the one that is served now.

        May read a file; who must not wait asks in a thread. A version's `read_at` is when it was
        first published.

        Raises
        ------
        UnknownLayerError
            When no such layer is declared, or the place never had data for it.
        UnknownVersionError
            When the layer never had that version.
        LayerUnavailableError
            When the version is damaged.
        """

    def snapshots(self) -> Mapping[str, Snapshot]:
        """Return the newest good version of every layer that has one, in the layers' order."""

    def troubles(self) -> Mapping[str, LayerError]:
        """Return what is wrong with the newest data of a layer, for those where it is refused."""

    def start(self) -> None:
        """Begin to notice changes; before it, the store serves what it read when it was made."""

    def stop(self) -> None:
        """Notice no more changes."""
