"""Whatever befalls a publisher, the layer is the old one or the new one, and history agrees."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.layers.conftest import tiny_layers, write_place
from tests.layers.scripts import own_disk, run, script


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that other users can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_publisher_killed_500_times_leaves_the_old_layer_or_the_new_one_whole(tmp_path):
    tally = run(*script("killed_publishers"), "kill", tmp_path / "place", "500", "20210819")

    assert tally["killed"] == 500
    # Killed before the layer's file was renamed and after it, at every one of the file's events.
    assert tally["old"] > 0
    assert tally["new"] > 0
    assert tally["events"] > 30


def test_publishers_of_one_moment_take_turns_and_none_overwrites_another(tmp_path):
    folder = write_place(tmp_path / "place", {"parks": tiny_layers()["parks"]})

    tally = run(*script("killed_publishers"), "race", folder, "4", "5")

    assert tally == {"failed": 0, "made": 20}


def test_of_publishers_with_one_base_the_first_wins_and_the_others_are_told(tmp_path):
    folder = write_place(tmp_path / "place", tiny_layers())

    tally = run(*script("killed_publishers"), "same_base", folder, "5")

    assert tally == {"published": 1, "refused": 4, "made": 2}


def test_a_full_disk_changes_nothing_wherever_it_runs_full(tmp_path):
    tally = run(*own_disk(tmp_path), *script("starved_publishers"), "full", tmp_path)

    # The layer is larger than 40 blocks of 4096 bytes.
    assert tally["refused"] > 40
    assert tally["succeeded"] == 1


def test_a_disk_that_is_mounted_read_only_changes_nothing(tmp_path):
    tally = run(*own_disk(tmp_path), *script("starved_publishers"), "read_only", tmp_path)

    assert tally == {"refused": 1, "succeeded": 0}


def test_a_limit_on_the_size_of_files_changes_nothing_wherever_it_strikes(tmp_path):
    tally = run(*script("starved_publishers"), "file_size", tmp_path / "place")

    assert tally == {"refused": 8, "succeeded": 1}


def test_a_folder_without_the_right_to_write_changes_nothing(open_folder):
    tally = run(*script("starved_publishers"), "no_rights", open_folder / "place")

    assert tally == {"refused": 1, "succeeded": 0}


def test_a_disk_that_fails_at_any_moment_leaves_the_old_layer_and_an_error_or_the_new_one(tmp_path):
    tally = run(*script("starved_publishers"), "fails", tmp_path / "place")

    assert tally["refused"] > 30
    assert tally["succeeded"] > 30
