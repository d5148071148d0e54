"""Coordinates whose headings say nothing, told from their values alone, with care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from layers._layer import Text
from layers.intake.column_map import PositionColumns
from layers.intake.columns.coordinate_cells import Look
from layers.intake.columns.coordinate_headings import CoordinateHeading
from layers.intake.columns.position_candidates import (
    DEGREES,
    DRAWN,
    LATITUDE_MOST,
    LONGITUDE_MOST,
    Candidate,
    Columns,
    pair_candidate,
)

# Numbers that nobody named are taken for degrees only with so many decimals (some ten metres).
TOLD_DECIMALS = 4
# Of the cells of such columns.
TOLD_FIT = 0.95
# A district is smaller than this, in degrees.
TOLD_SPAN = 5.0


def told_from_values(seen: Columns, untold: Sequence[str]) -> Candidate | None:
    """Return the columns that can only be coordinates: geometries, two numbers, or pairs.

    Numbers only where one is beyond 90 and so must be a longitude, and only if there is just one
    such place in the file: elsewhere it would be a guess.
    """
    drawn = [column for column in untold if seen.look(column).drawn >= TOLD_FIT]
    if len(drawn) == 1:
        reason = Text(f"“{drawn[0]}”的内容是几何（WKT 等）", f"{drawn[0]!r} holds geometries")
        return Candidate(PositionColumns("geometry", (drawn[0],)), DRAWN, 1.0, reason)
    found = []
    for first, second in pairwise(untold):
        both = seen.look(first), seen.look(second)
        if not all(_precise(each) for each in both):
            continue
        over, up = (abs(each.middle) for each in both)
        if LATITUDE_MOST < over <= LONGITUDE_MOST and up <= LATITUDE_MOST:
            found.append((first, second))
        elif LATITUDE_MOST < up <= LONGITUDE_MOST and over <= LATITUDE_MOST:
            found.append((second, first))
    if len(found) == 1:
        reason = Text(
            "列名没有说明，由数值看出是经度和纬度",
            "the headings do not say so; the numbers can only be longitude and latitude",
        )
        return Candidate(PositionColumns("columns", found[0]), DEGREES, 1.0, reason)
    alone = [column for column in untold if _precise_pairs(seen.look(column))]
    if not found and len(alone) == 1:
        heading = CoordinateHeading("pair", 0)
        made = pair_candidate(alone[0], heading, seen.look(alone[0]))
        return replace(
            made,
            reason=Text(
                "列名没有说明,由数值看出是一对坐标" + made.reason.zh.partition("，")[2],
                "the heading does not say so; the values can only be pairs of coordinates",
            ),
        )
    return None


def _precise(cells: Look) -> bool:
    if cells.numeric < TOLD_FIT or cells.decimals < TOLD_DECIMALS or not cells.degrees:
        return False
    known = cells.numbers[np.isfinite(cells.numbers)]
    low, high = np.percentile(known, [5, 95])
    return bool(high - low < TOLD_SPAN)


def _precise_pairs(cells: Look) -> bool:
    if cells.paired < TOLD_FIT or not cells.pairs.size:
        return False
    return bool(
        LATITUDE_MOST < np.median(np.abs(cells.pairs).max(axis=1)) <= LONGITUDE_MOST
        and np.mean(cells.pairs % 1 != 0) > 0.9
    )
