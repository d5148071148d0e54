"""What a table's cells say: values in words for people, or as they are for programs."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Hashable
from datetime import date
from functools import partial
from typing import Any, Literal

from geo.geojson import compact_json
from layers._layer import Layer, Text, plain_type
from layers.export.columns import Column, Role, named
from layers.export.records import Records
from layers.export.report import Headings

# None for unknown; a date only for a field of dates.
Cell = str | int | float | bool | date | None
Words = Callable[[Any], Cell]

YES_NO = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
BETWEEN = {"zh": "、", "en": "; ", "field": ";"}
# A list whose parts hold one of these could not be taken apart again.
DIVIDING = re.compile(r"[、,;，；|/\[\]\r\n]|^\s|\s$|^$")


def column_cells(records: Records, column: Column, headings: Headings) -> list[Cell]:
    """Return the cells of one column, in the order of the features.

    Enumerations and truths are in words unless the headings are the fields' own names; lists are
    joined, or JSON where joining would lose something; positions are "x, y".
    """
    if column.role in ("field", "undeclared"):
        return _property_cells(records, column, headings)
    cells: dict[Role, Callable[[], list[Any]]] = {
        "id": lambda: list(records.ids),
        "x": records.x.tolist,
        "y": records.y.tolist,
        "geometry": records.wkt,
    }
    return cells[column.role]()


def _property_cells(records: Records, column: Column, headings: Headings) -> list[Cell]:
    declared = column.role == "field"
    said = _field_words(records, column.name, headings) if declared else _plain
    known: dict[Hashable, Cell] = {}
    return [
        None if value is None else _remembered(said, value, known)
        for value in records.values(column.name)
    ]


def _remembered(said: Words, value: Any, known: dict[Hashable, Cell]) -> Cell:
    if isinstance(value, dict):
        return said(value)
    # Python takes 1, 1.0 and True for one key.
    key = repr(value) if isinstance(value, list) else (type(value), value)
    if key not in known:
        known[key] = said(value)
    return known[key]


def _plain(value: Any) -> Cell:
    if isinstance(value, list | dict):
        return compact_json(value).decode()
    return value  # type: ignore[no-any-return]


def _field_words(records: Records, field: str, headings: Headings) -> Words:
    """Return what makes a cell of a declared field's value."""
    layer, kind = records.layer, plain_type(records.layer.fields[field])
    said: Words = _plain
    if kind is bool and headings != "field":
        said = YES_NO[headings].__getitem__
    elif kind is date:
        said = date.fromisoformat
    elif typing.get_origin(kind) is Literal:
        said = _worded_values(layer, field, typing.get_args(kind), headings).__getitem__
    elif kind == tuple[float, float]:
        said = partial(_pair, decimals=records.decimals)
    elif typing.get_origin(kind) is list:
        said = _list_words(layer, field, typing.get_args(kind)[0], headings)
    return said


def _list_words(layer: Layer, field: str, part: Any, headings: Headings) -> Words:
    if typing.get_origin(part) is Literal:
        words = _worded_values(layer, field, typing.get_args(part), headings)
        return lambda values: _joined(values, [str(words[each]) for each in values], headings)
    if part is str:
        return lambda values: _joined(values, values, headings)
    return _plain


def _pair(position: list[float], decimals: int) -> str:
    return ", ".join(f"{number:.{decimals}f}" for number in position)


def _worded_values(
    layer: Layer, field: str, values: tuple[Any, ...], headings: Headings
) -> dict[Any, Cell]:
    """Return the word of each allowed value; the values themselves where words would be one."""
    if headings == "field":
        return {value: value for value in values}
    words = {value: getattr(layer.value_label(field, str(value)), headings) for value in values}
    return words if len(set(words.values())) == len(words) else {value: value for value in values}


def _joined(values: list[Any], words: list[str], headings: Headings) -> str:
    if not values or any(DIVIDING.search(word) for word in words):
        return compact_json(values).decode()
    return BETWEEN[headings].join(words)


def loss_notes(records: Records, columns: list[Column], *, typed: bool) -> list[Text]:
    """Return what a table's cells do not tell apart, where the layer has such values.

    Parameters
    ----------
    typed
        Whether the format tells numbers and truths from text.
    """
    notes = []
    emptied, untyped = [], []
    for column in columns:
        if column.role not in ("field", "undeclared"):
            continue
        values = records.values(column.name)
        if any(value == "" for value in values):
            emptied.append(column)
        if column.role == "undeclared" and any(isinstance(value, int | float) for value in values):
            untyped.append(column)
    if emptied:
        zh, en = named(emptied)
        notes.append(
            Text(
                f"空文字与未知在表格中都是空单元格，再导入时作未知：{zh}。",
                f"Empty text and unknown are both an empty cell; imported again, unknown: {en}.",
            )
        )
    if untyped and not typed:
        notes.append(numbers_as_text(untyped))
    return notes


def numbers_as_text(columns: list[Column]) -> Text:
    """Return the note of undeclared properties whose numbers and truths a file holds as text."""
    zh, en = named(columns)
    return Text(
        f"图层未声明的字段中，数字和是否写作文字，再导入时仍是文字：{zh}。",
        "In fields that the layer does not declare, numbers and truths are written as "
        f"text and come back as text: {en}.",
    )
