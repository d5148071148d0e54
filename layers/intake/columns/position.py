"""Which columns hold the position.

In this order, among the candidates that at least half as many rows have as the fullest one:

1. the file's own geometry;
2. a column of geometries (WKT, WKB, GeoJSON);
3. longitude and latitude whose headings name WGS 84 or CGCS2000, then another datum (a known
   datum goes before an open one), then none;
4. one column of both numbers;
5. projected coordinates, since their zone has to be found first.

Two candidates of one rank that say different things are left to the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layers._layer import Text
from layers.intake.column_map import PositionColumns
from layers.intake.columns.position_candidates import (
    Candidate,
    Columns,
    columns_of_pairs,
    drawn_columns,
    own_geometry,
    pairs_of_columns,
)
from layers.intake.columns.position_values import told_from_values
from layers.intake.columns.proposal import DatumHint
from layers.intake.finding import Finding
from layers.intake.table import Table

# A candidate that fewer rows have than this share of the fullest is passed over.
LEAST_FILL = 0.5


@dataclass(frozen=True)
class PositionChoice:
    """The position's columns, the reason, and all columns of coordinates whether used or not."""

    position: PositionColumns
    reason: Text
    coordinates: tuple[str, ...] = ()
    datum: DatumHint | None = None
    findings: tuple[Finding, ...] = ()


def choose_position(table: Table, columns: Sequence[str], untold: Sequence[str]) -> PositionChoice:
    """Return where the rows' positions come from, by the rules of this module.

    Parameters
    ----------
    columns
        The columns that may hold coordinates.
    untold
        Those whose headings say nothing else; only these are judged by their values alone.
    """
    seen = Columns({column: table.columns[column] for column in columns})
    candidates = [
        *own_geometry(table),
        *drawn_columns(seen),
        *pairs_of_columns(seen),
        *columns_of_pairs(seen),
    ]
    coordinates = tuple(seen.headings)
    if not candidates:
        told = told_from_values(seen, untold)
        if told is None:
            return _nothing(seen, coordinates)
        return PositionChoice(told.position, told.reason, (*coordinates, *told.position.columns))
    fullest = max(each.filled for each in candidates)
    full = [each for each in candidates if each.filled >= fullest * LEAST_FILL]
    best = min(full, key=lambda each: (each.rank, -each.filled))
    rivals = [
        each
        for each in full
        if each.rank == best.rank and each is not best and _differ(seen, best, each)
    ]
    used = (*coordinates, *best.position.columns)
    if rivals:
        return PositionChoice(
            PositionColumns("none"), UNDECIDED, used, None, (_rivals(best, rivals[0]),)
        )
    return PositionChoice(best.position, best.reason, tuple(dict.fromkeys(used)), best.datum)


def _differ(seen: Columns, one: Candidate, other: Candidate) -> bool:
    """Return whether two candidates give different positions."""
    if one.datum != other.datum and one.datum and other.datum:
        return one.datum.datum != other.datum.datum
    for mine, theirs in zip(one.position.columns, other.position.columns, strict=False):
        first, second = seen.look(mine), seen.look(theirs)
        numbers = (first.numbers, second.numbers)
        if first.pairs.size and second.pairs.size:
            numbers = (first.pairs, second.pairs)
        if numbers[0].shape != numbers[1].shape or not np.allclose(
            *numbers, rtol=0, atol=1e-6, equal_nan=True
        ):
            return True
    return False


def _rivals(one: Candidate, other: Candidate) -> Finding:
    first, second = (" + ".join(each.position.columns) for each in (one, other))
    return Finding(
        "position_ambiguous",
        "error",
        Text(
            f"有两组坐标且数值不同:{first};{second}",
            f"two sets of coordinates that differ: {first}; {second}",
        ),
        Text(
            "请在对照表的 [position] 里写明用哪一组。",
            "Say in [position] of the column map which are meant.",
        ),
        field="geometry",
        column=one.position.columns[0],
    )


def _nothing(seen: Columns, coordinates: tuple[str, ...]) -> PositionChoice:
    alone = [column for column, heading in seen.headings.items() if heading.part != "pair"]
    if not alone:
        reason = Text("文件里没有坐标", "the file has no coordinates")
        return PositionChoice(PositionColumns("none"), reason, coordinates)
    finding = Finding(
        "half_a_position",
        "warning",
        Text(
            f"“{alone[0]}”像是坐标，但找不到与它成对的列",
            f"{alone[0]!r} looks like a coordinate, but its other half is not found",
        ),
        Text(
            "请在对照表的 [position] 里写明两列。",
            "Name both columns in [position] of the column map.",
        ),
        field="geometry",
        column=alone[0],
    )
    reason = Text("坐标不成对", "only half of the coordinates is there")
    return PositionChoice(PositionColumns("none"), reason, coordinates, None, (finding,))


UNDECIDED = Text("有两组不同的坐标，待选定", "two different sets of coordinates, to be chosen from")
