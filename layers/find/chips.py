"""The chips of a layer: which facilities pass what a reader chose, as the map's own page judges it.

A chip is named as the page's addresses name it (browser/finder/chips.js, compared in the tests):
`toilets.accessible`, `toilets.grade:1`, `parks.area_m2:1000`, `toilets.~always`, `parking.~free`.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, unquote

import numpy as np

from geo.index import BoolArray
from layers._layer import Layer, Text, extra, plain_type
from layers.errors import LayerError, shown
from layers.find.select import FreeAt, free_mask
from layers.hours import Clock
from layers.store.columns import Filter, Numbers, is_numeric
from layers.store.snapshot import Snapshot

# No field's name begins so.
ALWAYS, FREE_THEN = "~always", "~free"
# What JavaScript's encodeURIComponent leaves as it is, so that both write the same keys.
PLAIN = "!'()*~"


class ChipError(LayerError):
    """No layer has such a chip."""


class Chip(NamedTuple):
    """What a reader may ask of a layer.

    Parameters
    ----------
    layer, key
        As addresses name it, with a point between.
    field
        The field that it is about, or its key.
    combine
        Whether one chosen chip of the field is enough.
    value
        What the field must hold (a truth or a declared value), or at least (a number).
    limit
        Whether what is unknown passes.
    words
        What it asks for, standing alone.
    """

    layer: str
    key: str
    field: str
    combine: Literal["any", "all"]
    value: Any
    limit: bool
    words: Text

    @property
    def name(self) -> str:
        """The chip as addresses name it."""
        return f"{self.layer}.{self.key}"


# 24 hours, or free all day: what each sort of hours means by "always" and by "then".
HOURS_WORDS: Mapping[str, tuple[Text, Text]] = {
    "open_hours": (Text("24 小时开放", "open 24 hours"), Text("此时开放", "open then")),
    "free_hours": (Text("全天免费", "free all day"), Text("此时免费", "free then")),
}


@cache
def declared_chips(layer: Layer) -> Mapping[str, Chip]:
    """Return the chips of a layer by their keys, in order, whether or not any facility passes."""
    chips: list[Chip] = []
    if words := HOURS_WORDS.get(layer.hours):
        always, then = words
        chips.append(Chip(layer.name, FREE_THEN, FREE_THEN, "all", None, False, then))
        chips.append(Chip(layer.name, ALWAYS, ALWAYS, "all", None, False, always))
    for name, info in layer.fields.items():
        if extra(info).get("x-chips"):
            chips += _field_chips(layer, name)
    return {chip.key: chip for chip in chips}


def _field_chips(layer: Layer, name: str) -> list[Chip]:
    info, label, plain = layer.fields[name], layer.label(name), plain_type(layer.fields[name])
    declared = extra(info)
    if plain is bool:
        return [Chip(layer.name, name, name, "all", True, False, label)]
    if is_numeric(layer, name):
        return [
            _step_chip(layer, name, step, limit=declared["x-limit"])
            for step in declared.get("x-steps", ())
        ]
    combine: Literal["any", "all"] = "all" if typing.get_origin(plain) is list else "any"
    made = []
    for value in declared.get("x-values", ()):
        named = layer.value_label(name, value)
        words = Text(f"{label.zh}：{named.zh}", f"{label.en}: {named.en}")
        key = f"{name}:{quote(value, safe=PLAIN)}"
        made.append(Chip(layer.name, key, name, combine, value, False, words))
    return made


# Unit symbols as a reader knows them, of those that fields with steps have.
UNITS = {
    "m": Text("米", "m"),
    "m2": Text("平方米", "m²"),
    "min": Text("分钟", "min"),
}


def _step_chip(layer: Layer, name: str, step: float, *, limit: bool) -> Chip:
    label, unit = layer.label(name), extra(layer.fields[name]).get("x-unit")
    number, key = f"{step:,.10g}", f"{name}:{step:.10g}"
    if step == 1 and not unit:
        return Chip(layer.name, key, name, "all", step, limit, label)
    symbol = UNITS.get(str(unit), Text("", ""))
    words = Text(
        f"{label.zh} ≥ {number} {symbol.zh}".rstrip(), f"{label.en} ≥ {number} {symbol.en}".rstrip()
    )
    if limit:
        words = Text(f"{words.zh}或未标", f"{words.en} or none known")
    return Chip(layer.name, key, name, "all", step, limit, words)


def read_chips(names: Iterable[str], layers: Mapping[str, Layer]) -> tuple[Chip, ...]:
    """Return chips by their names, each once, in the layers' own order.

    Raises
    ------
    ChipError
        When there is no such layer or chip; the words say which there are.
    """
    chosen: set[Chip] = set()
    for name in names:
        layer, _, key = name.partition(".")
        if layer not in layers:
            raise ChipError(
                f"{shown(name)!r}: write layer.chip, the layer one of {', '.join(layers)}"
            )
        chips = declared_chips(layers[layer])
        chip = chips.get(key) or chips.get(_written_anew(key))
        if chip is None:
            raise ChipError(
                f"layer {layer!r} has no chip {shown(key)!r}; known: {', '.join(chips) or 'none'}"
            )
        chosen.add(chip)
    return tuple(
        chip
        for layer in layers.values()
        for chip in declared_chips(layer).values()
        if chip in chosen
    )


def _written_anew(key: str) -> str:
    """Return a key whose value came with other escapes, or none, as it is declared."""
    field, colon, value = key.partition(":")
    return f"{field}{colon}{quote(unquote(value), safe=PLAIN)}"


def chip_mask(
    snapshot: Snapshot, chips: Sequence[Chip], clock: Clock, free: FreeAt | None = None
) -> BoolArray:
    """Return which rows pass all chips of their layer, shape (n,).

    Parameters
    ----------
    chips
        Of any layers; those of others ask for nothing here.
    free
        The time that `~free` speaks of.

    Raises
    ------
    ValueError
        When `~free` is asked without a time.
    """
    passing: BoolArray = np.ones(len(snapshot), bool)
    groups: dict[str, list[Chip]] = {}
    for chip in chips:
        if chip.layer == snapshot.layer.name:
            groups.setdefault(chip.field, []).append(chip)
    for field, group in groups.items():
        if field == FREE_THEN:
            if free is None:
                raise ValueError(f"{FREE_THEN} needs a time")
            passing &= free_mask(snapshot, free, clock)
        elif field == ALWAYS:
            passing &= always_free_mask(snapshot, clock)
        else:
            passing &= _group_mask(snapshot, field, group)
    return passing


def _group_mask(snapshot: Snapshot, field: str, group: list[Chip]) -> BoolArray:
    column = snapshot.columns[field]
    if isinstance(column, Numbers):
        mask = column.where(Filter(field, at_least=max(chip.value for chip in group)))
        return mask | np.isnan(column.values) if group[0].limit else mask
    wanted = {str(chip.value) for chip in group}

    def holds(value: Any) -> bool:
        if isinstance(value, tuple):
            return wanted <= {str(one) for one in value}
        return value is not None and str(value) in wanted

    return column.where_value(holds)


def always_free_mask(snapshot: Snapshot, clock: Clock) -> BoolArray:
    """Return which rows never shut and never cost anything, shape (n,)."""

    def judge() -> BoolArray:
        # What never changes is the same on any day.
        day = clock.localise(snapshot.read_at).date()
        always = []
        for terms in snapshot.terms:
            timetable = clock.timetable(terms, day, 1)
            if timetable is None:
                always.append(False)
            elif timetable.settled is not None:
                always.append(timetable.settled.state == "free")
            else:
                always.append(timetable.constant and timetable.states == ("free",))
        by_row: BoolArray = np.array(always, bool)[snapshot.term_codes]
        return by_row

    return snapshot.remember(("always free", id(clock)), judge)
