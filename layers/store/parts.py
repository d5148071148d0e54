"""Features taken apart for comparing and exporting: id, geometry as written, properties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from geo.geojson import shapes_from_geometries
from layers.store.snapshot import Snapshot

ObjectArray = np.ndarray[Any, np.dtype[np.object_]]


class Parts(msgspec.Struct):
    """One feature; its geometry is still the JSON that the file holds."""

    id: str
    geometry: msgspec.Raw
    properties: dict[str, Any]


_decode = msgspec.json.Decoder(Parts).decode


def feature_parts(snapshot: Snapshot, rows: Iterable[int]) -> list[Parts]:
    """Return features taken apart, in the order of the rows."""
    return [_decode(line) for line in snapshot.features(rows)]


def drawn_shapes(parts: Sequence[Parts]) -> ObjectArray:
    """Return the geometries as they were drawn, WGS 84, shape (n,).

    Unlike `Snapshot.shapes`, in which an outline that crosses itself has been mended.
    """
    return shapes_from_geometries(bytes(each.geometry) for each in parts)
