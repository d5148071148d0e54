"""How much supply each community can reach, in the town with a river: by hand."""

from __future__ import annotations

import json

import pytest

from layers.planning import AccessQuestion, PlanningError, Supply, answer_access
from layers.planning.result import Threshold
from tests.layers.planning.scene import community, scene_of, toilet, town

COMMUNITIES = [community(1, 100, 410, 10), community(2, 600, 410, 30), community(3, 100, 170, 20)]
TOILETS = [
    toilet(1, 100, 400, cubicles_women=8),
    toilet(2, 600, 400, cubicles_women=6),
    toilet(3, 1400, 400),
]


def ask(tmp_path, capacity="cubicles_women", network=True, **options):
    store = town(tmp_path, network=network, toilets=TOILETS, communities=COMMUNITIES)
    question = AccessQuestion(Supply(capacity=capacity), Threshold(520), **options)
    return answer_access(question, scene_of(store))


def test_supply_is_shared_by_all_who_reach_it(tmp_path):
    # c1 and c2 reach both toilets (10 m and 510 m on foot), c3 reaches none.
    answer = ask(tmp_path, catchment="2sfca")

    ratio = 8 / 40 + 6 / 40
    assert [(row.id, row.access) for row in answer.rows] == [
        ("c3", 0),
        ("c1", pytest.approx(ratio)),
        ("c2", pytest.approx(ratio)),
    ]
    assert answer.mean == pytest.approx(14 / 60)
    # A third has nothing and two thirds have the same.
    assert answer.gini == pytest.approx(1 / 3)


def test_those_that_do_not_say_how_much_they_have_are_named(tmp_path):
    answer = ask(tmp_path)

    assert answer.supply_unknown == ("t3",)
    assert answer.supply_total == 14


def test_without_a_field_each_facility_counts_as_one(tmp_path):
    assert ask(tmp_path, capacity=None).supply_total == 3


def test_in_straight_lines_the_river_is_no_obstacle(tmp_path):
    answer = ask(tmp_path, method="straight", catchment="2sfca")

    assert min(row.access for row in answer.rows) > 0


def test_without_a_network_walking_is_refused(tmp_path):
    with pytest.raises(PlanningError, match="straight lines"):
        ask(tmp_path, network=False)


def test_the_answer_is_json(tmp_path):
    json.dumps(ask(tmp_path).as_dict(), allow_nan=False)
