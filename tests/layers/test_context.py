"""A place's context lines: roads, waters and greens beside place.toml, or told what is wrong."""

from __future__ import annotations

import json

import pytest

from layers.context import MOST_FEATURES, read_context
from layers.errors import PlaceError
from layers.place import read_place
from layers.store.check import check_place
from tests.layers.conftest import square, write_place

ROAD = {"type": "LineString", "coordinates": [[119.0, 36.7], [119.1, 36.7]]}
POND = square(119.05, 36.65, 0.01)


def feature(kind, geometry):
    return {"type": "Feature", "properties": {"kind": kind, "name": "x"}, "geometry": geometry}


def written(path, features, **members):
    content = {"type": "FeatureCollection", "features": features} | members
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_features_are_kept_by_kind_in_the_order_they_are_drawn(tmp_path):
    path = written(
        tmp_path / "context.geojson",
        [feature("road", ROAD), feature("water", POND), feature("water", ROAD)],
    )

    found = read_context(path)

    assert {kind: [one.geom_type for one in shapes] for kind, shapes in found.items()} == {
        "green": [],
        "water": ["Polygon", "LineString"],
        "road": ["LineString"],
    }
    assert list(found) == ["green", "water", "road"]


def test_a_place_names_its_file_and_the_check_does_not_take_it_for_a_layer(tmp_path):
    folder = write_place(tmp_path / "town", {"parks": []})
    written(folder / "context.geojson", [feature("green", POND)])
    toml = folder / "place.toml"
    toml.write_text('context = "context.geojson"\n' + toml.read_text("utf-8"), encoding="utf-8")

    context = read_place(folder).context

    assert context is not None
    assert len(context["green"]) == 1
    faults, _ = check_place(folder)
    assert not [one for one in faults if "context" in str(one)]


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([], "has no feature"),
        ([feature("rail", ROAD)], "kind 'rail'; write one of green, water, road"),
        ([feature("road", POND)], "a road that is a Polygon; draw a LineString"),
        ([feature("green", ROAD)], "a green that is a LineString; draw a MultiPolygon or Polygon"),
        (
            [
                feature(
                    "road", {"type": "LineString", "coordinates": [[36.7, 119.0], [36.7, 119.1]]}
                )
            ],
            "longitude comes first; swap the two",
        ),
        (
            [feature("road", {"type": "LineString", "coordinates": [[119, 36], [119, 36]]})],
            "is not a valid line",
        ),
        ([feature("road", ROAD)] * (MOST_FEATURES + 1), "at most 20000 are drawn"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_the_way_out(tmp_path, features, words):
    path = written(tmp_path / "context.geojson", features)

    with pytest.raises(PlaceError, match=words):
        read_context(path)


def test_a_missing_file_and_another_datum_are_told(tmp_path):
    with pytest.raises(PlaceError, match="leave out the key 'context'"):
        read_context(tmp_path / "context.geojson")
    gauss = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}
    path = written(tmp_path / "context.geojson", [feature("road", ROAD)], crs=gauss)
    with pytest.raises(PlaceError, match="not in WGS 84"):
        read_context(path)
