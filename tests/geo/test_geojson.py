"""Canonical GeoJSON: the same features always give the same bytes, and anyone can read them."""

from __future__ import annotations

import json
import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeometryError
from geo.geojson import (
    canonical_collection,
    canonical_feature,
    canonical_geometry,
    geometry_from_shape,
    shapes_from_geometries,
)

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)


def test_a_feature_is_one_line_with_its_members_in_order_and_seven_decimals():
    geometry = {"coordinates": [119.123456789, 36.7], "type": "Point", "bbox": [0, 0, 0, 0]}

    line = canonical_feature("p-1", geometry, {"name": "自怡园", "spaces": None})

    assert line.decode() == (
        '{"type":"Feature","id":"p-1",'
        '"geometry":{"type":"Point","coordinates":[119.1234568,36.7]},'
        '"properties":{"name":"自怡园","spaces":null}}'
    )


def test_a_collection_has_one_feature_a_line_and_ends_with_a_line_end():
    point = {"type": "Point", "coordinates": [1, 2]}
    features = [canonical_feature(name, point, {}) for name in "ab"]

    text = canonical_collection(features).decode()

    assert text.splitlines()[0] == '{"type":"FeatureCollection","features":['
    assert text.splitlines()[-1] == "]}"
    assert len(text.splitlines()) == 4
    assert [one["id"] for one in json.loads(text)["features"]] == ["a", "b"]


def test_an_empty_collection_is_valid_json():
    assert json.loads(canonical_collection([])) == {"type": "FeatureCollection", "features": []}


def test_a_line_end_inside_a_text_does_not_break_the_line():
    line = canonical_feature("1", None, {"note": "a\nb\r\u2028c"})

    assert b"\n" not in line
    assert json.loads(line)["properties"]["note"] == "a\nb\r\u2028c"


def test_altitudes_are_dropped():
    point = canonical_geometry({"type": "Point", "coordinates": [1.0, 2.0, 30.0]})

    assert point["coordinates"] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Circle", "coordinates": [0, 0]}, "'Circle'"),
        ({"coordinates": [0, 0]}, "None"),
        ({"type": "Point", "coordinates": None}, "a list was expected"),
        ({"type": "Point", "coordinates": "119,36"}, "a list was expected"),
        ({"type": "Point", "coordinates": [119.0]}, "two numbers"),
        ({"type": "Point", "coordinates": ["119.0", "36.0"]}, "needs numbers"),
        ({"type": "Point", "coordinates": [True, 36.0]}, "needs numbers"),
        ({"type": "Point", "coordinates": [math.nan, 36.0]}, "finite"),
        ({"type": "Polygon", "coordinates": [[1, 2], [3, 4]]}, "a list was expected"),
    ],
)
def test_a_geometry_that_is_none_is_refused_with_the_reason(geometry, reason):
    with pytest.raises(GeometryError, match=reason):
        canonical_geometry(geometry)


def test_rings_are_turned_to_the_right_hand_rule():
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])

    ring = geometry_from_shape(clockwise)["coordinates"][0]

    assert shapely.LinearRing(ring).is_ccw


def test_a_ring_that_does_not_close_cannot_be_read():
    ring = b'{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0]]]}'

    with pytest.raises(GeometryError, match="closed"):
        shapes_from_geometries([ring])


@given(longitudes, latitudes)
def test_writing_again_changes_nothing(lon, lat):
    once = canonical_geometry({"type": "Point", "coordinates": [lon, lat]})

    assert canonical_geometry(once) == once
    assert math.isclose(once["coordinates"][0], lon, abs_tol=5.0001e-8)
