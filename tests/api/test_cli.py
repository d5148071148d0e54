"""The `facilities` command as people and programs run it: a process, its words, its exit code."""

from __future__ import annotations

import json
import signal
import socket

import httpx2
import pytest

from geo.geojson import canonical_collection
from tests.api.conftest import DEMONSTRATION, TOWN, write_town
from tests.api.running import FACILITIES, REPOSITORY, run, running
from tests.layers.conftest import feature_line, point

COMMANDS = ("serve", "layers", "nearest", "check", "osm")

# Two roads, a car park that costs nothing, and one that does; OSM as XML.
EXTRACT = """\
<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="by hand">
 <node id="1" lat="36.70" lon="119.10" version="1">
  <tag k="amenity" v="parking"/><tag k="fee" v="no"/><tag k="name" v="免费停车场"/>
 </node>
 <node id="2" lat="36.71" lon="119.11" version="1">
  <tag k="amenity" v="parking"/><tag k="fee" v="yes"/>
 </node>
 <node id="3" lat="36.72" lon="119.12" version="1"><tag k="amenity" v="toilets"/></node>
</osm>
"""


def in_words(ended):
    """Return what a refused call says, after a look that it is no traceback."""
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert ".py" not in ended.stderr
    return ended.stderr


def test_help_lists_every_command():
    ended = run("--help")

    assert ended.returncode == 0
    assert all(command in ended.stdout for command in COMMANDS)
    assert "便民设施地图" in ended.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_has_an_example_that_begins_with_it(command):
    ended = run(command, "--help")

    assert ended.returncode == 0
    assert f"Example: facilities {command}" in ended.stdout


def test_layers_is_a_table_for_people(town):
    ended = run("layers", "--data", town)

    assert ended.returncode == 0
    assert "小城 Tiny Town" in ended.stdout
    rows = [line for line in ended.stdout.splitlines() if line.startswith("│")]
    assert [row.split("│")[1].strip() for row in rows] == list(TOWN)
    assert [row.split("│")[3].strip() for row in rows] == ["4", "2", "9", "2", "1"]


def test_layers_is_json_for_programs_and_the_place_may_come_from_the_environment():
    ended = run("layers", "--json", FACILITIES_DATA=str(DEMONSTRATION))

    rows = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert {row["layer"]: row["features"] for row in rows} == {
        "parking": 160,
        "parks": 12,
        "toilets": 28,
        "sunshades": 21,
        "communities": 139,
    }
    assert all(row["illustrative"] for row in rows)
    assert all(len(row["version"]) == 16 for row in rows)


def test_layers_with_a_broken_file_lists_the_others_and_ends_with_one(tmp_path):
    folder = write_town(tmp_path / "town")
    (folder / "parks.geojson").write_text("{")

    ended = run("layers", "--data", folder)

    assert ended.returncode == 1
    assert "toilets" in ended.stdout
    assert "parks: parks.geojson:1: not a GeoJSON FeatureCollection" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_nearest_is_a_table_with_distance_and_status_in_words(town):
    ended = run("nearest", "119", "0", "--data", town, "--layer", "parking", "-k", "2")

    assert ended.returncode == 0
    first, second = (line for line in ended.stdout.splitlines() if "│ parking" in line)
    assert "111" in first
    assert "东街停车场" in first
    assert "p-night" in first
    assert "223" in second
    assert "免费" in second
    assert "直线距离 straight-line distance" in ended.stdout


def test_nearest_as_json_agrees_with_the_service(client, town):
    options = {"k": "3", "free_at": "2026-11-23T22:00", "stay_minutes": "31"}
    ended = run(
        *("nearest", "119", "0", "--data", town, "--json", "-k", options["k"]),
        *("--layer", "parking", "--layer", "parks"),
        *("--free-at", options["free_at"], "--stay-minutes", options["stay_minutes"]),
    )
    asked = {"lon": 119, "lat": 0, "layers": "parking,parks", **options}
    features = client.get("/nearest", params=asked).json()["features"]

    rows = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert [row["id"] for row in rows] == ["p-night", "p-always"]
    for row, feature in zip(rows, features, strict=True):
        assert row["layer"] == feature["layer"]
        assert row["id"] == feature["id"]
        assert row["distance_m"] == feature["distance_m"]
        assert row["status"] == feature["status"]


def test_nothing_within_reach_is_said_and_is_no_fault(town):
    ended = run("nearest", "0", "0", "--data", town, "--max-distance-m", "5")

    assert (ended.returncode, ended.stdout) == (0, "")
    assert "Nothing within reach" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nearest", "119"), "Missing argument 'lat'"),
        (("nearest", "200", "0"), "Invalid value for 'lon'"),
        (("nearest", "1", "2", "--layer", "zoo"), "no layer 'zoo'; known: parking, parks"),
        (("nearest", "1", "2", "--free-at", "noon"), "--free-at 'noon': write a time as 2026"),
        (("layers", "--data", "no/such/folder"), "no folder no/such/folder; a place is a folder"),
        (("check", "no/such/folder"), "no folder 'no/such/folder'"),
        (("serve", "--data", "no/such/folder"), "no folder no/such/folder"),
        (("osm", "README.md", "--out", "build/never"), "README.md is not OpenStreetMap data"),
        (("frobnicate",), "No such command 'frobnicate'"),
    ],
)
def test_a_wrong_call_is_explained_in_words_and_ends_with_two(arguments, words):
    said = in_words(run(*arguments, folder=REPOSITORY))

    assert words in said


def test_check_finds_nothing_wrong_with_the_demonstration_place():
    ended = run("check", DEMONSTRATION)

    assert ended.returncode == 0
    assert "0 个错误 errors" in ended.stdout
    assert "parking 160, parks 12, toilets 28, sunshades 21, communities 139" in ended.stdout


def test_check_lists_every_fault_with_file_line_id_field_and_reason(tmp_path):
    folder = write_town(tmp_path / "town")
    wrong = [
        feature_line("toilets", "t-1", point(119, 0), {"grade": 1}),
        feature_line("toilets", "t-2", point(119.001, 0), {"grade": 7, "accessible": "yes"}),
    ]
    (folder / "toilets.geojson").write_bytes(canonical_collection(wrong))

    ended = run("check", folder, "--json")

    report = json.loads(ended.stdout)
    errors = [fault for fault in report["faults"] if fault["severity"] == "error"]
    assert ended.returncode == 1
    assert report["errors"] == len(errors) == 2
    assert [(e["file"], e["line"], e["feature_id"], e["field"]) for e in errors] == [
        ("toilets.geojson", 3, "t-2", "grade"),
        ("toilets.geojson", 3, "t-2", "accessible"),
    ]
    assert errors[0]["reason"].startswith("7: ")


def test_check_shows_the_faults_of_a_file_that_is_no_json_as_a_table(tmp_path):
    folder = write_town(tmp_path / "town")
    (folder / "parks.geojson").write_text('{"type":"FeatureCollection","features":[\n{"typ')

    ended = run("check", folder)

    assert ended.returncode == 1
    row = next(line for line in ended.stdout.splitlines() if "parks.geojson" in line)
    assert [cell.strip() for cell in row.split("│")[1:6]] == ["错误", "parks.geojson", "2", "", ""]
    assert "not a GeoJSON FeatureCollection" in row
    assert "1 个错误 errors" in ended.stdout


def test_osm_makes_a_place_that_passes_the_check_and_can_be_asked(tmp_path):
    extract, out = tmp_path / "town.osm", tmp_path / "town"
    extract.write_text(EXTRACT, encoding="utf-8")

    made = run("osm", extract, "--out", out, "--json", "--country", "CN")
    asked = run("nearest", "119.1", "36.7", "--data", out, "--json", "-k", "1")
    refused = run("osm", extract, "--out", out, "--country", "CN")

    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["counts"]["parking"] == 1
    assert [row["id"] for row in json.loads(asked.stdout)] == ["node/1"]
    assert "is not empty; give another folder" in in_words(refused)


def test_a_port_that_is_taken_is_said_with_the_way_out(town):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = in_words(run("serve", "--data", town, "--port", str(port)))

    assert f"cannot listen on 127.0.0.1:{port} (Address already in use)" in said
    assert "another port: --port 8001" in said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_the_server_cleanly_and_frees_the_port(town, workers):
    command = [FACILITIES, "serve", "--data", town, "--port", "0", "--workers", workers]
    with running(command) as server:
        address = server.address()
        answered = httpx2.get(f"{address}/healthz", trust_env=False, timeout=60)

        assert server.end(signal.SIGINT) == 0

    assert answered.json() == {"status": "ok"}
    assert len(server.said) == 1
    assert "Traceback" not in "\n".join(server.logged)
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{address}/healthz", trust_env=False)
