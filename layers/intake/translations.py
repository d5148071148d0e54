"""Opening hours as the office wrote them and as they were understood, to be read over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from layers._layer import Layer, Text
from layers.hours import hours_in_words
from layers.intake.column_map import ColumnMap
from layers.intake.table import Table
from layers.intake.values import Values
from layers.store.feature_check import HOURS_FIELDS


@dataclass(frozen=True)
class HoursTranslation:
    """What one text was taken to mean.

    Parameters
    ----------
    field
        The layer's field.
    text
        As it stands in the file.
    expression
        In OpenStreetMap's syntax, as it is published.
    words
        The expression in words again.
    rows
        How many rows have that text.
    """

    field: str
    text: str
    expression: str
    words: Text
    rows: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "field": self.field,
            "text": self.text,
            "expression": self.expression,
            "words": self.words._asdict(),
            "rows": self.rows,
        }


def hours_translations(
    table: Table, layer: Layer, columns: ColumnMap, values: Values
) -> tuple[HoursTranslation, ...]:
    """Return what each distinct text of the hours was taken to mean, the most frequent first."""
    found: list[HoursTranslation] = []
    for field in HOURS_FIELDS:
        source = columns.fields.get(field)
        if source is None or field not in layer.fields:
            continue
        read = Counter(
            (str(cell), value)
            for cell, value in zip(table.columns[source.column], values.texts(field), strict=True)
            if value is not None
        )
        found += [
            HoursTranslation(
                field,
                text,
                expression,
                Text(hours_in_words(expression, "zh"), hours_in_words(expression, "en")),
                rows,
            )
            for (text, expression), rows in read.most_common()
        ]
    return tuple(found)
