"""An office's file on its way in, from the file to the published layer."""

from __future__ import annotations

import json

import openpyxl
import prcoords
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from layers._registry import layer_named
from layers.errors import LayerFileError, PublishError, StaleBaseError
from layers.intake import Options, import_table, publish_import, read_table_bytes
from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.table import IntakeError
from tests.layers.conftest import point
from tests.layers.intake.conftest import NOON, codes

HEAD = ["编号", "名称", "地址", "经度", "纬度", "开放时间", "无障碍"]
EAST = ["T1", "东街公厕", "东街1号", "119.10", "36.70", "全天", "是"]
WEST = ["T2", "西街公厕", "西街2号", "119.11", "36.71", "06:00-22:00", "否"]


def test_rows_become_facilities_with_typed_values(office):
    imported = office.publish(office.csv(HEAD, EAST, WEST))

    assert imported.counts == (2, 2, 0, 0)
    east, west = office.features().values()
    assert east["id"] == "T1"
    assert east["geometry"] == point(119.1, 36.7)
    assert east["properties"]["name"] == "东街公厕"
    assert east["properties"]["open_hours"] == "24/7"
    assert east["properties"]["accessible"] is True
    assert west["properties"]["open_hours"] == "06:00-22:00"
    assert west["properties"]["accessible"] is False
    assert west["properties"]["updated_at"] == "2026-11-23T12:00:00+08:00"


def test_a_gbk_file_picked_on_amap_lands_where_another_program_says(office):
    rows = []
    for number, (lon, lat) in enumerate([(119.1, 36.7), (119.15, 36.75)]):
        shifted = prcoords.wgs_gcj(prcoords.Coords(lat, lon))
        rows.append(
            [f"T{number}", "公厕", "路", f"{shifted.lon:.6f}", f"{shifted.lat:.6f}", "", ""]
        )

    imported = office.publish(office.csv(HEAD, *rows, encoding="gb18030"), datum="高德")

    assert imported.table.encoding == "GB18030"
    first, second = office.features().values()
    # Six decimals are a tenth of a metre.
    assert first["geometry"]["coordinates"] == pytest.approx([119.1, 36.7], abs=2e-6)
    assert second["geometry"]["coordinates"] == pytest.approx([119.15, 36.75], abs=2e-6)


def test_each_row_is_published_refused_or_queued_and_the_sum_is_right(office):
    file = office.csv(
        HEAD,
        EAST,
        ["T2", "远方公厕", "远方", "116.4", "39.9", "", ""],
        ["T3", "没有坐标的", "南街3号", "", "", "", ""],
        ["T4", "什么都没有", "", "", "", "", ""],
        ["T5", "零点公厕", "北街", "0", "0", "", ""],
        ["T6", "时间不清", "北街", "119.12", "36.72", "视情况开放", ""],
        ["T1", "编号重复", "北街", "119.13", "36.72", "", ""],
        ["T8", "<b>粗体</b>", "北街", "119.14", "36.72", "", ""],
        ["合计", "7", "", "", "", "", ""],
    )

    imported = office.publish(file)

    assert imported.fates == (
        "published",
        "refused",
        "queued",
        "refused",
        "queued",
        "refused",
        "refused",
        "refused",
        "refused",
    )
    assert imported.counts == (9, 1, 6, 2)
    assert set(office.features()) == {"T1"}
    errors = {line: code for line, code, severity in codes(imported) if severity == "error"}
    assert errors[3] == "outside_place"
    assert errors[5] == "no_position"
    assert errors[7] == "hours_unclear"
    assert errors[8] == "repeated_id"
    assert errors[9] == "markup"
    assert errors[10] == "not_a_facility"
    # Zero degrees are where nothing was entered; with an address the row waits.
    waiting = [line for line, code, _ in codes(imported) if code == "to_be_placed"]
    assert waiting == [4, 6]


def test_strict_makes_warnings_errors_but_leaves_the_queue(office):
    beside = ["T2", "隔壁公厕", "东街1号", "119.10001", "36.70", "", ""]
    waiting = ["T3", "没有坐标的", "南街3号", "", "", "", ""]
    file = office.csv(HEAD, EAST, beside, waiting)

    assert office.prepare(file).fates == ("published", "published", "queued")
    assert office.prepare(file, strict=True).fates == ("published", "refused", "queued")


def test_a_second_file_is_compared_with_what_is_published(office):
    office.publish(
        office.csv(HEAD, EAST, WEST, ["T3", "南街公厕", "南街", "119.12", "36.7", "", ""])
    )
    moved = ["T2", "西街公厕", "西街2号", "119.11", "36.711", "06:00-22:00", "是"]
    added = ["T4", "北街公厕", "北街", "119.13", "36.73", "", ""]

    imported = office.publish(office.csv(HEAD, EAST, moved, added), allow_removals=True)

    comparison = imported.comparison
    assert comparison.added == ("T4",)
    assert comparison.removed == ("T3",)
    assert comparison.unchanged == 1
    # A thousandth of a degree of latitude is 111 m.
    assert [(move.feature_id, round(move.distance_m)) for move in comparison.moved] == [("T2", 111)]
    (change,) = comparison.changed
    assert change.fields["accessible"] == (False, True)
    assert list(office.features()) == ["T1", "T2", "T4"]


def test_half_a_file_removes_nothing_unless_that_is_said(office):
    office.publish(office.csv(HEAD, EAST, WEST))
    half = office.csv(HEAD, EAST)

    refused = office.prepare(half)

    assert "--allow-removals" in refused.refusals[0].zh
    with pytest.raises(PublishError, match="50%"):
        publish_import(office.place, refused, who="王", why="")
    assert set(office.features()) == {"T1", "T2"}

    office.publish(half, keep_missing=True)
    assert set(office.features()) == {"T1", "T2"}

    office.publish(half, allow_removals=True)
    assert set(office.features()) == {"T1"}


def test_a_refused_row_does_not_remove_its_facility(office):
    office.publish(office.csv(HEAD, EAST, WEST))
    faulty = [*WEST[:5], "看情况", "是"]

    imported = office.publish(office.csv(HEAD, EAST, faulty))

    assert imported.kept == ("T2",)
    assert imported.comparison.removed == ()
    assert office.features()["T2"]["properties"]["open_hours"] == "06:00-22:00"


def test_a_file_without_ids_keeps_those_that_are_published(office):
    office.publish(office.csv(HEAD, EAST, WEST))
    before = office.features()

    # The name and address are the key; the position is a little better now.
    imported = office.publish(
        office.csv(
            ["名称", "地址", "经度", "纬度"],
            ["西街公厕", "西街2号", "119.1101", "36.71"],
            ["东街公厕", "东街1号", "119.1", "36.7"],
            ["新建公厕", "新街", "119.13", "36.73"],
        )
    )

    assert imported.comparison.removed == ()
    assert len(imported.comparison.added) == 1
    after = office.features()
    assert list(after)[:2] == ["T1", "T2"]
    # A file that has no column for it leaves a field as it was.
    assert after["T2"]["properties"]["open_hours"] == "06:00-22:00"
    assert after["T1"] == before["T1"]


def test_the_office_s_own_number_is_kept_and_known_again(office):
    office.publish(
        office.csv(["名称", "地址", "经度", "纬度"], *(row[1:5] for row in (EAST, WEST)))
    )
    ids = list(office.features())

    office.publish(office.csv(HEAD, EAST, WEST))
    again = office.publish(office.csv(HEAD, ["T1", "改名公厕", "搬家路", *EAST[3:]], WEST))

    features = office.features()
    assert list(features) == ids
    assert features[ids[0]]["properties"]["source_id"] == "T1"
    assert features[ids[0]]["properties"]["name"] == "改名公厕"
    assert again.comparison.added == again.comparison.removed == ()


def test_an_empty_cell_of_a_column_that_is_there_empties_the_field(office):
    office.publish(office.csv(HEAD, EAST))

    office.publish(office.csv(HEAD, [*EAST[:5], "", ""]))

    assert office.features()["T1"]["properties"]["open_hours"] is None


def test_a_facility_that_moves_loses_the_precision_of_its_old_place(office):
    head, east = [*HEAD, "位置精度"], [*EAST, "示意"]
    office.publish(office.csv(head, east))
    assert office.features()["T1"]["properties"]["position"] == "illustrative"

    office.publish(office.csv(HEAD, EAST))
    assert office.features()["T1"]["properties"]["position"] == "illustrative"

    office.publish(office.csv(HEAD, [*EAST[:3], "119.105", "36.7", *EAST[5:]]))
    assert office.features()["T1"]["properties"]["position"] is None


def test_the_same_file_again_is_no_new_version(office):
    file = office.csv(HEAD, EAST, WEST)
    first = office.publish(file)

    again = office.publish(file, now=NOON.replace(year=2027))

    assert again.after.version == first.after.version
    assert again.comparison.unchanged == 2


def test_who_published_meanwhile_is_not_overwritten(office):
    office.publish(office.csv(HEAD, EAST))
    slow = office.prepare(office.csv(HEAD, EAST, WEST, name="slow.csv"))
    office.publish(office.csv(HEAD, [*EAST[:1], "改名公厕", *EAST[2:]], name="fast.csv"))

    with pytest.raises(StaleBaseError, match="城管局 王"):
        publish_import(office.place, slow, who="李", why="")

    assert office.features()["T1"]["properties"]["name"] == "改名公厕"


def test_a_broken_published_file_is_no_base_to_build_on(office):
    (office.folder / "toilets.geojson").write_text("{")

    with pytest.raises(LayerFileError):
        office.prepare(office.csv(HEAD, EAST))


def test_a_datum_that_does_not_exist_is_refused_with_the_known_ones(office):
    with pytest.raises(GeoError, match="gcj02"):
        office.prepare(office.csv(HEAD, EAST), datum="gcj03")


def test_a_file_whose_datum_contradicts_the_declared_one_is_refused_with_figures(office):
    office.publish(office.csv(HEAD, *known_rows(lambda lon, lat: (lon, lat))))

    def picked_on_amap(lon, lat):
        there = prcoords.wgs_gcj(prcoords.Coords(lat, lon))
        return there.lon, there.lat

    imported = office.prepare(office.csv(HEAD, *known_rows(picked_on_amap)), datum="wgs84")

    assert not imported.publishable
    assert imported.after is None
    (reason,) = imported.refusals
    assert "GCJ-02" in reason.en
    assert any(character.isdigit() for character in reason.en)
    # Declared rightly, everything lies where it lay.
    right = office.prepare(office.csv(HEAD, *known_rows(picked_on_amap)), datum="gcj02")
    assert right.comparison.unchanged == len(NAMES)


NAMES = ["火车站公厕", "人民公园公厕", "东关公厕", "西园公厕", "南门公厕", "北湖公厕"]


def known_rows(shift):
    for row, name in enumerate(NAMES):
        lon, lat = shift(119.05 + row * 0.02, 36.65 + row * 0.02)
        yield [f"T{row}", name, f"路{row}号", f"{lon:.8f}", f"{lat:.8f}", "", ""]


def test_of_a_datum_that_nobody_can_convert_exactly_the_office_is_told(office):
    # Xian 80, central meridian 120° E: EPSG has no way from it to WGS 84.
    file = office.csv(HEAD, ["T1", "东街公厕", "", "419575", "4063596", "", ""])

    imported = office.prepare(file, datum="EPSG:2385")

    [told] = [finding for finding in imported.findings if finding.code == "datum_inexact"]
    assert (told.line, told.severity) == (None, "warning")
    assert "没有公开的转换参数" in told.reason.zh


def test_surveyors_tables_with_x_north_are_turned_and_said(office):
    # EPSG:4549 of 119.1 E 36.7 N, from PROJ's cs2cs: 419593.1 east, 4063595.5 north, and so on.
    head = ["编号", "名称", "地址", "X坐标", "Y坐标", "开放时间", "无障碍"]
    from pyproj import Transformer  # noqa: PLC0415

    survey = Transformer.from_crs("EPSG:4326", "EPSG:4549", always_xy=True)

    def in_survey(lon, lat):
        east, north = survey.transform(lon, lat)
        return north, east

    imported = office.publish(office.csv(head, *known_rows(in_survey)), datum="EPSG:4549")

    assert imported.counts.published == len(NAMES)
    first = office.features()["T0"]["geometry"]["coordinates"]
    assert first == pytest.approx([119.05, 36.65], abs=2e-7)


def test_a_reversible_map_file_of_geojson_keeps_undeclared_properties(office):
    feature = {
        "type": "Feature",
        "id": "a",
        "geometry": point(119.1, 36.7),
        "properties": {"name": "东街", "rating": 4.5, "tags": ["x"]},
    }
    file = office.desk / "toilets.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))

    office.publish(file)

    properties = office.features()["a"]["properties"]
    assert (properties["rating"], properties["tags"]) == (4.5, ["x"])


def test_what_a_browser_sent_goes_the_same_way_as_a_file(office):
    file = office.csv(HEAD, EAST, WEST)
    declared = layer_named("toilets")

    table = read_table_bytes(file.name, file.read_bytes())
    imported = import_table(table, declared, office.place, None, Options(datum="wgs84", now=NOON))

    assert imported.after.data == office.prepare(file).after.data


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            TEXTS, TEXTS, st.sampled_from(["119.1", "36.7", "", "0", "abc", "999", "１１９.1"])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_a_file_holds_rows_in_are_published_refused_or_queued(office, rows):
    file = office.csv(
        ["名称", "地址", "经度", "纬度"],
        *([name, address, lon, "36.7"] for name, address, lon in rows),
    )

    imported = office.prepare(file)

    counts = imported.counts
    assert counts.rows == len(imported.table)
    assert counts.rows == counts.published + counts.refused + counts.queued
    if imported.after is not None:
        assert len(imported.after) == counts.published


def test_of_a_row_that_is_no_facility_only_that_is_said(office):
    file = office.csv(
        ["序号", "名称", "地址", "经度", "女厕位", "纬度"],
        ["1", "东街公厕", "东街1号", "119.10", "3", "36.70"],
        ["合计", None, None, "审核人:李某", "联系电话", None],
    )

    assert codes(office.prepare(file)) == [(3, "not_a_facility", "error")]


def test_strict_does_not_refuse_a_file_for_its_title_or_for_what_the_user_chose(office):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    for row in (
        ["公厕统计表"],
        ["名称", "地址", "经度", "纬度"],
        ["东街公厕", "东街1号", 119.10, 36.70],
        [],
        ["西街公厕", "西街2号", 119.11, 36.71],
    ):
        sheet.append(row)
    book.create_sheet("说明").append(["一行说明"])
    book.save(office.desk / "office.xlsx")

    chosen = office.prepare(office.desk / "office.xlsx", strict=True, sheet="汇总")
    unsaid = office.prepare(office.desk / "office.xlsx", strict=True)

    assert chosen.publishable
    assert {finding.code for finding in chosen.findings} == {"rows_above_header", "blank_rows"}
    assert [finding.code for finding in unsaid.findings if finding.severity == "error"] == [
        "other_tables"
    ]


def test_a_map_whose_words_stand_for_no_value_of_the_field_is_refused(office):
    file = office.csv(["名称", "等级", "经度", "纬度"], ["东街公厕", "甲", "119.10", "36.70"])
    said = ColumnMap(
        {"grade": Source("等级")}, PositionColumns("unsaid"), values={"grade": {"甲": 7}}
    )

    with pytest.raises(IntakeError, match=r"values\.grade.*7"):
        office.prepare(file, column_map=said)


def test_a_row_of_the_wrong_length_is_not_said_to_wait_in_the_queue(office):
    file = office.csv(["名称", "地址", "经度", "纬度"], ["东街公厕", "东街1号"], EAST[1:5])

    assert codes(office.prepare(file)) == [(2, "ragged_row", "error")]
