"""A layer as an Arrow table, typed field by field: what the GIS formats are written from."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import shapely

from geo.geojson import compact_json
from layers._layer import Text, plain_type
from layers.export.cells import numbers_as_text
from layers.export.columns import Column
from layers.export.records import Records

if TYPE_CHECKING:
    from arro3.core import Array, Table

Kind = Literal["text", "integer", "number", "truth", "date"]

# The only name that no heading may have.
GEOMETRY_COLUMN = "geometry"
SHORT_INTEGER, LONG_INTEGER = 2**31, 2**63
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class TypedColumn:
    """A column with its values as its kind needs them.

    Parameters
    ----------
    kind
        Lists, objects and what is of several kinds are text (JSON).
    values
        Texts, integers, numbers, truths or dates; None where unknown.
    """

    column: Column
    kind: Kind
    values: list[Any]


def typed_columns(records: Records, columns: Sequence[Column]) -> list[TypedColumn]:
    """Return the columns of id and properties, in raw values: codes, truths, numbers, JSON."""
    return [_typed(records, column) for column in columns]


def kind_notes(records: Records, columns: Sequence[TypedColumn]) -> list[Text]:
    """Return a note of undeclared properties whose values are of several kinds, and so text."""
    changed = [
        each.column
        for each in columns
        if each.kind == "text"
        and each.column.role == "undeclared"
        and any(isinstance(value, int | float) for value in records.values(each.column.name))
    ]
    return [numbers_as_text(changed)] if changed else []


def arrow_table(columns: Sequence[TypedColumn], shapes: Any | None = None, *, dates: bool) -> Table:
    """Return columns, and geometries as WKB, as an Arrow table.

    Parameters
    ----------
    shapes
        shapely geometries, shape (n,); no geometry column when not given.
    dates
        Whether the format knows dates; else they are text.
    """
    from arro3.core import Array, DataType, Table  # noqa: PLC0415

    arrays: dict[str, Any] = {each.column.heading: _array(each, dates=dates) for each in columns}
    if shapes is not None:
        wkb = list(shapely.to_wkb(shapes))
        arrays[GEOMETRY_COLUMN] = Array(wkb, type=DataType.binary())
    return Table.from_pydict(arrays)


def _typed(records: Records, column: Column) -> TypedColumn:
    if column.role == "id":
        return TypedColumn(column, "text", list(records.ids))
    values = records.values(column.name)
    kind = _declared_kind(records, column) if column.role == "field" else _kind_of(values)
    if kind == "date":
        return TypedColumn(column, kind, [value and date.fromisoformat(value) for value in values])
    if kind == "text":
        return TypedColumn(column, kind, [_as_text(value) for value in values])
    return TypedColumn(column, kind, values)


def _declared_kind(records: Records, column: Column) -> Kind:
    kind = plain_type(records.layer.fields[column.name])
    if typing.get_origin(kind) is Literal:
        kinds = {type(value) for value in typing.get_args(kind)}
        kind = kinds.pop() if len(kinds) == 1 else str
    known: dict[Any, Kind] = {bool: "truth", int: "integer", float: "number", date: "date"}
    try:
        return known.get(kind, "text")
    except TypeError:
        return "text"


def _kind_of(values: list[Any]) -> Kind:
    """Return the kind that holds all the values of an undeclared property just as they are."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "truth"
    if kinds == {int} and all(value is None or abs(value) < LONG_INTEGER for value in values):
        return "integer"
    if kinds == {float} or (kinds == {int, float} and all(map(_exact, values))):
        return "number"
    return "text"


def _exact(value: Any) -> bool:
    return value is None or float(value) == value


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return compact_json(value).decode()


def _array(typed: TypedColumn, *, dates: bool) -> Array:
    from arro3.core import Array, DataType  # noqa: PLC0415

    values = typed.values
    if typed.kind == "truth":
        return Array(values, type=DataType.bool())
    if typed.kind == "number":
        floats = [None if value is None else float(value) for value in values]
        return Array(floats, type=DataType.float64())
    if typed.kind == "integer":
        short = all(value is None or abs(value) < SHORT_INTEGER for value in values)
        return Array(values, type=DataType.int32() if short else DataType.int64())
    if typed.kind == "date" and dates:
        days = [None if value is None else (value - EPOCH).days for value in values]
        return Array(days, type=DataType.int32()).cast(DataType.date32())
    texts = [value.isoformat() if isinstance(value, date) else value for value in values]
    return Array(texts, type=DataType.utf8())
