"""What can be wrong with an OSM file, with one shape in it, and why an object is left out."""

from __future__ import annotations

from layers.errors import LayerError


class OsmFileError(LayerError):
    """A file cannot be made into a place: it is not OSM, damaged, missing, or has no facility."""


class BrokenShapeError(Exception):
    """One object has no usable shape; `reason` is a key of `report.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LeftOutError(Exception):
    """One object is not of the layer after all; `reason` is a key of `report.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
