"""What the planner's commands write: canonical GeoJSON of areas and sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.geojson import canonical_collection
from layers.store.writing import write_whole


def write_features(path: Path, features: Iterator[bytes]) -> None:
    """Write features to a file, whole or not at all; the same answer gives the same bytes.

    Raises
    ------
    ValueError
        When the file's name does not end in .geojson.
    OSError
        When it cannot be written.
    """
    if path.suffix.lower() not in (".geojson", ".json"):
        raise ValueError(f"{path}: areas are written as .geojson")
    write_whole(path, canonical_collection(features), path.stat() if path.exists() else None)
