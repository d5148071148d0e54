"""A place is read from its folder, and every mistake in its files is told with the way out."""

from __future__ import annotations

import json
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers._layer import Text
from layers.errors import PlaceError, UnknownLayerError
from layers.place import Basemap, Place, read_place

PLACE = """\
name = { zh = "小城", en = "Tiny Town" }
country = "CN"
timezone = "Asia/Shanghai"
metric_crs = "EPSG:4549"
attribution = { zh = "小城住建局", en = "Tiny Town" }
licence = { name = "CC0-1.0" }
"""
BASEMAP = """
[basemap]
url = "https://tile.example/{z}/{x}/{y}.png"
attribution = "© Example"
"""
TARGET = """
[[targets]]
layer = "toilets"
label = { zh = "公厕", en = "Public toilets" }
value = 28
unit = { zh = "座", en = "toilets" }
source = "计划 plan"
"""
SQUARE = [[119.0, 36.6], [119.1, 36.6], [119.1, 36.7], [119.0, 36.7], [119.0, 36.6]]


def write_place(folder: Path, text: str = PLACE, boundary: object = None) -> Path:
    (folder / "place.toml").write_text(text, encoding="utf-8")
    if boundary is not None:
        (folder / "boundary.geojson").write_text(json.dumps(boundary), encoding="utf-8")
    return folder


def bounded(folder: Path, boundary: object) -> Place:
    return read_place(write_place(folder, 'boundary = "boundary.geojson"\n' + PLACE, boundary))


def polygon(ring: object = SQUARE) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: object, **members: object) -> dict[str, object]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def test_the_smallest_place_has_only_what_is_asked_for(tmp_path: Path) -> None:
    place = read_place(write_place(tmp_path))
    assert place.name == Text("小城", "Tiny Town")
    assert (place.boundary, place.boundary_json, place.basemap, place.notice) == (None,) * 4
    assert (place.targets, place.approval_line, place.draw_boundary) == ((), "", True)
    assert place.licence.url is None


def test_a_place_says_all_that_its_file_says(tmp_path: Path) -> None:
    more = """
code = "370799"
draw_boundary = false
approval_line = "鲁SG(2021)000号"
notice = { zh = "位置为示意", en = "Positions are illustrative" }
data_date = 2021-08-19
"""
    place = read_place(write_place(tmp_path, PLACE + more + BASEMAP + TARGET))
    assert (place.code, place.draw_boundary) == ("370799", False)
    assert place.approval_line == "鲁SG(2021)000号"
    assert place.notice == Text("位置为示意", "Positions are illustrative")
    assert place.data_date == date(2021, 8, 19)
    url = "https://tile.example/{z}/{x}/{y}.png"
    assert place.basemap == Basemap(url=url, attribution="© Example", max_zoom=19, datum="wgs84")
    (target,) = place.targets
    assert (target.layer, target.value, target.unit) == ("toilets", 28, Text("座", "toilets"))


def test_a_place_knows_where_its_layers_lie_and_no_others(tmp_path: Path) -> None:
    place = read_place(write_place(tmp_path))
    assert place.layer_path("parks") == tmp_path / "parks.geojson"
    with pytest.raises(UnknownLayerError, match=r"no layer '\.\./parks'"):
        place.layer_path("../parks")


def test_a_boundary_may_be_a_geometry_a_feature_or_a_collection(tmp_path: Path) -> None:
    for content in (polygon(), feature(polygon()), collection(feature(polygon()))):
        place = bounded(tmp_path, content)
        assert place.boundary is not None
        assert place.boundary.equals(shapely.Polygon(SQUARE))


def test_several_areas_of_a_boundary_are_joined(tmp_path: Path) -> None:
    east = [[lon + 0.1, lat] for lon, lat in SQUARE]
    place = bounded(tmp_path, collection(feature(polygon()), feature(polygon(east))))
    assert place.boundary is not None
    assert place.boundary.geom_type == "Polygon"
    assert place.boundary.bounds == pytest.approx((119.0, 36.6, 119.2, 36.7))


def test_the_boundary_is_served_as_a_canonical_feature_turned_to_the_right_hand_rule(
    tmp_path: Path,
) -> None:
    clockwise = [[lon, lat, 12.0] for lon, lat in reversed(SQUARE)]
    place = bounded(tmp_path, collection(feature(polygon(clockwise), source="survey")))
    assert (
        place.boundary_json
        == (
            '{"type":"Feature","id":"boundary","geometry":{"type":"Polygon","coordinates":'
            "[[[119.0,36.6],[119.1,36.6],[119.1,36.7],[119.0,36.7],[119.0,36.6]]]},"
            '"properties":{"name":"小城","name_en":"Tiny Town","source":"survey"}}'
        ).encode()
    )


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4490", "EPSG:4326"]
)
def test_a_boundary_that_says_it_is_in_degrees_of_wgs_84_is_taken(
    tmp_path: Path, name: str
) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    assert bounded(tmp_path, collection(feature(polygon()), crs=crs)).boundary is not None


METRES = [[419575, 4063596], [420575, 4063596], [420575, 4064596], [419575, 4063596]]
BOWTIE = [[119.0, 36.6], [119.1, 36.7], [119.1, 36.6], [119.0, 36.7], [119.0, 36.6]]
GAUSS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (feature({"type": "LineString", "coordinates": SQUARE}), "a LineString, not an area"),
        (feature(polygon(METRES)), r"\(419575, 4\.0636e\+06\) .*ogr2ogr -t_srs EPSG:4326"),
        (feature(polygon([[lat, lon] for lon, lat in SQUARE])), "longitude comes first"),
        (feature(polygon(BOWTIE)), r"Self-intersection\[119\.05 36\.65\]; mend it"),
        (feature(polygon(SQUARE[:2])), "boundary.geojson"),
        (feature(polygon([["a", "b"], ["c", "d"], ["e", "f"]])), "needs numbers, not 'a'"),
        (feature({"type": "MultiPolygon", "coordinates": []}), "empty MultiPolygon"),
        (feature(None), "without a geometry"),
        (collection(), "no feature"),
        (collection(7), "7 where a feature was expected"),
        (collection(feature(polygon()), crs=GAUSS), "EPSG::4549, not in WGS 84"),
        (collection(feature(polygon()), crs="WGS 84"), "a crs that names none"),
        ({"hello": "world"}, "a None, not an area"),
        ([1, 2], "list instead of an object"),
    ],
)
def test_a_boundary_that_is_no_area_in_wgs_84_is_refused(
    tmp_path: Path, content: object, words: str
) -> None:
    with pytest.raises(PlaceError, match=words):
        bounded(tmp_path, content)


def test_a_boundary_that_is_cut_off_is_refused_with_its_line(tmp_path: Path) -> None:
    write_place(tmp_path, 'boundary = "boundary.geojson"\n' + PLACE)
    (tmp_path / "boundary.geojson").write_text('{"type": "Feature",\n"geometry": {')
    with pytest.raises(PlaceError, match=r"boundary\.geojson:2: not JSON"):
        read_place(tmp_path)
    (tmp_path / "boundary.geojson").write_bytes("潍城".encode("gbk"))
    with pytest.raises(PlaceError, match="is not UTF-8"):
        read_place(tmp_path)


def test_a_boundary_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"boundary\.geojson is missing; put it there or leave"):
        bounded(tmp_path, None)


def test_a_folder_without_place_toml_is_no_place(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"place\.toml is missing; a place is a folder with"):
        read_place(tmp_path)
    with pytest.raises(PlaceError, match=r"no folder .*nowhere"):
        read_place(tmp_path / "nowhere")


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"place\.toml is not TOML: .*line 7"):
        read_place(write_place(tmp_path, PLACE + "draw_boundary = maybe\n"))
    (tmp_path / "place.toml").write_bytes(PLACE.encode("gbk"))
    with pytest.raises(PlaceError, match=r"place\.toml is not UTF-8 \(byte 17\)"):
        read_place(tmp_path)


def replaced(key: str, line: str) -> str:
    """Return the smallest place with one line changed, or dropped when it is empty."""
    kept = [written for written in PLACE.splitlines() if not written.startswith(f"{key} ")]
    return "\n".join([line, *kept]) + "\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (replaced("timezone", ""), "'timezone' is missing; .* timezone = \"Asia/Shanghai\""),
        (replaced("timezone", 'timezone = "Asia/Weifang"'), "'Asia/Weifang': no such time zone"),
        (replaced("timezone", 'timezone = "Asia"'), "'Asia': no such time zone"),
        (replaced("timezone", 'timezone = "/etc/passwd"'), "no such time zone"),
        (replaced("timezone", "timezone = 8"), "timezone = 8: .*string"),
        (replaced("metric_crs", 'metric_crs = "EPSG:99999"'), "'EPSG:99999': no such reference"),
        (replaced("metric_crs", 'metric_crs = "EPSG:4326"'), "WGS 84 is not in metres"),
        (replaced("metric_crs", 'metric_crs = "EPSG:2263"'), "is not in metres"),
        (replaced("country", 'country = "China"'), "country = 'China': .* country = \"CN\""),
        (replaced("country", 'country = "XX"'), r"place\.toml: country: .*'XX'"),
        (replaced("name", 'name = "小城"'), "name = '小城': words in both languages"),
        (replaced("name", 'name = { zh = "小城" }'), "words in both languages are needed"),
        (replaced("name", 'name = { zh = "小城", en = " " }'), "en needs words"),
        (replaced("name", f'name = {{ zh = "{"长" * 201}", en = "Long" }}'), "201 characters"),
        (replaced("licence", 'licence = "MIT"'), "licence = 'MIT': a table is needed"),
        (replaced("licence", 'licence = { nam = "MIT" }'), r"'licence\.nam'; known: name, url"),
        ('tiemzone = "x"\n' + PLACE, "unknown key 'tiemzone'; known: name, code, country"),
        ('boundary = "../boundary.geojson"\n' + PLACE, "the name of a file beside"),
        ("data_date = 2021-08-19T08:00:00\n" + PLACE, "data_date = .* data_date = 2021-08-19"),
        (
            PLACE + TARGET.replace("toilets", "zoo", 1),
            r"targets\[0\]\.layer = 'zoo': no layer 'zoo'",
        ),
        (PLACE + TARGET + "until = 2022\n", r"'targets\[0\]\.until'; known: layer, label"),
        (PLACE + TARGET.replace("28", "-1"), r"targets\[0\]\.value = -1"),
        (PLACE + TARGET + 'counts = "total"\n', r"'total': layer 'toilets' has no total; write "),
        (PLACE + TARGET + 'counts = "all"\n', r"targets\[0\]\.counts = 'all'"),
        (PLACE + TARGET + 'source_url = "javascript:alert(1)"\n', "source_url = 'javascript"),
        (PLACE + BASEMAP + 'datum = "bd09"\n', r"basemap\.datum = 'bd09': .*'wgs84' or 'gcj02'"),
        (PLACE + BASEMAP + "zoom = 3\n", r"'basemap\.zoom'; known: url, attribution, max_zoom"),
        (PLACE + BASEMAP + "max_zoom = 99\n", r"basemap\.max_zoom = 99"),
    ],
)
def test_a_wrong_value_is_told_with_its_key_and_the_way_out(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(PlaceError, match=words) as refused:
        read_place(write_place(tmp_path, text))
    assert str(tmp_path / "place.toml") in str(refused.value)


def test_all_faults_of_a_place_file_are_told_at_once(tmp_path: Path) -> None:
    text = replaced("timezone", 'timezone = "Mars"').replace('"CN"', '"cn"')
    with pytest.raises(PlaceError, match=r"country = 'cn'.*; timezone = 'Mars'"):
        read_place(write_place(tmp_path, text))


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example/{z}/{x}/{y}{r}.png",
        "/tiles/{z}/{x}/{y}.png",
        "https://t0.tianditu.gov.cn/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=key",
    ],
)
def test_a_basemap_comes_from_the_web_or_from_this_server(tmp_path: Path, url: str) -> None:
    text = PLACE + BASEMAP.replace("https://tile.example/{z}/{x}/{y}.png", url)
    basemap = read_place(write_place(tmp_path, text)).basemap
    assert basemap is not None
    assert basemap.url == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("//tiles.example/{z}/{x}/{y}.png", "a path that begins with one /"),
        ("tiles/{z}/{x}/{y}.png", "a path that begins with one /"),
        ("javascript:alert({z}{x}{y})", "write https"),
        ("https://tile.example/{z}/{x} {y}.png", "write https"),
        ("https://tile.example/{z}/{x}.png", "it lacks {y}"),
        ("https://{s}.tile.example/{z}/{x}/{y}.png", "{s} is not filled in; write one host"),
    ],
)
def test_a_basemap_with_another_sort_of_address_is_refused(
    tmp_path: Path, url: str, words: str
) -> None:
    text = PLACE + BASEMAP.replace("https://tile.example/{z}/{x}/{y}.png", url)
    with pytest.raises(PlaceError, match=words):
        read_place(write_place(tmp_path, text))


CALENDAR = """\
year = 2035
source = "国务院办公厅"
holidays = [2034-12-30, { from = 2035-01-01, to = 2035-01-01 }]
working_days = [2035-02-10]
"""


def test_a_calendar_file_makes_its_year_known(tmp_path: Path) -> None:
    write_place(tmp_path)
    assert not read_place(tmp_path).calendar().knows(2035)
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2035.toml").write_text(CALENDAR, encoding="utf-8")
    calendar = read_place(tmp_path).calendar()
    assert calendar.knows(2035)
    assert calendar.day_kind(date(2035, 2, 10)) == "make_up"
    assert calendar.day_kind(date(2034, 12, 30)) == "holiday"


def test_a_broken_or_doubled_calendar_file_is_told_when_the_place_is_read(tmp_path: Path) -> None:
    write_place(tmp_path)
    (tmp_path / "calendar").mkdir()
    first, second = tmp_path / "calendar" / "2035.toml", tmp_path / "calendar" / "new.toml"
    first.write_text(CALENDAR, encoding="utf-8")
    second.write_text(CALENDAR, encoding="utf-8")
    with pytest.raises(PlaceError, match=r"new\.toml: year 2035 has a file already"):
        read_place(tmp_path)
    second.write_text("year = 2036\n")
    with pytest.raises(PlaceError, match=r"new\.toml has no source"):
        read_place(tmp_path)


# Surrogates and DEL cannot be written in TOML as JSON writes them.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=12)
KEYS = st.sampled_from([line.split(" ")[0] for line in PLACE.splitlines()])


@settings(deadline=None)  # the first reading imports all layers
@given(KEYS, TEXTS | st.integers(-9, 9) | st.booleans() | st.lists(st.integers(0, 9), max_size=2))
def test_whatever_a_key_says_only_a_place_error_is_raised(key: str, value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = replaced(key, f"{key} = {json.dumps(value, ensure_ascii=False)}")
        assert tomllib.loads(text)[key] == value
        try:
            read_place(write_place(Path(folder), text))
        except PlaceError as refused:
            assert key in str(refused)  # noqa: PT017 - reading may also succeed
