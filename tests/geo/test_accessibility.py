"""Supply a head: by hand, and against PySAL's own."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from access import weights
from access.fca import two_stage_fca
from hypothesis import given
from hypothesis import strategies as st

from geo.accessibility import AccessibilityError, accessibility, gini, palma
from geo.network.pairs import ordered_pairs

# Three places of 10, 20, 30 people; two facilities of 60 and 30 spaces. The first two places reach
# the first facility (100 m, 250 m), the last two the second (300 m, 50 m).
PAIRS = ordered_pairs(
    np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1]), np.array([100.0, 250, 300, 50])
)
PEOPLE, SPACES = np.array([10.0, 20, 30]), np.array([60.0, 30])


def test_two_steps_by_hand():
    found = accessibility(PAIRS, PEOPLE, SPACES, 300, method="2sfca")

    # 60 spaces for 30 people, 30 spaces for 50 people.
    assert found.of_facilities == pytest.approx([2, 0.6])
    assert found.of_places == pytest.approx([2, 2.6, 0.6])


def test_with_zones_the_farther_ones_count_less():
    found = accessibility(PAIRS, PEOPLE, SPACES, 300, method="e2sfca")

    # Zones of 100 m: 100 m is in the first, 250 m and 300 m in the third, 50 m in the first.
    first, second = 60 / (10 + 0.22 * 20), 30 / (0.22 * 20 + 30)
    assert found.of_facilities == pytest.approx([first, second])
    assert found.of_places == pytest.approx([first, 0.22 * first + 0.22 * second, second])


def test_with_three_steps_those_with_a_choice_divide():
    found = accessibility(PAIRS, PEOPLE, SPACES, 300, method="3sfca")

    # The second place gives each of its two equal choices half of its people.
    first, second = 60 / (10 + 0.11 * 20), 30 / (0.11 * 20 + 30)
    assert found.of_places == pytest.approx([first, 0.11 * first + 0.11 * second, second])


def test_beyond_the_threshold_nothing_counts():
    found = accessibility(PAIRS, PEOPLE, SPACES, 99, method="2sfca")

    assert found.of_places == pytest.approx([0, 0, 1])
    assert found.of_facilities == pytest.approx([0, 1])


def test_a_facility_without_anybody_and_a_place_without_anything_have_nothing():
    nothing = ordered_pairs(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
    found = accessibility(nothing, PEOPLE, SPACES, 300)

    assert found.of_places.tolist() == [0, 0, 0]
    assert found.of_facilities.tolist() == [0, 0]


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_what_is_no_amount_is_refused_with_its_row(bad):
    with pytest.raises(AccessibilityError, match="demand of row 1"):
        accessibility(PAIRS, np.array([1.0, bad, 1]), SPACES, 300)
    with pytest.raises(AccessibilityError, match="supply of row 0"):
        accessibility(PAIRS, PEOPLE, np.array([bad, 1]), 300)


def test_weights_beyond_one_are_refused():
    with pytest.raises(AccessibilityError, match="from 0 to 1"):
        accessibility(PAIRS, PEOPLE, SPACES, 300, zone_weights=(1.0, 1.2))


def strewn(seed):
    random = np.random.default_rng(seed)
    places, facilities = random.uniform(0, 1000, (30, 2)), random.uniform(0, 1000, (6, 2))
    apart = np.hypot(*(places[:, np.newaxis] - facilities).transpose(2, 0, 1))
    rows, columns = np.nonzero(apart <= 400)
    pairs = ordered_pairs(rows, columns, apart[rows, columns])
    return pairs, random.integers(1, 90, 30).astype(float), random.integers(1, 90, 6).astype(float)


@given(st.integers(0, 10_000), st.sampled_from(["2sfca", "e2sfca", "3sfca"]))
def test_all_that_anybody_reaches_is_shared_out_and_no_more(seed, method):
    pairs, people, spaces = strewn(seed)

    found = accessibility(pairs, people, spaces, 400, method=method)

    reached = np.unique(pairs.facilities)
    assert (found.of_places * people).sum() == pytest.approx(spaces[reached].sum())


@pytest.mark.parametrize("seed", range(5))
def test_pysal_works_out_the_same(seed):
    with warnings.catch_warnings():
        # Its own use of pandas is not ours to mend.
        warnings.simplefilter("ignore")
        pairs, people, spaces = strewn(seed)
        cost = pd.DataFrame(
            {"origin": pairs.places, "dest": pairs.facilities, "cost": pairs.distance_m}
        )
        demand = pd.DataFrame({"id": range(30), "people": people})
        supply = pd.DataFrame({"id": range(6), "spaces": spaces})
        frames = {
            "demand_df": demand.set_index("id"),
            "supply_df": supply.set_index("id"),
            "cost_df": cost,
            "max_cost": 400,
            "demand_index": True,
            "demand_name": "people",
            "supply_index": True,
            "supply_name": "spaces",
        }
        plain = two_stage_fca(**frames)
        stepped = two_stage_fca(
            **frames, weight_fn=weights.step_fn({400 / 3: 1, 800 / 3: 0.68, 400: 0.22})
        )

    for theirs, method in ((plain, "2sfca"), (stepped, "e2sfca")):
        ours = accessibility(pairs, people, spaces, 400, method=method).of_places
        assert ours == pytest.approx(theirs.reindex(range(30)).fillna(0).to_numpy())


def test_gini_of_what_all_have_alike_is_zero_and_of_one_owner_of_four_three_quarters():
    assert gini(np.full(4, 3.0), np.ones(4)) == pytest.approx(0)
    assert gini(np.array([0.0, 0, 0, 8]), np.ones(4)) == pytest.approx(0.75)
    assert gini(np.array([1.0, 3]), np.array([3.0, 1])) == pytest.approx(0.25)
    assert gini(np.zeros(3), np.ones(3)) is None


def test_palma_divides_the_places_on_the_border():
    # Ten people who have 1 … 10: the top one has 10, the lowest four 1 + 2 + 3 + 4.
    assert palma(np.arange(1.0, 11), np.ones(10)) == pytest.approx(1)
    # One place of 10 people, and all have the same: a tenth over four tenths.
    assert palma(np.array([5.0]), np.array([10.0])) == pytest.approx(0.25)
    assert palma(np.array([0.0, 0, 7]), np.ones(3)) == math.inf
    assert palma(np.zeros(0), np.zeros(0)) is None


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.floats(0.1, 50))
def test_inequality_does_not_hang_on_the_unit(values, factor):
    some = np.array(values)
    once, again = gini(some, np.ones(len(some))), gini(some * factor, np.ones(len(some)))

    if once is not None and again is not None:
        assert once == pytest.approx(again, abs=1e-9)
        assert -1e-12 <= once < 1
