"""A planner's question from its fields by name, and its one canonical form.

The same names stand in a link (`/planner?process=coverage&layer=toilets&metres=500`), in the query
of `/coverage/{layer}`, and among the inputs of a process. What is brought along (tables, areas) is
no part of it: it fits in no link.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

from api.errors import ParameterError
from api.faults import Fault, fault, model_faults
from api.filtering import GENERAL, items_parameters
from api.params import ItemsParameters
from api.planning.fields import (
    FIELDS,
    AccessFields,
    CoverageFields,
    Process,
    QuestionFields,
    written,
)
from layers._layer import Layer
from layers.store.columns import is_numeric

FREE = frozenset({"free_at", "stay_minutes"})
WAYS_TO_SAY_HOW_FAR = ("standard", "metres", "minutes")


@dataclass(frozen=True)
class Question:
    """What is asked of which layer.

    Parameters
    ----------
    fields
        All but the layer's own filters.
    filters
        Those, and when somebody comes.
    """

    process: Process
    layer: Layer
    fields: QuestionFields
    filters: ItemsParameters

    def canonical(self) -> dict[str, Any]:
        """Return it as JSON values: what is as usual is left out, and order says nothing."""
        said: dict[str, Any] = {"process": self.process, "layer": self.layer.name}
        usual = type(self.fields).model_fields
        for name in usual:
            value = getattr(self.fields, name)
            if value != usual[name].get_default(call_default_factory=True) and (name, value) != (
                "standard",
                1,
            ):
                said[name] = written(name, value)
        for name in sorted(self.filters.model_fields_set - FREE):
            value = getattr(self.filters, name)
            said[name] = ",".join(sorted(map(str, value))) if isinstance(value, list) else value
        return said

    def link(self) -> str:
        """Return it as a query: `process=coverage&layer=toilets&metres=500`."""
        said = self.canonical()
        return urlencode({name: as_text(one) for name, one in said.items()}, safe=",:;@/")

    @property
    def changes_what_is(self) -> bool:
        """Whether it asks what if: of facilities that are nobody else's business."""
        return bool(self.fields.add or self.fields.move or self.fields.remove)


def filter_names(layer: Layer) -> list[str]:
    """Return the parameters by which a layer's items are filtered by its own fields."""
    return [name for name in items_parameters(layer).model_fields if name not in GENERAL]


@cache
def coverage_parameters(layer: Layer) -> type[CoverageFields]:
    """Return the query parameters of a layer's coverage: the question's own and the filters."""
    items = items_parameters(layer).model_fields
    own: Any = {name: (items[name].annotation, items[name]) for name in filter_names(layer)}
    made: type[CoverageFields] = create_model(
        f"{layer.name.title()}CoverageParameters", __base__=CoverageFields, **own
    )
    return made


def question_of(process: Process, layer: Layer, given: Mapping[str, str]) -> Question:
    """Return the question that fields ask.

    Parameters
    ----------
    given
        By name: those of the process, and the layer's own filters.

    Raises
    ------
    ParameterError
        Naming every field that is unknown or wrong.
    """
    model, filters = FIELDS[process], items_parameters(layer)
    own = filter_names(layer)
    # Of two of one name, the process's own is meant: `capacity` of a site, not of a park.
    names = [name for name in own if name not in model.model_fields]
    known = [*model.model_fields, *names]
    faults = [
        fault(name, given[name], f"unknown parameter; known: {', '.join(known)}")
        for name in sorted(given.keys() - set(known))
    ]
    fields = _read(model, given, set(model.model_fields), faults)
    narrowed = _read(filters, given, FREE | set(names), faults)
    if fields is not None:
        asked = cast("QuestionFields", fields)
        faults += [*_how_far_faults(asked, layer), *_capacity_faults(asked, layer)]
    if faults:
        # Times are read twice, and told of once.
        raise ParameterError(list({each["parameter"]: each for each in faults}.values()))
    return Question(
        process, layer, cast("QuestionFields", fields), cast("ItemsParameters", narrowed)
    )


def _read(
    model: type[BaseModel], given: Mapping[str, str], names: Set[str], faults: list[Fault]
) -> BaseModel | None:
    own = {name: value for name, value in given.items() if name in names}
    try:
        return cast("BaseModel", _validator(model).validate_strings(own))
    except ValidationError as refused:
        faults += model_faults(model, own, refused.errors())
        return None


@cache
def _validator(model: type[BaseModel]) -> Any:
    return TypeAdapter(model).validator


def _how_far_faults(asked: QuestionFields, layer: Layer) -> list[Fault]:
    ways = [name for name in WAYS_TO_SAY_HOW_FAR if getattr(asked, name) is not None]
    if len(ways) > 1:
        words = f"say how far in one way, not as {' and '.join(ways)}"
        return [fault(ways[1], as_text(getattr(asked, ways[1])), words)]
    number = asked.standard or 1
    if ways in ([], ["standard"]) and number > len(layer.standards):
        words = f"layer {layer.name} has {len(layer.standards)} standards; give metres or minutes"
        return [fault("standard", str(number), words)]
    return []


def _capacity_faults(asked: QuestionFields, layer: Layer) -> list[Fault]:
    if not isinstance(asked, AccessFields) or asked.capacity is None:
        return []
    known = [name for name in layer.fields if is_numeric(layer, name)]
    if asked.capacity in known:
        return []
    words = f"no such number of layer {layer.name}; known: {', '.join(known) or 'none'}"
    return [fault("capacity", asked.capacity, words)]


def as_text(value: Any) -> str:
    """Return a value as a link holds it.

    Raises
    ------
    ValueError
        When it is none of a text, a number, a truth, or a list of them.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list):
        return ",".join(map(as_text, value))
    raise ValueError("has to be a text, a number, true or false")
