"""Cells into typed values, cell by cell: what each sort of field takes and what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers._registry import all_layers, layer_named
from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.finding import Finding
from layers.intake.table import IntakeError, Table
from layers.intake.values import Values, convert_columns

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOWHERE = PositionColumns("none")


def convert(layer: str, field: str, cells: list[Any], **source: Any) -> Values:
    table = Table("表.xlsx", "xlsx", {"列": cells}, np.arange(2, len(cells) + 2))
    column_map = ColumnMap({field: Source("列", **source)}, NOWHERE)
    return convert_columns(table, layer_named(layer), column_map, timezone=SHANGHAI)


def one(layer: str, field: str, cell: Any, **source: Any) -> tuple[Any, list[str]]:
    values = convert(layer, field, [cell], **source)
    return values.fields[field][0], [finding.code for finding in values.findings]


def refused(layer: str, field: str, cell: Any) -> Finding:
    values = convert(layer, field, [cell])
    assert values.fields[field] == [None]
    assert values.faulty.tolist() == [True]
    (finding,) = values.findings
    assert finding.severity == "error"
    assert (finding.line, finding.field, finding.column) == (2, field, "列")
    assert finding.reason.zh
    assert finding.reason.en
    return finding


@pytest.mark.parametrize(
    "mark",
    [
        "",
        " ",
        "\u3000",
        "无",
        "/",
        "-",
        "—",
        "——",
        "N/A",
        "不详",
        "未知",
        "null",
        "待定",
        "NULL",
        "nan",
    ],
)
@pytest.mark.parametrize(
    ("layer", "field"),
    [
        ("toilets", "name"),
        ("toilets", "grade"),
        ("parking", "spaces"),
        ("parks", "area_m2"),
        ("parks", "features"),
        ("toilets", "open_hours"),
        ("toilets", "verified_on"),
        ("toilets", "id"),
    ],
)
def test_a_mark_for_nothing_is_unknown(layer: str, field: str, mark: str) -> None:
    assert one(layer, field, mark) == (None, [])


@pytest.mark.parametrize("cell", [None, float("nan")])
@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_an_empty_cell_is_unknown_in_every_field(layer: Any, cell: Any) -> None:
    for field in layer.fields:
        values = convert(layer.name, field, [cell])
        assert not values.findings
        assert all(column == [None] for column in values.fields.values())


@pytest.mark.parametrize(
    "cell", [True, 1, 1.0, "是", "有", "√", "✔", "Y", "yes", "TRUE", "1", "具备"]
)
def test_yes_is_true(cell: Any) -> None:
    assert one("toilets", "accessible", cell) == (True, [])


@pytest.mark.parametrize(
    "cell", [False, 0, "否", "无", "×", "N", "no", "0", "不具备", "未配备", "無"]
)
def test_no_is_false_and_so_is_none_of_it(cell: Any) -> None:
    assert one("toilets", "accessible", cell) == (False, [])


@pytest.mark.parametrize("cell", ["也许", "2", 7, "在建"])
def test_what_is_neither_yes_nor_no_is_refused(cell: Any) -> None:
    assert refused("toilets", "accessible", cell).code == "not_yes_or_no"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("20", 20),
        (20, 20),
        (20.0, 20),
        ("20.0", 20),
        ("20个", 20),
        ("20 个车位", 20),
        ("2,693", 2693),
        ("4, 693", 4693),
        ("4'693", 4693),
        ("２０", 20),
        ("共20个", 20),
        ("二十", 20),
        ("一百零五个", 105),
        ("1.2万", 12_000),
        (" 20\n", 20),
        ("12 spaces", 12),
    ],
)
def test_whole_numbers_are_read_as_offices_write_them(cell: Any, number: int) -> None:
    assert one("parking", "spaces", cell) == (number, [])


@pytest.mark.parametrize("cell", ["约30", "30左右", "近30个", "30余个", "30多", "≈30", "大约 30"])
def test_an_approximate_number_is_taken_with_a_warning(cell: str) -> None:
    values = convert("parking", "spaces", [cell])
    assert values.fields["spaces"] == [30]
    assert [(each.code, each.severity) for each in values.findings] == [("about", "warning")]
    assert not values.faulty.any()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("10-20", "range"),
        ("10~20个", "range"),
        ("10至20", "range"),
        ("不少于20", "bound"),
        ("≥20", "bound"),
        ("20以上", "bound"),
        ("若干", "not_a_number"),
        ("三千五", "not_a_number"),
        ("20.5", "not_whole"),
        ("-3", "impossible_number"),
        ("100001", "impossible_number"),
        ("20(含充电5)", "not_a_number"),
        ("20公顷", "unknown_unit"),
        (True, "not_a_number"),
        ([1, 2], "not_a_number"),
        (float("inf"), "not_a_number"),
    ],
)
def test_what_is_no_whole_number_is_refused(cell: Any, code: str) -> None:
    assert refused("parking", "spaces", cell).code == code


@pytest.mark.parametrize(
    ("layer", "field", "cell", "number"),
    [
        ("parks", "area_m2", "1.2公顷", 12_000),
        ("parks", "area_m2", "3亩", 2_000),
        ("parks", "area_m2", "500平方米", 500),
        ("parks", "area_m2", "500㎡", 500),
        ("parks", "area_m2", "0.5 km²", 500_000),
        ("parks", "area_m2", "1,611.5", 1_611.5),
        ("parking", "height_limit_m", "2.5米", 2.5),
        ("parking", "height_limit_m", "210cm", 2.1),
        ("parking", "max_stay_minutes", "2小时", 120),
        ("parking", "max_stay_minutes", "1小时30分钟", 90),
        ("parking", "max_stay_minutes", "1.5小时", 90),
        ("parking", "max_stay_minutes", "两小时", 120),
        ("parking", "max_stay_minutes", "30分钟", 30),
        ("parking", "max_stay_minutes", 45, 45),
        ("communities", "households", "1.1万户", 11_000),
    ],
)
def test_a_unit_behind_a_number_is_converted(
    layer: str, field: str, cell: Any, number: float
) -> None:
    value, codes = one(layer, field, cell)
    assert value == pytest.approx(number)
    assert codes == []


def test_the_unit_of_the_cell_goes_before_that_of_the_heading() -> None:
    values = convert("parks", "area_m2", ["1.2", "500平方米", 3, "2公顷"], factor=10_000.0)
    assert values.fields["area_m2"] == [12_000, 500, 30_000, 20_000]


def test_no_limit_of_the_stay_is_unknown_with_a_warning() -> None:
    assert one("parking", "max_stay_minutes", "不限时") == (None, ["no_limit"])


def test_a_decimal_comma_is_read_with_a_warning() -> None:
    assert one("parking", "height_limit_m", "2,5") == (2.5, ["decimal_comma"])


@pytest.mark.parametrize(
    "cell",
    [
        "2025-07-09",
        "2025/7/9",
        "2025.07.09",
        "2025年7月9日",
        "２０２５年７月９日",
        "20250709",
        20250709,
        45847,
        45847.0,
        date(2025, 7, 9),
        datetime(2025, 7, 9, 10, 30),
        "2025-07-09 00:00:00",
        "2025-07-09T10:30:00Z",
        "9 July 2025",
        "Jul 9, 2025",
        "2025-7-9",
    ],
)
def test_dates_are_read_as_offices_write_them(cell: Any) -> None:
    assert one("toilets", "verified_on", cell) == (date(2025, 7, 9), [])


@pytest.mark.parametrize(
    ("cell", "day", "code"),
    [
        ("民國114年7月9日", date(2025, 7, 9), "roc_year"),
        ("民国95.1.2", date(2006, 1, 2), "roc_year"),
        ("45847", date(2025, 7, 9), "serial_date"),
        (1752040483, date(2025, 7, 9), "unix_time"),
    ],
)
def test_a_date_of_another_reckoning_is_converted_with_a_warning(
    cell: Any, day: date, code: str
) -> None:
    assert one("toilets", "verified_on", cell) == (day, [code])


def test_a_date_with_the_year_last_is_taken_only_where_it_is_clear() -> None:
    assert one("toilets", "verified_on", "25/12/2025") == (date(2025, 12, 25), [])
    assert one("toilets", "verified_on", "12/25/2025") == (date(2025, 12, 25), [])
    assert one("toilets", "verified_on", "07/07/2025") == (date(2025, 7, 7), [])
    assert refused("toilets", "verified_on", "03/04/2025").code == "date_ambiguous"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2025-02-30", "not_a_date"),
        ("2025年7月", "date_incomplete"),
        ("2025", "date_incomplete"),
        ("去年", "not_a_date"),
        ("2025-13-01", "not_a_date"),
        (12, "not_a_date"),
        (True, "not_text"),
    ],
)
def test_what_is_no_whole_date_is_refused(cell: Any, code: str) -> None:
    assert refused("toilets", "verified_on", cell).code == code


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2025-07-09T05:54:43Z", datetime(2025, 7, 9, 5, 54, 43, tzinfo=UTC)),
        ("2025-07-09T13:54:43+08:00", datetime(2025, 7, 9, 5, 54, 43, tzinfo=UTC)),
        ("2025-07-09 13:54", datetime(2025, 7, 9, 5, 54, tzinfo=UTC)),
        ("2025年7月9日 13时54分", datetime(2025, 7, 9, 5, 54, tzinfo=UTC)),
        (datetime(2025, 7, 9, 13, 54), datetime(2025, 7, 9, 5, 54, tzinfo=UTC)),
        ("2025-07-09", datetime(2025, 7, 8, 16, tzinfo=UTC)),
    ],
)
def test_a_time_without_an_offset_is_the_places_own(cell: Any, moment: datetime) -> None:
    value, codes = one("toilets", "updated_at", cell)
    assert value == moment
    assert value.tzinfo is not None
    assert codes == []


@pytest.mark.parametrize(
    ("cell", "year", "codes"),
    [
        ("1992", 1992, []),
        (1992, 1992, []),
        (1992.0, 1992, []),
        ("1992年", 1992, []),
        ("1992年5月", 1992, []),
        (date(1992, 5, 1), 1992, []),
        ("民國81年", 1992, ["roc_year"]),
        ("约1992年", 1992, ["about"]),
    ],
)
def test_years_are_read(cell: Any, year: int, codes: list[str]) -> None:
    assert one("communities", "built_year", cell) == (year, codes)


@pytest.mark.parametrize("cell", ["85", "90年代", "1790", "1992-1995", "二零"])
def test_a_year_of_two_digits_or_a_span_is_refused(cell: str) -> None:
    refused("communities", "built_year", cell)


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_every_allowed_value_is_read_by_code_and_by_both_words(layer: Any) -> None:
    for field, info in layer.fields.items():
        for code, words in (info.json_schema_extra or {}).get("x-values", {}).items():
            for word in (code, *words):
                (value,) = convert(layer.name, field, [word]).fields[field]
                assert value in (code, [code], int(code) if code.isdecimal() else code)


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("一类", 1),
        ("1类", 1),
        ("Grade 1", 1),
        ("1", 1),
        (1, 1),
        (2.0, 2),
        ("二類", 2),
        ("Ⅲ类", 3),
        ("三级", 3),
    ],
)
def test_a_grade_is_read_from_its_number(cell: Any, grade: int) -> None:
    assert one("toilets", "grade", cell) == (grade, [])


def test_a_value_that_is_not_in_the_list_is_refused_with_the_list_closest_first() -> None:
    finding = refused("parking", "kind", "地下层")
    assert finding.code == "not_in_list"
    assert finding.value == "地下层"
    assert finding.suggestion is not None
    assert finding.suggestion.zh.startswith("请从中选用:地下、")
    assert "Kerbside" in finding.suggestion.en


@pytest.mark.parametrize(
    "cell",
    [
        "健身器材、公厕",
        "健身器材,公厕",
        "健身器材;公厕",
        "健身器材/公厕",
        "健身器材|公厕",
        "健身器材\n公厕",
        "fitness;toilets",
        '["fitness", "toilets"]',
        ["fitness", "toilets"],
        "健身器材、公厕、健身器材",
        "Fitness equipment; Toilets",
    ],
)
def test_lists_are_taken_apart_at_the_usual_marks(cell: Any) -> None:
    assert one("parks", "features", cell) == (["fitness", "toilets"], [])


def test_an_empty_list_is_a_list_and_one_wrong_part_is_named() -> None:
    assert one("parks", "features", "[]") == ([], [])
    finding = refused("parks", "features", "公厕、泳池")
    assert "泳池" in finding.reason.zh


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  东关\u3000", "东关"),
        ("东关\r\n公厕", "东关 公厕"),
        ("东\u200b关\x07", "东关"),
        (7, "7"),
        (7.0, "7"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("+86 536", "+86 536"),
        ("@东关", "@东关"),
        ("面积<500㎡", "面积<500㎡"),
        ("A & B", "A & B"),
        ("👨‍👩‍👧公园", "👨‍👩‍👧公园"),
    ],
)
def test_texts_are_trimmed_and_otherwise_left(cell: Any, text: str) -> None:
    assert one("toilets", "name", cell) == (text, [])


def test_a_note_keeps_its_paragraphs() -> None:
    assert one("toilets", "note", "一\r\n\r\n二\u2028三") == ("一\n\n二\n三", [])


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("<script>alert(1)</script>东关", "alert(1)东关"),
        ("<b>东关</b>", "东关"),
        ("东关&lt;甲", "东关<甲"),
        ("东关${x}", "东关"),
        ("&amp;lt;b&gt;东关", "东关"),
        ("东关<img src=x onerror=alert(1)", "东关<img src=x onerror=alert(1)"),
    ],
)
def test_markup_in_text_is_refused_with_the_plain_text(cell: str, plain: str) -> None:
    finding = refused("toilets", "name", cell)
    assert finding.code == "markup"
    assert finding.suggestion is not None
    if "<img" not in plain:
        assert plain in finding.suggestion.zh


def test_markup_in_a_kept_column_is_refused_too() -> None:
    table = Table("a.csv", "csv", {"照片": ["<img src=x>", "a.jpg"]}, np.arange(2, 4))
    values = convert_columns(table, layer_named("toilets"), ColumnMap({}, NOWHERE, kept=("照片",)))
    assert values.kept["照片"] == [None, "a.jpg"]
    assert values.faulty.tolist() == [True, False]


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("name", "甲" * 201, "too_long"),
        ("name", {"a": 1}, "not_text"),
        ("name", True, "not_text"),
        ("name", "a\ud800", "broken_characters"),
        ("source_url", "javascript:alert(1)", "not_a_web_address"),
        ("source_url", "www.a.cn", "not_a_web_address"),
        ("id", "a" * 201, "too_long"),
    ],
)
def test_texts_that_do_not_fit_are_refused(field: str, cell: Any, code: str) -> None:
    assert refused("toilets", field, cell).code == code


def test_a_web_address_without_its_scheme_is_suggested_with_it() -> None:
    suggestion = refused("toilets", "source_url", "www.a.cn/x").suggestion
    assert suggestion is not None
    assert "https://www.a.cn/x" in suggestion.zh


def test_an_id_is_a_text_whatever_the_cell_is() -> None:
    assert convert("toilets", "id", [7, 7.0, " 007 ", None]).texts("id") == ["7", "7", "007", None]


def test_clear_hours_are_translated_and_unclear_ones_refused() -> None:
    assert one("toilets", "open_hours", "全天") == ("24/7", [])
    assert one("toilets", "open_hours", "Mo-Su 08:00-18:00")[0] == "Mo-Su 08:00-18:00"
    finding = refused("toilets", "open_hours", "随景区开放")
    assert finding.code == "hours_unclear"
    assert finding.value == "随景区开放"


def test_entrances_come_back_as_raw_pairs_and_go_in_again() -> None:
    values = convert("parks", "entrances", ["119.1,36.7; 119.2,36.8", None, "[[119.3,36.9]]"])
    raw = values.points["entrances"]
    assert raw.pairs == [(119.1, 36.7), (119.2, 36.8), (119.3, 36.9)]
    assert raw.rows == [0, 0, 2]
    assert raw.values([(1.0, 2.0), None, (3.0, 4.0)], 3) == [[(1.0, 2.0)], None, [(3.0, 4.0)]]


@pytest.mark.parametrize(
    "cell", ["119.1,36.7", "(119.1 36.7)", "119.1，36.7", "POINT(119.1 36.7)", [119.1, 36.7]]
)
def test_an_entrance_is_one_raw_pair(cell: Any) -> None:
    assert convert("parking", "access_point", [cell]).access_points == [(119.1, 36.7)]


def test_no_column_of_entrances_is_not_a_column_of_unknown_ones() -> None:
    assert convert("parking", "name", ["甲"]).access_points is None


@pytest.mark.parametrize("cell", ["东门", "119.1", "119.1,36.7;119.2,36.8"])
def test_what_is_no_single_entrance_is_refused(cell: str) -> None:
    values = convert("parking", "access_point", [cell])
    assert values.access_points == [None]
    assert values.faulty.all()


def test_a_pattern_takes_its_first_group_out_of_a_sentence() -> None:
    cells = ["不收費的泊車位:汽車:18", "沒有", None]
    values = convert("parking", "spaces", cells, pattern=r":(\d+)$")
    assert values.fields["spaces"] == [18, None, None]


def test_the_map_says_what_cells_stand_for_and_what_every_row_has() -> None:
    table = Table("a.csv", "csv", {"等级": ["甲", "未评", "二类", "丁"]}, np.arange(2, 6))
    column_map = ColumnMap(
        {"grade": Source("等级")},
        NOWHERE,
        constants={"source": "环卫中心", "verified_on": date(2025, 7, 9)},
        values={"grade": {"甲": 1, "未评": ""}},
    )
    values = convert_columns(table, layer_named("toilets"), column_map)
    assert values.fields["grade"] == [1, None, 2, None]
    assert values.fields["source"] == ["环卫中心"] * 4
    assert values.fields["verified_on"] == [date(2025, 7, 9)] * 4
    assert values.faulty.tolist() == [False, False, False, True]


def test_a_constant_that_does_not_fit_is_refused() -> None:
    table = Table("a.csv", "csv", {"名称": ["甲"]}, np.arange(2, 3))
    with pytest.raises(IntakeError, match="grade"):
        convert_columns(
            table, layer_named("toilets"), ColumnMap({}, NOWHERE, constants={"grade": "九"})
        )


def test_kept_cells_stay_as_they_are() -> None:
    cells = [" a ", 7, 7.5, True, None, "无", '["x", 1]', date(2025, 7, 9)]
    table = Table("a.csv", "csv", {"别的": cells}, np.arange(8))
    values = convert_columns(table, layer_named("toilets"), ColumnMap({}, NOWHERE, kept=("别的",)))
    assert values.kept["别的"] == ["a", 7, 7.5, True, None, "无", ["x", 1], "2025-07-09"]


def test_the_apostrophe_that_guards_a_csv_cell_is_taken_off() -> None:
    table = Table("a.csv", "csv", {"名称": ["'=1+1", "'甲'"]}, np.arange(2, 4))
    values = convert_columns(
        table, layer_named("toilets"), ColumnMap({"name": Source("名称")}, NOWHERE)
    )
    assert values.fields["name"] == ["=1+1", "'甲'"]


def test_one_and_true_and_text_one_are_different_cells() -> None:
    assert convert("toilets", "name", [1, "1", 1.0]).fields["name"] == ["1", "1", "1"]
    values = convert("parking", "spaces", [1, True, "1"])
    assert values.fields["spaces"] == [1, None, 1]


cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.lists(st.integers() | st.text(max_size=5), max_size=3)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)


@given(st.lists(cells, min_size=1, max_size=5))
def test_no_cell_whatever_breaks_a_field_or_leaves_what_the_model_refuses(
    written: list[Any],
) -> None:
    for layer in all_layers().values():
        for field in layer.fields:
            values = convert(layer.name, field, written)
            for value in values.fields.get(field, []):
                layer.model.model_validate({field: value})
            if field in values.fields:
                known = [value is not None for value in values.fields[field]]
                assert not (values.faulty & np.array(known)).any()


@given(st.integers(0, 99_999_999))
def test_a_number_with_thousands_marks_is_the_number(number: int) -> None:
    value, _ = one("parks", "area_m2", f"{number:,}")
    assert value == number
