"""One document: the layers with what holds when, and their facilities or how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

import numpy as np

from api.bounds import LOADED_WHOLE, MOST_IN_VIEW
from api.resident.days import NO_COURSE, CoveredDays
from api.resident.features import written_features
from api.words import hours_words
from geo.cells import Cell, counted_cells
from geo.geojson import compact_json
from geo.index import IntArray
from layers._layer import Text
from layers.find.select import Box, rows_in_box
from layers.hours import HORIZON_DAYS
from layers.store.snapshot import Snapshot

# About so many cells lie side by side over a view, and so many above each other.
CELLS_A_SIDE = 16
# Five decimals of a degree are a metre.
CELL_DECIMALS = 5
LAYER = b'{%b,"hours":%b,"courses":[%b],"features":[%b]}'


class Chosen(NamedTuple):
    """Some of the facilities of the layers, as a published map has them.

    Parameters
    ----------
    query
        What they were chosen by, without `?`: equal queries choose the same rows of a version.
    rows
        Those of each layer, rising.
    """

    query: str
    rows: tuple[IntArray, ...]


class About(NamedTuple):
    """What a document is about.

    Parameters
    ----------
    snapshots
        The layers, in order.
    today
        The day that it is made for, by the place's own date.
    data_date
        The day that the data speak of.
    box
        The view in degrees; None for all there is.
    chosen
        Which facilities of the layers; None for all.
    """

    snapshots: tuple[Snapshot, ...]
    today: date
    data_date: date | None
    box: Box | None = None
    chosen: Chosen | None = None

    @property
    def by_view(self) -> bool:
        """Whether its layers have too many facilities to be loaded without a view."""
        if self.chosen is None:
            return is_by_view(self.snapshots)
        return sum(map(len, self.chosen.rows)) > LOADED_WHOLE

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others: equal keys, equal documents."""
        versions = tuple((one.layer.name, one.version) for one in self.snapshots)
        chosen = self.chosen and self.chosen.query
        return versions, self.today, self.data_date, self.box, chosen


def is_by_view(snapshots: Sequence[Snapshot]) -> bool:
    """Tell whether layers have too many facilities for a browser to load them all."""
    return sum(map(len, snapshots)) > LOADED_WHOLE


def written_document(about: About, days: CoveredDays, timezone: str) -> bytes:
    """Return a document as JSON.

    Whatever makes it at whatever hour of the day makes the same bytes, so all workers give it the
    same hash.
    """
    rows = _rows(about)
    most = MOST_IN_VIEW if about.box or about.by_view else LOADED_WHOLE
    # Where there are too many for a list: the box in whose parts they are counted.
    box = (about.box or _bounds(about.snapshots)) if sum(map(len, rows)) > most else None
    layers = [
        b'"%b":%b'
        % (
            one.layer.name.encode(),
            _listed(one, found, days) if box is None else _counted(one, found, box),
        )
        for one, found in zip(about.snapshots, rows, strict=True)
    ]
    midnight = days.clock.localise(datetime.combine(about.today, time()))
    head = {
        "generated_at": midnight.isoformat(),
        "timezone": timezone,
        "days": days.starts,
        "horizon_days": HORIZON_DAYS,
        "data_date": about.data_date,
        "by_view": about.by_view,
    }
    return b'%b,"layers":{%b}}' % (compact_json(head)[:-1], b",".join(layers))


def _rows(about: About) -> list[IntArray]:
    """Return the rows of each layer that are wanted and lie in the view."""
    wanted = [np.arange(len(one)) for one in about.snapshots]
    if about.chosen is not None:
        wanted = list(about.chosen.rows)
    if about.box is None:
        return wanted
    box = about.box
    return [
        np.intersect1d(rows, rows_in_box(one, box), assume_unique=True)
        for one, rows in zip(about.snapshots, wanted, strict=True)
    ]


def _listed(snapshot: Snapshot, rows: IntArray, days: CoveredDays) -> bytes:
    """Return a layer with the facilities of some rows, and the courses that these have."""
    written = days.courses(snapshot)
    codes = np.unique(snapshot.term_codes[rows]).tolist()
    # Hours in other words may have the same course.
    courses = dict.fromkeys(written[code] for code in codes if written[code] != NO_COURSE)
    number = {course: place for place, course in enumerate(courses)}
    course_of = {code: number.get(written[code]) for code in codes}
    features = written_features(snapshot, rows, course_of)
    return LAYER % (
        _numbers(snapshot, rows, cells=None),
        compact_json(_hours_words(snapshot, codes)),
        b",".join(courses),
        b",".join(features),
    )


def _hours_words(snapshot: Snapshot, codes: Sequence[int]) -> dict[str, Text]:
    """Return words for the opening and free hours that facilities with some terms have."""
    terms = [snapshot.terms[code] for code in codes]
    given = sorted({hours for one in terms for hours in (one.open_hours, one.free_hours) if hours})
    return {expression: hours_words(expression) for expression in given}


def _counted(snapshot: Snapshot, rows: IntArray, box: Box) -> bytes:
    """Return a layer with the number of its facilities in each part of a view."""
    lon, lat = snapshot.lon[rows], snapshot.lat[rows]
    cells = [
        (round(x, CELL_DECIMALS), round(y, CELL_DECIMALS), count)
        for x, y, count in counted_cells(lon, lat, box, CELLS_A_SIDE)
    ]
    return LAYER % (_numbers(snapshot, rows, cells=cells), b"{}", b"", b"")


def _numbers(snapshot: Snapshot, rows: IntArray, *, cells: list[Cell] | None) -> bytes:
    members = {
        "version": snapshot.version,
        "count": len(snapshot),
        "matched": len(rows),
        "cells": cells,
    }
    return compact_json(members)[1:-1]


def _bounds(snapshots: Sequence[Snapshot]) -> Box:
    """Return the box around all layers; those without facilities have none."""
    bounds = np.array([one.bounds for one in snapshots if one.bounds is not None])
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    return west, south, east, north
