"""GIS formats, read with GDAL, fastparquet and an XML parser, hold what the layer holds."""

from __future__ import annotations

import csv
import json
import warnings
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import fastparquet
import geopandas as gpd
import pyogrio
import pyproj
import pytest
import shapely

from layers.export.exporting import export_layer
from layers.export.shapefile_fields import whole_headings
from layers.place import read_place
from tests.layers.export_samples import HARD_TEXTS, POINT, parks, snapshot, toilets

KML = "{http://www.opengis.net/kml/2.2}"


def drawn(layer: Any) -> list[Any]:
    return [shapely.geometry.shape(each["geometry"]) for each in layer.decoded(range(len(layer)))]


def read(path: Path | str) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_gdal_reads_ids_codes_truths_json_and_outlines_in_order(tmp_path, suffix):
    layer = parks()
    export_layer(layer, tmp_path / f"a{suffix}", headings="field")

    frame = read(tmp_path / f"a{suffix}")
    assert list(frame["id"]) == ["square", "islands", "point", "points"]
    assert list(frame.geometry) == drawn(layer)
    assert frame.crs.to_epsg() == 4326
    square = frame.iloc[0]
    assert square["size_class"] == "pocket"
    assert json.loads(square["features"]) == ["fitness", "lighting"]
    assert json.loads(square["access_point"]) == [119.1, 36.701]
    assert square["area_m2"] == 1234.5
    assert list(frame["lit"].dropna()) == [True, False]
    assert list(frame["trees"].dropna()) == [12, 3]
    assert [json.loads(frame["mixed"][row]) for row in (0, 1)] == [[1, "二"], {"a": 1}]
    assert frame["mixed"][2] == "text"


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_gdal_reads_every_hard_text(tmp_path, suffix):
    export_layer(toilets(), tmp_path / f"a{suffix}", headings="field")

    frame = read(tmp_path / f"a{suffix}")
    assert list(frame["note"])[2:] == HARD_TEXTS
    assert frame["updated_at"][0] == "2024-03-01T08:00:00+08:00"
    assert str(frame["verified_on"][0])[:10] == "2024-02-29"


def test_a_geopackage_says_what_it_is(tiny_place, tmp_path):
    export_layer(parks(), tmp_path / "a.gpkg", place=read_place(tiny_place))

    said = pyogrio.read_info(tmp_path / "a.gpkg")["layer_metadata"]["DESCRIPTION"]
    assert "来源 Source: 测试数据 / Test data" in said
    assert "许可 Licence: CC0-1.0" in said
    assert "示意位置" in said


def test_a_geopackage_takes_properties_that_are_called_like_its_own_columns(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"fid": "x", "NAME": "y", "name": "z"}))

    export_layer(layer, tmp_path / "a.gpkg", headings="field")

    row = read(tmp_path / "a.gpkg").iloc[0]
    assert (row["fid"], row["NAME 2"], row["name"]) == ("x", "y", "z")


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp.zip"])
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_datum_without_a_code_is_never_called_wgs84(tmp_path, suffix, datum):
    report = export_layer(toilets(), tmp_path / f"a{suffix}", datum=datum)

    (layer_name, _), *_ = pyogrio.list_layers(tmp_path / f"a{suffix}")
    assert pyogrio.read_info(tmp_path / f"a{suffix}", layer=layer_name)["crs"] is None
    assert layer_name == f"toilets_{datum}"
    assert any("不是 WGS 84" in note.zh for note in report.notes)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp.zip", ".parquet", ".geojson"])
def test_a_system_with_a_code_is_named_by_it(tmp_path, suffix):
    export_layer(toilets(), tmp_path / f"a{suffix}", datum="EPSG:4549")

    if suffix == ".parquet":
        crs = pyproj.CRS.from_json_dict(geo(tmp_path / "a.parquet")["columns"]["geometry"]["crs"])
    else:
        crs = pyproj.CRS.from_user_input(pyogrio.read_info(tmp_path / f"a{suffix}")["crs"])
    assert crs.to_epsg() == 4549


def test_a_shapefile_names_its_encoding_its_system_and_its_whole_headings(tmp_path):
    export_layer(toilets(), tmp_path / "a.shp.zip")

    with zipfile.ZipFile(tmp_path / "a.shp.zip") as archive:
        names = {Path(name).suffix for name in archive.namelist()}
        assert {".shp", ".shx", ".dbf", ".prj", ".cpg"} <= names
        assert archive.read("toilets.cpg") == b"UTF-8"
        headings = whole_headings(archive.read("fields.csv"))
    frame = read(tmp_path / "a.shp.zip")
    assert all(len(name.encode()) <= 10 for name in frame.columns if name != "geometry")
    whole = frame.rename(columns=headings)
    assert whole["开放时间"][0] == "Mo-Fr 06:00-22:00; Sa-Su 00:00-24:00"
    assert whole["无障碍"][0] == 1
    assert str(whole["核实日期"][0])[:10] == "2024-02-29"
    kept = [text.strip(" ") for text in HARD_TEXTS]
    assert list(whole["备注"])[2:] == kept


def test_short_headings_of_a_shapefile_are_unique(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {f"property_{n}": str(n) for n in range(12)}))

    export_layer(layer, tmp_path / "a.shp.zip", headings="field")

    with zipfile.ZipFile(tmp_path / "a.shp.zip") as archive:
        headings = whole_headings(archive.read("fields.csv"))
    row = read(tmp_path / "a.shp.zip").rename(columns=headings).iloc[0]
    assert [row[f"property_{n}"] for n in range(12)] == [str(n) for n in range(12)]


def test_a_shapefile_of_points_and_areas_has_one_file_for_each(tmp_path):
    report = export_layer(parks(), tmp_path / "a.shp.zip", headings="field")

    found = dict(pyogrio.list_layers(tmp_path / "a.shp.zip").tolist())
    assert found == {
        "parks_points": "Point",
        "parks_multipoints": "MultiPoint",
        "parks_areas": "Polygon",
    }
    areas = pyogrio.read_dataframe(tmp_path / "a.shp.zip", layer="parks_areas")
    assert list(areas["id"]) == ["square", "islands"]
    assert areas.geometry.geom_equals(gpd.GeoSeries(drawn(parks())[:2], crs=4326)).all()
    assert any("import none alone" in note.en for note in report.notes)


def test_long_texts_of_a_shapefile_are_cut_between_characters_and_said(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"note": "字" * 100}))

    report = export_layer(layer, tmp_path / "a.shp.zip", headings="field")

    assert read(tmp_path / "a.shp.zip")["note"][0] == "字" * 84
    assert any("note" in note.en and "cut" in note.en for note in report.notes)


def geo(path: Path) -> dict[str, Any]:
    return json.loads(fastparquet.ParquetFile(path).key_value_metadata["geo"])


def test_geoparquet_has_typed_columns_and_metadata_of_version_1_1(tmp_path):
    layer = parks()
    export_layer(layer, tmp_path / "a.parquet", headings="field")

    metadata = geo(tmp_path / "a.parquet")
    assert metadata["version"] == "1.1.0"
    column = metadata["columns"][metadata["primary_column"]]
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["MultiPoint", "MultiPolygon", "Point", "Polygon"]
    assert column["bbox"] == [119.1, 36.7, 119.14, 36.74]
    assert pyproj.CRS.from_json_dict(column["crs"]).to_authority() == ("OGC", "CRS84")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = fastparquet.ParquetFile(tmp_path / "a.parquet").to_pandas()
    assert list(shapely.from_wkb(list(frame["geometry"]))) == drawn(layer)
    assert list(frame["id"]) == ["square", "islands", "point", "points"]
    assert frame["area_m2"][0] == 1234.5
    assert json.loads(frame["features"][0]) == ["fitness", "lighting"]


def test_geoparquet_knows_dates_and_has_no_system_for_gcj02(tmp_path):
    from arro3.io import read_parquet  # noqa: PLC0415

    export_layer(toilets(), tmp_path / "a.parquet", headings="field", datum="gcj02")

    assert geo(tmp_path / "a.parquet")["columns"]["geometry"]["crs"] is None
    table = read_parquet(tmp_path / "a.parquet").read_all()
    assert table.column("verified_on").to_pylist()[0] == date(2024, 2, 29)
    assert table.column("accessible").to_pylist()[:2] == [True, None]
    assert table.column("cubicles_women").to_pylist()[0] == 6


def test_geoparquet_says_whose_data_it_is(tiny_place, tmp_path):
    export_layer(parks(), tmp_path / "a.parquet", place=read_place(tiny_place))

    metadata = fastparquet.ParquetFile(tmp_path / "a.parquet").key_value_metadata
    assert json.loads(metadata["facilities"])["source"] == {"zh": "测试数据", "en": "Test data"}
    assert "CC0-1.0" in metadata["description"]


def placemarks(path: Path) -> list[dict[str, Any]]:
    found = []
    for mark in ET.parse(path).getroot().iter(f"{KML}Placemark"):
        data = {each.get("name"): each.text for each in mark.iter(f"{KML}SimpleData")}
        found.append(data | {"name": mark.findtext(f"{KML}name")})
    return found


def test_kml_is_sound_xml_with_every_hard_text(tmp_path):
    export_layer(toilets(), tmp_path / "a.kml", headings="field")

    marks = placemarks(tmp_path / "a.kml")
    assert [each["note"] for each in marks[2:]] == HARD_TEXTS
    assert [each["name"] for each in marks[2:]] == HARD_TEXTS
    assert (marks[0]["grade"], marks[0]["accessible"], marks[0]["id"]) == ("1", "true", "t-whole")


def test_gdal_reads_the_outlines_of_kml(tmp_path):
    layer = parks()
    export_layer(layer, tmp_path / "a.kml")

    frame = pyogrio.read_dataframe(tmp_path / "a.kml")
    assert [shapely.force_2d(each) for each in frame.geometry] == drawn(layer)
    assert frame["Name"][0] == "自怡园"


def test_kml_says_whose_data_it_is_and_what_it_took_out(tiny_place, tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"note": "a\x01b\rc"}))

    report = export_layer(layer, tmp_path / "a.kml", place=read_place(tiny_place))

    said = ET.parse(tmp_path / "a.kml").getroot().findtext(f"{KML}Document/{KML}description")
    assert "来源 Source: 测试数据" in said
    assert placemarks(tmp_path / "a.kml")[0]["备注"] == "ab\rc"
    assert any("control characters" in note.en for note in report.notes)


def test_text_after_a_nul_is_cut_and_said_where_a_format_ends_text_there(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"note": "a\0b"}))

    report = export_layer(layer, tmp_path / "a.gpkg", headings="field")

    assert read(tmp_path / "a.gpkg")["note"][0] == "a"
    assert any("NUL" in note.en for note in report.notes)


def test_the_csv_of_headings_opens_in_excel(tmp_path):
    export_layer(toilets(), tmp_path / "a.shp.zip")

    with zipfile.ZipFile(tmp_path / "a.shp.zip") as archive:
        text = archive.read("fields.csv").decode("utf-8-sig")
    assert ["开放时", "开放时间"] in list(csv.reader(text.splitlines()))


def test_numbers_that_dbase_would_change_are_text_in_a_shapefile(tmp_path):
    values = [0.1 + 0.2, 1e30, 1234.5]
    layer = snapshot("toilets", *((f"t{n}", POINT, {"x1": v}) for n, v in enumerate(values)))

    export_layer(layer, tmp_path / "a.shp.zip", headings="field")

    assert [float(text) for text in read(tmp_path / "a.shp.zip")["x1"]] == values


def test_headings_that_no_format_takes_are_made_to_do_and_said(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"": "x", "a\x01b": "y"}))

    report = export_layer(layer, tmp_path / "a.kml", headings="field")

    (mark,) = placemarks(tmp_path / "a.kml")
    assert (mark["unnamed"], mark["ab"]) == ("x", "y")
    assert len(report.notes) == 2


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet", ".shp.zip"])
def test_values_of_several_kinds_in_one_property_are_text_and_that_is_said(tmp_path, suffix):
    layer = snapshot(
        "toilets", ("a", POINT, {"mixed": 1, "same": 1}), ("b", POINT, {"mixed": "x", "same": 2})
    )

    said = "".join(note.en for note in export_layer(layer, tmp_path / f"a{suffix}").notes)

    assert "come back as text: mixed." in said
