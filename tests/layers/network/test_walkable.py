"""Which ways may be walked."""

from __future__ import annotations

import pytest

from layers.network.walkable import is_locked, why_walkable


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "steps"},
        {"highway": "residential", "oneway": "yes"},
        {"highway": "primary", "sidewalk": "separate"},
        {"highway": "service", "access": "private", "foot": "yes"},
        {"highway": "service", "access": "destination"},
        {"highway": "motorway", "foot": "yes"},
        {"highway": "trunk", "expressway": "yes", "foot": "designated"},
        {"highway": "cycleway", "bridge": "yes", "layer": "1"},
        {"railway": "platform"},
        {"public_transport": "platform"},
    ],
)
def test_it_may_be_walked(tags):
    assert why_walkable(tags) == "walkable"


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"highway": "motorway"}, "fast_road"),
        ({"highway": "trunk", "motorroad": "yes"}, "fast_road"),
        ({"highway": "trunk", "expressway": "yes"}, "fast_road"),
        ({"highway": "primary", "foot": "no"}, "foot_forbidden"),
        ({"highway": "primary", "foot": "use_sidepath"}, "foot_forbidden"),
        ({"highway": "service", "access": "private"}, "private"),
        ({"highway": "footway", "foot": "private"}, "private"),
        ({"highway": "service", "access": "no"}, "private"),
        ({"highway": "construction"}, "not_for_walking"),
        ({"highway": "proposed"}, "not_for_walking"),
        ({"highway": "raceway"}, "not_for_walking"),
        ({"railway": "rail"}, "not_for_walking"),
        ({"route": "ferry"}, "not_for_walking"),
        ({}, "not_for_walking"),
    ],
)
def test_it_may_not_be_walked_and_this_is_why(tags, why):
    assert why_walkable(tags) == why


@pytest.mark.parametrize(
    ("tags", "locked"),
    [
        ({"barrier": "gate"}, False),
        ({"barrier": "bollard", "motor_vehicle": "no"}, False),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "gate", "locked": "yes"}, True),
        ({"barrier": "lift_gate", "access": "no", "foot": "yes"}, False),
        ({"barrier": "gate", "foot": "no"}, True),
        ({"access": "private"}, False),
    ],
)
def test_a_gate_is_locked_only_if_it_says_so(tags, locked):
    assert is_locked(tags) is locked
