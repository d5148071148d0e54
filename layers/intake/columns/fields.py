"""Which column is which field: the known headings, weighed against what the cells hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from typing import Any

from layers._layer import Layer, Text
from layers.intake.column_map import Source
from layers.intake.columns.headings import ID_HEADING
from layers.intake.columns.known_headings import WEAK_ID, Match, match_words, matches
from layers.intake.table import Cell
from layers.intake.values.cell_readers import cell_reader
from layers.intake.values.outcomes import mapped_reader, outcomes
from layers.intake.values.texts import is_unknown
from layers.intake.wording import word_key

# Cells that are tried on a field, spread over the file.
SAMPLE = 300
# Share of the tried cells that must be values of the field. A field's own label is believed while
# one cell fits, or while there are too few to tell a bad cell from another meaning.
LEAST_FIT: Mapping[str, float] = {"spelling": 0.9, "noun": 0.5, "synonym": 0.5, "traditional": 0.5}
FEW_CELLS = 5
# Of an id's filled cells, the share that must differ; of a heading that may also be a category.
LEAST_DISTINCT, LEAST_DISTINCT_WEAK = 0.5, 0.9
SHOWN_CELLS, SHOWN_CELL_LENGTH = 3, 12


@dataclass(frozen=True)
class Claim:
    """A column's claim to be a field, and how well its cells fit.

    Parameters
    ----------
    filled
        Share of the rows that have a value.
    """

    column: str
    match: Match
    filled: float

    def order(self, place: int) -> tuple[Any, ...]:
        """Return the key by which claims to one field are sorted, the best first."""
        return (
            self.filled == 0,
            self.match.strength,
            self.match.rank,
            -round(self.filled, 2),
            place,
        )


@dataclass(frozen=True)
class FieldChoice:
    """The column of each field, why, and why other columns are not.

    Parameters
    ----------
    chosen
        The claim that each field is told by.
    reasons
        Of each chosen column, in words.
    passed_over
        Of each column that a field was considered for, why it is not that field's.
    """

    chosen: Mapping[str, Claim]
    reasons: Mapping[str, Text]
    passed_over: Mapping[str, Text]


def choose_fields(
    layer: Layer,
    columns: Mapping[str, Sequence[Cell]],
    taken: frozenset[str],
    *,
    own_names: frozenset[str],
    values: Mapping[str, Mapping[str, Any]],
    cut: bool = False,
) -> FieldChoice:
    """Return which column is which field.

    Parameters
    ----------
    columns
        The columns that are to be told, in the file's order.
    taken
        Fields that have a source already.
    own_names
        Undeclared properties of what is published: a column of that very heading is that property.
    values
        What cells of a field stand for by the user's map.
    cut
        Whether headings may have been cut to ten bytes.
    """
    claims: dict[str, list[Claim]] = {}
    passed_over: dict[str, Text] = {}
    for column, cells in columns.items():
        for match in _distinct(matches(column, layer, cut=cut)):
            if column in own_names and match.how != "label":
                break
            if match.field in taken:
                passed_over[column] = _taken(layer, match.field)
                continue
            if (misfit := _misfit(layer, match, column, cells, values)) is not None:
                passed_over.setdefault(column, misfit)
                continue
            filled = 1 - sum(map(is_unknown, cells)) / max(1, len(cells))
            claims.setdefault(match.field, []).append(Claim(column, match, filled))
            passed_over.pop(column, None)
            break
    places = {column: place for place, column in enumerate(columns)}
    chosen: dict[str, Claim] = {}
    reasons: dict[str, Text] = {}
    for field, rivals in claims.items():
        best, *others = sorted(rivals, key=lambda claim: claim.order(places[claim.column]))
        chosen[field] = best
        label = label_of(layer, field)
        reasons[best.column] = _with_others(match_words(best.match, label), others)
        for other in others:
            passed_over[other.column] = _beaten(label, best)
    return FieldChoice(chosen, reasons, passed_over)


def label_of(layer: Layer, field: str) -> Text:
    """Return a field's words, those of `id` too."""
    return ID_HEADING if field == "id" else layer.label(field)


def _distinct(found: Any) -> list[Match]:
    """Return the first match of each field: the surest."""
    first: dict[str, Match] = {}
    for match in found:
        first.setdefault(match.field, match)
    return list(first.values())


def _misfit(
    layer: Layer,
    match: Match,
    column: str,
    cells: Sequence[Cell],
    values: Mapping[str, Mapping[str, Any]],
) -> Text | None:
    """Return why a column's cells are not those of a field, None where they are."""
    filled = [cell for cell in cells if not is_unknown(cell)]
    if not filled:
        return None
    if match.field == "id":
        return _no_id(match, column, filled, len(cells))
    sample = list(islice(filled, 0, None, max(1, len(filled) // SAMPLE)))
    read = mapped_reader(
        cell_reader(layer, match.field, UTC, factor=match.factor),
        Source(column),
        values.get(match.field, {}),
    )
    made = outcomes(sample, read)
    fit = sum(outcome.error is None for outcome in made) / len(made)
    if match.how in ("label", "unit") and match.rank == 0:
        if fit > 0 or len(filled) < FEW_CELLS:
            return None
    elif fit >= LEAST_FIT.get(match.how, LEAST_FIT["synonym"]) or _only_limits(made):
        return None
    examples = "、".join(dict.fromkeys(str(cell)[:SHOWN_CELL_LENGTH] for cell in sample)).split(
        "、"
    )[:SHOWN_CELLS]
    label = label_of(layer, match.field)
    return Text(
        f"列名像“{label.zh}”，但其值({'、'.join(examples)} …)不符合该项；需要时请在对照表里写明",
        f"its heading is like {label.en!r}, but its values ({', '.join(examples)} …) are not; say "
        "in the column map what they stand for if they are",
    )


def _only_limits(made: Any) -> bool:
    """Return whether cells are of the right sort and only fail a limit or a single mark."""
    codes = {outcome.error.code for outcome in made if outcome.error is not None}
    return codes <= {"impossible_number", "too_long", "hours_unclear"} and bool(codes)


def _no_id(match: Match, column: str, filled: Sequence[Cell], rows: int) -> Text | None:
    if any(isinstance(cell, list | dict | bool) for cell in filled):
        return Text("其值不是编号", "its values are no ids")
    weak = word_key(match.word) in WEAK_ID and match.rank > 0
    distinct = len(set(map(str, filled))) / len(filled)
    least = LEAST_DISTINCT_WEAK if weak else LEAST_DISTINCT
    if distinct < least:
        return Text(f"“{column}”多有重复，不当作编号", f"{column!r} repeats too much to be an id")
    if weak and len(filled) < rows * LEAST_DISTINCT_WEAK:
        return Text(f"“{column}”多有空缺，不当作编号", f"{column!r} is empty too often for an id")
    return None


def _taken(layer: Layer, field: str) -> Text:
    label = label_of(layer, field)
    return Text(
        f"“{label.zh}”已由对照表指定", f"{label.en!r} has its source in the column map already"
    )


def _beaten(label: Text, best: Claim) -> Text:
    return Text(
        f"也像“{label.zh}”，但已用“{best.column}”",
        f"could be {label.en!r} too, but {best.column!r} is taken for it",
    )


def _with_others(reason: Text, others: Sequence[Claim]) -> Text:
    if not others:
        return reason
    names = [other.column for other in others]
    return Text(
        f"{reason.zh}；也有可能的是:{'、'.join(names)}",
        f"{reason.en}; it could also be {', '.join(map(repr, names))}",
    )
