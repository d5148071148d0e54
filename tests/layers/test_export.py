"""Exporting as a whole: formats, datums, what is refused, what is told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import prcoords
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import UnknownDatumError
from layers.export.exporting import FORMATS, export_layer, format_named
from layers.export.report import ExportError, FileExistsAlreadyError
from layers.export.shapefile_fields import fields_file, whole_headings
from layers.place import read_place
from layers.sheets.formulas import guarded, unguarded
from tests.layers.export_samples import HARD_TEXTS, parks, snapshot, toilets


def features(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_bytes())["features"]


def test_geojson_in_wgs84_is_the_layer_file_to_the_byte(tmp_path):
    layer = parks()

    report = export_layer(layer, tmp_path / "parks.geojson")

    assert (tmp_path / "parks.geojson").read_bytes() == layer.data
    assert (report.format, report.features, report.datum) == ("geojson", 4, "wgs84")


def test_lines_of_geojson_are_the_stored_features(tmp_path):
    layer = parks()

    export_layer(layer, tmp_path / "parks.ndjson")

    lines = (tmp_path / "parks.ndjson").read_bytes().splitlines()
    assert lines == layer.features(range(4))


def test_gcj02_agrees_with_another_implementation_in_points_outlines_and_entrances(tmp_path):
    export_layer(parks(), tmp_path / "parks.geojson", datum="gcj02")

    document = json.loads((tmp_path / "parks.geojson").read_bytes())
    assert document["datum"] == "gcj02"
    assert "crs" not in document
    square, _, point, _ = document["features"]
    here = prcoords.wgs_gcj((36.7, 119.1000001))[::-1]
    assert point["geometry"]["coordinates"] == pytest.approx(here, abs=1e-9)
    corner = prcoords.wgs_gcj((36.702, 119.102))[::-1]
    assert square["geometry"]["coordinates"][0][2] == pytest.approx(corner, abs=1e-9)
    gates = [prcoords.wgs_gcj((36.701, lon))[::-1] for lon in (119.1, 119.102)]
    assert square["properties"]["entrances"] == [pytest.approx(gate, abs=1e-9) for gate in gates]
    assert square["properties"]["access_point"] == pytest.approx(gates[0], abs=1e-9)


def test_exporting_in_another_datum_leaves_the_layer_itself_alone(tmp_path):
    layer = parks()
    before = layer.data

    export_layer(layer, tmp_path / "parks.geojson", datum="bd09")
    export_layer(layer, tmp_path / "again.geojson")

    assert (tmp_path / "again.geojson").read_bytes() == before


def test_a_projected_system_has_eastings_first_and_is_named_for_gdal(tmp_path):
    export_layer(toilets(), tmp_path / "toilets.geojson", datum="EPSG:4549")

    document = json.loads((tmp_path / "toilets.geojson").read_bytes())
    assert document["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::4549"
    to_plane = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4549", always_xy=True)
    expected = to_plane.transform(119.1000001, 36.7)
    assert document["features"][0]["geometry"]["coordinates"] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "EPSG:4549", "EPSG:4528", "EPSG:4490"])
def test_seven_decimals_come_back_from_every_datum(tmp_path, datum):
    from geo.crs import datum_named, shapes_to_wgs84  # noqa: PLC0415

    layer = parks()
    export_layer(layer, tmp_path / "x.geojson", datum=datum)

    shapes = [shapely.geometry.shape(each["geometry"]) for each in features(tmp_path / "x.geojson")]
    back = shapely.to_geojson(
        shapely.transform(shapes_to_wgs84(datum_named(datum), shapes), lambda c: c.round(7))
    )
    assert [json.loads(each) for each in back] == [
        each["geometry"] for each in layer.decoded(range(4))
    ]


def test_a_file_that_is_there_is_only_replaced_when_told_so(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("mine")

    with pytest.raises(FileExistsAlreadyError, match="已存在"):
        export_layer(toilets(), path)
    assert path.read_text() == "mine"

    export_layer(toilets(), path, overwrite=True)
    assert path.read_text(encoding="utf-8-sig").startswith("编号,名称")


@pytest.mark.parametrize("suffix", [each.suffixes[0] for each in FORMATS.values()])
def test_nothing_is_left_beside_the_file(tmp_path, suffix):
    export_layer(parks(), tmp_path / f"园{suffix}")

    assert [each.name for each in tmp_path.iterdir()] == [f"园{suffix}"]


@pytest.mark.parametrize("suffix", [each.suffixes[0] for each in FORMATS.values()])
def test_an_empty_layer_is_a_file_too(tmp_path, suffix):
    report = export_layer(snapshot("parks"), tmp_path / f"empty{suffix}")

    assert report.features == 0
    assert report.path.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ExportError, match="make it first"):
        export_layer(toilets(), tmp_path / "none" / "a.csv")


def test_a_folder_is_no_file_name(tmp_path):
    with pytest.raises(ExportError, match="is a folder"):
        export_layer(toilets(), tmp_path, format="csv")


def test_a_folder_that_takes_no_files_is_told():
    if not Path("/proc/self").exists():
        pytest.skip("no such folder here")

    with pytest.raises(ExportError, match="cannot be written"):
        export_layer(toilets(), Path("/proc/a.csv"))


def test_a_disk_without_space_is_told_and_nothing_is_left():
    # Of this device every write says that it is full.
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")

    from layers.export.writing import write_beside  # noqa: PLC0415

    folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    if folder is None:
        pytest.skip("no folder in memory here")
    path = folder / f"export-{os.getpid()}.csv"
    with pytest.raises(ExportError, match="No space left"):
        write_beside(path, lambda _: full.write_bytes(b"x"), suffix=".csv", overwrite=False)
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "format_name", "found"),
    [
        ("a.GEOJSON", None, "geojson"),
        ("a.shp.zip", None, "shapefile"),
        ("a.zip", None, "shapefile"),
        ("a.geoparquet", None, "parquet"),
        ("a.txt", "tsv", "tsv"),
        ("a", ".xlsx", "xlsx"),
        ("a", "Shp", "shapefile"),
        ("a.csv", "gpkg", "gpkg"),
    ],
)
def test_the_format_follows_from_the_name_or_is_named(name, format_name, found):
    assert format_named(Path(name), format_name) == found


@pytest.mark.parametrize(
    ("name", "format_name", "way_out"),
    [
        ("a.dwg", None, "end it in one of .geojson"),
        ("a.shp", None, r"write a\.shp\.zip"),
        ("a", "dwg", "no format 'dwg'; known: geojson"),
    ],
)
def test_an_unknown_format_is_told_with_those_that_are_known(name, format_name, way_out):
    with pytest.raises(ExportError, match=way_out):
        format_named(Path(name), format_name)


def test_an_unknown_datum_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(UnknownDatumError):
        export_layer(toilets(), tmp_path / "a.csv", datum="moon")

    assert list(tmp_path.iterdir()) == []


def test_kml_refuses_metres_and_says_what_takes_them(tmp_path):
    with pytest.raises(ExportError, match=r"export \.gpkg or \.csv"):
        export_layer(toilets(), tmp_path / "a.kml", datum="EPSG:4549")

    assert list(tmp_path.iterdir()) == []


def test_the_report_says_what_a_bare_file_cannot(tiny_place, tmp_path):
    place = read_place(tiny_place)

    report = export_layer(parks(), tmp_path / "a.csv", datum="gcj02", place=place)

    said = "".join(note.zh for note in report.notes)
    assert "坐标是 GCJ-02" in said
    assert "来源：测试数据；许可：CC0-1.0。" in said
    assert "含示意位置" in said
    assert json.loads(json.dumps(report.as_dict()))["file"] == "a.csv"


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_guarded_text_is_no_formula_and_comes_back(text):
    assert guarded(text)[0] not in "=+@" or len(text) == 1
    assert unguarded(guarded(text)) == text


@given(st.text(st.sampled_from("'=+-@\t\r\n＝a1 "), max_size=6) | st.text())
def test_every_text_comes_back_from_its_guard(text):
    assert unguarded(guarded(text)) == text


@given(st.dictionaries(st.text(min_size=1).filter(lambda text: "\0" not in text), st.text()))
def test_whole_headings_come_back(pairs):
    pairs = {short: whole for short, whole in pairs.items() if "\0" not in whole}

    assert whole_headings(fields_file(pairs.items())) == pairs


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"a,b\r\n1,2\r\n"])
def test_a_file_of_headings_that_is_not_ours_says_nothing(data):
    assert whole_headings(data) == {}


def test_a_system_that_does_not_reach_the_place_is_refused(tmp_path):
    africa = snapshot("toilets", ("far", {"type": "Point", "coordinates": [30.0, 0.0]}, {}))

    with pytest.raises(ExportError, match="1 facilities have no coordinates"):
        export_layer(africa, tmp_path / "a.csv", datum="EPSG:4549")
