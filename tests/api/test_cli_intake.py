"""An office's day at the command line: import, look at the history, undo, export."""

from __future__ import annotations

import csv
import json
import os

import openpyxl
import pytest

from tests.api.running import run
from tests.layers.conftest import tiny_layers, write_place

HEAD = ["编号", "名称", "地址", "经度", "纬度", "开放时间"]
EAST = ["T1", "东街公厕", "东街1号", "119.10", "36.70", "全天"]
WEST = ["T2", "西街公厕", "西街2号", "119.11", "36.71", "6:00-22:00"]
WAITING = ["T3", "没有坐标的公厕", "南街3号", "", "", ""]
FAULTY = ["T4", "时间不清的公厕", "北街4号", "119.12", "36.72", "看情况"]


@pytest.fixture
def place(tmp_path):
    return write_place(tmp_path / "tiny", tiny_layers())


@pytest.fixture
def office_file(tmp_path):
    def write(*rows, name="toilets.csv", encoding="gb18030"):
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        return path

    return write


def take_in(place, file, *more):
    return run("import", file, "--layer", "toilets", "--data", place, "--datum", "wgs84", *more)


def versions(place, layer="toilets"):
    ended = run("history", layer, "--data", place, "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(place, office_file):
    ended = take_in(place, office_file(EAST, WEST), "--dry-run")

    assert ended.returncode == 0, ended.stderr
    assert "行数 rows 2 = 发布 published 2 + 退回 refused 0 + 待定位 queued 0" in ended.stdout
    assert "新增 2 座" in ended.stdout
    assert "GB18030" in ended.stdout
    assert "试运行" in ended.stdout
    assert not (place / "toilets.geojson").exists()
    assert not (place / "history").exists()


def test_an_import_publishes_and_the_history_says_who_when_and_why(place, office_file):
    file = office_file(EAST, WEST)

    ended = take_in(place, file, "--who", "城管局 王", "--why", "十一月普查")

    assert ended.returncode == 0, ended.stderr
    assert "已发布 Published" in ended.stdout
    (made,) = versions(place)
    assert (made["who"], made["why"], made["how"]) == ("城管局 王", "十一月普查", "import")
    assert made["counts"]["added"] == 2
    assert made["source"] == "toilets.csv"
    assert made["current"] is True
    table = run("history", "toilets", "--data", place).stdout
    assert "城管局 王" in table
    assert made["version"] in table


def test_the_same_file_again_says_that_nothing_is_new(place, office_file):
    file = office_file(EAST, WEST)
    take_in(place, file)

    again = take_in(place, file)

    assert again.returncode == 0
    assert "no new version" in again.stdout
    assert len(versions(place)) == 1


def test_faulty_rows_come_back_in_a_workbook_and_waiting_ones_in_a_queue(
    place, office_file, tmp_path
):
    book, document = tmp_path / "mend.xlsx", tmp_path / "report.json"

    ended = take_in(
        place, office_file(EAST, WAITING, FAULTY), "--report", book, "--report", document
    )

    assert ended.returncode == 1
    report = json.loads(document.read_text("utf-8"))
    assert report["rows"] == {
        "rows": 3,
        "published": 1,
        "refused": 1,
        "queued": 1,
        "adds_up": True,
    }
    assert report["finding_counts"]["hours_unclear"] == 1
    assert report["publication"]["number"] == 1
    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0][3:]) == HEAD
    assert [row[4] for row in rows[1:]] == ["东街公厕", "没有坐标的公厕", "时间不清的公厕"]
    assert rows[1][1] is None
    assert rows[3][0] == 4
    assert rows[3][1]
    # The cell that is meant is darker than its row.
    assert sheet["I4"].fill.fgColor.rgb != sheet["E4"].fill.fgColor.rgb
    queue = tmp_path / "toilets.queue.csv"
    assert queue.read_bytes().startswith(b"\xef\xbb\xbf")
    with queue.open(encoding="utf-8-sig", newline="") as file:
        (waiting,) = csv.DictReader(file)
    assert (waiting["行号"], waiting["名称"]) == ("3", "没有坐标的公厕")


def test_a_mended_workbook_and_a_filled_queue_are_sent_again(place, office_file, tmp_path):
    book = tmp_path / "mend.xlsx"
    take_in(place, office_file(EAST, WAITING, FAULTY), "--report", book)
    opened = openpyxl.load_workbook(book)
    opened.worksheets[0]["I4"] = "6:00-22:00"
    opened.save(book)
    queue = tmp_path / "toilets.queue.csv"
    queue.write_text(
        queue.read_text("utf-8-sig").replace("南街3号,,", "南街3号,119.13,36.73"), "utf-8-sig"
    )

    mended = take_in(place, book)
    placed = take_in(place, queue, "--keep-missing")

    assert placed.returncode == 0, placed.stdout
    assert mended.returncode == 0, mended.stdout
    features = json.loads((place / "toilets.geojson").read_bytes())["features"]
    assert [feature["id"] for feature in features] == ["T1", "T4", "T3"]
    assert features[2]["geometry"]["coordinates"] == [119.13, 36.73]


def test_an_earlier_queue_is_never_written_over(place, office_file, tmp_path):
    take_in(place, office_file(EAST, WAITING))
    queue = tmp_path / "toilets.queue.csv"
    queue.write_text("half filled in", "utf-8")

    again = take_in(place, office_file(EAST, WAITING))

    assert queue.read_text("utf-8") == "half filled in"
    assert "toilets.queue-2.csv" in again.stderr


def test_a_diff_and_a_rollback_undo_a_mistake(place, office_file):
    take_in(place, office_file(EAST, WEST))
    wrong = [*EAST[:1], "错误名称", *EAST[2:3], "119.10", "36.701", "全天"]
    take_in(place, office_file(wrong, WEST))

    diff = run("diff", "toilets", "1", "2", "--data", place)
    undone = run("rollback", "toilets", "1", "--data", place, "--why", "名称有误")

    assert "错误名称" in diff.stdout
    assert "111.0 m" in diff.stdout
    assert undone.returncode == 0, undone.stderr
    features = json.loads((place / "toilets.geojson").read_bytes())["features"]
    assert features[0]["properties"]["name"] == "东街公厕"
    first, second, third = versions(place)
    assert third["version"] == first["version"] != second["version"]
    assert (third["how"], third["why"]) == ("rollback", "名称有误")
    same = json.loads(run("diff", "toilets", "1", "now", "--data", place, "--json").stdout)
    assert same["counts"]["unchanged"] == 2


def test_going_back_to_what_is_published_says_that_nothing_changed(place, office_file):
    take_in(place, office_file(EAST, WEST))

    same = run("rollback", "toilets", "1", "--data", place)

    assert same.returncode == 0
    assert "未作改动" in same.stdout
    assert len(versions(place)) == 1


def test_versions_are_listed_whole_however_narrow_the_terminal_is(place, office_file):
    take_in(place, office_file(EAST, WEST))

    listed = run("history", "toilets", "--data", place)

    [made] = versions(place)
    assert made["version"] in listed.stdout


def test_how_columns_were_understood_is_saved_and_used_again(place, office_file, tmp_path):
    saved = tmp_path / "columns.toml"
    take_in(place, office_file(EAST), "--save-map", saved, "--dry-run")
    assert "名称" in saved.read_text("utf-8")

    again = take_in(place, office_file(EAST), "--map", saved, "--json", "--dry-run")

    report = json.loads(again.stdout)
    assert {one["column"]: one["how"] for one in report["columns"]}["名称"] == "given"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--layer", "zoo"], "no layer 'zoo'"),
        (["--layer", "toilets", "--datum", "gcj03"], "gcj03"),
        (["--layer", "toilets", "--report", "report.pdf"], ".xlsx"),
        (["--layer", "toilets", "--map", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_a_wrong_call_is_refused_in_words(place, office_file, arguments, words):
    ended = run("import", office_file(EAST), "--data", place, *arguments)

    assert ended.returncode == 2, ended.stdout
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_that_is_not_there_or_is_no_table_is_refused_in_words(place, tmp_path):
    nothing = take_in(place, tmp_path / "nothing.csv")
    garbage = tmp_path / "garbage.xlsx"
    garbage.write_bytes(bytes(range(256)) * 20)
    spoilt = take_in(place, garbage)

    for ended in (nothing, spoilt):
        assert ended.returncode == 2
        assert "Traceback" not in ended.stderr
    assert "nothing.csv" in nothing.stderr


def test_the_imported_file_itself_is_never_written_over(place, office_file, tmp_path):
    file = office_file(EAST, name="toilets.json", encoding="utf-8")

    ended = take_in(place, file, "--report", file)

    assert ended.returncode == 2
    assert "is the file that is imported" in ended.stderr


def test_an_export_says_what_it_wrote_and_overwrites_nothing(place, office_file, tmp_path):
    take_in(place, office_file(EAST, WEST))
    out = tmp_path / "out.csv"

    first = run("export", "toilets", "-o", out, "--data", place, "--datum", "gcj02")
    again = run("export", "toilets", "-o", out, "--data", place)
    forced = run("export", "toilets", "-o", out, "--data", place, "--force", "--headings", "en")

    assert first.returncode == 0, first.stderr
    assert "2 个设施" in first.stdout
    assert again.returncode == 2
    assert "out.csv" in again.stderr
    assert forced.returncode == 0
    assert out.read_text("utf-8-sig").startswith("ID,Name,")


def test_a_queue_that_cannot_be_written_is_told_before_anything_is_published(
    place, office_file, tmp_path
):
    # The name of its queue would be longer than a file's name may be.
    long = office_file(EAST, WAITING, name=f"{'a' * 248}.csv")

    elsewhere = take_in(place, long, "--queue", tmp_path / "no" / "queue.csv")
    beside = take_in(place, long)

    assert elsewhere.returncode == beside.returncode == 2
    assert "所在的文件夹不存在" in elsewhere.stderr
    assert "请用 --queue 指定别处" in beside.stderr
    assert not (place / "toilets.geojson").exists()


def test_a_report_that_cannot_be_written_is_told_after_what_was_published(
    place, office_file, tmp_path
):
    (tmp_path / "folder.json").mkdir()

    ended = take_in(place, office_file(EAST), "--report", tmp_path / "folder.json")

    assert ended.returncode == 2
    assert "已发布 Published" in ended.stdout
    assert "folder.json" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_name_that_is_not_utf_8_is_shown_and_kept_in_the_history(place, tmp_path):
    file = tmp_path / os.fsdecode("公厕.csv".encode("gbk"))
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([HEAD, EAST])

    ended = take_in(place, file, "--json")

    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["file"] == "公厕.csv"
    (made,) = versions(place)
    assert (made["source"], made["why"]) == ("公厕.csv", "import 公厕.csv")
