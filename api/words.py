"""Fields and values in words, Chinese and English: for pages here, for cards in the browser."""

from __future__ import annotations

import builtins
import typing
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import AwareDatetime

from layers._facility import Facility
from layers._layer import HoursSort, Layer, Text, extra, plain_type
from layers.hours import hours_in_words

# How a value is shown. The browser has the same words (browser/map/words.js).
Kind = Literal[
    "text", "words", "list", "yes_no", "number", "year", "date", "time", "hours", "position",
    "positions", "link", "phone",
]  # fmt: skip

UNKNOWN = Text("未知", "Unknown")
YES, NO = Text("是", "Yes"), Text("否", "No")

# UCUM unit symbols (see layers.described) in words.
UNITS = {
    "m": Text("米", "m"),
    "m2": Text("平方米", "m²"),
    "min": Text("分钟", "min"),
}

# What a resident may ask about hours: at any time, now, and at a time of arrival.
HOURS_CHIPS: dict[HoursSort, dict[str, Text]] = {
    "open_hours": {
        "always": Text("24 小时", "24 hours"),
        "now": Text("现在开放", "Open now"),
        "then": Text("到时开放", "Open then"),
    },
    "free_hours": {
        "always": Text("全天免费", "Free all day"),
        "now": Text("现在免费", "Free now"),
        "then": Text("到时免费", "Free then"),
    },
}

# Fields that are text to the model and more than that to a reader.
NAMED_KINDS: dict[str, Kind] = {"source_url": "link", "phone": "phone"}
PLAIN_KINDS: dict[Any, Kind] = {
    bool: "yes_no",
    int: "number",
    float: "number",
    date: "date",
    AwareDatetime: "time",
}


@cache
def field_kind(layer: Layer, field: str) -> Kind:
    """Return how a field's values are shown; an undeclared field is text."""
    info = layer.fields.get(field)
    if info is None:
        return "text"
    declared = plain_type(info)
    if declared is str:
        return "hours" if field.endswith("_hours") else NAMED_KINDS.get(field, "text")
    if declared is int and field.endswith("year"):
        return "year"
    return _kind_of_type(declared)


def _kind_of_type(declared: Any) -> Kind:
    match typing.get_origin(declared):
        case typing.Literal:
            return "words"
        case builtins.tuple:
            return "position"
        case builtins.list:
            inner = typing.get_origin(typing.get_args(declared)[0])
            return "positions" if inner is tuple else "list"
    return PLAIN_KINDS.get(declared, "text")


def field_order(layer: Layer) -> list[str]:
    """Return a layer's fields as a reader wants them: name and place, its own, then the rest."""
    own = [name for name in layer.fields if name not in Facility.model_fields]
    rest = [name for name in Facility.model_fields if name not in FIRST_FIELDS]
    return [*FIRST_FIELDS, *own, *rest]


FIRST_FIELDS = ("name", "name_en", "address", "subdistrict", "status", "position")


def unit_words(layer: Layer, field: str) -> Text | None:
    """Return a field's unit in words, or None where it has none."""
    info = layer.fields.get(field)
    unit = extra(info).get("x-unit") if info is not None else None
    return UNITS.get(unit, Text(unit, unit)) if unit else None


def value_words(layer: Layer, field: str, value: Any) -> Text:
    """Return one value in words.

    Parameters
    ----------
    layer, field
        Whose value it is.
    value
        As decoded from the feature's JSON. None is unknown; a value that does not fit its field is
        shown as it is.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    write = WRITERS.get(field_kind(layer, field))
    return write(layer, field, value) if write else _same(str(value))


def hours_words(expression: str) -> Text:
    """Return opening hours in words of both languages."""
    return Text(hours_in_words(expression, "zh"), hours_in_words(expression, "en"))


def field_config(layer: Layer, field: str) -> dict[str, Any]:
    """Return what the browser needs to know of a field: label, kind, unit, values' words, chips."""
    config: dict[str, Any] = {
        "name": field,
        "label": layer.label(field),
        "kind": field_kind(layer, field),
    }
    if (unit := unit_words(layer, field)) is not None:
        config["unit"] = unit
    if values := declared_values(layer, field):
        config["values"] = {value: layer.value_label(field, value) for value in values}
    return config | _chips(layer, field, config["kind"])


def _chips(layer: Layer, field: str, kind: Kind) -> dict[str, Any]:
    declared = extra(layer.fields[field])
    if not declared.get("x-chips"):
        return {}
    if steps := declared.get("x-steps"):
        return {"chips": True, "steps": steps, "limit": declared["x-limit"]}
    return {"chips": True} if kind == "yes_no" or declared_values(layer, field) else {}


def hours_chips(layer: Layer) -> dict[str, Any] | None:
    """Return the words of the chips about hours, None for a layer that has no hours.

    `chosen` says whether the page asks for what is free until its reader asks otherwise: parking
    that costs is not what people look for here, and a toilet that opens soon may be.
    """
    words = HOURS_CHIPS.get(layer.hours)
    return None if words is None else {**words, "chosen": layer.hours == "free_hours"}


def declared_values(layer: Layer, field: str) -> tuple[str, ...]:
    """Return the values that a declared field allows, in order; () where any will do."""
    return tuple(extra(layer.fields[field]).get("x-values", ()))


def _listed(layer: Layer, field: str, value: Any) -> Text:
    values = value if isinstance(value, list) else [value]
    words = [layer.value_label(field, str(each)) for each in values]
    return Text("、".join(each.zh for each in words), ", ".join(each.en for each in words))


def _number(layer: Layer, field: str, value: Any) -> Text:
    number = f"{value:,}".removesuffix(".0") if isinstance(value, int | float) else str(value)
    unit = unit_words(layer, field)
    return Text(f"{number} {unit.zh}", f"{number} {unit.en}") if unit else _same(number)


def _hours(_layer: Layer, _field: str, value: Any) -> Text:
    return hours_words(str(value))


def _time(_layer: Layer, _field: str, value: Any) -> Text:
    return _same(str(value).replace("T", " ", 1))


def _positions(_layer: Layer, _field: str, value: Any) -> Text:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return _same(str(value))
    each = value if value and isinstance(value[0], Sequence) else [value]
    return _same("; ".join(", ".join(str(number) for number in position) for position in each))


def _same(text: str) -> Text:
    return Text(text, text)


WRITERS: dict[Kind, Callable[[Layer, str, Any], Text]] = {
    "words": _listed,
    "list": _listed,
    "number": _number,
    "hours": _hours,
    "time": _time,
    "position": _positions,
    "positions": _positions,
}
