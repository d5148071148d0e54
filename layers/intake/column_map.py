"""Which column of a file says what: proposed, mended by hand, kept in a small TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

PositionSort = Literal["columns", "pair", "geometry", "none", "unsaid"]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Source:
    """Where a field's value comes from.

    Parameters
    ----------
    column
        The file's heading.
    pattern
        A regular expression; its first group, else its whole match, is the value.
    factor
        What numbers are multiplied by: the heading's unit in the field's unit (公顷 → m²: 10,000).
    """

    column: str
    pattern: str | None = None
    factor: float = 1.0


@dataclass(frozen=True)
class PositionColumns:
    """Where a row's position comes from.

    Parameters
    ----------
    sort
        `columns`: two columns; `pair`: both numbers in one; `geometry`: the file's own geometry, or
        one column of WKT, hexadecimal WKB or GeoJSON; `none`: the file has no positions at all;
        `unsaid`: a map of the user's leaves the position to be proposed (never in a proposal).
    columns
        For `columns` first that of x (longitude, easting), then that of y (latitude, northing);
        else the one column, or nothing for the file's own geometry.
    order
        Of a pair: which number comes first; None where the numbers are to tell.
    """

    sort: PositionSort
    columns: tuple[str, ...] = ()
    order: Literal["lon_lat", "lat_lon"] | None = None


@dataclass(frozen=True)
class ColumnMap:
    """How a file's columns become a layer's fields.

    Parameters
    ----------
    fields
        The source of each field; `id` among them where the file has one.
    position
        The source of the position.
    constants
        Values that every row has.
    values
        For a field, what a cell's text stands for: `{"grade": {"甲": 1}}`; an empty text stands
        for unknown.
    kept
        Columns that are no field of the layer and are kept under their own headings.
    ignored
        Columns that are left out.
    datum
        What the coordinates refer to: `wgs84`, `gcj02`, `bd09` or an EPSG code.
    key
        Fields that tell facilities apart where there is no id.
    only
        Whether columns that are not mentioned are left out; else they are proposed.
    """

    fields: Mapping[str, Source]
    position: PositionColumns
    constants: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: NOTHING)
    kept: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    datum: str | None = None
    key: tuple[str, ...] = field(default=())
    only: bool = False
