"""What a layer's file holds now, and whether its history knows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from layers._layer import Layer
from layers.errors import LayerFileError, LayerUnavailableError
from layers.place import Place
from layers.store.publication import Publication
from layers.store.reading import read_snapshot
from layers.store.records import Records
from layers.store.snapshot import Snapshot


@dataclass(frozen=True)
class Present:
    """The content of a layer's file.

    Parameters
    ----------
    version, sha256
        Of the canonical bytes; of the file's own bytes where it is broken.
    data
        Those bytes.
    features
        How many there are; None for a broken file.
    changed_at
        When the file was last changed.
    """

    version: str
    sha256: str
    data: bytes = field(repr=False)
    features: int | None
    changed_at: datetime


def read_present(records: Records, last: Publication | None) -> Present | None:
    """Return what a layer's file holds, None where there is no file.

    Parameters
    ----------
    last
        The last publication: content that it knows need not be checked again.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    path = records.layer_file
    try:
        data = path.read_bytes()
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    sha256 = hashlib.sha256(data).hexdigest()
    if last is not None and sha256 == last.sha256:
        return Present(last.version, sha256, data, last.features, changed_at)
    try:
        snapshot = read_snapshot(records.layer, data, file=path.name)
    except LayerFileError:
        return Present(sha256[:16], sha256, data, None, changed_at)
    canonical = hashlib.sha256(snapshot.data).hexdigest()
    return Present(snapshot.version, canonical, snapshot.data, len(snapshot), changed_at)


def published_layer(place: Place, layer: Layer) -> Snapshot | None:
    """Return a layer as its file has it now, None where the place has none.

    Raises
    ------
    LayerFileError
        When the file is broken: mend it, or go back to a former version.
    LayerUnavailableError
        When it cannot be read.
    """
    path = place.layer_path(layer.name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise LayerUnavailableError(
            f"{path} 无法读取 cannot be read: {fault.strerror or fault}"
        ) from fault
    return read_snapshot(layer, data, file=path.name)
