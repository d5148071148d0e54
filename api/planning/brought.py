"""What came along with a question, read row by row: no bad row costs the others.

This runs in a process of its own, under limits of memory and time: what strangers send is not taken
apart in the web server.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely

from api.faults import Fault, fault
from geo.plane import ObjectArray
from layers._layer import Text

# Larger questions are for the command line, which asks nobody's leave.
MOST_ROWS: Mapping[str, int] = {
    "demand": 200_000,
    "zones": 2_000,
    "candidates": 20_000,
    "forbidden": 2_000,
}
LON, LAT = ("lon", "lng", "longitude", "x", "经度"), ("lat", "latitude", "y", "纬度")
# One cell of a table, and what is shown of a name.
MOST_CELL, MOST_TEXT = 131_072, 200


class BroughtError(Exception):
    """What was brought cannot be read as a whole; `faults` say what and where."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.faults: tuple[Fault, ...] = (fault(name, "", reason),)


NOTHING = msgspec.Raw(b"null")


class _Feature(msgspec.Struct):
    geometry: msgspec.Raw = NOTHING
    properties: dict[str, Any] | None = None


class _Collection(msgspec.Struct):
    features: list[msgspec.Raw]


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows as they were brought, before any is refused.

    Parameters
    ----------
    shapes
        WGS 84; None where a row has none that can be read, shape (n,).
    properties
        What each says of itself.
    """

    shapes: ObjectArray = field(repr=False)
    properties: Sequence[Mapping[str, Any]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.properties)

    def cells(self, names: Iterable[str]) -> list[Any] | None:
        """Return the first column of these names that any row has; None for none."""
        for name in names:
            if any(name in one for one in self.properties):
                return [one.get(name) for one in self.properties]
        return None

    def texts(self, names: Iterable[str]) -> list[str] | None:
        """Return such a column as texts, empty where nothing stands."""
        cells = self.cells(names)
        return None if cells is None else ["" if one is None else _text(one) for one in cells]


def read_rows(path: Path) -> Rows:
    """Return the rows of a file that was brought.

    Raises
    ------
    BroughtError
        It has no rows at all, too many, or is not what its name says.
    """
    name = path.stem
    try:
        rows = _table(path) if path.suffix == ".csv" else _json(path)
    except (msgspec.DecodeError, UnicodeDecodeError, csv.Error) as wrong:
        raise BroughtError(name, f"cannot be read: {wrong}") from None
    if not len(rows):
        raise BroughtError(name, "has no rows")
    return rows


def _text(cell: Any) -> str:
    return " ".join(str(cell)[:MOST_TEXT].split())


def digest_of(path: Path) -> str:
    """Return what tells one file that was brought from another."""
    return sha256(path.read_bytes()).hexdigest()[:16]


def brought_words(count: int) -> Text:
    """Return what rows that were brought are called."""
    return Text(f"随问题提供的 {count} 行", f"{count} rows that came with the question")


def _json(path: Path) -> Rows:
    data = path.read_bytes()
    if data.lstrip()[:1] == b"[":
        found = msgspec.json.decode(data, type=list[Any])
        _check_count(path.stem, len(found))
        properties = [one if isinstance(one, dict) else {} for one in found]
        return Rows(_points(properties), properties)
    features = msgspec.json.decode(data, type=_Collection).features
    _check_count(path.stem, len(features))
    read = [_feature(one) for one in features]
    texts = np.array([None, *(bytes(one.geometry).decode() for one in read)], object)[1:]
    shapes: ObjectArray = shapely.from_geojson(texts, on_invalid="ignore")
    # Heights mean nothing on the ground.
    return Rows(shapely.force_2d(shapes), [one.properties or {} for one in read])


_decode_feature = msgspec.json.Decoder(_Feature).decode


def _feature(raw: msgspec.Raw) -> _Feature:
    try:
        return _decode_feature(raw)
    except msgspec.DecodeError:
        # Something else than a feature: a row without a position.
        return _Feature()


def _table(path: Path) -> Rows:
    csv.field_size_limit(MOST_CELL)
    text = path.read_bytes().decode("utf-8-sig")
    rows: list[Mapping[str, Any]] = []
    for row in csv.DictReader(io.StringIO(text)):
        rows.append({(key or "").strip(): cell for key, cell in row.items() if key})
        _check_count(path.stem, len(rows))
    return Rows(_points(rows), rows)


def _points(rows: Sequence[Mapping[str, Any]]) -> ObjectArray:
    folded = [{key.casefold(): cell for key, cell in row.items()} for row in rows]
    lon, lat = (_column(folded, names) for names in (LON, LAT))
    shapes = np.full(len(rows), None, object)
    known = np.isfinite(lon) & np.isfinite(lat)
    shapes[known] = shapely.points(lon[known], lat[known])
    return shapes


def _column(rows: Sequence[Mapping[str, Any]], names: tuple[str, ...]) -> Any:
    name = next((one for one in names if any(one in row for row in rows)), None)
    numbers = np.full(len(rows), np.nan)
    if name is not None:
        for number, row in enumerate(rows):
            try:
                numbers[number] = float(row.get(name))  # type: ignore[arg-type]
            except (TypeError, ValueError):
                continue
    return numbers


def _check_count(name: str, count: int) -> None:
    most = MOST_ROWS[name]
    if count > most:
        reason = (
            f"has more than {most:,} rows; take fewer, sum them up by building or square, or ask "
            "at the command line (facilities coverage --demand FILE)"
        )
        raise BroughtError(name, reason)
