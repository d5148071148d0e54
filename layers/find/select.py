"""Which features of a layer pass: by box, by fields, by time, by being free; in file order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import shapely

from geo.index import BoolArray, IntArray
from layers.hours import Clock
from layers.store.columns import Categories, Filter
from layers.store.snapshot import Snapshot

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Interval:
    """A span of time, both ends included; None is open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class FreeAt:
    """When somebody comes and for how long: only what is free then for the whole stay passes."""

    at: datetime
    stay_minutes: int | None = None


class Selection(NamedTuple):
    """What is asked of a layer; every part that is given must hold."""

    box: Box | None = None
    filters: tuple[Filter, ...] = ()
    updated: Interval | None = None
    free: FreeAt | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is asked, so that all rows pass."""
        return self == EVERYTHING


EVERYTHING = Selection()


def matching_rows(snapshot: Snapshot, selection: Selection, clock: Clock) -> IntArray:
    """Return the rows that pass, in rising order.

    A box is met when it touches a feature's geometry (not only its bounds). A feature without a
    time passes every time filter (OGC 17-069r4, requirement /req/core/fc-time-response, C);
    unknown values pass no filter of their field.

    Parameters
    ----------
    clock
        Judges hours in the place's time zone.
    """
    mask = field_mask(snapshot, selection, clock)
    if selection.box is None:
        return np.arange(len(snapshot)) if mask is None else np.flatnonzero(mask)
    rows = rows_in_box(snapshot, selection.box)
    return rows if mask is None else rows[mask[rows]]


def rows_in_box(snapshot: Snapshot, box: Box) -> IntArray:
    """Return the rows whose geometry meets a box, in rising order."""
    rows = snapshot.boxes.meeting(*box)
    if snapshot.shapes is None or not len(rows):
        return rows
    shapes = snapshot.shapes[rows]
    west, south, east, north = box
    if west <= east:
        return rows[shapely.intersects(shapes, shapely.box(west, south, east, north))]
    halves = (shapely.box(west, south, 180, north), shapely.box(-180, south, east, north))
    return rows[shapely.intersects(shapes, halves[0]) | shapely.intersects(shapes, halves[1])]


def field_mask(snapshot: Snapshot, selection: Selection, clock: Clock) -> BoolArray | None:
    """Return which rows pass everything but the box, shape (n,); None where nothing is asked."""
    masks = [snapshot.columns[wanted.field].where(wanted) for wanted in selection.filters]
    if selection.updated is not None:
        masks.append(_updated_within(snapshot, selection.updated))
    if selection.free is not None:
        masks.append(free_mask(snapshot, selection.free, clock))
    if not masks:
        return None
    passing: BoolArray = np.logical_and.reduce(masks)
    return passing


def _updated_within(snapshot: Snapshot, interval: Interval) -> BoolArray:
    column = snapshot.columns["updated_at"]
    assert isinstance(column, Categories)

    def within(value: Any) -> bool:
        if value is None:
            return True
        after = interval.start is None or value >= interval.start
        return after and (interval.end is None or value <= interval.end)

    return column.where_value(within)


def free_mask(snapshot: Snapshot, free: FreeAt, clock: Clock) -> BoolArray:
    """Return which rows are free then; each distinct schedule is judged once, shape (n,).

    A layer whose facilities have no status (communities) passes whole.
    """

    def judge() -> BoolArray:
        passing = [_is_free(clock, terms, free) for terms in snapshot.terms]
        by_row: BoolArray = np.array(passing, bool)[snapshot.term_codes]
        return by_row

    return snapshot.remember(("free", free, id(clock)), judge)


def _is_free(clock: Clock, terms: Any, free: FreeAt) -> bool:
    status = clock.status(terms, free.at, free.stay_minutes)
    if status is None:
        return True
    return status.state == "free" and (free.stay_minutes is None or bool(status.whole_stay_free))
