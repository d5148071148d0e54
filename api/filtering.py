"""The filters of a layer's items: parameters from its declared fields, and what they ask for."""

from __future__ import annotations

import typing
from datetime import tzinfo
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, create_model

from api.params import ItemsParameters, asked_free, split_list
from layers._layer import Layer, extra, plain_type
from layers.errors import shown
from layers.find.select import Box, Interval, Selection
from layers.store.columns import Filter, is_numeric

GENERAL = frozenset(ItemsParameters.model_fields)


@cache
def items_parameters(layer: Layer) -> type[ItemsParameters]:
    """Return the query parameters of a layer's items: the general ones and its own filters."""
    fields: dict[str, Any] = {}
    for name in layer.filters:
        fields |= _filter_parameters(layer, name)
    made: type[ItemsParameters] = create_model(
        f"{layer.name.title()}ItemsParameters",
        __base__=ItemsParameters,
        __doc__=f"Filters of layer {layer.name}.",
        **fields,
    )
    return made


def _filter_parameters(layer: Layer, name: str) -> dict[str, Any]:
    info = layer.fields[name]
    label, plain = layer.label(name), plain_type(info)
    unit = f", {extra(info)['x-unit']}" if "x-unit" in extra(info) else ""
    words = f"{label.zh} {label.en}{unit}."
    if is_numeric(layer, name):
        return {
            name: (plain | None, Field(None, description=words)),
            f"{name}_min": (plain | None, Field(None, description=f"At least: {words}")),
            f"{name}_max": (plain | None, Field(None, description=f"At most: {words}")),
        }
    if plain is bool:
        return {name: (bool | None, Field(None, description=words))}
    listed = typing.get_origin(plain) is list
    choice = typing.get_args(plain)[0] if listed else plain
    rule = "all of these" if listed else "one of these"
    type_ = _choices(choice)
    return {name: (type_ | None, Field(None, description=f"{words} Only {rule}."))}


def _choices(choice: Any) -> Any:
    values = typing.get_args(choice) if typing.get_origin(choice) is Literal else None
    item: dict[str, Any] = {"type": "string"}
    if values:
        item = {"type": "integer" if isinstance(values[0], int) else "string", "enum": list(values)}

    def known(given: list[str]) -> list[Any]:
        if values is None:
            return list(given)
        by_text = {str(value): value for value in values}
        for text in given:
            if text not in by_text:
                raise ValueError(f"{shown(text)!r} is not one of {', '.join(by_text)}")
        return [by_text[text] for text in given]

    return Annotated[
        list[str],
        BeforeValidator(split_list),
        AfterValidator(known),
        WithJsonSchema({"type": "array", "items": item, "minItems": 1}),
    ]


def selection_of(layer: Layer, parameters: ItemsParameters, zone: tzinfo) -> Selection:
    """Return what the parameters of a layer's items ask for, times without an offset in a zone."""
    return Selection(
        box=typing.cast("Box", tuple(parameters.bbox)) if parameters.bbox else None,
        filters=_filters(layer, parameters),
        updated=parameters.datetime and _in_zone(parameters.datetime, zone),
        free=asked_free(parameters),
    )


def _in_zone(interval: Interval, zone: tzinfo) -> Interval:
    # Not `Clock.localise`: the calendar's first and last days have no other zone to be turned to.
    start, end = (
        one if one is None or one.tzinfo else one.replace(tzinfo=zone)
        for one in (interval.start, interval.end)
    )
    return Interval(start, end)


def _filters(layer: Layer, parameters: ItemsParameters) -> tuple[Filter, ...]:
    given = parameters.model_fields_set - GENERAL
    if not given:
        return ()
    fields = {name.removesuffix("_min").removesuffix("_max") for name in given}
    return tuple(_filter(layer, parameters, name) for name in sorted(fields))


def _filter(layer: Layer, parameters: ItemsParameters, name: str) -> Filter:
    value = getattr(parameters, name)
    if not is_numeric(layer, name):
        return Filter(name, tuple(value) if isinstance(value, list) else (value,))
    wanted = None if value is None else (value,)
    low, high = getattr(parameters, f"{name}_min"), getattr(parameters, f"{name}_max")
    return Filter(name, wanted, low, high)
