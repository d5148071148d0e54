"""The file store: a folder with place.toml and a GeoJSON file a layer, watched for changes."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from layers._layer import Layer
from layers._registry import all_layers, layer_named
from layers.errors import (
    Fault,
    LayerError,
    LayerFileError,
    LayerUnavailableError,
    UnknownLayerError,
    UnknownVersionError,
)
from layers.place import Place, read_place
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot
from layers.store.versions import PastVersions

log = logging.getLogger("facilities.store")

# A change is to be noticed within two seconds, and a stat of five files costs microseconds.
POLL_INTERVAL_S = 0.5
# How often a file is read again when it changed under the reader's hands.
READ_TRIES = 3

# What tells one state of a file from another: it is replaced (inode) or written (time, size).
FileState = tuple[int, int, int]
UNREADABLE: FileState = (-1, -1, -1)
T = TypeVar("T")


class FileStore:
    """Serves the layers of a folder; a changed file is read, checked and swapped in whole.

    A broken file is refused, logged with its lines and reasons, and the last good version goes on
    being served. Reading happens in a thread, never in a request.

    Parameters
    ----------
    folder
        Holds place.toml and `<layer>.geojson` for each layer that the place has.
    poll_interval_s
        How often the files are looked at.

    Raises
    ------
    PlaceError
        When the folder is no place.
    """

    def __init__(self, folder: Path, *, poll_interval_s: float = POLL_INTERVAL_S) -> None:
        self._place = read_place(folder)
        self._poll_interval_s = poll_interval_s
        self._states: dict[str, FileState] = {}
        self._missing: set[str] = set()
        self._snapshots: Mapping[str, Snapshot] = MappingProxyType({})
        self._troubles: Mapping[str, LayerError] = MappingProxyType({})
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._reading = threading.Lock()
        self._past = PastVersions(self._place)
        self.refresh()

    @property
    def place(self) -> Place:
        """The place whose layers these are."""
        return self._place

    def snapshot(self, name: str) -> Snapshot:
        """Return the newest good version of a layer (see `Store.snapshot`)."""
        try:
            return self._snapshots[name]
        except KeyError:
            pass
        if name in self._troubles:
            raise LayerUnavailableError(
                f"layer {name!r} cannot be served until its file is mended: {self._troubles[name]}"
            )
        raise UnknownLayerError(name, tuple(self._snapshots))

    def past(self, name: str, version: str) -> Snapshot:
        """Return a version of a layer that was published once (see `Store.past`)."""
        layer = layer_named(name)
        present = self._snapshots.get(name)
        if present is not None and present.version == version:
            return present
        try:
            return self._past.snapshot(layer, version)
        except UnknownVersionError as unknown:
            if unknown.known:
                raise
            if present is None:
                raise UnknownLayerError(name, tuple(self._snapshots)) from None
            raise UnknownVersionError(name, version, (present.version,)) from None

    def snapshots(self) -> Mapping[str, Snapshot]:
        """Return the newest good version of every layer that has one, in the layers' order."""
        return self._snapshots

    def troubles(self) -> Mapping[str, LayerError]:
        """Return what is wrong with the newest data of a layer, for those where it is refused."""
        return self._troubles

    def start(self) -> None:
        """Begin to watch the files, in a thread that does not keep the process alive."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._watch, name="file-store", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def refresh(self) -> None:
        """Read every file that changed since it was last read."""
        with self._reading:
            for name, layer in all_layers().items():
                path = self._place.layer_path(name)
                state = _state(path)
                if state == self._states.get(name):
                    continue
                if state is None:
                    # Some programs replace a file by removing it first, so it is looked for twice.
                    if name in self._missing:
                        self._withdraw(name)
                    self._missing.add(name)
                else:
                    self._missing.discard(name)
                    self._read(layer, path)

    def _watch(self) -> None:
        while not self._stop.wait(self._poll_interval_s):
            try:
                self.refresh()
            except Exception:
                # The watcher outlives whatever one file does to it.
                log.exception("looking for changed layer files failed")

    def _read(self, layer: Layer, path: Path) -> None:
        try:
            data, state = _read_whole(path)
        except OSError as refusal:
            # Kept as a state that no file has, so that it is tried again each time.
            self._states[layer.name] = UNREADABLE
            reason = refusal.strerror or str(refusal)
            self._refuse(layer, LayerFileError([Fault(path.name, None, None, None, reason)]))
            return
        self._states[layer.name] = state
        changed_at = datetime.fromtimestamp(state[0] / 1e9, UTC)
        try:
            snapshot = read_snapshot(layer, data, file=path.name, read_at=changed_at)
        except LayerFileError as refusal:
            self._refuse(layer, refusal)
            return
        self._publish(layer, snapshot)

    def _publish(self, layer: Layer, snapshot: Snapshot) -> None:
        self._troubles = _without(self._troubles, layer.name)
        known = {**self._snapshots, layer.name: snapshot}
        # One assignment swaps the version in: readers see the old mapping or the new one.
        self._snapshots = MappingProxyType(
            {name: known[name] for name in all_layers() if name in known}
        )
        log.info("layer %s: %d features, version %s", layer.name, len(snapshot), snapshot.version)

    def _refuse(self, layer: Layer, refusal: LayerFileError) -> None:
        if str(self._troubles.get(layer.name)) == str(refusal):
            # Still the same trouble: it was told.
            return
        self._troubles = MappingProxyType({**self._troubles, layer.name: refusal})
        kept = self._snapshots.get(layer.name)
        outcome = f"version {kept.version} goes on being served" if kept else "it is not served"
        for fault in refusal.faults:
            log.error("layer %s refused, %s: %s", layer.name, outcome, fault)

    def _withdraw(self, name: str) -> None:
        del self._states[name]
        self._snapshots = _without(self._snapshots, name)
        self._troubles = _without(self._troubles, name)
        log.warning("layer %s: its file is gone, so it is no longer served", name)


def _without(mapping: Mapping[str, T], name: str) -> Mapping[str, T]:
    return MappingProxyType({key: value for key, value in mapping.items() if key != name})


def _state(path: Path) -> FileState | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        # Not there for us (a folder without rights): reading it says why.
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _read_whole(path: Path) -> tuple[bytes, FileState]:
    """Return a file's bytes and its state, of one moment even while somebody writes it."""
    for _ in range(READ_TRIES):
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            data = file.read()
            after = os.fstat(file.fileno())
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            break
    return data, (before.st_mtime_ns, before.st_size, before.st_ino)
