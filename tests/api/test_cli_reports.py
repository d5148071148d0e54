"""`facilities reports` as the office uses it: reads, chooses, marks, moves out, writes files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from layers.reports.entries import QUEUE_FILE
from layers.reports.queue import ReportQueue
from layers.reports.reading import read_reports
from tests.api.conftest import write_town
from tests.api.running import run
from tests.layers.reports_hand import NOON, after, said

# Clears the screen, sets the title, turns the reading direction, and begins a markup of ours.
HOSTILE = "\x1b[2J\x1b]0;x\x07 \u202eleft [red]red[/red] [link=https://evil.example]x[/link]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a town of which three things were said: the hours twice."""
    folder = write_town(tmp_path / "town")
    queue = ReportQueue(folder / "reports")
    queue.add(said(), NOON)
    queue.add(said(), after(minutes=1))
    queue.add(said(kind="right", text=""), after(minutes=2))
    queue.add(said(layer="parks", facility="park-1", name="自怡园", kind="gone"), after(minutes=3))
    return folder


def office(folder: Path, *arguments: str | Path, **more: str):
    return run("reports", *arguments, "--data", folder, **more)


def rows(ended) -> list[str]:
    assert ended.returncode == 0, ended.stderr
    return [line for line in ended.stdout.splitlines() if line.startswith("│")]


def numbers(ended) -> list[int]:
    assert ended.returncode == 0, ended.stderr
    return [one["number"] for one in json.loads(ended.stdout)]


def test_help_has_an_example():
    ended = run("reports", "--help")

    assert "Example: facilities reports --layer toilets --kind hours" in ended.stdout


def test_a_place_without_reports_says_so(tmp_path):
    ended = office(write_town(tmp_path / "town"))

    assert (ended.returncode, ended.stdout) == (0, "没有报告。 No reports.\n")
    assert not (tmp_path / "town" / "reports").exists()


def test_open_reports_are_a_table_newest_first_in_the_places_own_time(folder):
    ended = office(folder)

    gone, _, right, _, hours, _ = rows(ended)
    assert [cell.strip() for cell in gone.split("│")[1:-1]] == [
        *("3", "2026-11-27 16:03", "1", "自怡园", "已不存在 No longer there", "晚上八点就关门"),
    ]
    assert "信息准确 All correct" in right
    assert [cell.strip() for cell in hours.split("│")[1:4]] == ["1", "2026-11-27 16:01", "2"]
    assert ended.stdout.splitlines()[-1] == (
        "3 条报告，共 4 次：信息准确 1，时间不对 1，已不存在 1。 "
        "3 reports, said 4 times: All correct 1, Wrong hours 1, No longer there 1."
    )


def test_by_facility_gathers_what_was_said_of_each(folder):
    first, _, second, then = rows(office(folder, "--by-facility"))

    assert "自怡园" in first
    assert "时间不对 Wrong hours ×2" in second
    assert "│ 2 1" in second
    assert "信息准确 All correct ×1" in then


def test_reports_are_chosen_by_layer_kind_and_number(folder):
    assert numbers(office(folder, "--json")) == [3, 2, 1]
    assert numbers(office(folder, "--json", "--layer", "toilets")) == [2, 1]
    assert numbers(office(folder, "--json", "--kind", "gone", "--kind", "right")) == [3, 2]
    assert numbers(office(folder, "--json", "1")) == [1]


def test_json_has_the_words_and_utc(folder):
    (one,) = json.loads(office(folder, "--json", "--kind", "hours").stdout)

    assert one == {
        "number": 1,
        "state": "open",
        "count": 2,
        "first_at": "2026-11-27T08:00:00+00:00",
        "last_at": "2026-11-27T08:01:00+00:00",
        "layer": "toilets",
        "facility": "t-1",
        "name": "东街公厕",
        "kind": "hours",
        "words": {"zh": "时间不对", "en": "Wrong hours"},
        "text": "晚上八点就关门",
        "version": "0123456789abcdef",
        "handled_at": None,
        "handled_by": None,
        "note": None,
    }


def test_what_was_dealt_with_is_marked_with_a_note_and_listed_only_on_demand(folder):
    ended = office(folder, "--done", "1", "3", "--note", "已更正", "--who", "城管局 王")
    assert ended.stdout == "已标记为已处理 Marked as handled: 1, 3\n"
    assert office(folder, "1", "--done").stdout == "此前已处理 Handled before: 1\n"

    assert numbers(office(folder, "--json")) == [2]
    assert numbers(office(folder, "--json", "--all")) == [3, 2, 1]
    (one,) = json.loads(office(folder, "1", "--json").stdout)
    assert (one["state"], one["handled_by"], one["note"]) == ("handled", "城管局 王", "已更正")
    assert "已更正" in office(folder, "--all").stdout


def test_without_a_name_the_account_deals_with_it(folder):
    office(folder, "--done", "1")

    handled = {one.number: one.handled_by for one in read_reports(folder / "reports")[0]}
    assert handled[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "lovely"], "no kind 'lovely'; known: right, place, hours"),
        (["--layer", "zoo"], "no layer 'zoo'"),
        (["--done"], "--done 须写明编号"),
        (["--done", "9"], "No report 9; there are 1 to 3."),
        (["--archive", "1"], "--archive 单独使用"),
        (["-o", "reports.pdf"], ".csv 或 .xlsx"),
        (["0"], "numbers"),
        (["--data", "nowhere"], "no folder nowhere"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_the_way_out(folder, arguments, words):
    ended = run("reports", "--data", folder, *arguments, folder=folder)

    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(read_reports(folder / "reports")[0]) == 3


def test_handled_ones_are_moved_to_a_file_of_their_own(folder):
    office(folder, "--done", "2")
    ended = office(folder, "--archive")

    assert "已移出 1 条到" in ended.stdout
    assert numbers(office(folder, "--all", "--json")) == [3, 1]
    assert len(list((folder / "reports").glob("handled-*.jsonl"))) == 1
    assert "没有已处理的报告可移出。" in office(folder, "--archive").stdout


def test_a_file_for_a_spreadsheet_is_written_once(folder, tmp_path):
    path = tmp_path / "reports.csv"
    assert "3 条报告" in office(folder, "-o", path).stdout
    assert office(folder, "-o", path).returncode == 2
    assert office(folder, "-o", path, "--force").returncode == 0
    assert path.read_text("utf-8-sig").count("晚上八点就关门") == 2


def test_reports_may_lie_in_another_folder(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (folder / "reports").rename(elsewhere)

    assert "没有报告。" in office(folder).stdout
    assert numbers(office(folder, "--json", "--reports", elsewhere)) == [3, 2, 1]
    assert numbers(office(folder, "--json", FACILITIES_REPORTS=str(elsewhere))) == [3, 2, 1]


@pytest.mark.parametrize("form", [[], ["--by-facility"], ["--json"]])
def test_nothing_that_was_reported_steers_the_terminal(folder, form):
    queue_file = folder / "reports" / QUEUE_FILE
    escaped = json.dumps(HOSTILE)[1:-1]
    spoilt = queue_file.read_text("utf-8").replace("晚上八点就关门", escaped)
    spoilt = spoilt.replace('"facility":"park-1"', f'"facility":"{escaped}"')
    queue_file.write_text(spoilt.replace("东街公厕", escaped), "utf-8")

    ended = office(folder, *form)

    assert ended.returncode == 0
    assert "[red]red[/red]" in ended.stdout.replace("\n", "")
    for control in ("\x1b", "\x07", "\u202e"):
        assert control not in ended.stdout
    if form == ["--json"]:
        # Exact all the same, for whoever looks the facility up.
        assert HOSTILE in [one["facility"] for one in json.loads(ended.stdout)]


def test_a_torn_line_is_named_and_the_others_are_listed(folder):
    queue_file = folder / "reports" / QUEUE_FILE
    with queue_file.open("ab") as file:
        file.write(b'{"event":"repor\n')

    ended = office(folder, "--json")

    assert numbers(ended) == [3, 2, 1]
    assert "提醒 Warning: reports.jsonl:5: " in ended.stderr


def test_a_queue_that_cannot_be_written_says_why_and_what_to_do(folder, tmp_path):
    ended = office(folder, "--done", "1", "--reports", tmp_path / "no" / "such")

    assert ended.returncode == 2
    assert "the folder above it is not there" in ended.stderr
    assert "FACILITIES_REPORTS" in ended.stderr
