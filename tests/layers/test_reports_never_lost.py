"""Whatever befalls those who write the queue: what a resident was told is kept, is kept."""

from __future__ import annotations

from tests.layers.scripts import own_disk, run, script

REPORTERS = script("reporters")


def test_a_reporter_killed_50_times_loses_nothing_that_was_promised(tmp_path):
    tally = run(*REPORTERS, "kill", tmp_path / "reports", "50", "20210819")

    assert tally["promised"] >= 50
    # One report after each kill, by the next who comes.
    assert tally["kept"] >= tally["promised"] + 50


def test_reporters_of_one_moment_are_all_counted_once(tmp_path):
    tally = run(*REPORTERS, "race", tmp_path / "reports", "4", "25")

    assert tally == {"failed": 0, "reports": 25, "times_said": 100}


def test_a_line_that_has_no_room_leaves_nothing_of_it(tmp_path):
    tally = run(*REPORTERS, "starve", tmp_path / "reports")

    assert tally["refused"] > 10
    assert tally["succeeded"] == 1


def test_a_full_disk_refuses_a_report_and_takes_it_once_there_is_room(tmp_path):
    tally = run(*own_disk(tmp_path), *REPORTERS, "fill", tmp_path)

    assert tally == {"refused": 1, "succeeded": 1}
