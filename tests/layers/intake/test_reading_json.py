"""JSON and scripts in the shapes that open data comes in."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.intake.reading import read_table_bytes
from layers.intake.table import IntakeError


def read(text, name="data.json", **options):
    return read_table_bytes(name, text.encode(), **options)


def codes(table):
    return [(finding.code, finding.line) for finding in table.findings]


def feature(properties, geometry=None, **more):
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


POINT = {"type": "Point", "coordinates": [119.1, 36.7, 5.0]}


def test_features_keep_lists_and_objects_and_say_where_they_begin():
    first = json.dumps(feature({"name": "甲", "more": {"a": [1]}}, POINT, id=7))
    second = json.dumps(feature(None))
    text = f'{{"type":"FeatureCollection","features":[\n{first},\n\n{second}]}}'
    table = read(text, "a.geojson")
    assert table.columns == {"id": [7, None], "name": ["甲", None], "more": [{"a": [1]}, None]}
    assert table.lines.tolist() == [2, 4]
    assert table.geometries.tolist() == [shapely.Point(119.1, 36.7), None]


def test_ids_that_differ_and_keys_that_come_twice_are_said():
    text = (
        '{"type":"FeatureCollection","features":[\n'
        '{"type":"Feature","id":1,"properties":{"id":2},"geometry":null},\n'
        '{"type":"Feature","properties":{"a":1,"a":2},"geometry":null}]}'
    )
    table = read(text)
    assert codes(table) == [("ids_differ", 2), ("duplicate_key", 3)]
    assert table.columns == {"id": [2, None], "a": [None, 2]}


def test_the_reference_system_that_a_file_names_is_kept():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}
    collection = {"type": "FeatureCollection", "features": [], "crs": crs}
    assert read(json.dumps(collection)).crs == "EPSG:4549"
    crs["properties"]["name"] = "urn:ogc:def:crs:OGC:1.3:CRS84"
    assert read(json.dumps(collection)).crs == "EPSG:4326"


def test_positions_written_as_text_are_read_and_broken_ones_said():
    collection = [
        feature({"n": 1}, {"type": "Point", "coordinates": ["119.1", "36.7"]}),
        feature({"n": 2}, {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}),
        feature({"n": 3}, {"type": "Point", "coordinates": []}),
    ]
    table = read(json.dumps(collection))
    assert table.geometries.tolist() == [shapely.Point(119.1, 36.7), None, None]
    assert codes(table) == [("geometry_unreadable", 2)]


def test_a_single_feature_and_a_bare_geometry_are_a_row():
    assert read(json.dumps(feature({"name": "甲"}))).columns == {"name": ["甲"]}
    assert read(json.dumps(POINT)).geometries.tolist() == [shapely.Point(119.1, 36.7)]


def test_records_deep_in_an_answer_are_found_and_nested_ones_dotted():
    rows = [
        {"名称": "甲", "location": {"type": "Point", "coordinates": [1, 2]}, "p": {"q": {"r": 1}}}
    ]
    table = read(json.dumps({"result": {"count": 1, "results": rows}, "help": "x"}))
    assert table.columns == {"名称": ["甲"], "p.q.r": [1]}
    assert table.geometries.tolist() == [shapely.Point(1, 2)]


def test_of_several_lists_the_longest_is_read_unless_another_is_asked_for():
    text = json.dumps({"a": [{"x": 1}], "b": {"c": [{"y": 1}, {"y": 2}]}})
    assert read(text).columns == {"y": [1, 2]}
    assert codes(read(text)) == [("other_tables", None)]
    assert read(text, records="a").columns == {"x": [1]}
    with pytest.raises(IntakeError, match=r"no list of records at 'z'; known: a, b\.c"):
        read(text, records="z")


@pytest.mark.parametrize(
    "text",
    [
        '{"name": ["甲", "乙"], "n": [1, 2]}',
        '{"name": {"0": "甲", "1": "乙"}, "n": {"0": 1, "1": 2}}',
        '[["name", "n"], ["甲", 1], ["乙", 2]]',
        '{"fields": [{"name": "name"}, {"name": "n"}], "data": [["甲", 1], ["乙", 2]]}',
        '{"name": "甲", "n": 1}\n\n{"name": "乙", "n": 2}\n',
        "var x = [{name: '甲', n: 1,}, /* ; */ {'name': \"乙\", n: 2}]; // end",
        "callback([{name: `甲`, n: 1.0e0}, {name: '\\u4e59', n: 0x2}]);",
        "/* 'x */ (function () { window.data = {list: [{name:'甲',n:1},{name:'乙',n:2}]}; })();",
        "export const rows: Row[] = [{name:'甲',n:+1},{name:'\\u{4e59}', n:2}];",
    ],
)
def test_every_usual_shape_of_records_is_read(text):
    assert read(text).columns == {"name": ["甲", "乙"], "n": [1, 2]}


def test_objects_under_their_keys_are_rows_with_the_key():
    text = '{"p1": {"n": 1}, "p2": {"n": 2}}'
    assert read(text).columns == {"key": ["p1", "p2"], "n": [1, 2]}


def test_features_one_a_line_and_as_a_text_sequence_are_read():
    lines = [json.dumps(feature({"name": name}, POINT)) for name in ("甲", "乙")]
    for text in ("\n".join(lines), "".join(f"\x1e{line}\n" for line in lines)):
        table = read(text, "a.geojsonl")
        assert (table.format, table.columns) == ("geojsonl", {"name": ["甲", "乙"]})
        assert table.lines.tolist() == [1, 2]


def test_a_broken_line_among_records_is_an_error_of_its_row():
    table = read('{"a": 1}\n{"a": 2}\n{"a": \n', "a.ndjson")
    assert len(table) == 3
    assert codes(table) == [("not_a_record", 3)]


@pytest.mark.parametrize("value", ["new Date(1)", "1 + 2", "'a' + b", "b", "012", "`${x}`", "f()"])
def test_code_among_the_data_of_a_script_is_refused_with_its_line(value):
    with pytest.raises(IntakeError, match="Line 2 of the script has code"):
        read(f"var x = [\n{{a: {value}}}];", "x.js")


def test_code_beside_the_data_of_a_script_is_passed_over():
    text = (
        "const map = L.map('map', {zoom: f(3)});\nlet re = /[\"']/;\n"
        "const rows = [{a: undefined, b: !0, url: 'http://x//y'},\n{a: -1.5, b: !1, url: null}];\n"
        "rows.forEach(row => { add({lat: row.a}); });"
    )
    table = read(text, "app.js")
    assert table.columns == {
        "a": [None, -1.5], "b": [True, False], "url": ["http://x//y", None],
    }  # fmt: skip
    assert table.lines.tolist() == [3, 4]


def test_a_long_setting_without_records_does_not_stand_before_short_data():
    text = f"const map = {{style: '{'x' * 200}'}};\nconst rows = [{{a: 1}}];"
    assert read(text, "app.js").columns == {"a": [1]}


def test_a_script_with_several_lists_reads_the_one_asked_for_by_its_name():
    text = "const a = [{x: 1}], b = [{y: 1}, {y: 2}];"
    assert read(text, "a.js").columns == {"y": [1, 2]}
    assert read(text, "a.js", records="a").columns == {"x": [1]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": [1,\n', "line 2"),
        ("[" * 100_000, "nested too deeply"),
        ("[1" + "0" * 5000 + "]", "unreadable number"),
        ("[]", "no records"),
        ("var x = [{a: 1}", "do not end"),
        ("var x = 1;", "no data"),
    ],
)
def test_broken_json_is_refused_in_words(text, words):
    with pytest.raises(IntakeError, match=words):
        read(text, "a.js" if text.startswith("var") else "a.json")


VALUES = (
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text("甲'\"\\a\n", min_size=1)
)
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["a", "b", "c d"]), VALUES, min_size=1), min_size=1, max_size=6
)


@given(RECORDS)
@settings(deadline=None, max_examples=60)
def test_a_script_gives_the_same_table_as_its_json(records):
    text = json.dumps(records, ensure_ascii=False)
    plain, script = read(text), read(f"// c\nvar x = {text};", "x.js")
    assert plain.columns == script.columns
    # All on one line, the rows are numbered; a single one has its line.
    assert script.lines.tolist() == (plain.lines.tolist() if len(records) > 1 else [2])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", r'[{"名称":"\ud83d坏"},{"名称":"\ud83d\ude00"},{"名称":"\\ud83d"}]'),
        ("a.ndjson", '{"名称":"\\ud83d坏"}\n{"名称":"\\ud83d\\ude00"}\n{"名称":"\\\\ud83d"}'),
        ("a.js", r"var x = [{名称:'\ud83d坏'},{名称:'\ud83d\ude00'},{名称:'\\ud83d'}]"),
    ],
)
def test_half_a_character_is_lost_and_said_and_two_halves_are_one(name, text):
    table = read(text, name)
    assert table.columns == {"名称": ["\ufffd坏", "😀", "\\ud83d"]}
    assert codes(table) == [("mojibake", int(table.lines[0]))]


def overpass(*elements):
    return read(json.dumps({"version": 0.6, "osm3s": {}, "elements": elements}))


def test_an_overpass_answer_gives_its_tagged_elements_and_leaves_out_corners():
    corners = [(1, 119.1, 36.7), (2, 119.2, 36.7), (3, 119.2, 36.8)]
    nodes = [{"type": "node", "id": i, "lon": lon, "lat": lat} for i, lon, lat in corners]
    nodes[0]["tags"] = {"amenity": "toilets", "name": "甲"}
    park = {"type": "way", "id": 1, "nodes": [1, 2, 3, 1], "tags": {"leisure": "park"}}
    street = {"type": "way", "id": 2, "center": {"lon": 119.15, "lat": 36.75}, "tags": {"a": "b"}}
    table = overpass(*nodes, park, street)
    assert table.columns["id"] == ["node/1", "way/1", "way/2"]
    assert table.columns["name"] == ["甲", None, None]
    assert table.geometries.tolist() == [
        shapely.Point(119.1, 36.7),
        shapely.Polygon([corner[1:] for corner in corners]),
        shapely.Point(119.15, 36.75),
    ]
    assert table.crs == "EPSG:4326"
    assert codes(table) == [("elements_without_tags", None)]


def test_an_overpass_way_of_which_corners_are_missing_has_no_ring():
    ring = [{"lon": 119.1, "lat": 36.7}, None, {"lon": 119.2, "lat": 36.8}]
    way = {"type": "way", "id": 1, "geometry": [*ring, ring[0]], "tags": {"a": "b"}}
    table = overpass(way, {"type": "relation", "id": 1, "tags": {"a": "c"}})
    assert table.geometries.tolist() == [None, None]
