"""docs/reference/layers.md says what the layers declare, field by field.

A layer of this repository must be in it. One that somebody adds for themselves need not be; if it
is, its tables must be right. A failing test shows the table as it should be.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import pytest
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from api.words import field_config
from layers._facility import Facility
from layers._layer import Layer, extra, plain_type
from layers._registry import all_layers

REFERENCE = "docs/reference/layers.md"
OURS = ("parking", "parks", "toilets", "sunshades", "communities")
FIELDS = ["field", "中文", "English", "type", "unit", "filters", "chips"]
VALUES = ["field", "value", "中文", "English"]
STANDARDS = ["中文", "English", "radius", "source", "checked"]

PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    date: "date",
    AwareDatetime: "time with offset",
    tuple[float, float]: "lon, lat",
    list[tuple[float, float]]: "list of lon, lat",
}
HOURS = {
    "none": "none: it has no status",
    "always": "always there",
    "open_hours": "costs nothing while open (`open_hours`)",
    "free_hours": "may cost something while open (`free_hours`)",
}
TRAVEL = {"foot": "on foot", "car": "by car"}
CHECKED = {
    "document": "in the standard itself",
    "secondary": "on a secondary page",
    "to_be_confirmed": "to be confirmed",
}


@pytest.fixture(params=OURS)
def layer(request: pytest.FixtureRequest) -> Layer:
    return all_layers()[request.param]


def type_words(name: str, info: FieldInfo) -> str:
    plain = plain_type(info)
    if typing.get_origin(plain) is Literal:
        return "one of the values below"
    if typing.get_origin(plain) is list and plain not in PLAIN:
        return "list of the values below"
    low, high, length, pattern = (
        next((getattr(one, bound) for one in info.metadata if hasattr(one, bound)), None)
        for bound in ("ge", "le", "max_length", "pattern")
    )
    words = PLAIN[plain]
    if low is not None:
        words += f", {low} to {high}" if name.endswith("year") else f", {low:,} to {high:,}"
    if length is not None:
        words += f", at most {length:,} characters"
    return f"{words}, `{pattern}`" if pattern else words


def chip_words(layer: Layer, name: str) -> str:
    config = field_config(layer, name)
    if not config.get("chips"):
        return ""
    if "steps" in config:
        least = f"≥ {', '.join(f'{step:,}' for step in config['steps'])}"
        return f"{least}, or none known" if config["limit"] else least
    return "yes" if config["kind"] == "yes_no" else "each value"


def field_rows(layer: Layer, names: list[str]) -> list[list[str]]:
    rows = []
    for name in names:
        info, label = layer.fields[name], layer.label(name)
        unit, filters = extra(info).get("x-unit"), name in layer.filters
        rows.append(
            [
                f"`{name}`",
                label.zh,
                label.en,
                type_words(name, info),
                f"`{unit}`" if unit else "",
                "yes" if filters else "",
                chip_words(layer, name),
            ]
        )
    return rows


def value_rows(layer: Layer, names: list[str]) -> list[list[str]]:
    return [
        [f"`{name}`", f"`{value}`", words[0], words[1]]
        for name in names
        for value, words in extra(layer.fields[name]).get("x-values", {}).items()
    ]


def standard_rows(layer: Layer) -> list[list[str]]:
    return [
        [one.label.zh, one.label.en, f"{one.radius_m:g} m", one.source, CHECKED[one.certainty]]
        for one in layer.standards
    ]


def heading(layer: Layer) -> str:
    return f"{layer.name}: {layer.title.zh} {layer.title.en}"


def own_fields(layer: Layer) -> list[str]:
    return [name for name in layer.fields if name not in Facility.model_fields]


def as_markdown(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def assert_table(page: Any, under: str, columns: list[str], rows: list[list[str]]) -> None:
    found = [table.rows for table in page.tables_under(under) if table.columns == columns]
    wanted = [rows] if rows else []
    assert found == wanted, f"under {under!r}:\n\n{as_markdown(columns, rows)}"


def test_the_fields_of_every_facility_are_described(
    document: Callable[[str], Any], layer: Layer
) -> None:
    page, names = document(REFERENCE), list(Facility.model_fields)

    assert_table(page, "Every facility", FIELDS, field_rows(layer, names))
    assert_table(page, "Every facility", VALUES, value_rows(layer, names))


def test_a_layer_is_described_as_it_is_declared(
    document: Callable[[str], Any], layer: Layer
) -> None:
    page = document(REFERENCE)

    assert_table(page, heading(layer), FIELDS, field_rows(layer, own_fields(layer)))
    assert_table(page, heading(layer), VALUES, value_rows(layer, own_fields(layer)))
    assert_table(page, heading(layer), STANDARDS, standard_rows(layer))


def test_the_overview_says_how_each_layer_works(document: Callable[[str], Any]) -> None:
    (table,) = document(REFERENCE).tables_under("The layers")
    rows = {row[0]: row[1:] for row in table.rows}

    for name in OURS:
        layer = all_layers()[name]
        assert rows[f"`{name}`"] == [
            layer.title.zh,
            layer.title.en,
            HOURS[layer.hours],
            f"`{layer.total}`" if layer.total else "",
            TRAVEL[layer.reached_by],
            f"`{layer.schema_type}`",
        ]


def test_no_layer_is_described_that_is_not_declared(document: Callable[[str], Any]) -> None:
    (table,) = document(REFERENCE).tables_under("The layers")

    assert {row[0].strip("`") for row in table.rows} <= set(all_layers())
