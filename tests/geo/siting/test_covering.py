"""The most households with n sites, and the fewest sites: by hand, and against every choice."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.siting.covering import most_covered
from geo.siting.fewest import fewest_sites
from geo.siting.problem import Site, too_close
from tests.geo.siting.cases import choices, covered, problem_of, random_problem

X = 100.0
# Five places in a row, of 10, 20, 30, 40, 50 households, and a site between each two of them.
ROW = [
    [X, None, None, None],
    [X, X, None, None],
    [None, X, X, None],
    [None, None, X, X],
    [None, None, None, X],
]
HOUSEHOLDS = [10, 20, 30, 40, 50]


def sites(answer):
    return [site.candidate for site in answer.sites]


def test_one_site_goes_where_most_households_are():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW), 1)

    assert answer.sites == (Site(3, 90),)
    assert (answer.value, answer.before, answer.bound, answer.status) == (90, 0, 90, "optimal")
    assert answer.gap == 0


def test_the_second_site_counts_only_whom_the_first_leaves():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW), 2)

    assert answer.sites == (Site(3, 90), Site(1, 50))
    assert answer.value == 140


def test_greedy_alone_would_be_wrong_here():
    # The middle site has the most, 6 + 6; but the two outer ones together reach everybody.
    near = [[X, None, X], [X, None, None], [None, X, X], [None, X, None]]
    answer = most_covered(problem_of([6, 5, 6, 5], near), 2)

    assert sorted(sites(answer)) == [0, 1]
    assert answer.value == 22


def test_more_sites_than_are_useful_are_not_built():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW), 99)

    assert answer.value == 150
    assert len(answer.sites) == 3


def test_what_exists_is_kept_and_its_households_are_not_won_again():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW, fixed=[False, False, False, True]), 1)

    assert answer.sites == (Site(1, 50),)
    assert (answer.before, answer.value) == (90, 140)


def test_a_forbidden_candidate_is_not_chosen():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW, allowed=[True, True, True, False]), 1)

    assert answer.sites == (Site(2, 70),)


def test_spacing_keeps_sites_apart_from_each_other_and_from_what_exists():
    spots = np.array([(0.0, 0), (100, 0), (200, 0), (300, 0)])
    apart = problem_of(HOUSEHOLDS, ROW, conflicts=too_close(spots, 250))
    beside = problem_of(
        HOUSEHOLDS, ROW, conflicts=too_close(spots, 250), fixed=[True, False, False, False]
    )

    assert sorted(sites(most_covered(apart, 4))) == [0, 3]
    assert sites(most_covered(beside, 4)) == [3]


def test_sites_exactly_at_the_spacing_may_both_stand():
    spots = np.array([(0.0, 0), (250, 0), (499, 0)])

    assert too_close(spots, 250).tolist() == [[1, 2]]
    assert too_close(spots, 0).tolist() == []


def test_without_a_candidate_there_is_no_answer_and_a_reason():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW, allowed=[False] * 4), 2)

    assert (answer.status, answer.reason, answer.sites) == ("infeasible", "no_candidate", ())


def test_no_sites_asked_are_none():
    assert most_covered(problem_of(HOUSEHOLDS, ROW), 0).status == "optimal"


def test_a_large_question_is_answered_by_a_heuristic_with_a_bound():
    answer = most_covered(problem_of(HOUSEHOLDS, ROW), 2, most_pairs=0)

    assert answer.status == "heuristic"
    assert answer.value == 140
    assert 140 <= answer.bound <= 150


def test_the_solver_prints_nothing_so_that_a_command_can_print_json():
    code = (
        "import numpy as np; from geo.siting.program import Program, rows_of, solve; "
        "one = np.ones(1); none = np.zeros(0, int); print(solve(Program(one, one, one > 0, "
        "rows_of(none, none, none, (0, 1)), none, none)).status)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert (ran.stdout, ran.stderr) == ("optimal\n", "")


def test_a_question_may_be_cancelled_and_the_best_so_far_comes_back():
    problem = random_problem(5, sites=30)
    answer = most_covered(problem, 5, cancelled=lambda: True)

    assert answer.status in ("cancelled", "optimal")
    assert answer.value <= answer.bound


def test_without_time_the_heuristic_answer_comes_back_with_what_is_known_of_the_best():
    answer = most_covered(random_problem(5, sites=40, reach=150), 9, time_limit_s=0)

    assert answer.status in ("time_limit", "optimal")
    assert answer.value <= answer.bound


@given(st.integers(0, 100_000), st.integers(0, 4), st.sampled_from([0.0, 300.0]))
def test_no_choice_covers_more(seed, number, spacing):
    problem = random_problem(seed, spacing=spacing)

    answer = most_covered(problem, number)

    best = max(covered(problem, choice) for choice in choices(problem, number))
    assert answer.value == pytest.approx(best)
    assert covered(problem, sites(answer)) == pytest.approx(best)
    assert tuple(sorted(sites(answer))) in set(choices(problem, number))
    assert sum(site.gain for site in answer.sites) == pytest.approx(answer.value - answer.before)


@given(st.integers(0, 100_000), st.integers(1, 4), st.sampled_from([0.0, 300.0]))
def test_the_heuristic_keeps_the_rules_and_its_bound_holds(seed, number, spacing):
    problem = random_problem(seed, spacing=spacing)

    answer = most_covered(problem, number, most_pairs=-1)

    best = max(covered(problem, choice) for choice in choices(problem, number))
    if answer.status == "heuristic":
        assert answer.value <= best + 1e-6 <= answer.bound + 2e-6
        assert tuple(sorted(sites(answer))) in set(choices(problem, number))


def test_three_sites_reach_everybody_in_the_row():
    answer = fewest_sites(problem_of(HOUSEHOLDS, ROW))

    assert (answer.value, answer.status, answer.bound) == (3, "optimal", 3)


def test_two_sites_reach_nine_households_of_ten():
    assert fewest_sites(problem_of(HOUSEHOLDS, ROW), 140 / 150).value == 2
    assert fewest_sites(problem_of(HOUSEHOLDS, ROW), 141 / 150).value == 3


def test_what_exists_counts_towards_the_share():
    problem = problem_of(HOUSEHOLDS, ROW, fixed=[False, False, False, True])

    assert fewest_sites(problem, 0.6).sites == ()
    assert fewest_sites(problem, 0.9).value == 1


def test_households_out_of_reach_of_every_candidate_are_told_of():
    answer = fewest_sites(problem_of(HOUSEHOLDS, ROW, allowed=[True, True, True, False]), 1.0)

    assert (answer.status, answer.reason, answer.missing) == ("infeasible", "out_of_reach", 50)


def test_rules_that_leave_too_few_sites_are_told_of():
    spots = np.array([(0.0, 0), (100, 0), (200, 0), (300, 0)])
    answer = fewest_sites(problem_of(HOUSEHOLDS, ROW, conflicts=too_close(spots, 250)), 1.0)

    assert (answer.status, answer.reason) == ("infeasible", "rules")


@given(st.integers(0, 100_000), st.sampled_from([1.0, 0.8, 0.5]), st.sampled_from([0.0, 200.0]))
def test_no_fewer_sites_reach_the_share(seed, share, spacing):
    problem = random_problem(seed, spacing=spacing, sites=7)
    needed = share * problem.weight.sum()

    answer = fewest_sites(problem, share)

    enough = [
        len(choice) for choice in choices(problem, 7) if covered(problem, choice) >= needed - 1e-6
    ]
    if enough:
        assert answer.value == min(enough)
        assert covered(problem, sites(answer)) >= needed - 1e-5
    else:
        assert answer.status == "infeasible"
        assert answer.value == math.inf
        assert answer.reason is not None


@given(st.integers(0, 100_000), st.sampled_from([1.0, 0.7]))
def test_the_heuristic_reaches_the_share_and_its_bound_holds(seed, share):
    problem = random_problem(seed, sites=7)
    exact, quick = fewest_sites(problem, share), fewest_sites(problem, share, most_pairs=-1)

    if quick.status == "heuristic":
        assert quick.bound <= exact.value <= quick.value
        assert covered(problem, sites(quick)) >= share * problem.weight.sum() - 1e-5
