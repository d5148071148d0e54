"""A layer file becomes a snapshot, or a list of all that is wrong with it."""

from __future__ import annotations

import json

import pytest
import shapely

from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.errors import LayerFileError
from layers.store.reading import CHUNK_LINES, read_snapshot
from tests.layers.conftest import feature_line, point, square, tiny_layers

PARKING, PARKS = layer_named("parking"), layer_named("parks")


def parking_file(*features):
    return canonical_collection(features)


def faults_of(layer, data, **options):
    with pytest.raises(LayerFileError) as refused:
        read_snapshot(layer, data, file="x.geojson", **options)
    return refused.value.faults


def a_parking(feature_id="p-1", **properties):
    return feature_line("parking", feature_id, point(119.1, 36.7), properties)


def test_a_canonical_file_is_served_as_it_is_byte_for_byte():
    lines = tiny_layers()["parking"]
    data = canonical_collection(lines)

    snapshot = read_snapshot(PARKING, data, file="parking.geojson")

    assert snapshot.data is data
    assert snapshot.features(range(len(snapshot))) == lines
    assert len(snapshot) == 4


def test_the_version_follows_from_the_bytes_alone():
    one = read_snapshot(PARKING, parking_file(a_parking()), file="a")
    same = read_snapshot(PARKING, parking_file(a_parking()), file="b")
    other = read_snapshot(PARKING, parking_file(a_parking(name="新")), file="a")

    assert one.version == same.version != other.version
    assert len(one.version) == 16


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda data: json.dumps(json.loads(data), indent=2).encode(),
        lambda data: json.dumps(json.loads(data), ensure_ascii=True).encode(),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data.replace(b'"features":[\n', b'"name":"x","features":[\n'),
    ],
    ids=["indented", "escaped", "BOM", "CRLF", "no line end", "other members"],
)
def test_any_other_writing_of_the_same_layer_gives_the_same_features(rewrite):
    lines = tiny_layers()["parks"]
    data = rewrite(canonical_collection(lines))

    snapshot = read_snapshot(PARKS, data, file="parks.geojson")

    assert snapshot.features(range(len(snapshot))) == lines
    assert snapshot.row_of("park-gate") == 1


def test_an_id_may_stand_among_the_properties_or_be_a_number():
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": point(119.1, 36.7), "properties": {"id": "a"}},
            {"type": "Feature", "id": 7, "geometry": point(119.1, 36.7), "properties": None},
        ],
    }

    snapshot = read_snapshot(PARKING, json.dumps(collection).encode(), file="x")

    assert [snapshot.feature_id(row) for row in range(2)] == ["a", "7"]
    assert "id" not in snapshot.decoded([0])[0]["properties"]


def test_undeclared_fields_are_kept_after_the_declared_ones():
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "a",
                "geometry": point(119.1, 36.7),
                "properties": {"zone": 3, "name": "甲", "camera": None},
            }
        ],
    }

    snapshot = read_snapshot(PARKING, json.dumps(collection).encode(), file="x")

    names = list(snapshot.decoded([0])[0]["properties"])
    assert names == [*PARKING.fields, "camera", "zone"]


def test_an_empty_layer_is_a_layer():
    snapshot = read_snapshot(PARKING, canonical_collection([]), file="x")

    assert len(snapshot) == 0
    assert snapshot.bounds is None
    assert snapshot.row_of("a") is None


def test_a_park_is_reached_at_its_access_point_else_at_a_point_on_its_surface():
    data = canonical_collection(tiny_layers()["parks"])

    snapshot = read_snapshot(PARKS, data, file="x")

    inside = shapely.Point(snapshot.lon[0], snapshot.lat[0])
    assert shapely.box(119.11, 36.71, 119.111, 36.711).contains(inside)
    assert (snapshot.lon[1], snapshot.lat[1]) == (119.1210, 36.7105)
    assert snapshot.bounds == (119.11, 36.71, 119.121, 36.711)


def test_every_feature_of_a_layer_of_several_chunks_is_found_by_its_id():
    count = 2 * CHUNK_LINES + 7
    lines = [a_parking(f"p/{number} 号") for number in range(count)]

    snapshot = read_snapshot(PARKING, canonical_collection(lines), file="x")

    assert len(snapshot) == count
    assert all(snapshot.row_of(f"p/{row} 号") == row for row in range(0, count, 97))
    assert snapshot.row_of("p/-1 号") is None


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "empty"),
        (b"hello", 1, "not a GeoJSON FeatureCollection"),
        (b'{"type":"FeatureCollection","features":[\n{"type":"Feature"', 2, "truncated"),
        (b'{"type":"Feature","features":[]}', 1, "'Feature'"),
        (b'{"type":"Topology"}', None, "features"),
        (b'{"type":"FeatureCollection","features":[1]}', 1, "not a GeoJSON Feature"),
        (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}',
            1,
            "no id",
        ),
        (
            b'{"type":"FeatureCollection",\n"features":[\n\n'
            b'{"type":"Feature","id":"a","geometry":null,"properties":{}}]}',
            4,
            "'a' has no geometry",
        ),
        (
            b'{"type":"FeatureCollection","crs":{"type":"name","properties":'
            b'{"name":"urn:ogc:def:crs:EPSG::4549"}},"features":[]}',
            1,
            "convert it first",
        ),
    ],
)
def test_what_is_no_layer_file_is_refused_with_line_and_reason(data, line, reason):
    fault = faults_of(PARKING, data)[0]

    assert reason in fault.reason
    assert fault.line == line
    assert fault.file == "x.geojson"


def test_the_old_crs_member_is_accepted_where_it_means_longitude_and_latitude():
    data = (
        b'{"type":"FeatureCollection","crs":{"type":"name","properties":'
        b'{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[]}'
    )

    assert len(read_snapshot(PARKING, data, file="x")) == 0


@pytest.mark.parametrize(
    ("properties", "field", "reason"),
    [
        ({"spaces": -1}, "spaces", "-1: input should be greater than or equal to 0"),
        ({"spaces": "12"}, "spaces", "'12': input should be a valid integer"),
        ({"spaces": 12.5}, "spaces", "12.5"),
        ({"kind": "garage"}, "kind", "'kerbside', 'lot', 'underground' or 'shared'"),
        ({"status": "OPEN"}, "status", "'OPEN'"),
        ({"verified_on": "2026-02-30"}, "verified_on", "'2026-02-30'"),
        ({"updated_at": "2026-02-03T08:00:00"}, "updated_at", "timezone"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "pattern"),
        ({"name": "长" * 201}, "name", "at most 200"),
        ({"access_point": [119.0]}, "access_point", ""),
        ({"access_point": [36.7, 119.0]}, "access_point", "are the two swapped"),
        ({"height_limit_m": "2.1"}, "height_limit_m", "'2.1'"),
        ({"max_stay_minutes": 0}, "max_stay_minutes", "greater than or equal to 1"),
    ],
)
def test_a_wrong_value_is_refused_with_line_id_field_and_reason(properties, field, reason):
    faults = faults_of(PARKING, parking_file(a_parking("good"), a_parking("bad", **properties)))

    assert [(fault.line, fault.feature_id, fault.field) for fault in faults] == [(3, "bad", field)]
    assert reason in faults[0].reason


def test_every_wrong_value_is_named_up_to_the_most_that_are_asked_for():
    lines = [a_parking(str(number), spaces=-1, kind="x") for number in range(30)]

    assert len(faults_of(PARKING, canonical_collection(lines), most_faults=1000)) == 60
    assert len(faults_of(PARKING, canonical_collection(lines), most_faults=5)) == 6


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (point(36.7, 119.1), "are the two swapped"),
        (point(419575.0, 4063596.0), "is it projected"),
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "'LineString' is not one of"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, ">= 4"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0]]]}, "closed"),
    ],
)
def test_a_wrong_geometry_is_refused_with_the_reason(geometry, reason):
    line = feature_line("parks", "bad", geometry, {})

    faults = faults_of(PARKS, canonical_collection([line]))

    assert (faults[0].feature_id, faults[0].field) == ("bad", "geometry")
    assert reason in faults[0].reason


def test_an_id_that_is_given_twice_is_refused_at_its_second_line():
    faults = faults_of(PARKING, parking_file(a_parking("a"), a_parking("b"), a_parking("a")))

    assert [(fault.line, fault.feature_id, fault.field) for fault in faults] == [(4, "a", "id")]


def test_two_features_on_one_line_are_read_as_two():
    both = b",".join([a_parking("a"), a_parking("b")])

    snapshot = read_snapshot(PARKING, canonical_collection([both, a_parking("c")]), file="x")

    assert [snapshot.feature_id(row) for row in range(3)] == ["a", "b", "c"]


def test_a_feature_spread_over_lines_reports_the_line_it_begins_on():
    text = json.dumps(json.loads(parking_file(a_parking("a"), a_parking("b", spaces=-1))), indent=1)

    faults = faults_of(PARKING, text.encode())

    begins = [n for n, line in enumerate(text.splitlines(), 1) if '"Feature"' in line][1] - 1
    assert faults[0].line == begins
    assert faults[0].feature_id == "b"


def test_a_polygon_and_a_point_may_share_a_layer():
    lines = [
        feature_line("parks", "area", square(119.0, 36.6, 0.1), {}),
        feature_line("parks", "spot", point(119.2, 36.7), {}),
    ]

    snapshot = read_snapshot(PARKS, canonical_collection(lines), file="x")

    assert snapshot.bounds == (119.0, 36.6, 119.2, 36.7)
    assert (snapshot.lon[1], snapshot.lat[1]) == (119.2, 36.7)
