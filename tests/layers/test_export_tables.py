"""CSV and XLSX, read with the csv module and openpyxl, hold what the layer holds."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.export.exporting import export_layer
from layers.place import read_place
from layers.sheets.formulas import RISKY, unguarded
from tests.layers.export_samples import HARD_TEXTS, POINT, parks, snapshot, toilets


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_csv_begins_with_the_mark_by_which_excel_knows_utf8_and_ends_lines_with_crlf(tmp_path):
    export_layer(toilets(), tmp_path / "a.csv")

    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith("\ufeff编号,名称,英文名称".encode())
    assert data.count(b"\r\n") == len(toilets()) + 1


def test_chinese_headings_have_values_in_words(tmp_path):
    export_layer(toilets(), tmp_path / "a.csv")

    whole, empty, *_ = rows(tmp_path / "a.csv")
    assert whole["编号"] == "t-whole"
    assert (whole["状态"], whole["位置精度"], whole["等级"]) == ("开放", "实测", "一类")
    assert (whole["无障碍"], whole["第三卫生间"], whole["母婴台"]) == ("是", "否", "")
    assert (whole["女厕位"], whole["核实日期"]) == ("6", "2024-02-29")
    assert whole["更新时间"] == "2024-03-01T08:00:00+08:00"
    assert whole["入口位置(经度, 纬度)"] == "119.1002345, 36.7001234"
    assert (whole["经度"], whole["纬度"]) == ("119.1000001", "36.7000000")
    assert {name for name, cell in empty.items() if cell} == {"编号", "经度", "纬度"}


def test_english_headings_have_english_words(tmp_path):
    export_layer(parks(), tmp_path / "a.tsv", headings="en")

    square, *_ = rows(tmp_path / "a.tsv", "\t")
    assert square["ID"] == "square"
    assert square["Features"] == "Fitness equipment; Lighting"
    assert square["Size class"] == "Pocket park"


def test_field_names_have_codes(tmp_path):
    export_layer(parks(), tmp_path / "a.csv", headings="field")
    export_layer(toilets(), tmp_path / "b.csv", headings="field")

    square, *_ = rows(tmp_path / "a.csv")
    assert (square["id"], square["features"]) == ("square", "fitness;lighting")
    assert list(square)[-3:] == ["lon", "lat", "geometry"]
    whole, *_ = rows(tmp_path / "b.csv")
    assert (whole["grade"], whole["accessible"]) == ("1", "true")
    assert list(whole)[-2:] == ["lon", "lat"]


def test_areas_have_their_outline_beside_the_representative_point(tmp_path):
    layer = parks()
    export_layer(layer, tmp_path / "a.csv")

    exported = rows(tmp_path / "a.csv")
    drawn = [shapely.geometry.shape(each["geometry"]) for each in layer.decoded(range(4))]
    assert [shapely.from_wkt(each["几何"]) for each in exported] == drawn
    # The entrance is known; the point of a point is its own.
    assert (exported[0]["经度"], exported[0]["纬度"]) == ("119.1000000", "36.7010000")
    assert (exported[2]["经度"], exported[2]["纬度"]) == ("119.1000001", "36.7000000")


def test_lists_are_joined_and_what_cannot_be_joined_is_json(tmp_path):
    export_layer(parks(), tmp_path / "a.csv")

    square, islands, *_ = rows(tmp_path / "a.csv")
    assert square["设施"] == "健身器材、夜间照明"
    assert islands["设施"] == "[]"
    assert square["出入口(经度, 纬度)"] == "[[119.1,36.701],[119.102,36.701]]"
    assert (square["mixed"], islands["mixed"]) == ('[1,"二"]', '{"a":1}')
    assert (square["trees"], square["lit"], square["编码"]) == ("12", "true", "A-1")


def test_no_cell_of_csv_is_a_formula_and_every_text_comes_back(tmp_path):
    report = export_layer(toilets(), tmp_path / "a.csv")

    exported = rows(tmp_path / "a.csv")[2:]
    assert not any(RISKY.match(each["名称"]) and each["名称"][0] != "'" for each in exported)
    assert [unguarded(each["备注"]) for each in exported] == HARD_TEXTS
    assert "撇号" in "".join(note.zh for note in report.notes)


def test_a_heading_that_is_a_formula_is_made_harmless_too(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"=1+1": "x"}))

    export_layer(layer, tmp_path / "a.csv")

    assert rows(tmp_path / "a.csv")[0]["'=1+1"] == "x"


def test_integers_that_no_sheet_holds_are_text_and_that_is_said(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"serial": 2**60, "few": 3}))

    said = "".join(note.en for note in export_layer(layer, tmp_path / "a.xlsx").notes)

    assert "come back as text: serial." in said


@pytest.mark.parametrize(
    ("datum", "headings", "names"),
    [
        ("EPSG:4549", "zh", ["东坐标", "北坐标"]),
        ("EPSG:4549", "field", ["x", "y"]),
        ("gcj02", "zh", ["经度(GCJ-02)", "纬度(GCJ-02)"]),
        ("bd09", "en", ["Longitude (BD-09)", "Latitude (BD-09)"]),
        ("gcj02", "field", ["lon_gcj02", "lat_gcj02"]),
    ],
)
def test_the_headings_of_coordinates_say_the_datum(tmp_path, datum, headings, names):
    export_layer(toilets(), tmp_path / "a.csv", datum=datum, headings=headings)

    assert list(rows(tmp_path / "a.csv")[0])[-2:] == names


def test_metres_are_written_with_four_decimals_east_before_north(tmp_path):
    export_layer(toilets(), tmp_path / "a.csv", datum="EPSG:4549")

    whole = rows(tmp_path / "a.csv")[0]
    # 119.1° east of Greenwich is 0.9° west of the central meridian, about 80.4 km.
    assert float(whole["东坐标"]) == pytest.approx(419_600, abs=100)
    assert float(whole["北坐标"]) == pytest.approx(4_063_000, abs=1_500)
    assert len(whole["东坐标"].split(".")[1]) == 4


def test_a_property_under_a_heading_that_is_taken_is_renamed_and_said(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"name": "甲", "名称": "乙", "经度": "丙"}))

    report = export_layer(layer, tmp_path / "a.csv")

    row = rows(tmp_path / "a.csv")[0]
    assert (row["名称"], row["名称 2"], row["经度 2"]) == ("甲", "乙", "丙")
    assert "名称 2" in "".join(note.zh for note in report.notes)


def test_what_csv_cannot_tell_apart_is_said(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"note": "", "trees": 3, "code": "007"}))

    said = "".join(note.en for note in export_layer(layer, tmp_path / "a.csv").notes)

    assert "Empty text and unknown are both an empty cell; imported again, unknown: note." in said
    assert "come back as text: trees." in said
    assert "to edit in Excel, export .xlsx" in said


def test_a_workbook_keeps_text_as_text_numbers_as_numbers_and_dates_as_dates(tmp_path):
    export_layer(toilets(), tmp_path / "a.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    whole = dict(zip(headings, sheet[2], strict=True))
    assert sheet.title == "公厕"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    assert whole["电话"].value == "0536-8888888"
    assert whole["电话"].number_format == "@"
    assert whole["女厕位"].value == 6
    assert whole["核实日期"].value.date() == date(2024, 2, 29)
    assert whole["更新时间"].value == "2024-03-01T08:00:00+08:00"
    assert whole["经度"].value == 119.1000001
    assert whole["无障碍"].value == "是"


def test_a_workbook_holds_every_text_and_no_formula(tmp_path):
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    export_layer(toilets(), tmp_path / "a.xlsx")

    sheet = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0)
    heading, _, _, *cells = sheet.to_python()
    assert [row[heading.index("备注")] for row in cells] == HARD_TEXTS
    formulas = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert not [cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_workbook_with_field_names_has_truths(tmp_path):
    export_layer(toilets(), tmp_path / "a.xlsx", headings="field")

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    whole = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert (whole["accessible"].value, whole["grade"].value) == (True, 1)


def test_the_second_sheet_says_whose_data_it_is(tiny_place, tmp_path):
    export_layer(parks(), tmp_path / "a.xlsx", datum="gcj02", place=read_place(tiny_place))

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["说明 About"]
    said = sheet["A1"].value.splitlines()
    assert "地区 Place: 小城 / Tiny Town" in said
    assert "来源 Source: 测试数据 / Test data" in said
    assert "许可 Licence: CC0-1.0" in said
    assert f"版本 Version: {parks().version}" in said
    assert "坐标系 Datum: GCJ-02（gcj02） / GCJ-02 (gcj02)" in said
    assert any("示意位置" in line for line in said)
    # More rows could be taken for data when the file comes back.
    assert sheet.max_row == 1


def test_what_is_too_long_for_a_cell_is_left_out_or_cut_and_said(tmp_path):
    ring = [[119 + number * 1e-6, 36.7] for number in range(4000)]
    outline = {"type": "Polygon", "coordinates": [[*ring, [119.002, 36.8], ring[0]]]}
    layer = snapshot("parks", ("long", outline, {"log": "字" * 40_000}), ("ok", POINT, {}))

    report = export_layer(layer, tmp_path / "a.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    long = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert "too long" in long["几何"].value
    assert len(long["log"].value) == 32_767
    assert len(report.notes) == 2


def test_years_that_excel_does_not_know_are_text(tmp_path):
    layer = snapshot("toilets", ("a", POINT, {"verified_on": "1899-12-31", "huge": 10**15 + 1}))

    export_layer(layer, tmp_path / "a.xlsx", headings="field")

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert cells["verified_on"].value == "1899-12-31"
    assert cells["huge"].value == "1000000000000001"


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(texts, min_size=1, max_size=5))
def test_any_text_comes_back_from_csv(tmp_path, texts):
    features = [(f"t{n}", POINT, {"note": text}) for n, text in enumerate(texts)]

    export_layer(snapshot("toilets", *features), tmp_path / "a.csv", overwrite=True)

    assert [unguarded(each["备注"]) for each in rows(tmp_path / "a.csv")] == texts
