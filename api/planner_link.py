"""A question as the query of a link: what a form sends brought to the one form of a link.

A browser without scripts sends every field of a form, empty ones too, and a distance of one's own
in two parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from api.planning.fields import FIELDS, Process
from api.planning.question import filter_names
from layers._layer import Layer

OWN_DISTANCE = ("amount", "unit")
# The layer that a form was made for: of another one, its filters mean nothing.
MADE_FOR = "made_for"
# What is kept when another question is asked of the same facilities.
COMMON = ("layer", "standard", "metres", "minutes", "speed", "free_at", "stay_minutes")


def plain_fields(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what a form sent as the fields of a link: nothing empty, one way to say how far."""
    fields = {name: value.strip() for name, value in given if value.strip()}
    amount, unit = (fields.pop(name, "") for name in OWN_DISTANCE)
    if "standard" in fields:
        fields.pop("metres", None)
        fields.pop("minutes", None)
    elif amount and not {"metres", "minutes"} & fields.keys():
        fields["minutes" if unit == "minutes" else "metres"] = amount
    return fields


def without_foreign(fields: Mapping[str, str], process: Process, layer: Layer) -> dict[str, str]:
    """Return fields without those of a form that was made for another layer."""
    made_for = fields.get(MADE_FOR, layer.name)
    kept = {name: value for name, value in fields.items() if name != MADE_FOR}
    if made_for == layer.name:
        return kept
    own = {"process", "layer", *FIELDS[process].model_fields, *filter_names(layer)}
    # A standard is counted within its own layer, and ids are looked up in it.
    own -= {"standard", "move", "remove", "capacity"}
    return {name: value for name, value in kept.items() if name in own}


def link_query(fields: Mapping[str, str]) -> str:
    """Return fields as a query, as readable as a query may be."""
    return urlencode(fields, safe=",:;@/")
