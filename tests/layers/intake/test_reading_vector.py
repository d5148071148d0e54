"""Vector files, written by the libraries that offices' programs are built on."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import fastparquet
import geopandas
import pandas as pd
import pytest
import shapely

from layers.intake.reading import read_table, read_table_bytes
from layers.intake.table import IntakeError

POINTS = [shapely.Point(419575, 4063596), None]
NAMES = ["潍城区人民公园停车场", "自怡园公厕"]


def frame(**columns):
    given = columns or {"名称": NAMES}
    return geopandas.GeoDataFrame(given, geometry=POINTS, crs=4549)


def codes(table):
    return [finding.code for finding in table.findings]


def test_a_geopackage_gives_whole_numbers_with_gaps_dates_and_its_system(tmp_path):
    file = tmp_path / "a.gpkg"
    day = pd.to_datetime(["2024-01-02", None])
    data = frame(名称=NAMES, 泊位=pd.array([2**60, None], dtype="Int64"), 日期=day)
    data.to_file(file, layer="停车")
    data.iloc[:1].to_file(file, layer="备份")
    table = read_table(file)
    assert (table.crs, table.sheet, codes(table)) == ("EPSG:4549", "停车", ["other_tables"])
    assert table.columns["泊位"] == [2**60, None]
    assert table.columns["日期"] == [datetime(2024, 1, 2, tzinfo=UTC), None]
    assert table.geometries.tolist() == POINTS
    assert len(read_table(file, sheet="备份")) == 1


def test_a_flatgeobuf_is_read_flat(tmp_path):
    file = tmp_path / "a.fgb"
    raised = geopandas.GeoDataFrame(
        {"名称": NAMES[:1]}, geometry=[shapely.Point(1, 2, 3)], crs=4326
    )
    raised.to_file(file)
    table = read_table_bytes("named.txt", file.read_bytes())
    assert (table.format, table.geometries.tolist()) == ("flatgeobuf", [shapely.Point(1, 2)])


def shapefile(folder, encoding, **columns):
    frame(**columns).to_file(folder / "公厕.shp", encoding=encoding)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def zipped(parts, within="文件夹/"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(within + name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "cpg", "shown"),
    [
        ("GBK", b"GBK", "GB18030"),
        ("GBK", None, "GB18030"),
        ("GBK", b"ISO-8859-1", "GB18030"),
        ("GBK", b"UTF-8", "GB18030"),
        ("UTF-8", b"UTF-8", "UTF-8"),
        ("UTF-8", None, "UTF-8"),
    ],
)
def test_a_shapefile_is_never_silent_mojibake(tmp_path, encoding, cpg, shown):
    parts = shapefile(tmp_path, encoding)
    del parts["公厕.cpg"]
    if cpg is not None:
        parts["公厕.cpg"] = cpg
    table = read_table_bytes("a.zip", zipped(parts))
    assert (table.columns, table.encoding) == ({"名称": NAMES}, shown)
    assert (table.crs, table.format) == ("EPSG:4549", "shapefile")


def test_a_traditional_shapefile_without_cpg_is_told_as_big5(tmp_path):
    names = ["二二八和平公園停車場", "花蓮漁港公廁"]
    parts = shapefile(tmp_path, "BIG5", 名稱=names)
    del parts["公厕.cpg"]
    table = read_table_bytes("a.zip", zipped(parts, ""))
    assert (table.columns, table.encoding) == ({"名稱": names}, "Big5")


def test_the_language_driver_of_a_dbf_is_believed_where_it_fits(tmp_path):
    parts = shapefile(tmp_path, "GBK", 名称=["甲乙", "丙"])
    del parts["公厕.cpg"]
    dbf = bytearray(parts["公厕.dbf"])
    dbf[29] = 0x4D
    parts["公厕.dbf"] = bytes(dbf)
    table = read_table_bytes("a.zip", zipped(parts))
    assert (table.columns, codes(table)) == ({"名称": ["甲乙", "丙"]}, [])


def test_a_shapefile_beside_its_parts_is_read_without_its_index_or_system(tmp_path):
    shapefile(tmp_path, "UTF-8")
    (tmp_path / "公厕.shx").unlink()
    (tmp_path / "公厕.prj").unlink()
    table = read_table(tmp_path / "公厕.shp")
    assert (table.columns, table.crs, codes(table)) == ({"名称": NAMES}, None, ["no_prj"])


def test_text_cut_in_the_middle_of_a_character_is_said(tmp_path):
    parts = shapefile(tmp_path, "GBK", 名称=["中央公园", "自怡园"])
    del parts["公厕.cpg"]
    parts["公厕.dbf"] = parts["公厕.dbf"].replace(
        "公园".encode("gbk"), "公".encode("gbk") + b"\xd4 "
    )
    table = read_table_bytes("a.zip", zipped(parts))
    assert table.columns == {"名称": ["中央公", "自怡园"]}
    assert [(f.code, f.line, f.value) for f in table.findings] == [("text_cut", 1, "中央公")]


def test_points_and_areas_that_our_export_parted_are_one_table_with_whole_headings(tmp_path):
    area = shapely.box(0, 0, 4, 4).normalize()
    for stem, ids, shapes in (("a_areas", ["02"], [area]), ("a_points", ["01", "03"], POINTS)):
        columns = {"编号": ids, "出入口": ids}
        data = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4549)
        data.to_file(tmp_path / f"{stem}.shp", encoding="UTF-8")
    parts = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    parts["fields.csv"] = "column,heading\r\n出入口,出入口位置\r\n".encode("utf-8-sig")
    table = read_table_bytes("a.shp.zip", zipped(parts, ""))
    assert table.columns == {"编号": ["01", "02", "03"], "出入口位置": ["01", "02", "03"]}
    assert shapely.normalize(table.geometries).tolist() == [POINTS[0], area, None]
    del parts["fields.csv"]
    table = read_table_bytes("a.zip", zipped(parts, ""))
    assert (len(table), table.sheet, codes(table)) == (2, "a_points", ["other_tables"])


def test_a_zip_without_the_shp_is_refused_with_what_belongs_in_it(tmp_path):
    parts = shapefile(tmp_path, "UTF-8")
    with pytest.raises(IntakeError, match=r"\.shp"):
        read_table_bytes("公厕.dbf", parts["公厕.dbf"])


KML = """<?xml version="1.0" encoding="ENCODING"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>文件</name><Folder><name>公厕</name>
<Placemark id="p1"><name>甲</name><description><![CDATA[<b>新建</b>]]></description>
<ExtendedData><Data name="泊位数"><value>12</value></Data>
<SchemaData><SimpleData name="等级数">二类</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>119.1,36.7,5</coordinates></Point></Placemark>
<Folder><name>东片</name><Placemark><name>乙</name><MultiGeometry>
<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,0</coordinates></LinearRing>
</outerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder></Folder>
<Placemark><name>丙</name><Point><coordinates>x</coordinates></Point></Placemark>
</Document></kml>"""


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312"])
def test_kml_keeps_folders_chinese_extended_data_and_descriptions(encoding):
    table = read_table_bytes("a.kml", KML.replace("ENCODING", encoding).encode(encoding))
    assert table.columns == {
        "id": ["p1", None, None],
        "name": ["甲", "乙", "丙"],
        "description": ["<b>新建</b>", None, None],
        "泊位数": ["12", None, None],
        "等级数": ["二类", None, None],
        "folder": ["公厕", "公厕 / 东片", None],
    }
    ring = shapely.Polygon([(0, 0), (4, 0), (4, 4)])
    assert table.geometries.tolist() == [shapely.Point(119.1, 36.7), ring, None]
    assert table.lines.tolist() == [3, 7, 10]
    assert [(f.code, f.line) for f in table.findings] == [("geometry_unreadable", 10)]


def test_a_kmz_is_its_kml_and_a_document_type_is_refused():
    data = KML.replace("ENCODING", "UTF-8")
    packed = zipped({"doc.kml": data.encode(), "files/a.png": b"x"}, "")
    assert (read_table_bytes("a.kmz", packed).format, len(read_table_bytes("a.kmz", packed))) == (
        "kmz", 3,
    )  # fmt: skip
    bomb = data.replace("<kml", '<!DOCTYPE k [<!ENTITY a "aaaa">]><kml', 1)
    with pytest.raises(IntakeError, match="DOCTYPE"):
        read_table_bytes("a.kml", bomb.encode())


def test_waypoints_of_gpx_and_features_of_arcgis_are_read():
    gpx = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
    gpx += '<wpt lat="36.7" lon="119.1"><name>甲</name></wpt></gpx>'
    table = read_table_bytes("a.gpx", gpx.encode())
    assert (table.columns, table.geometries.tolist()) == (
        {"name": ["甲"]}, [shapely.Point(119.1, 36.7)],
    )  # fmt: skip
    esri = {
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkid": 4549},
        "fields": [{"name": "名称", "type": "esriFieldTypeString"}],
        "features": [{"attributes": {"名称": "甲"}, "geometry": {"x": 1, "y": 2}}],
    }
    table = read_table_bytes("query.json", json.dumps(esri, ensure_ascii=False).encode())
    assert (table.columns, table.crs) == ({"名称": ["甲"]}, "EPSG:4549")


def parquet(tmp_path, geo=None, **columns):
    file = tmp_path / "a.parquet"
    metadata = {"geo": json.dumps(geo)} if geo else None
    kinds = {name: "bytes" if name == "geom" else "utf8" for name in columns}
    fastparquet.write(
        str(file), pd.DataFrame(columns), object_encoding=kinds, custom_metadata=metadata
    )
    return file.read_bytes()


def test_geoparquet_is_read_by_its_metadata(tmp_path):
    wkb = [shapely.to_wkb(shapely.Point(1, 2, 3), output_dimension=3), None]
    described = {"encoding": "WKB", "geometry_types": [], "crs": {"id": None}}
    described["crs"] = json.loads(geopandas.GeoSeries(crs=4549).crs.to_json())
    geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": described}}
    table = read_table_bytes("a", parquet(tmp_path, geo, 名称=NAMES, geom=wkb))
    assert (table.format, table.crs, table.columns) == (
        "geoparquet", "EPSG:4549", {"名称": NAMES},
    )  # fmt: skip
    assert table.geometries.tolist() == [shapely.Point(1, 2), None]


def test_plain_parquet_is_a_table(tmp_path):
    table = read_table_bytes("a", parquet(tmp_path, 名称=["甲", None]))
    assert (table.format, table.columns, table.geometries) == (
        "parquet", {"名称": ["甲", None]}, None,
    )  # fmt: skip


def test_curves_are_refused_in_words_for_their_row(tmp_path):
    curve = bytes.fromhex("0108000000") + bytes(4)
    geo = {"primary_column": "geom", "columns": {"geom": {"encoding": "WKB"}}}
    table = read_table_bytes("a", parquet(tmp_path, geo, geom=[curve]))
    assert [(f.code, f.line, f.value) for f in table.findings] == [
        ("geometry_curved", 1, "CircularString")
    ]
