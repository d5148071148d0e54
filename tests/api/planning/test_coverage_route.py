"""A simple question by its address alone: what it answers, and how it is checked."""

from __future__ import annotations

import pytest

from tests.api.planning.conftest import spot


def test_it_is_the_answer_of_the_process_byte_for_byte(planner):
    found = planner.client.get("/coverage/toilets?metres=500&accessible=true")

    assert found.status_code == 200
    inputs = {"layer": "toilets", "metres": 500, "accessible": True}
    assert found.content == planner.asked("coverage", inputs).content
    again = planner.client.get(
        "/coverage/toilets?accessible=true&metres=500.0",
        headers={"if-none-match": found.headers["etag"]},
    )
    assert again.status_code == 304


def test_the_first_standard_of_the_layer_says_how_far_and_how_sure_that_is(planner):
    threshold = planner.client.get("/coverage/toilets").json()["threshold"]

    assert threshold["metres"] == 300
    assert threshold["certainty"] in {"document", "secondary", "to_be_confirmed"}
    assert threshold["source"]


def test_a_toilet_that_is_locked_at_night_serves_nobody_then(planner):
    def served(time):
        answer = planner.client.get(f"/coverage/toilets?metres=500&free_at={time}").json()
        return answer["made"]["supply"]["count"], answer["network"]["whole"]["served"]

    assert served("2026-10-12T21:00") == (1, 100)
    assert served("2026-10-12T23:00") == (0, 0)


def test_figures_are_by_subdistrict(planner):
    zones = planner.client.get("/coverage/toilets?metres=500").json()["network"]["zones"]

    assert [(one["name"], one["served"], one["total"]) for one in zones] == [
        ("北街道", 100, 100),
        ("南街道", 0, 80),
    ]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("metres=0", "metres"),
        ("metres=5&minutes=5", "minutes"),
        ("colour=red", "colour"),
        ("grade=9", "grade"),
        ("free_at=noon", "free_at"),
        ("add=1", "add"),
        ("standard=9", "standard"),
        ("limit=5", "limit"),
        ("metres=5&metres=6", "metres"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(planner, query, named):
    answer = planner.client.get(f"/coverage/toilets?{query}")

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [named]


def test_a_layer_that_is_not_there_is_404_and_one_that_is_has_nobody_to_serve(planner):
    assert "no layer 'zoo'" in planner.client.get("/coverage/zoo?x=1").json()["detail"]
    assert planner.client.get("/coverage/parks").status_code == 404


def test_what_cannot_be_answered_is_refused_in_words(planner):
    answer = planner.client.get(f"/coverage/toilets?metres=500&move=t9:{spot(0, 0)}")

    assert answer.status_code == 400
    assert "没有编号 t9" in answer.json()["detail"]
