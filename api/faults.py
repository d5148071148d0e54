"""What is wrong with what was sent, parameter by parameter: name, value, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from layers.errors import going_on, shown

Fault = dict[str, str]


def fault(parameter: str, value: str, reason: str) -> Fault:
    """Return one fault, with what was sent cut where it is long."""
    return {"parameter": shown(parameter), "value": shown(value), "reason": reason}


def given_twice(pairs: list[tuple[str, str]]) -> list[Fault]:
    """Return a fault for each name that is among some pairs more than once."""
    given = dict(pairs)
    if len(given) == len(pairs):
        return []
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [fault(name, _text(given[name]), "is given more than once") for name in twice]


def model_faults(
    model: type[BaseModel],
    given: Mapping[str, Any],
    errors: Iterable[Any],
    *,
    called: str = "parameter",
) -> list[Fault]:
    """Return what Pydantic refuses in what was given, one fault a name.

    Parameters
    ----------
    called
        What one of them is: a parameter, a field.
    """
    faults = [_model_fault(model, given, error, called) for error in errors]
    # A list has an error an item, and each would say the same of the whole.
    return list({each["parameter"]: each for each in faults}.values())


def _text(value: Any) -> str:
    # What is nested has no short form.
    return "…" if isinstance(value, list | dict) else str(value)


def _model_fault(
    model: type[BaseModel], given: Mapping[str, Any], error: Any, called: str
) -> Fault:
    name = str(error["loc"][0]) if error["loc"] else ""
    value = _text(given.get(name, ""))
    if error["type"] == "extra_forbidden":
        known = [field.alias or key for key, field in model.model_fields.items()]
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        return fault(name, value, f"unknown {called}; {hint}known: {', '.join(known) or 'none'}")
    if error["type"] == "missing":
        return fault(name, "", "is required")
    reason = str(error["msg"]).removeprefix("Value error, ")
    return fault(name, value, f"{shown(value)!r}: {going_on(reason)}")
