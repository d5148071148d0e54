"""The queue's file: torn, hostile, written by several, moved out; what is whole in it holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reports.archiving import archive_handled
from layers.reports.entries import QUEUE_FILE
from layers.reports.queue import Receipt, ReportQueue
from layers.reports.reading import chosen_reports, read_reports
from tests.layers.reports_hand import NOON, after, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.fixture
def queue(folder: Path) -> ReportQueue:
    return ReportQueue(folder)


def test_moving_out_keeps_what_is_open_whole_and_every_line_somewhere(queue, folder):
    queue.add(said(), NOON)
    queue.add(said(facility="t-2"), NOON)
    queue.add(said(facility="t-2"), after(minutes=1))
    queue.mark_handled([1], who="王", note="已更正", now=after(minutes=2))
    with (folder / QUEUE_FILE).open("ab") as file:
        file.write(b"what somebody typed into the file\n")
    everything = set((folder / QUEUE_FILE).read_bytes().splitlines())
    open_before = chosen_reports(read_reports(folder)[0])

    assert archive_handled(queue, after(minutes=3)).reports == 1
    assert archive_handled(queue, after(minutes=3)) is None

    kept = (folder / QUEUE_FILE).read_bytes().splitlines()
    moved = (folder / "handled-2026-11-27-1.jsonl").read_bytes().splitlines()
    assert everything == {*kept[1:], *moved}
    assert json.loads(kept[0]) == {
        "event": "archived",
        "at": "2026-11-27T08:03:00Z",
        "last": 2,
        "file": "handled-2026-11-27-1.jsonl",
    }
    assert read_reports(folder) == (open_before, [])


def test_another_writer_notices_what_was_added_and_what_was_moved_out(queue, folder):
    other = ReportQueue(folder)
    queue.add(said(), NOON)

    assert other.add(said(), NOON) == Receipt(1, repeated=True)
    queue.mark_handled([1], who="王", note="", now=NOON)
    archive_handled(queue, NOON)
    assert other.add(said(), NOON) == Receipt(2, repeated=False)
    assert queue.add(said(), NOON) == Receipt(2, repeated=True)


def test_a_torn_last_line_is_ended_and_costs_no_other_line(queue, folder):
    queue.add(said(), NOON)
    with (folder / QUEUE_FILE).open("ab") as file:
        file.write(b'{"event":"reported","at":"2026-11-27T08:0')

    # Whoever reads meanwhile sees what is whole, and no fault yet.
    reports, faults = read_reports(folder)
    assert ([one.number for one in reports], faults) == ([1], [])

    queue.add(said(facility="t-2"), NOON)
    reports, faults = read_reports(folder)
    assert [one.number for one in reports] == [2, 1]
    assert [(one.line, one.severity) for one in faults] == [(2, "warning")]


def test_a_whole_last_line_that_only_lacks_its_end_is_kept_and_its_number_not_given_again(
    queue, folder
):
    queue.add(said(), NOON)
    path = folder / QUEUE_FILE
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    assert [one.number for one in read_reports(folder)[0]] == [1]
    assert queue.add(said(facility="t-2"), NOON).number == 2
    assert read_reports(folder)[1] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"not JSON", "malformed"),
        (b'{"event":"unheard of","at":"2026-11-27T08:00:00Z"}', "unheard of"),
        (b'{"event":"repeated","at":"2026-11-27T08:00:00Z","number":9}', "about report 9"),
        (b'{"event":"repeated","at":"yesterday","number":1}', "RFC3339"),
        (b'{"event":"handled","at":"2026-11-27T08:00:00","number":1,"who":"x"}', "timezone"),
        (b"\xff\xfe", "malformed"),
        (b'{"event":"handled","more":' + b"[" * 100_000, "nested too deeply"),
        (b'"' + b"x" * 100_000 + b'"', "object"),
    ],
)
def test_a_line_that_is_no_entry_is_told_of_and_the_others_hold(queue, folder, line, reason):
    queue.add(said(), NOON)
    with (folder / QUEUE_FILE).open("ab") as file:
        file.write(line + b"\n")

    assert queue.add(said(facility="t-2"), NOON).number == 2
    reports, faults = read_reports(folder)
    assert [one.number for one in reports] == [2, 1]
    assert [one.line for one in faults] == [2]
    assert reason in faults[0].reason


def test_what_steers_a_terminal_or_a_reader_is_not_handed_out_whatever_the_file_holds(
    queue, folder
):
    queue.add(said(), NOON)
    path = folder / QUEUE_FILE
    hostile = "\\u001b[2J红\\u202e\\u0000字\\u009b1m\\nx"
    path.write_text(path.read_text("utf-8").replace("晚上八点就关门", hostile), "utf-8")

    assert [one.text for one in read_reports(folder)[0]] == ["[2J红 字 1m x"]


anything = st.text(max_size=40)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("ab"), anything),
        st.tuples(st.just("handle"), st.integers(1, 6), st.none()),
        st.tuples(st.just("tear"), st.binary(min_size=1, max_size=30), st.none()),
        st.tuples(st.just("archive"), st.none(), st.none()),
    ),
    max_size=12,
)


@given(steps)
def test_whatever_happens_in_whatever_order_every_open_report_is_there(
    tmp_path_factory: pytest.TempPathFactory, taken: list
) -> None:
    """A model beside the queue: open reports by number, and what each says."""
    folder = tmp_path_factory.mktemp("queue") / "reports"
    writers = [ReportQueue(folder), ReportQueue(folder)]
    open_ones: dict[int, tuple[str, str]] = {}
    last = 0
    for turn, (step, what, text) in enumerate(taken):
        queue = writers[turn % 2]
        if step == "add":
            receipt = queue.add(said(facility=what, text=text), NOON)
            assert receipt.repeated == ((what, text) in open_ones.values())
            if not receipt.repeated:
                last += 1
                open_ones[last] = what, text
            assert open_ones[receipt.number] == (what, text)
        elif step == "handle" and what <= last:
            assert queue.mark_handled([what], who="王", note="", now=NOON) == (
                [what] if open_ones.pop(what, None) else []
            )
        elif step == "tear" and folder.exists():
            with (folder / QUEUE_FILE).open("ab") as file:
                file.write(b"{" + what.replace(b"\n", b" "))
        elif step == "archive" and folder.exists():
            archive_handled(queue, NOON)

    kept = {one.number: one.facility for one in chosen_reports(read_reports(folder)[0])}
    assert kept == {number: facility for number, (facility, _) in open_ones.items()}
