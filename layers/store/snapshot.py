"""A loaded layer: its bytes, where each feature lies in them, and what questions need, in arrays.

A snapshot never changes. A new file makes a new one, and whoever holds the old one goes on with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import msgspec
import numpy as np

from geo.geodesic import FloatArray
from geo.index import BoxIndex, NearestIndex
from layers._layer import Layer
from layers.hours import Terms
from layers.store.columns import Categories, Column
from layers.store.ids import IdIndex
from layers.store.memo import Memo

LongArray = np.ndarray[Any, np.dtype[np.int64]]
T = TypeVar("T")

# Masks of a byte a row, mostly: at a million rows this many are 64 MB.
MOST_REMEMBERED = 64


class _WithId(msgspec.Struct):
    id: str


_decode_id = msgspec.json.Decoder(_WithId).decode
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One version of one layer, immutable.

    Parameters
    ----------
    version
        The first 16 hexadecimal digits of the SHA-256 of `data`.
    data
        The canonical file, whole.
    starts, ends
        Where each feature's bytes lie in `data`, shape (n,).
    lon, lat
        The representative point of each feature: its access point where known, else a point on its
        surface. WGS 84 degrees, shape (n,).
    shapes
        shapely geometries, shape (n,); None where every feature is a point.
    bounds
        West, south, east, north of all geometries; None for an empty layer.
    columns
        The fields that filter, and `updated_at`.
    terms, term_codes
        The distinct hours with all that decides on a status, and which of them each row has.
    read_at
        When the file was last changed.
    lines
        The line of the file that each feature began on, where the file was not canonical.
    """

    layer: Layer
    version: str
    data: bytes = field(repr=False)
    starts: LongArray = field(repr=False)
    ends: LongArray = field(repr=False)
    lon: FloatArray = field(repr=False)
    lat: FloatArray = field(repr=False)
    shapes: np.ndarray[Any, np.dtype[np.object_]] | None = field(repr=False)
    bounds: tuple[float, float, float, float] | None
    ids: IdIndex = field(repr=False)
    near: NearestIndex = field(repr=False)
    boxes: BoxIndex = field(repr=False)
    columns: Mapping[str, Column] = field(repr=False)
    terms: tuple[Terms, ...] = field(repr=False)
    term_codes: np.ndarray[Any, Any] = field(repr=False)
    read_at: datetime
    lines: Sequence[int] | None = field(default=None, repr=False)
    _memo: Memo = field(default_factory=lambda: Memo(MOST_REMEMBERED), repr=False)
    # The same arrays again, for single rows: a memoryview gives an int four times as fast.
    _starts: memoryview = field(init=False, repr=False)
    _ends: memoryview = field(init=False, repr=False)
    _term_codes: memoryview = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("starts", "ends", "term_codes"):
            object.__setattr__(self, f"_{name}", memoryview(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.lon)

    def feature(self, row: int) -> bytes:
        """Return the stored bytes of one feature."""
        return self.data[self._starts[row] : self._ends[row]]

    def open_feature(self, row: int) -> bytes:
        """Return the stored bytes of one feature without its final brace, to write members on."""
        return self.data[self._starts[row] : self._ends[row] - 1]

    def features(self, rows: Iterable[int]) -> list[bytes]:
        """Return the stored bytes of several features."""
        data, starts, ends = self.data, self._starts, self._ends
        return [data[starts[row] : ends[row]] for row in rows]

    def terms_of(self, row: int) -> Terms:
        """Return what decides on the status of one feature."""
        return self.terms[self._term_codes[row]]

    def terms_code(self, row: int) -> int:
        """Return which of `terms` one feature has."""
        return self._term_codes[row]

    def feature_id(self, row: int) -> str:
        """Return the id of one feature."""
        return _decode_id(self.feature(row)).id

    def row_of(self, feature_id: str) -> int | None:
        """Return the row of the feature with that id, or None."""
        return self.ids.find(feature_id, self.feature_id)

    def decoded(self, rows: Iterable[int]) -> list[dict[str, Any]]:
        """Return features as dictionaries, for pages and tables (never to be sent again)."""
        return [_decode(self.feature(row)) for row in rows]

    def line_of(self, row: int) -> int:
        """Return the line of the file on which a feature begins, counted from 1."""
        # A canonical file has its head on line 1 and the first feature on line 2.
        return row + 2 if self.lines is None else self.lines[row]

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was worked out from this snapshot before under that key, or make it.

        The results live and die with the snapshot; of many, the least used are forgotten.
        """
        return self._memo.remember(key, make)

    def remembered(self, key: Hashable) -> Any:
        """Return what `remember` has under that key, None for nothing."""
        return self._memo.get(key)

    @property
    def updated_between(self) -> tuple[datetime, datetime] | None:
        """When the features were updated: the earliest time and the latest, if any says so."""
        column = self.columns["updated_at"]
        assert isinstance(column, Categories)
        known = [value for value in column.values if value is not None]
        return (min(known), max(known)) if known else None

    @property
    def updated_at(self) -> datetime | None:
        """When the newest of the features was updated, if any says so."""
        return self.updated_between and self.updated_between[1]

    @property
    def illustrative(self) -> bool:
        """Whether any feature's position is only illustrative."""
        column = self.columns["position"]
        assert isinstance(column, Categories)
        return "illustrative" in column.values
