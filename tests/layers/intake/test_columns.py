"""Which column is which field: by label, synonym, script, unit, spelling, and by its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from layers._layer import extra
from layers._registry import all_layers, layer_named
from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.columns import Proposal, propose_columns
from layers.intake.columns.headings import ID_HEADING
from layers.intake.columns.report_columns import REPORT_COLUMNS
from layers.intake.table import IntakeError, Table
from layers.intake.wording import word_key

UNSAID = PositionColumns("unsaid")


def table(columns: Mapping[str, list[Any]], **more: Any) -> Table:
    count = len(next(iter(columns.values()), []))
    return Table("表.csv", "csv", columns, np.arange(2, count + 2), **more)


def propose(
    layer: str, columns: Mapping[str, list[Any]], given: ColumnMap | None = None
) -> Proposal:
    return propose_columns(table(columns), layer_named(layer), given=given)


def fields(proposal: Proposal) -> dict[str, str]:
    return {field: source.column for field, source in proposal.column_map.fields.items()}


def fate(proposal: Proposal, column: str) -> Any:
    return next(each for each in proposal.columns if each.column == column)


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
@pytest.mark.parametrize("language", [0, 1, 2])
def test_every_label_and_field_name_is_its_own_field(layer: Any, language: int) -> None:
    headings = {
        name: (layer.label(name).zh, layer.label(name).en, name)[language] for name in layer.fields
    }
    columns = {heading: [None, None] for heading in headings.values()}
    columns[[ID_HEADING.zh, ID_HEADING.en, "id"][language]] = ["a", "b"]
    told = fields(propose_columns(table(columns), layer))
    assert told.pop("id") in (*ID_HEADING, "id")
    assert told == headings


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_no_heading_stands_for_two_fields_of_a_layer(layer: Any) -> None:
    seen: dict[str, str] = {}
    for name, info in layer.fields.items():
        words = {*layer.label(name), name, *extra(info).get("x-also", ())}
        for key in {word_key(word) for word in words}:
            assert seen.setdefault(key, name) == name, key


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_no_word_stands_for_two_values_of_a_field(layer: Any) -> None:
    for info in layer.fields.values():
        seen: dict[str, str] = {}
        more = extra(info)
        for value, words in more.get("x-values", {}).items():
            for word in (value, *words, *more["x-values-also"].get(value, ())):
                assert seen.setdefault(word_key(word), value) == value, word


@pytest.mark.parametrize(
    ("heading", "layer", "field"),
    [
        ("公厕名称*", "toilets", "name"),
        ("名称(必填)", "parks", "name"),
        ("  厕 所 名 称 ：", "toilets", "name"),
        ("详细\n地址", "parking", "address"),
        ("所属街道", "communities", "subdistrict"),
        ("Ｎａｍｅ", "parks", "name"),
        ("ParkName", "parks", "name"),
        ("地址 Address", "toilets", "address"),
        ("基本情况|名称", "toilets", "name"),
        ("properties.name", "toilets", "name"),
        ("停車場名稱", "parking", "name"),
        ("遮阳棚地址", "sunshades", "address"),
        ("addres", "toilets", "address"),
        ("公测名称", "toilets", "name"),
    ],
)
def test_headings_as_offices_write_them_are_understood(
    heading: str, layer: str, field: str
) -> None:
    assert fields(propose(layer, {heading: ["东关甲", "西关乙"]})) == {field: heading}


def test_each_way_of_telling_a_column_says_itself() -> None:
    columns = {
        "名称": ["甲", "乙"],
        "詳細地址": ["东街", "西街"],
        "总车位数": ["3", "4"],
        "限高(cm)": ["210", "220"],
        "免费时断": ["全天", "全天"],
        "门牌": ["1", "2"],
    }
    proposal = propose("parking", columns)
    assert [each.how for each in proposal.columns] == [
        *("label", "traditional", "synonym", "unit", "spelling", "rest")
    ]
    assert all(each.reason.zh and each.reason.en for each in proposal.columns)
    assert "猜测" in fate(proposal, "免费时断").reason.zh


@pytest.mark.parametrize(
    ("heading", "layer", "field", "factor"),
    [
        ("面积(公顷)", "parks", "area_m2", 10_000),
        ("占地面积（亩）", "parks", "area_m2", 10_000 / 15),
        ("面积（㎡）", "parks", "area_m2", 1),
        ("面积/平方米", "parks", "area_m2", 1),
        ("面积 单位:公顷", "parks", "area_m2", 10_000),
        ("area_ha", "parks", "area_m2", 10_000),
        ("限高/cm", "parking", "height_limit_m", 0.01),
        ("限高cm", "parking", "height_limit_m", 0.01),
        ("限停时长(小时)", "parking", "max_stay_minutes", 60),
        ("户数(万户)", "communities", "households", 10_000),
    ],
)
def test_a_unit_in_the_heading_becomes_a_factor(
    heading: str, layer: str, field: str, factor: float
) -> None:
    source = propose(layer, {heading: ["2", "3"]}).column_map.fields[field]
    assert source.factor == pytest.approx(factor)


def test_of_two_columns_for_one_field_the_better_is_taken_and_the_other_named() -> None:
    proposal = propose("toilets", {"公厕名称": ["甲", "乙"], "名称": ["一", "二"]})
    assert fields(proposal) == {"name": "名称"}
    assert "公厕名称" in fate(proposal, "名称").reason.zh
    assert "名称" in fate(proposal, "公厕名称").reason.zh
    assert proposal.column_map.kept == ("公厕名称",)


def test_an_empty_column_gives_way_to_a_filled_one() -> None:
    assert fields(propose("toilets", {"名称": ["", None], "公厕名称": ["甲", "乙"]})) == {
        "name": "公厕名称"
    }


def test_a_column_that_lost_is_not_kept_under_the_name_of_a_field() -> None:
    proposal = propose("toilets", {"名称": ["甲"], "name": ["Jia"]})
    assert proposal.column_map.fields["name"].column == "名称"
    assert proposal.column_map.ignored == ("name",)


def test_a_heading_whose_values_are_of_another_sort_is_kept_and_said() -> None:
    proposal = propose("toilets", {"Grade": ["特優級", "優等級", "普通級", "優等級", "改善級"]})
    assert proposal.column_map.kept == ("Grade",)
    assert "特優級" in fate(proposal, "Grade").reason.zh


def test_one_bad_cell_does_not_unseat_a_label() -> None:
    assert fields(propose("toilets", {"等级": ["九类"]})) == {"grade": "等级"}
    cells = ["一类", "二类", "三类", "九类", "一类", "二类"]
    assert fields(propose("toilets", {"等级": cells})) == {"grade": "等级"}


@pytest.mark.parametrize("heading", ["非机动车泊位数", "开工日期", "altitude", "女厕所长"])
def test_a_heading_that_is_only_near_a_known_one_is_not_guessed(heading: str) -> None:
    for layer in ("parking", "sunshades", "toilets"):
        assert propose(layer, {heading: ["1", "2"]}).column_map.fields == {}


def test_headings_that_a_shapefile_cut_short_are_made_whole() -> None:
    columns = {"开放时": ["全天"], "限停时长": ["2小时"], "accessible": ["1"], "地": ["东街"]}
    whole = table(columns)
    shapefile = Table("a.shp", "shapefile", columns, whole.lines)
    told = propose_columns(shapefile, layer_named("parking"))
    assert fields(told)["open_hours"] == "开放时"
    assert told.column_map.kept == ("地",)
    assert "open_hours" not in fields(propose_columns(whole, layer_named("parking")))


def test_a_guess_at_the_spelling_needs_fitting_values() -> None:
    assert fields(propose("parking", {"capcity": ["12", "30"]})) == {"spaces": "capcity"}
    assert fields(propose("parking", {"capcity": ["large", "small"]})) == {}


@pytest.mark.parametrize("heading", ["序号", "No.", "#", "行号"])
def test_a_running_number_is_no_id(heading: str) -> None:
    proposal = propose("toilets", {heading: ["1", "2", "3"], "名称": ["甲", "乙", "丙"]})
    assert "id" not in proposal.column_map.fields
    assert proposal.column_map.ignored == (heading,)


@pytest.mark.parametrize("heading", ["编号", "ID", "_id", "公厕编号", "code", "Number"])
def test_a_number_of_its_own_is_an_id(heading: str) -> None:
    assert fields(propose("toilets", {heading: ["A-1", "A-2", "A-3"]})) == {"id": heading}


def test_a_code_that_repeats_is_a_category_and_no_id() -> None:
    proposal = propose("toilets", {"code": ["01", "01", "02", "02"]})
    assert proposal.column_map.kept == ("code",)
    assert "重复" in fate(proposal, "code").reason.zh


@pytest.mark.parametrize(
    "heading",
    ["联系人", "负责人姓名", "手机号", "身份证号", "微信", "管理人", "E-mail", "contact_person"],
)
def test_personal_data_are_left_out_unless_the_map_keeps_them(heading: str) -> None:
    columns = {"名称": ["甲"], heading: ["张三"]}
    proposal = propose("toilets", columns)
    assert proposal.column_map.ignored == (heading,)
    assert "个人信息" in fate(proposal, heading).reason.zh
    kept = propose("toilets", columns, ColumnMap({}, UNSAID, kept=(heading,)))
    assert kept.column_map.kept == (heading,)


def test_a_mobile_number_beside_a_name_is_personal_but_an_office_line_is_not() -> None:
    mobile = {"名称": ["甲"], "联系人": ["张三"], "联系电话": ["13800000000"]}
    assert set(propose("toilets", mobile).column_map.ignored) == {"联系人", "联系电话"}
    office = mobile | {"联系电话": ["0536-8000000"]}
    assert fields(propose("toilets", office))["phone"] == "联系电话"


def test_a_column_of_mobile_numbers_is_personal_whatever_its_heading() -> None:
    assert propose("toilets", {"值班": ["13800000000", "139 0000 0000"]}).column_map.ignored


def test_columns_of_our_own_report_are_passed_over() -> None:
    columns = {text.zh: ["1", "2"] for text in REPORT_COLUMNS}
    columns |= {"名称": ["甲", "乙"], "Line": ["3路", "5路"]}
    proposal = propose("toilets", columns)
    assert set(proposal.column_map.ignored) == {text.zh for text in REPORT_COLUMNS}
    assert proposal.column_map.kept == ("Line",)


def test_empty_technical_and_markup_columns_are_left_out_with_reasons() -> None:
    columns = {"照片": [None, ""], "OBJECTID": ["4", "7"], "balloon": ["<b>a</b>", "<i>b</i>"]}
    proposal = propose("toilets", columns)
    assert proposal.column_map.ignored == ("照片", "OBJECTID", "balloon")
    assert len({each.reason.zh for each in proposal.columns}) == 3


def test_open_round_the_clock_stands_for_hours_where_nothing_else_says_them() -> None:
    alone = propose("toilets", {"name": ["甲", "乙"], "isOpen24h": [True, False]})
    assert fields(alone)["open_hours"] == "isOpen24h"
    assert alone.column_map.values["open_hours"] == {"true": "24/7", "false": ""}
    beside = propose("toilets", {"是否24小时": ["是", "否"], "开放时间": ["全天", "8:00-18:00"]})
    assert fields(beside)["open_hours"] == "开放时间"
    assert beside.column_map.kept == ("是否24小时",)


def test_every_column_has_one_fate() -> None:
    columns = {
        "序号": ["1"],
        "名称": ["甲"],
        "经度": ["119.1"],
        "纬度": ["36.7"],
        "照片": ["a.jpg"],
    }
    proposal = propose("toilets", columns)
    assert [each.column for each in proposal.columns] == list(columns)
    assert {each.outcome for each in proposal.columns} == {"field", "position", "kept", "ignored"}


def test_the_users_map_wins_and_the_rest_is_proposed() -> None:
    given = ColumnMap({"name": Source("别名")}, UNSAID, constants={"source": "环卫中心"})
    columns = {"名称": ["甲"], "别名": ["乙"], "地址": ["东街"], "来源": ["网上"]}
    proposal = propose("toilets", columns, given)
    assert fields(proposal) == {"name": "别名", "address": "地址"}
    assert proposal.column_map.constants == {"source": "环卫中心"}
    assert proposal.column_map.kept == ("名称", "来源")
    assert fate(proposal, "别名").how == "given"


def test_a_map_that_says_only_leaves_the_rest_out() -> None:
    given = ColumnMap({"name": Source("名称")}, UNSAID, only=True)
    columns = {"名称": ["甲"], "地址": ["东街"], "经度": ["119.1"], "纬度": ["36.7"]}
    proposal = propose("toilets", columns, given)
    assert fields(proposal) == {"name": "名称"}
    assert proposal.column_map.position.sort == "none"
    assert proposal.column_map.ignored == ("地址", "经度", "纬度")


def test_values_of_the_map_let_a_column_fit() -> None:
    given = ColumnMap({}, UNSAID, values={"grade": {"特優級": 1, "優等級": 2}})
    cells = ["特優級", "優等級", "優等級", "特優級", "優等級"]
    assert fields(propose("toilets", {"Grade": cells}, given)) == {"grade": "Grade"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (ColumnMap({"name": Source("厕所名")}, UNSAID), "厕所名称"),
        (ColumnMap({"nmae": Source("厕所名称")}, UNSAID), "name"),
        (ColumnMap({}, UNSAID, constants={"sorce": "x"}), "source"),
        (ColumnMap({}, UNSAID, kept=("照",)), "照片"),
        (ColumnMap({}, PositionColumns("columns", ("经", "纬度"))), "经度"),
        (ColumnMap({}, UNSAID, key=("nam",)), "name"),
        (ColumnMap({"name": Source("厕所名称")}, UNSAID, ignored=("厕所名称",)), "厕所名称"),
        (ColumnMap({"name": Source("厕所名称")}, UNSAID, constants={"name": "x"}), "name"),
    ],
)
def test_a_map_that_does_not_fit_the_file_is_refused_by_name(given: ColumnMap, said: str) -> None:
    columns = {"厕所名称": ["甲"], "照片": ["a"], "经度": ["119"], "纬度": ["36"]}
    with pytest.raises(IntakeError, match=said):
        propose("toilets", columns, given)


def test_the_part_of_a_two_row_heading_is_read_with_its_group() -> None:
    columns = {"名称": ["甲", "乙"], "蹲位数（个）|男": [3, 4], "蹲位数（个）|女": [5, 6]}
    told = fields(propose("toilets", columns))
    assert told["cubicles_men"] == "蹲位数（个）|男"
    assert told["cubicles_women"] == "蹲位数（个）|女"


@pytest.mark.parametrize("column", [["1", "2", "3", "合计", "注:坐标为高德"], [1, 2, 1, 2, 3]])
def test_a_count_of_rows_is_left_out_although_a_sum_stands_below_or_it_begins_again(
    column: list[Any],
) -> None:
    proposal = propose("toilets", {"序号": column, "名称": list("甲乙丙丁戊")})
    assert fate(proposal, "序号").outcome == "ignored"


@pytest.mark.parametrize(
    ("layer", "heading", "field"),
    [
        ("parking", "停车场地址", "address"),
        ("toilets", "厕所位置", "address"),
        ("parking", "設施名稱 Facility Name", "name"),
        ("toilets", "住所", "address"),
        ("toilets", "Bezeichnung", "name"),
        ("toilets", "MC", "name"),
        ("toilets", "DZ", "address"),
    ],
)
def test_headings_of_other_offices_and_languages_are_known(
    layer: str, heading: str, field: str
) -> None:
    assert fields(propose(layer, {heading: ["东风西街1号", "月河路2号"]})) == {field: heading}


def test_a_column_of_empty_lists_is_empty() -> None:
    proposal = propose("toilets", {"name": ["甲", "乙"], "photos": [[], []], "more": [{}, None]})
    assert fate(proposal, "photos").reason.zh == fate(proposal, "more").reason.zh == "整列为空"


def test_why_a_reserved_heading_is_left_out_is_a_whole_sentence() -> None:
    proposal = propose("toilets", {"name": ["甲", "乙"], "geometry": ["x", "y"]})
    assert fate(proposal, "geometry").reason.zh.startswith("不当作该图层的项目；列名与")
