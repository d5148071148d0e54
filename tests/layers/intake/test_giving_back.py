"""What goes back to the office: the queue, and its own rows with the faulty ones marked."""

from __future__ import annotations

import csv
from datetime import datetime

import openpyxl

from layers.intake import write_mending_workbook, write_queue
from tests.layers.intake.conftest import write_csv

HEAD = ["编号", "名称", "地址", "经度", "纬度"]
GOOD = ["1", "东街公厕", "东街1号", "119.10", "36.70"]
BAD = ["2", "西街公厕", "西街2号", "119.1x", "36.70"]
WAITING = ["3", "南街公厕", "南街3号", "", ""]


def queued(office, imported, name="queue.csv"):
    path = office.desk / name
    write_queue(path, imported.table, imported.rows_of("queued"), imported.columns.position)
    return path


def mending(office, imported, name="mending.xlsx"):
    path = office.desk / name
    write_mending_workbook(path, imported)
    return path


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_file_that_is_mended_twice_has_the_report_s_columns_once(office):
    imported = office.prepare(office.csv(HEAD, GOOD, BAD, WAITING))

    for round_of_mending in range(3):
        path = mending(office, imported, f"mending-{round_of_mending}.xlsx")
        imported = office.prepare(path)
        [heading, *_] = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)

        assert list(heading) == ["行号", "问题", "建议", *HEAD]
        assert imported.columns.kept == ()


def test_a_queue_that_waits_on_has_one_column_of_lines(office):
    first = queued(office, office.prepare(office.csv(HEAD, GOOD, WAITING)))

    second = queued(office, office.prepare(first), "queue-2.csv")

    assert cells(second) == [["行号", *HEAD], ["2", *WAITING]]


def test_no_cell_of_the_queue_is_run_by_a_spreadsheet_and_importing_undoes_that(office):
    name, heading = '=HYPERLINK("http://example.org","公厕")', "+附注"
    row = ["3", name, "南街3号", "-", "-12", "", ""]
    file = office.csv([*HEAD[:3], heading, "层", *HEAD[3:]], [*GOOD[:3], "", "", *GOOD[3:]], row)

    path = queued(office, office.prepare(file))

    written = cells(path)
    assert written[0][4] == "'+附注"
    assert written[1][2:6] == ["'" + name, "南街3号", "-", "-12"]
    written[1][-2:] = "119.11", "36.71"
    office.publish(write_csv(path, written))
    [published] = office.features().values()
    assert published["properties"]["name"] == name
    assert published["properties"]["层"] == "-12"


def test_numbers_and_times_that_no_sheet_holds_are_written_as_text(office):
    rows = '{"编号":"1","名称":"公厕","经度":119.1,"纬度":"x","长":12345678901234567,"大":1e999}'
    file = office.desk / "rows.json"
    file.write_text(f"[{rows}]", encoding="utf-8")

    sheet = openpyxl.load_workbook(mending(office, office.prepare(file))).worksheets[0]

    heading, row = sheet.iter_rows(values_only=True)
    found = dict(zip(heading, row, strict=True))
    assert (found["长"], found["大"]) == ("12345678901234567", "inf")


def test_dates_and_times_of_a_workbook_come_back_as_they_were(office):
    book = openpyxl.Workbook()
    book.active.append([*HEAD, "建成"])
    book.active.append(["1", "公厕", "东街", 119.1, "x", datetime(2020, 5, 6, 7, 8, 9)])
    book.save(office.desk / "office.xlsx")

    path = mending(office, office.prepare(office.desk / "office.xlsx"))

    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.cell(2, 9).value == datetime(2020, 5, 6, 7, 8, 9)
