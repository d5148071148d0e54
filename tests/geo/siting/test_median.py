"""The least mean distance: by hand, and against every choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.siting.median import least_distance
from tests.geo.siting.cases import choices, problem_of, random_problem, walked

# Three places, three sites; metres from each to each.
NEAR = [[0, 300, 900], [300, 0, 600], [900, 600, 0]]


def sites(answer):
    return [site.candidate for site in answer.sites]


def test_one_site_goes_to_the_middle():
    # 0: 10·0 + 10·300 + 10·900 = 12,000; 1: 3,000 + 6,000 = 9,000; 2: 9,000 + 6,000 = 15,000.
    answer = least_distance(problem_of([10, 10, 10], NEAR), 1, 5000)

    assert sites(answer) == [1]
    assert (answer.value, answer.status) == (9000, "optimal")


def test_households_pull_the_site_to_them():
    assert sites(least_distance(problem_of([10, 10, 100], NEAR), 1, 5000)) == [2]


def test_what_exists_is_kept():
    answer = least_distance(problem_of([10, 10, 10], NEAR, fixed=[True, False, False]), 1, 5000)

    assert answer.before == 12_000
    assert sites(answer) == [2]
    assert answer.value == 3000


def test_whoever_reaches_no_site_counts_as_far():
    near = [[0, None], [None, 0]]
    answer = least_distance(problem_of([10, 1], near), 1, 2000)

    assert sites(answer) == [0]
    assert answer.value == 2000


def test_without_a_candidate_there_is_a_reason():
    answer = least_distance(problem_of([10, 10, 10], NEAR, allowed=[False] * 3), 1, 5000)

    assert (answer.status, answer.reason) == ("infeasible", "no_candidate")
    assert least_distance(problem_of([10, 10, 10], NEAR), 0, 5000).value == 150_000


@given(st.integers(0, 100_000), st.integers(0, 4), st.sampled_from([0.0, 300.0]))
def test_no_choice_is_nearer(seed, number, spacing):
    problem = random_problem(seed, reach=900, spacing=spacing)

    answer = least_distance(problem, number, 1500)

    best = min(walked(problem, choice, 1500) for choice in choices(problem, number))
    assert answer.value == pytest.approx(best, rel=1e-6)
    assert walked(problem, sites(answer), 1500) == pytest.approx(answer.value)


@given(st.integers(0, 100_000), st.integers(1, 4), st.sampled_from([0.0, 300.0]))
def test_the_heuristic_keeps_the_rules_and_its_bound_holds(seed, number, spacing):
    problem = random_problem(seed, reach=900, spacing=spacing)

    answer = least_distance(problem, number, 1500, most_pairs=-1)

    best = min(walked(problem, choice, 1500) for choice in choices(problem, number))
    if answer.status != "infeasible":
        assert answer.bound <= best * (1 + 1e-7) + 1e-3
        assert best <= answer.value * (1 + 1e-9)
        assert tuple(sorted(sites(answer))) in set(choices(problem, number))
