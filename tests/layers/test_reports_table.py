"""Reports as files for an office: times of the place, and nothing that a spreadsheet would run."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from layers.export.report import ExportError, FileExistsAlreadyError
from layers.reports.queue import ReportQueue
from layers.reports.reading import read_reports
from layers.reports.table import write_reports
from tests.layers.reports_hand import NOON, after, said


def test_a_table_has_the_places_own_time_and_runs_no_text(tmp_path):
    folder = tmp_path / "reports"
    queue = ReportQueue(folder)
    queue.add(said(text='=HYPERLINK("http://evil.example","点我")', name="@sum"), NOON)
    queue.add(said(facility="+1", kind="new kind", layer="zoo"), after(minutes=1))
    queue.mark_handled([2], who="-王", note="=1+1", now=after(minutes=2))
    reports, _ = read_reports(folder)
    shanghai = ZoneInfo("Asia/Shanghai")
    as_csv, as_xlsx = tmp_path / "r.csv", tmp_path / "r.xlsx"

    write_reports(as_csv, reports, shanghai)
    write_reports(as_xlsx, reports, shanghai)

    handled, first = as_csv.read_text("utf-8-sig").splitlines()[1:]
    assert first.startswith(
        "1,待处理 open,1,2026-11-27 16:00,2026-11-27 16:00,公厕 Public toilets,"
    )
    assert """,'@sum,时间不对 Wrong hours,"'=HYPERLINK(""" in first
    assert ",'+1,东街公厕,new kind," in handled
    assert ",'-王,'=1+1," in handled
    sheet = load_workbook(as_xlsx).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert sheet["D3"].value == datetime(2026, 11, 27, 16, 0)
    assert sheet["J3"].value == '=HYPERLINK("http://evil.example","点我")'
    with pytest.raises(FileExistsAlreadyError):
        write_reports(as_csv, reports, shanghai)
    with pytest.raises(ExportError, match=r"\.csv 或 \.xlsx"):
        write_reports(tmp_path / "r.pdf", reports, shanghai)
