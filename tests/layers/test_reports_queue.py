"""The queue of reports: what is kept, what is counted together, and when no more is taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.reports import queue as queue_module
from layers.reports.archiving import archive_handled
from layers.reports.entries import QUEUE_FILE
from layers.reports.errors import (
    ReportsUnavailableError,
    TooManyReportsError,
    UnknownReportError,
)
from layers.reports.queue import Receipt, ReportQueue
from layers.reports.reading import by_facility, chosen_reports, read_reports
from tests.layers.reports_hand import NOON, after, entries, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def queue(folder: Path) -> ReportQueue:
    return ReportQueue(folder)


def test_a_report_is_one_line_of_the_file_with_all_that_was_said(queue, folder):
    receipt = queue.add(said(), NOON)

    assert receipt == Receipt(1, repeated=False)
    assert entries(folder) == [
        {
            "event": "reported",
            "at": "2026-11-27T08:00:00Z",
            "number": 1,
            "layer": "toilets",
            "facility": "t-1",
            "name": "东街公厕",
            "version": "0123456789abcdef",
            "kind": "hours",
            "text": "晚上八点就关门",
        }
    ]


def test_a_place_where_nothing_was_reported_has_no_folder_and_no_reports(folder):
    assert read_reports(folder) == ([], [])
    assert not folder.exists()


def test_what_says_the_same_within_a_day_is_counted_at_the_first_report(queue, folder):
    queue.add(said(), NOON)

    assert queue.add(said(), after(hours=23, minutes=59)) == Receipt(1, repeated=True)
    assert queue.add(said(), after(hours=24)) == Receipt(2, repeated=False)
    newest, first = read_reports(folder)[0]
    assert (first.count, first.first_at, first.last_at) == (2, NOON, after(hours=23, minutes=59))
    assert (newest.number, newest.count) == (2, 1)


def test_who_was_overtaken_while_waiting_for_a_turn_is_counted_with_those_before(queue):
    queue.add(said(), after(seconds=5))

    assert queue.add(said(), NOON) == Receipt(1, repeated=True)


@pytest.mark.parametrize(
    "other",
    [{"text": ""}, {"kind": "gone"}, {"facility": "t-2"}, {"layer": "parks"}, {"text": "别的"}],
)
def test_what_says_something_else_is_a_report_of_its_own(queue, other):
    queue.add(said(), NOON)

    assert queue.add(said(**other), NOON) == Receipt(2, repeated=False)


def test_the_same_person_counts_once(queue, folder):
    number = queue.add(said(), NOON).number

    assert queue.add(said(), after(minutes=1), said_as=number) == Receipt(1, repeated=True)
    assert [one.count for one in read_reports(folder)[0]] == [1]


def test_what_is_still_wrong_after_it_was_dealt_with_is_a_new_report(queue):
    queue.add(said(), NOON)
    queue.mark_handled([1], who="王", note="", now=after(hours=1))

    assert queue.add(said(), after(hours=2), said_as=1) == Receipt(2, repeated=False)


def test_marking_as_handled_says_who_and_what_and_leaves_the_line_of_the_report(queue, folder):
    queue.add(said(), NOON)
    queue.add(said(facility="t-2"), NOON)
    before = (folder / QUEUE_FILE).read_bytes()

    assert queue.mark_handled([2, 2], who="王", note="已更正", now=after(hours=1)) == [2]
    assert queue.mark_handled([1, 2], who="李", note="", now=after(hours=2)) == [1]

    assert (folder / QUEUE_FILE).read_bytes().startswith(before)
    reports = {one.number: one for one in read_reports(folder)[0]}
    assert (reports[2].state, reports[2].handled_by, reports[2].note) == ("handled", "王", "已更正")
    assert reports[2].handled_at == after(hours=1)
    assert reports[1].handled_by == "李"


def test_a_number_that_was_never_given_is_refused_and_nothing_is_written(queue, folder):
    with pytest.raises(UnknownReportError, match=r"No report 1; there are none yet\."):
        queue.mark_handled([1], who="王", note="", now=NOON)
    queue.add(said(), NOON)

    with pytest.raises(UnknownReportError, match=r"No report 0, 7; there are 1 to 1\."):
        queue.mark_handled([7, 1, 0], who="王", note="", now=NOON)

    assert len(entries(folder)) == 1


def test_reports_are_chosen_by_layer_kind_number_and_state_newest_first(queue, folder):
    queue.add(said(), NOON)
    queue.add(said(kind="gone"), after(minutes=1))
    queue.add(said(layer="parks", facility="自怡园"), after(minutes=2))
    queue.add(said(), after(minutes=3))
    queue.mark_handled([2], who="王", note="", now=after(minutes=4))
    reports, _ = read_reports(folder)

    def numbers(**chosen):
        return [one.number for one in chosen_reports(reports, **chosen)]

    # The first was said again last.
    assert numbers() == [1, 3]
    assert numbers(handled=True) == [1, 3, 2]
    assert numbers(layers=["parks"]) == [3]
    assert numbers(kinds=["gone"], handled=True) == [2]
    assert numbers(numbers=[1, 2]) == [1]
    assert list(by_facility(reports)) == [("toilets", "t-1"), ("parks", "自怡园")]


def test_all_together_are_taken_in_up_to_the_limit_of_an_hour(folder):
    queue = ReportQueue(folder, most_per_hour=3)
    queue.add(said(), NOON)
    queue.add(said(), after(minutes=20))
    queue.add(said(facility="t-2"), after(minutes=40))

    with pytest.raises(TooManyReportsError, match=r"请 10 分钟后再试.*in 10 minutes") as refused:
        queue.add(said(facility="t-3"), after(minutes=50))

    # The first of the three is an hour old ten minutes later.
    assert refused.value.retry_after_s == 600
    assert queue.add(said(facility="t-3"), after(minutes=60)).number == 3


def test_times_that_are_still_to_come_stop_nobody(folder):
    queue = ReportQueue(folder, most_per_hour=1)
    queue.add(said(), after(days=365))

    assert queue.add(said(facility="t-2"), NOON).number == 2


def test_a_full_queue_refuses_new_reports_and_still_counts_known_ones(queue, monkeypatch):
    monkeypatch.setattr(queue_module, "MOST_OPEN", 2)
    queue.add(said(), NOON)
    queue.add(said(facility="t-2"), NOON)

    with pytest.raises(ReportsUnavailableError, match="待处理的报告已满") as refused:
        queue.add(said(facility="t-3"), NOON)

    assert "facilities reports --archive" in refused.value.reason.en
    assert queue.add(said(), NOON) == Receipt(1, repeated=True)
    queue.mark_handled([1], who="王", note="", now=NOON)
    assert queue.add(said(facility="t-3"), NOON).number == 3


def test_a_file_of_its_greatest_size_takes_no_report_until_handled_ones_are_moved_out(
    queue, folder, monkeypatch
):
    queue.add(said(), NOON)
    queue.add(said(facility="t-2"), NOON)
    queue.mark_handled([1], who="王", note="", now=NOON)
    monkeypatch.setattr(queue_module, "MOST_BYTES", (folder / QUEUE_FILE).stat().st_size)
    with pytest.raises(ReportsUnavailableError):
        queue.add(said(), NOON)

    moved = archive_handled(queue, NOON)

    assert moved == (folder / "handled-2026-11-27-1.jsonl", 1)
    # The number of what was moved is not given again.
    assert queue.add(said(facility="t-3"), NOON).number == 3
    assert [one.number for one in read_reports(folder)[0]] == [3, 2]


def test_a_folder_that_cannot_be_made_is_told_of_without_its_name_to_residents(tmp_path):
    (tmp_path / "file").write_text("")
    for folder, why in ((tmp_path / "file", "is a file"), (tmp_path / "no" / "x", "not there")):
        with pytest.raises(ReportsUnavailableError) as refused:
            ReportQueue(folder).add(said(), NOON)
        assert why in refused.value.reason.en
        assert str(folder) in refused.value.reason.en
        assert str(tmp_path) not in str(refused.value)
