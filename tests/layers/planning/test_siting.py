"""Where to build next, in the town with a river: by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from layers._layer import Text
from layers.planning import PlanningError, SitingQuestion, Supply, answer_siting
from layers.planning.candidates import (
    grid_candidates,
    network_candidates,
    point_candidates,
)
from layers.planning.result import Threshold
from tests.layers.planning.scene import PLANE, community, degrees, scene_of, toilet, town

# 10 households in the west of the north bank, where toilets are; 30 in its east; 20 and 25 in the
# west and east of the south bank.
COMMUNITIES = [
    community(1, 100, 410, 10),
    community(2, 1400, 410, 30),
    community(3, 100, 170, 20),
    community(4, 1400, 170, 25),
]
TOILETS = [toilet(1, 100, 400)]
SPOTS = {"north-east": (1400, 400), "bridge": (1500, 290), "south-west": (100, 180)}


def ask(tmp_path, goal="most_covered", metres=300.0, spots=SPOTS, **options):
    scene = scene_of(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES))
    lon, lat = PLANE.to_wgs84(np.array(list(spots.values()), float))
    candidates = point_candidates(
        Text("给定点", "given points"), lon, lat, tuple(spots), scene.ground
    )
    question = SitingQuestion(goal, Supply(), Threshold(metres), **options)
    return answer_siting(question, scene, candidates)


def names(answer):
    return [site.name for site in answer.sites]


def test_the_site_on_the_bridge_serves_both_banks(tmp_path):
    # From the bridge's middle: 110 m to either bank, 100 m along it, 10 m to the houses: 220 m.
    answer = ask(tmp_path, sites=1)

    assert names(answer) == ["bridge"]
    assert (answer.before, answer.after, answer.total) == (10, 65, 85)
    assert answer.sites[0].gain == 55
    assert answer.status == "optimal"


def test_with_two_sites_everybody_is_served(tmp_path):
    answer = ask(tmp_path, sites=2)

    assert names(answer) == ["bridge", "south-west"]
    assert answer.after == 85


def test_straight_lines_are_deceived_by_the_river(tmp_path):
    # The toilets that exist are 230 m from c3 in a straight line, across the river.
    assert ask(tmp_path, sites=1, method="straight").before == 30


def test_in_a_forbidden_area_nothing_is_built(tmp_path):
    river = np.array([degrees(shapely.box(-500, 190, 2000, 390))], object)
    answer = ask(tmp_path, sites=1, forbidden=river)

    assert names(answer) == ["north-east"]
    assert answer.candidates_allowed == 2


def test_a_forbidden_area_that_crosses_itself_is_refused(tmp_path):
    tie = np.array([degrees(shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]))], object)

    with pytest.raises(PlanningError, match="Forbidden area 1"):
        ask(tmp_path, forbidden=tie)


def test_spacing_keeps_new_sites_from_what_exists_and_from_each_other(tmp_path):
    # South-west is 220 m from the toilets that exist; the bridge 149 m from north-east.
    answer = ask(tmp_path, sites=3, spacing_m=230)

    assert names(answer) == ["bridge"]


def test_the_fewest_sites_for_nine_households_of_ten(tmp_path):
    answer = ask(tmp_path, "fewest_sites", share=0.7)

    assert (names(answer), answer.after) == (["bridge"], 1)
    assert ask(tmp_path, "fewest_sites", share=1.0).after == 2


def test_what_cannot_be_reached_is_told_in_words(tmp_path):
    answer = ask(tmp_path, "fewest_sites", spots={"bridge": SPOTS["bridge"]})

    assert answer.status == "infeasible"
    assert answer.reason is not None
    assert "threshold" in answer.reason.en
    assert answer.missing == 20


def test_the_least_distance_counts_metres(tmp_path):
    answer = ask(tmp_path, "least_distance", metres=3000.0, sites=1)

    # Now c1 walks 10, c2 1,310, c4 1,400 + 220 + 100 + 10, and c3 more than 3,000.
    assert answer.before == pytest.approx(10 * 10 + 30 * 1310 + 20 * 3000 + 25 * 1730, rel=1e-3)
    # With the bridge: c2 and c4 220 each, c3 10 + 1,400 + 110.
    assert names(answer) == ["bridge"]
    assert answer.after == pytest.approx(100 + 30 * 220 + 20 * 1520 + 25 * 220, rel=1e-3)


def test_capacity_limits_what_a_site_serves(tmp_path):
    answer = ask(tmp_path, sites=1, capacity=40.0)

    assert answer.after == pytest.approx(10 + 40)


def test_candidates_come_from_a_grid_or_from_the_network(tmp_path):
    ground = scene_of(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)).ground

    grid = grid_candidates(ground, step_m=100)
    # 1,900 m by 900 m.
    assert 19 * 9 <= len(grid) <= 20 * 10
    assert len(grid_candidates(ground, step_m=100, most=50)) <= 50
    # Where nobody lives near, nothing is proposed: 5 points in a row, less the corners.
    near = grid_candidates(ground, step_m=100, near=np.array([(500.0, 300)]), within_m=200)
    assert len(near) == 13
    nodes = network_candidates(ground)
    # The streets and the bridge are one way without a junction; its two ends are nodes.
    assert len(nodes) == 2
    assert len(network_candidates(ground, most=1)) <= 1


def test_without_a_network_walking_is_refused_with_the_way_out(tmp_path):
    scene = scene_of(town(tmp_path, network=False, toilets=TOILETS, communities=COMMUNITIES))
    question = SitingQuestion("most_covered", Supply(), Threshold(300))

    with pytest.raises(PlanningError, match="facilities network"):
        answer_siting(question, scene, grid_candidates(scene.ground))
    with pytest.raises(PlanningError, match="facilities network"):
        network_candidates(scene.ground)


def test_a_share_of_nothing_is_refused(tmp_path):
    with pytest.raises(PlanningError, match="from 0 to 1"):
        ask(tmp_path, "fewest_sites", share=0.0)


def test_the_answer_is_json(tmp_path):
    for answer in (ask(tmp_path / "a"), ask(tmp_path / "b", "fewest_sites", spots={"x": (0, 0)})):
        json.dumps(answer.as_dict(), allow_nan=False)
