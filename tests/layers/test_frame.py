"""A layer as a GeoDataFrame holds what the file holds."""

from __future__ import annotations

import pytest

from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.frame import layer_frame
from layers.store.files import FileStore
from layers.store.reading import read_snapshot


def test_a_frame_has_one_row_a_feature_in_file_order_with_fields_as_columns(tiny_place):
    frame = layer_frame(FileStore(tiny_place).snapshot("parking"))

    assert list(frame.index) == ["p-near", "p-mid", "p-short", "p-unknown"]
    assert list(frame.columns) == [*layer_named("parking").fields, "geometry"]
    assert frame.loc["p-near", "spaces"] == 20
    assert frame["spaces"].isna().tolist() == [False, False, True, True]


def test_a_frame_is_in_wgs_84_and_can_be_measured_in_metres(tiny_place):
    frame = layer_frame(FileStore(tiny_place).snapshot("parks"))

    assert frame.crs.to_epsg() == 4326
    # A thousandth of a degree each way at 36.71° north: 89.35 m by 110.97 m.
    area = frame.to_crs("EPSG:4549").area.loc["park-1"]
    assert area == pytest.approx(89.35 * 110.97, rel=2e-3)


def test_an_empty_layer_is_an_empty_frame():
    snapshot = read_snapshot(layer_named("toilets"), canonical_collection([]), file="x")

    assert len(layer_frame(snapshot)) == 0
