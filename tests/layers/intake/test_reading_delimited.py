"""CSV and its kin as offices write them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.intake.reading import read_table_bytes
from layers.intake.table import IntakeError


def read(text, **options):
    return read_table_bytes("file.csv", text.encode(), **options)


def codes(table):
    return [(finding.code, finding.line) for finding in table.findings]


def test_cells_stay_text_as_written_and_lines_count_quoted_breaks():
    table = read('编号,电话,备注\n007,0536-8888,"甲\n乙"\n08, 1 ,\n')
    assert table.columns == {
        "编号": ["007", "08"], "电话": ["0536-8888", " 1 "], "备注": ["甲\n乙", None],
    }  # fmt: skip
    assert table.lines.tolist() == [2, 4]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "，"])
def test_each_delimiter_is_told(mark):
    table = read(f"名称{mark}泊位{mark}地址\n甲{mark}5{mark}胜利路\n乙{mark}6{mark}向阳路\n")
    assert table.columns == {"名称": ["甲", "乙"], "泊位": ["5", "6"], "地址": ["胜利路", "向阳路"]}


def test_decimal_commas_do_not_part_cells():
    table = read("name;lon;lat\na;119,5;36,2\nb;119,6;36,3\n")
    assert table.columns["lon"] == ["119,5", "119,6"]


def test_a_sep_line_is_obeyed_and_counted():
    table = read("sep=;\r\nname;lon\r\na;1\r\n")
    assert table.columns == {"name": ["a"], "lon": ["1"]}
    assert table.lines.tolist() == [3]


def test_rows_out_of_line_are_said_with_their_line():
    table = read("name,lat,lon\na,1,2\nb,1\nc,1,2,3\nd,4,5,,\ne,1,2\nf,1,2\ng,1,2\n")
    assert codes(table) == [("ragged_row", 3), ("ragged_row", 4)]
    assert len(table) == 7


def test_an_unclosed_quote_swallows_no_rows():
    table = read('name,lat\na,"1\nb,2\nc,3\n')
    assert table.columns["name"] == ["a", "b", "c"]
    assert codes(table) == [("quote_unclosed", 2)]


def test_titles_above_the_header_are_not_data():
    table = read("潍城区公厕一览表\n单位：座,,2024年\n\n名称,数量,备注\n甲,1,\n乙,2,新建\n")
    assert list(table.columns) == ["名称", "数量", "备注"]
    assert table.lines.tolist() == [5, 6]


def test_a_file_without_a_header_is_recognised_and_said():
    table = read("1,公园甲,119.1\n2,公园乙,119.2\n")
    assert list(table.columns) == ["列1 column 1", "列2 column 2", "列3 column 3"]
    assert codes(table) == [("no_header", None)]


def test_the_user_says_where_the_header_is_or_that_there_is_none():
    text = "甲,乙\n丙,丁\n戊,己\n"
    assert list(read(text, header_row=2).columns) == ["丙", "丁"]
    assert len(read(text, header_row=0)) == 3
    with pytest.raises(IntakeError, match="Row 9"):
        read(text, header_row=9)


def test_equal_headings_become_unique_and_years_may_head_columns():
    table = read("名称,2021,2022,名称\n甲,1,2,x\n乙,3,4,y\n")
    assert list(table.columns) == ["名称", "2021", "2022", "名称 (2)"]


def test_footers_stay_rows_and_blank_lines_are_counted():
    table = read("名称,数量\n甲,1\n\n乙,2\n合计,3\n")
    assert table.columns["名称"] == ["甲", "乙", "合计"]
    assert codes(table) == [("blank_rows", None)]


def test_nul_characters_are_taken_out_and_said():
    table = read_table_bytes("a.csv", "名称,数量\n甲\0,1\n乙,2\n".encode())
    assert table.columns["名称"] == ["甲", "乙"]
    assert codes(table) == [("nul_bytes", None)]


def test_prose_is_no_table():
    prose = "\n".join(f"One, two{', three' * (n % 4)}. A line of prose" for n in range(30))
    with pytest.raises(IntakeError, match="does not look like a table"):
        read(prose)


CELLS = st.text(st.sampled_from('甲乙丙a1,;"\n 号'), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, st.integers(0, 99)), min_size=3, max_size=15))
@settings(deadline=None, max_examples=60)
def test_what_the_csv_writer_writes_is_read_back(rows):
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["名称", "地址", "数量"])
    writer.writerows(rows)
    table = read(written.getvalue(), header_row=1)
    expected = [[cell if str(cell).strip() else None for cell in row] for row in rows]
    read_back = [list(row) for row in zip(*table.columns.values(), strict=True)]
    assert read_back == [[a, b, str(n)] for a, b, n in expected]
