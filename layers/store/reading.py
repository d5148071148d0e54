"""Read a layer's file into a snapshot, or say all that is wrong with it.

A canonical file (geo.geojson) is taken as it is: its line ends say where the features lie, and the
lines are decoded a few thousand at a time only to check them and to fill the arrays. Any other
GeoJSON is written canonically first.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
import shapely

from geo.errors import GeometryError
from geo.geojson import COLLECTION_HEAD, COLLECTION_TAIL, compact_json, shapes_from_geometries
from geo.index import BoxIndex, NearestIndex
from layers._layer import Layer
from layers.collector import collector_off
from layers.errors import Fault, LayerFileError
from layers.hours import Terms
from layers.store.canonical import canonicalise
from layers.store.columns import CategoriesBuilder, column_builder
from layers.store.decode import Point, feature_type
from layers.store.faults import NOT_DEGREES, feature_faults
from layers.store.ids import IdIndex, id_hashes
from layers.store.snapshot import LongArray, Snapshot

# So few that what is decoded stays in the cache until it is taken.
CHUNK_LINES = 1024
SCAN_BYTES = 1 << 24
LINE_PREFIX = b'{"type":"Feature","id":"'
# What decides on a status, in the order of `Terms`.
TERM_FIELDS = ("status", "open_hours", "free_hours", "max_stay_minutes")
# A broken file is refused as a whole; so many faults are enough to begin mending it.
FAULTS_AT_LOAD = 20


def read_snapshot(
    layer: Layer,
    data: bytes,
    *,
    file: str,
    read_at: datetime | None = None,
    most_faults: int = FAULTS_AT_LOAD,
) -> Snapshot:
    """Return a layer's snapshot.

    Parameters
    ----------
    data
        The file: an RFC 7946 FeatureCollection in WGS 84.
    file
        Its name, for faults.
    read_at
        When the file was last changed; now when not given.
    most_faults
        How many faults are gathered before giving up.

    Raises
    ------
    LayerFileError
        When the file is not GeoJSON, or a feature breaks the layer's declaration, or an id is
        repeated; with file, line, id, field and reason of each.
    """
    with collector_off():
        spans = _canonical_spans(data)
        if spans is not None:
            with suppress(NotOneALineError):
                return _Reader(layer, data, spans, file, None, most_faults).snapshot(read_at)
        data, lines = canonicalise(layer, data, file)
        spans = _canonical_spans(data)
        assert spans is not None
        return _Reader(layer, data, spans, file, lines, most_faults).snapshot(read_at)


class NotOneALineError(Exception):
    """A file looks canonical, but some line holds more than one feature."""


def _canonical_spans(data: bytes) -> tuple[LongArray, LongArray] | None:
    """Return where the features of a canonical file lie, or None for any other file."""
    head, tail = COLLECTION_HEAD + b"\n", b"\n" + COLLECTION_TAIL
    size = len(data) - data.endswith(b"\n")
    if not data.startswith(head) or not data.endswith(tail, 0, size):
        return None
    line_ends = _line_ends(data, size)
    starts, ends = line_ends[:-1] + 1, line_ends[1:].copy()
    if len(starts) == 1 and ends[0] == starts[0]:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ends[:-1] -= 1
    raw = np.frombuffer(data, np.uint8)
    if (ends - starts < len(LINE_PREFIX)).any() or (raw[ends[:-1]] != ord(",")).any():
        return None
    # A text at every place of the file, of which only those at the starts are looked at.
    width = len(LINE_PREFIX)
    texts = np.ndarray(len(data) - width + 1, f"S{width}", data, strides=(1,))
    if (texts[starts] != LINE_PREFIX).any():
        return None
    return starts, ends


def _line_ends(data: bytes, size: int) -> LongArray:
    raw = np.frombuffer(data, np.uint8, size)
    # Block by block: one comparison of the whole would need as much memory again as the file.
    blocks = [
        np.flatnonzero(raw[first : first + SCAN_BYTES] == ord("\n")) + first
        for first in range(0, size, SCAN_BYTES)
    ]
    return np.concatenate(blocks)


class _Reader:
    """Decodes a canonical file chunk by chunk and builds the arrays."""

    def __init__(
        self,
        layer: Layer,
        data: bytes,
        spans: tuple[LongArray, LongArray],
        file: str,
        lines: list[int] | None,
        most_faults: int,
    ) -> None:
        self.layer, self.data, self.file = layer, data, file
        self.starts, self.ends = spans
        self.lines, self.most_faults = lines, most_faults
        self.faults: list[Fault] = []
        count = len(self.starts)
        self.lon, self.lat = np.empty(count), np.empty(count)
        self.hashes = np.empty(count, np.int64)
        self.geometries: list[bytes] = []
        self.geometry_rows: list[int] = []
        self.access: dict[int, tuple[float, float]] = {}
        self.builders = {
            name: column_builder(layer, name, count)
            for name in dict.fromkeys((*layer.filters, "position", "updated_at"))
        }
        self.terms = CategoriesBuilder(count)
        self.term_fields = tuple(name for name in TERM_FIELDS if name in layer.fields)

    def snapshot(self, read_at: datetime | None) -> Snapshot:
        # hashlib, numpy and scipy let other threads run: what they do costs no time on two cores.
        with ThreadPoolExecutor(1) as beside:
            version = beside.submit(hashlib.sha256, self.data)
            self._decode_all()
            if self.faults:
                raise LayerFileError(self.faults)
            shapes, bounds = self._shapes()
            self._check_positions(bounds)
            for row, (lon, lat) in self.access.items():
                self.lon[row], self.lat[row] = lon, lat
            self.lon.flags.writeable = self.lat.flags.writeable = False
            near = beside.submit(NearestIndex, self.lon, self.lat)
            boxes, ids = BoxIndex(bounds), IdIndex(self.hashes)
        terms = self.terms.build()
        snapshot = Snapshot(
            layer=self.layer,
            version=version.result().hexdigest()[:16],
            data=self.data,
            starts=self.starts,
            ends=self.ends,
            lon=self.lon,
            lat=self.lat,
            shapes=shapes,
            bounds=(
                (*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist())
                if len(bounds)
                else None
            ),
            ids=ids,
            near=near.result(),
            boxes=boxes,
            columns={name: builder.build() for name, builder in self.builders.items()},
            terms=tuple(
                Terms(self.layer.hours, *self._term_values(values)) for values in terms.values
            ),
            term_codes=terms.codes,
            read_at=read_at or datetime.now(UTC),
            lines=self.lines,
        )
        self._check_ids(snapshot)
        return snapshot

    def _decode_all(self) -> None:
        decode = msgspec.json.Decoder(list[feature_type(self.layer)]).decode  # type: ignore[misc]
        view = memoryview(self.data)
        for first in range(0, len(self.starts), CHUNK_LINES):
            last = min(first + CHUNK_LINES, len(self.starts))
            lines = view[self.starts[first] : self.ends[last - 1]]
            chunk = b"".join((b"[", lines, b"]"))
            try:
                features = decode(chunk)
            except msgspec.DecodeError:
                self._find_faults(first, last)
                if len(self.faults) >= self.most_faults:
                    return
                continue
            if len(features) != last - first:
                raise NotOneALineError
            if not self.faults:
                self._take(features, first, last)

    def _take(self, features: list[Any], first: int, last: int) -> None:
        count = last - first
        self.hashes[first:last] = id_hashes(map(attrgetter("id"), features), count)
        geometries = list(map(attrgetter("geometry"), features))
        positions = np.zeros((count, 2))
        if set(map(type, geometries)) == {Point}:
            numbers = chain.from_iterable(map(attrgetter("coordinates"), geometries))
            positions[:] = np.fromiter(numbers, np.float64, 2 * count).reshape(count, 2)
        else:
            for offset, geometry in enumerate(geometries):
                if type(geometry) is Point:
                    positions[offset] = geometry.coordinates
                else:
                    self.geometries.append(compact_json(geometry))
                    self.geometry_rows.append(first + offset)
        self.lon[first:last], self.lat[first:last] = positions[:, 0], positions[:, 1]
        properties = list(map(attrgetter("properties"), features))
        entrances = enumerate(map(attrgetter("access_point"), properties), first)
        self.access.update((row, entrance) for row, entrance in entrances if entrance is not None)
        for name, builder in self.builders.items():
            builder.add(map(attrgetter(name), properties), first, last)
        self.terms.add(map(attrgetter(*self.term_fields), properties), first, last)

    def _term_values(self, values: Any) -> tuple[Any, ...]:
        values = values if isinstance(values, tuple) else (values,)
        known = dict(zip(self.term_fields, values, strict=True))
        return tuple(known.get(name) for name in TERM_FIELDS)

    def _shapes(self) -> tuple[np.ndarray[Any, np.dtype[np.object_]] | None, Any]:
        """Return the geometries (None where all are points) and their bounds, shape (n, 4)."""
        if not self.geometries:
            return None, np.column_stack((self.lon, self.lat, self.lon, self.lat))
        try:
            drawn = shapes_from_geometries(self.geometries)
        except GeometryError as fault:
            raise LayerFileError(self._geometry_faults(str(fault))) from fault
        # What crosses itself is sent as it is, and mended for questions: those need an inside.
        crossed = ~shapely.is_valid(drawn)
        drawn[crossed] = shapely.make_valid(drawn[crossed])
        rows = np.array(self.geometry_rows)
        points = np.setdiff1d(np.arange(len(self.lon)), rows, assume_unique=True)
        shapes = np.empty(len(self.lon), dtype=object)
        shapes[rows] = drawn
        shapes[points] = shapely.points(self.lon[points], self.lat[points])
        surface = shapely.point_on_surface(drawn)
        self.lon[rows], self.lat[rows] = shapely.get_x(surface), shapely.get_y(surface)
        return shapes, shapely.bounds(shapes)

    def _geometry_faults(self, reason: str) -> list[Fault]:
        faults = []
        for row, geometry in zip(self.geometry_rows, self.geometries, strict=True):
            try:
                shapes_from_geometries([geometry])
            except GeometryError as fault:
                faults.append(self._fault(row, "geometry", str(fault)))
        return faults or [Fault(self.file, None, None, "geometry", reason)]

    def _check_positions(self, bounds: Any) -> None:
        wrong = np.flatnonzero(
            ~(
                (bounds[:, 0] >= -180)
                & (bounds[:, 2] <= 180)
                & (bounds[:, 1] >= -90)
                & (bounds[:, 3] <= 90)
            )
        )
        reason = f"position {{}} {NOT_DEGREES}"
        faults = [
            self._fault(
                row, "geometry", reason.format([float(bounds[row, 0]), float(bounds[row, 1])])
            )
            for row in wrong[: self.most_faults].tolist()
        ]
        faults += [
            self._fault(row, "access_point", reason.format(list(position)))
            for row, position in self.access.items()
            if not (abs(position[0]) <= 180 and abs(position[1]) <= 90)
        ]
        if faults:
            raise LayerFileError(faults)

    def _check_ids(self, snapshot: Snapshot) -> None:
        faults = []
        for row in snapshot.ids.repeated(snapshot.feature_id):
            faults.append(
                self._fault(row, "id", "this id is given twice; ids are unique in a layer")
            )
            if len(faults) >= self.most_faults:
                break
        if faults:
            raise LayerFileError(faults)

    def _line(self, row: int) -> int:
        # A canonical file has its head on line 1 and the first feature on line 2.
        return row + 2 if self.lines is None else self.lines[row]

    def _fault(self, row: int, field: str, reason: str) -> Fault:
        line = self.data[self.starts[row] : self.ends[row]]
        return Fault(self.file, self._line(row), msgspec.json.decode(line)["id"], field, reason)

    def _find_faults(self, first: int, last: int) -> None:
        decode = msgspec.json.Decoder(feature_type(self.layer)).decode
        for row in range(first, last):
            line = self.data[self.starts[row] : self.ends[row]]
            try:
                decode(line)
            except msgspec.DecodeError as refusal:
                self.faults += feature_faults(
                    self.layer, line, self.file, self._line(row), str(refusal)
                )
                if len(self.faults) >= self.most_faults:
                    return
