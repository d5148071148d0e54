"""Check every feature of one layer file: against its declaration, its place and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
import shapely

from geo.errors import GeometryError
from geo.geojson import compact_json, shapes_from_geometries
from layers._layer import Layer
from layers.errors import Fault, Severity
from layers.hours import HoursError, parse_hours
from layers.place import Place
from layers.store.canonical import canonical_text, raw_features
from layers.store.faults import NOT_DEGREES, feature_faults, undeclared_fields

HOURS_FIELDS = ("open_hours", "free_hours")
WORLD = shapely.box(-180, -90, 180, 90)


class FeatureCheck:
    """Finds the faults of a layer's features; unlike loading it goes on after the first ones.

    Parameters
    ----------
    place
        Gives the boundary.
    file
        Its name, for faults.
    """

    def __init__(self, place: Place, layer: Layer, file: str) -> None:
        self._place, self._layer, self._file = place, layer, file
        self._hours = tuple(name for name in HOURS_FIELDS if name in layer.fields)
        self._line_of_id: dict[str, int] = {}
        self._drawn: list[tuple[int, str, bytes]] = []

    def faults(self, data: bytes) -> list[Fault]:
        """Return the faults of a file, in the order of its lines.

        Raises
        ------
        LayerFileError
            When it is not a FeatureCollection in WGS 84 at all.
        """
        found: list[Fault] = []
        for line, text in raw_features(data, self._file):
            found += self._feature(line, text)
        found += self._positions()
        return sorted(found, key=lambda fault: fault.line or 0)

    def _feature(self, line: int, text: bytes) -> Iterator[Fault]:
        try:
            canonical = canonical_text(self._layer, text)
        except GeometryError as wrong:
            yield Fault(self._file, line, None, None, str(wrong))
            return
        errors = feature_faults(self._layer, canonical, self._file, line)
        yield from errors
        feature = msgspec.json.decode(canonical)
        feature_id, properties = feature["id"], feature["properties"]
        if not any(error.field == "geometry" for error in errors):
            self._drawn.append((line, feature_id, compact_json(feature["geometry"])))
        first = self._line_of_id.setdefault(feature_id, line)
        if first != line:
            reason = f"this id is on line {first} already; ids are unique in a layer"
            yield Fault(self._file, line, feature_id, "id", reason)
        for name, reason, severity in self._doubts(properties):
            yield Fault(self._file, line, feature_id, name, reason, severity)

    def _doubts(self, properties: dict[str, Any]) -> Iterator[tuple[str, str, Severity]]:
        for name in self._hours:
            if isinstance(properties.get(name), str):
                for reason, severity in _hours_faults(properties[name]):
                    yield name, reason, severity
        for name, reason in undeclared_fields(self._layer, properties):
            yield name, reason, "warning"

    def _positions(self) -> Iterator[Fault]:
        """Yield what is wrong or doubtful about where the features lie."""
        if not self._drawn:
            return
        shapes = shapes_from_geometries(geometry for _, _, geometry in self._drawn)
        on_earth = shapely.covers(WORLD, shapely.envelope(shapes))
        valid = shapely.is_valid(shapes)
        judged = on_earth & valid
        questions: list[tuple[Any, str, Severity]] = [
            (~on_earth, f"its position {NOT_DEGREES}", "error"),
            (~valid, "its outline crosses or touches itself; draw it anew", "warning"),
            (judged & self._outside(shapes), "lies outside the place's boundary", "warning"),
            (judged & _repeated(shapes), "another feature of this layer lies here too", "warning"),
        ]
        for rows, reason, severity in questions:
            for row in np.flatnonzero(rows).tolist():
                line, feature_id, _ = self._drawn[row]
                yield Fault(self._file, line, feature_id, "geometry", reason, severity)

    def _outside(self, shapes: Any) -> Any:
        if self._place.boundary is None:
            return np.zeros(len(shapes), bool)
        shapely.prepare(self._place.boundary)
        return ~shapely.intersects(self._place.boundary, shapes)


def _repeated(shapes: Any) -> Any:
    """Return which shapes occur more than once, to the last digit."""
    _, which, counts = np.unique(shapely.to_wkb(shapes), return_inverse=True, return_counts=True)
    return counts[which.ravel()] > 1


@lru_cache(maxsize=4096)
def _hours_faults(text: str) -> tuple[tuple[str, Severity], ...]:
    try:
        schedule = parse_hours(text)
    except HoursError as wrong:
        return ((str(wrong), "error"),)
    return tuple((warning, "warning") for warning in schedule.warnings)
