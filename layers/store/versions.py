"""Past versions of layers as snapshots: a few are kept, and each is loaded once at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future

from layers._layer import Layer
from layers.errors import LayerFileError, LayerUnavailableError, UnknownVersionError
from layers.place import Place
from layers.store.history import History
from layers.store.publication import VERSION
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot

# An article pins a version of a layer, or of each; the bytes below are the real bound.
MOST_KEPT = 32
# Of layer files; the arrays of a snapshot take about as much again.
MOST_KEPT_BYTES = 200_000_000

Key = tuple[str, str]


class PastVersions:
    """Gives past versions of a place's layers to many threads.

    Parameters
    ----------
    place
        Whose history.
    most, most_bytes
        How many snapshots are kept, and of how many bytes of data; the last one asked for always.
    """

    def __init__(
        self, place: Place, *, most: int = MOST_KEPT, most_bytes: int = MOST_KEPT_BYTES
    ) -> None:
        self._history = History(place)
        self._most, self._most_bytes = most, most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Snapshot] = OrderedDict()
        self._loading: dict[Key, Future[Snapshot]] = {}

    def snapshot(self, layer: Layer, version: str) -> Snapshot:
        """Return a version; its `read_at` is when it was first published.

        Who asks for what another thread is loading waits for that.

        Raises
        ------
        UnknownVersionError
            When it was never published; for that no content is read.
        LayerUnavailableError
            When it is damaged, or is no layer file by the declaration of today.
        """
        key = (layer.name, version)
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
            loading = self._loading.get(key)
            if loading is None:
                mine = self._loading[key] = Future()
        if loading is not None:
            return loading.result()
        try:
            snapshot = self._load(layer, version)
        except BaseException as fault:
            with self._lock:
                del self._loading[key]
            mine.set_exception(fault)
            raise
        with self._lock:
            del self._loading[key]
            self._keep(key, snapshot)
        mine.set_result(snapshot)
        return snapshot

    def _load(self, layer: Layer, version: str) -> Snapshot:
        # What a client sends becomes a part of a path only if it is a version.
        if not VERSION.fullmatch(version):
            raise UnknownVersionError(layer.name, version, self._history.newest(layer))
        publication = self._history.find(layer, version)
        data = self._history.read(layer, version)
        file = f"{layer.name}.geojson ({version})"
        try:
            return read_snapshot(layer, data, file=file, read_at=publication.at)
        except LayerFileError as fault:
            raise LayerUnavailableError(
                f"版本 {version} 不符合图层现在的规定，无法提供。 Version {version} does not meet "
                f"what is asked of layer {layer.name!r} today and cannot be served: {fault}"
            ) from fault

    def _keep(self, key: Key, snapshot: Snapshot) -> None:
        self._kept[key] = snapshot
        while len(self._kept) > 1 and (
            len(self._kept) > self._most
            or sum(len(one.data) for one in self._kept.values()) > self._most_bytes
        ):
            self._kept.popitem(last=False)
