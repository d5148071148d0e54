"""What a layer may declare, and what it is told when it declares something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from layers._layer import Steps
from layers._registry import all_layers, layer_named


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": "Public Toilets"}, "lower case letters and underscores: 'Public Toilets'"),
        ({"schema_type": "public toilet"}, "not a type of schema.org: 'public toilet'"),
        ({"amenities": ("grade", "bidet")}, "no field 'bidet' for its amenities"),
        ({"hours": "free_hours"}, "needs a field 'free_hours' for its hours"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused_by_name(
    wrong: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(layer_named("toilets"), **wrong)


def test_one_drives_to_parking_and_walks_to_all_else() -> None:
    by_car = {name for name, layer in all_layers().items() if layer.reached_by == "car"}

    assert by_car == {"parking"}


@pytest.mark.parametrize("least", [(), (5, 5), (1_000, 400)])
def test_steps_of_a_number_rise(least: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="steps rise"):
        Steps(least)
