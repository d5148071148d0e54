"""Workbooks as offices keep them: titles, merged cells, hidden sheets, errors, locks, bombs."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
import xlwt
from odf import opendocument, table, text

from layers.intake.reading import read_table_bytes
from layers.intake.table import IntakeError


def xlsx(*sheets, change=None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PLAIN = [["名称", "数量", "日期"], ["甲", 1, date(2024, 1, 2)], ["乙", 2.5, None]]


def test_numbers_dates_and_text_keep_their_sort_whatever_the_file_is_called():
    read = read_table_bytes("误名.csv", xlsx(("表", [*PLAIN, ["丙", "007", None]])))
    assert read.format == "xlsx"
    assert read.columns["数量"] == [1, 2.5, "007"]
    assert [type(cell) for cell in read.columns["数量"]] == [int, float, str]
    assert read.columns["日期"] == [date(2024, 1, 2), None, None]
    assert read.lines.tolist() == [2, 3, 4]


def test_titles_and_headers_of_two_rows_with_merged_groups_are_joined():
    def merge(book):
        for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
            book.active.merge_cells(cells)

    rows = [
        ["潍城区公厕一览表"], ["名称", "坐标", None, "备注"], [None, "经度", "纬度"],
        ["甲", 119.1, 36.7, "x"], ["乙", 119.2, 36.8, None],
    ]  # fmt: skip
    read = read_table_bytes("a.xlsx", xlsx(("表", rows), change=merge))
    assert list(read.columns) == ["名称", "坐标|经度", "坐标|纬度", "备注"]
    assert read.lines.tolist() == [4, 5]


def test_a_value_merged_over_rows_fills_each_of_them():
    rows = [["街道", "名称"], ["南关", "甲"], [None, "乙"], ["西关", "丙"], [None, "丁"]]
    data = xlsx(("表", rows), change=lambda book: book.active.merge_cells("A2:A3"))
    assert read_table_bytes("a.xlsx", data).columns["街道"] == ["南关", "南关", "西关", None]


def test_the_fullest_visible_sheet_is_read_and_the_others_named():
    def hide(book):
        book["暂存"].sheet_state = "hidden"

    data = xlsx(("说明", [["说明"]]), ("公厕", PLAIN), ("暂存", PLAIN * 3), change=hide)
    read = read_table_bytes("a.xlsx", data)
    (others,) = [f for f in read.findings if f.code == "other_tables"]
    assert read.sheet == "公厕"
    assert "“暂存”（9 行，隐藏）" in others.reason.zh
    assert len(read_table_bytes("a.xlsx", data, sheet="暂存")) == 8
    with pytest.raises(IntakeError, match="no sheet or layer '公园'; known: 说明, 公厕, 暂存"):
        read_table_bytes("a.xlsx", data, sheet="公园")


def test_error_cells_become_empty_and_are_said_with_row_and_column():
    rows = [["名称", "数量"], ["甲", "#N/A"], ["乙", 2], ["丙", "=1+1"]]
    read = read_table_bytes("a.xlsx", xlsx(("表", rows)))
    assert read.columns["数量"] == [None, 2, None]
    found = {f.code: (f.line, f.column, f.value) for f in read.findings}
    assert found["error_cell"] == (2, "数量", "#N/A")
    assert "formula_without_value" in found


def test_blank_columns_and_rows_around_the_table_are_left_out():
    rows = [[], [None, None, "名称", None, "数量"], [None, None, "甲", None, 1], [], []]
    read = read_table_bytes("a.xlsx", xlsx(("表", rows)))
    assert (dict(read.columns), read.lines.tolist()) == ({"名称": ["甲"], "数量": [1]}, [3])


def test_old_excel_files_are_read_alike():
    book = xlwt.Workbook()
    sheet = book.add_sheet("停车")
    for row, cells in enumerate([["名称", "泊位"], ["甲", 12], ["乙", 3.5]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.write_merge(3, 4, 0, 0, "丙")
    sheet.write(3, 1, 1)
    sheet.write(4, 1, 2)
    out = io.BytesIO()
    book.save(out)
    read = read_table_bytes("a.xls", out.getvalue())
    assert read.format == "xls"
    assert read.columns == {"名称": ["甲", "乙", "丙", "丙"], "泊位": [12, 3.5, 1, 2]}


def test_open_document_sheets_are_read_alike():
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="公园")
    for cells in (["名称", "状态"], ["甲", "#N/A"], ["乙", "开放"]):
        row = table.TableRow()
        for words in cells:
            cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.write(out)
    read = read_table_bytes("a.ods", out.getvalue())
    assert (read.format, read.columns) == ("ods", {"名称": ["甲", "乙"], "状态": [None, "开放"]})


HTML = """<html><head><meta charset="gb2312"></head><body><table>
<tr><th rowspan="2">名称<th colspan="2">坐标
<tr><th>经度<th>纬度
<tr><td>甲&nbsp;<td>119.1<td>36.7
<tr><td>乙<td>119.2<td>36.8
</table></body></html>"""


def test_a_web_page_called_xls_is_read_as_its_table():
    read = read_table_bytes("导出.xls", HTML.encode("gbk"))
    assert (read.format, read.encoding, read.lines.tolist()) == ("html", "GB18030", [4, 5])
    assert [list(cells) for cells in read.columns.values()] == [
        ["甲", "乙"], ["119.1", "119.2"], ["36.7", "36.8"],
    ]  # fmt: skip


def test_tab_separated_text_called_xls_is_read_as_such():
    read = read_table_bytes("导出.xls", "名称\t经度\n甲公园\t119.1\n".encode("gbk"))
    assert (read.format, read.columns) == ("tsv", {"名称": ["甲公园"], "经度": ["119.1"]})


SPREADSHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>
<Row><Cell><Data ss:Type="String">名称</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">经度</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">甲</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">119.1</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_excels_xml_of_2003_is_read():
    read = read_table_bytes("a.xls", SPREADSHEET.encode())
    assert (read.columns, read.lines.tolist()) == ({"名称": ["甲"], "经度": [119.1]}, [4])


def test_a_single_cell_far_out_cannot_fill_the_memory():
    def far(book):
        book.active["XFD1048576"] = 1

    with pytest.raises(IntakeError, match="1,048,576 rows × 16,384 columns"):
        read_table_bytes("a.xlsx", xlsx(("表", PLAIN), change=far))


def test_a_workbook_cut_short_is_refused_in_words():
    data = xlsx(("表", PLAIN))
    for size in (4, 100, len(data) // 2, len(data) - 10):
        with pytest.raises(IntakeError):
            read_table_bytes("a.xlsx", data[:size])
