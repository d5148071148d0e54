"""Sites that serve only so many households: by hand, and against every choice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting.capacity import served_with_capacity
from geo.siting.covering import most_covered
from geo.siting.problem import SitingProblem
from tests.geo.siting.cases import choices, problem_of, random_problem

X = 100.0


def test_a_site_serves_no_more_than_it_can():
    answer = most_covered(problem_of([80, 70], [[X, X], [X, None]], capacity=[100.0, 30]), 2)

    assert (answer.value, answer.status) == (130, "optimal")
    assert [(site.candidate, site.gain) for site in answer.sites] == [
        (0, pytest.approx(100)),
        (1, pytest.approx(30)),
    ]


def test_a_small_site_among_many_households_loses_to_a_large_one_among_fewer():
    answer = most_covered(problem_of([500, 200], [[X, None], [None, X]], capacity=[50.0, 150]), 1)

    assert [site.candidate for site in answer.sites] == [1]
    assert answer.value == pytest.approx(150)


def test_what_exists_has_its_capacity_too():
    problem = problem_of([100], [[X, X]], capacity=[60.0, 60], fixed=[True, False])
    answer = most_covered(problem, 1)

    assert (answer.before, answer.value) == (pytest.approx(60), pytest.approx(100))


def test_too_large_a_question_with_capacities_is_refused_with_that_reason():
    answer = most_covered(problem_of([1], [[X]], capacity=[1.0]), 1, most_pairs=0)

    assert (answer.status, answer.reason) == ("infeasible", "too_large")


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.integers(1, 3), st.sampled_from([0.0, 300.0]))
def test_no_choice_serves_more(seed, number, spacing):
    plain = random_problem(seed, sites=6, spacing=spacing)
    capacity = np.random.default_rng(seed).integers(0, 90, 6).astype(float)
    problem = SitingProblem(
        *(plain.weight, plain.pairs, plain.count, plain.fixed, plain.allowed, plain.conflicts),
        capacity,
    )

    answer = most_covered(problem, number)

    best = max(
        served_with_capacity(problem, np.array(choice, np.intp))
        for choice in choices(problem, number)
    )
    assert answer.value == pytest.approx(best, abs=1e-5)
