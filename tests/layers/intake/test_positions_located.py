"""Raw positions in WGS 84, once their datum is judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.crs import datum_named, from_wgs84, shapes_from_wgs84
from layers.intake.column_map import PositionColumns
from layers.intake.positions import (
    DatumJudgement,
    Located,
    RawPositions,
    locate,
    locate_pairs,
    lost_positions,
    read_positions,
    weigh_datums,
)
from layers.intake.table import IntakeError, Table
from layers.place import Place, read_place

LON, LAT = np.array([119.1, 119.15]), np.array([36.7, 36.75])


@pytest.fixture
def town(tiny_place: Path) -> Place:
    return read_place(tiny_place)


def judged(raw: RawPositions, town: Place, declared: str) -> DatumJudgement:
    names = [None] * len(raw)
    return weigh_datums(raw, town, None, names=names, declared=datum_named(declared))


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09", "4549", "4528"])
def test_numbers_of_any_datum_come_back_to_where_they_are(town: Place, datum: str) -> None:
    raw = RawPositions(*from_wgs84(datum_named(datum), LON, LAT))

    located = locate(raw, judged(raw, town, datum))

    assert located.shapes is None
    assert located.lon.tolist() == pytest.approx(LON.tolist(), abs=1e-9)
    assert located.lat.tolist() == pytest.approx(LAT.tolist(), abs=1e-9)


def test_swapped_shapes_are_turned_and_moved_whole(town: Place) -> None:
    square = shapely.box(119.1, 36.7, 119.12, 36.71)
    shapes = shapes_from_wgs84(datum_named("4549"), np.array([square, None], dtype=object))
    turned = shapely.transform(shapes, lambda coordinates: coordinates[:, ::-1])
    table = Table("a.shp", "shapefile", {}, np.array([1, 2]), geometries=turned)
    raw = read_positions(table, PositionColumns("geometry"))

    judgement = judged(raw, town, "4549")
    located = locate(raw, judgement)

    assert judgement.swapped
    assert located.shapes is not None
    assert shapely.equals_exact(located.shapes[0], square, tolerance=1e-8, normalize=True)
    assert located.shapes[1] is None
    assert (located.lon[0], located.lat[0]) == pytest.approx((119.11, 36.705), abs=1e-8)
    assert np.isnan(located.lon[1])


def test_a_row_that_its_datum_puts_nowhere_is_told(town: Place) -> None:
    x, y = from_wgs84(datum_named("4549"), LON, LAT)
    raw = RawPositions(np.append(x, [1e12, np.nan]), np.append(y, [1.0, np.nan]))

    located = locate(raw, judged(raw, town, "4549"))
    findings = lost_positions(raw, located, np.array([2, 3, 4, 5]))

    assert [(each.code, each.line, each.severity) for each in findings] == [
        ("position_impossible", 4, "error")
    ]
    assert np.isnan(located.lon[2:]).all()


def test_entrances_are_moved_with_the_file_s_datum(town: Place) -> None:
    raw = RawPositions(*from_wgs84(datum_named("gcj02"), LON, LAT))
    judgement = judged(raw, town, "gcj02")

    pairs = locate_pairs([(float(raw.x[0]), float(raw.y[0])), None], judgement)

    assert pairs[0] == pytest.approx((119.1, 36.7), abs=1e-9)
    assert pairs[1] is None
    assert locate_pairs([], judgement) == []


def test_what_was_refused_is_not_located(town: Place) -> None:
    raw = RawPositions(LON, LAT)
    judgement = weigh_datums(raw, town, None, names=[None, None])

    for refused in (judgement, replace(judged(raw, town, "wgs84"), contradicted=True)):
        with pytest.raises(IntakeError):
            locate(raw, refused)
        with pytest.raises(IntakeError):
            locate_pairs([(119.1, 36.7)], refused)


def test_rows_without_a_position_are_nowhere() -> None:
    located = Located.nowhere(2)

    assert np.isnan(located.lon).all()
    assert len(located.lat) == 2
