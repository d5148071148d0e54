"""A column map that the user gave, held against the file and the layer."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from layers._layer import Layer
from layers.errors import shown
from layers.intake.column_map import ColumnMap
from layers.intake.table import IntakeError, Table

CLOSE = 0.5
MOST_NAMED = 12


def check_given(given: ColumnMap, table: Table, layer: Layer) -> None:
    """Refuse a map that names a column or a field that is not there.

    Raises
    ------
    IntakeError
        With the name, what is near it, and what is there.
    """
    for field, source in given.fields.items():
        _known_field(field, layer, "columns", also=("id",))
        _known_column(source.column, table, f"columns.{field}")
    for part, names in (("constants", given.constants), ("values", given.values)):
        for field in names:
            _known_field(field, layer, part, also=("id",) if part == "values" else ())
    for field in given.key:
        _known_field(field, layer, "key")
    for part, columns in (("keep", given.kept), ("ignore", given.ignored)):
        for column in columns:
            _known_column(column, table, part)
    for column in given.position.columns:
        _known_column(column, table, "position")
    _twice(given)


def used_columns(given: ColumnMap) -> set[str]:
    """Return the columns that a map uses for a field or the position."""
    return {source.column for source in given.fields.values()} | set(given.position.columns)


def _twice(given: ColumnMap) -> None:
    used = used_columns(given)
    for one, other, part in (
        (used, given.ignored, "ignore"),
        (set(given.kept), given.ignored, "keep, ignore"),
    ):
        for column in other:
            if column in one:
                raise IntakeError(
                    f"对照表里“{column}”既要用又要忽略({part}),请删去一处"
                    f" · the column map both uses {column!r} and leaves it out ({part}); "
                    "take one away"
                )
    for field in given.fields.keys() & given.constants.keys():
        raise IntakeError(
            f"对照表里“{field}”既有列又有固定值,请只留一个"
            f" · the column map gives {field!r} both a column and a constant; keep one"
        )


def _known_field(field: str, layer: Layer, part: str, also: Iterable[str] = ()) -> None:
    known = [*also, *layer.fields]
    if field in known:
        return
    near = get_close_matches(field, known, n=3, cutoff=CLOSE)
    hint_zh = f"是否指 {'、'.join(near)}?" if near else ""
    hint_en = f"did you mean {', '.join(near)}? " if near else ""
    raise IntakeError(
        f"对照表 [{part}]:图层“{layer.title.zh}”没有 {shown(field, 80)!r} 这一项。{hint_zh}"
        f"可用:{'、'.join(known)} · [{part}] of the column map: layer {layer.name!r} has no field "
        f"{shown(field, 80)!r}; {hint_en}known: {', '.join(known)}"
    )


def _known_column(column: str, table: Table, part: str) -> None:
    if column in table.columns:
        return
    names = list(table.columns)
    near = get_close_matches(column, names, n=3, cutoff=CLOSE)
    hint_zh = f"是否指“{'”“'.join(near)}”?" if near else ""
    hint_en = f"did you mean {', '.join(map(repr, near))}? " if near else ""
    some = names[:MOST_NAMED]
    more = " …" if len(names) > MOST_NAMED else ""
    raise IntakeError(
        f"对照表 {part}:文件 {table.file} 里没有“{shown(column, 80)}”这一列。{hint_zh}"
        f"现有:{'、'.join(some)}{more} · {part} of the column map: {table.file} has no column "
        f"{shown(column, 80)!r}; {hint_en}it has {', '.join(map(repr, some))}{more}"
    )
