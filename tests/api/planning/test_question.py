"""A planner's question has one form: fields by name, in a link, a query, and inputs alike."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from api.errors import ParameterError
from api.planning.fields import JOIN_LIMIT_M, MOST_CHANGES, WALKING_M_S
from api.planning.question import question_of
from geo.network import joining
from layers._registry import layer_named
from layers.planning import result

TOILETS = layer_named("toilets")


def asked(process="coverage", layer=TOILETS, **given):
    return question_of(process, layer, given)


def refused(process="coverage", layer=TOILETS, **given):
    with pytest.raises(ParameterError) as error:
        asked(process, layer, **given)
    return {one["parameter"]: one["reason"] for one in error.value.faults}


def test_what_is_as_usual_is_left_out_and_order_says_nothing():
    usual = {"standard": "1", "speed": "1.1", "join_limit_m": "300", "also_not_in_use": "false"}
    assert asked(**usual).canonical() == {"process": "coverage", "layer": "toilets"}
    one = asked(metres="500", remove="b;a", grade="2,1", accessible="true")
    other = asked(accessible="1", grade="1,2", remove="a;b;a", metres="500.0")
    assert one.canonical() == other.canonical()
    assert one.link() == (
        "process=coverage&layer=toilets&metres=500&remove=a;b&accessible=true&grade=1,2"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"add": "119.1,36.7;119.1234567,36.7,40"},
        {"move": "a%3Ab%3B%25:119.1,36.7;z:1,2"},
        {"remove": "a%2Cb;'\"<>& =?#;公厕 1"},
        {"free_at": "2026-10-01T23:00", "stay_minutes": "30", "grade": "3"},
        {"minutes": "7.5", "speed": "0.8"},
    ],
)
def test_a_link_holds_the_whole_question(given):
    question = asked(**given)
    fields = dict(parse_qsl(question.link()))

    assert (fields.pop("process"), fields.pop("layer")) == ("coverage", "toilets")
    again = asked(**fields)
    assert (again, again.link()) == (question, question.link())


def test_positions_are_kept_to_a_centimetre_and_lie_on_earth():
    (spot,) = asked(add=" 119.123456789 , 36.7 ").fields.add
    assert spot == (119.1234568, 36.7, None)
    assert "off the earth" in refused(add="36.7,119.1")["add"]
    assert "no position" in refused(add="nan,36.7")["add"]
    assert "no position" in refused(add="1e3,36.7")["add"]


def test_every_wrong_field_is_named_with_the_way_out():
    faults = refused(metres="-5", colour="red", free_at="noon", grade="9", add="x", move="a")

    assert set(faults) == {"metres", "colour", "free_at", "grade", "add", "move"}
    assert "known: free_at, stay_minutes, standard" in faults["colour"]
    assert "write id:longitude,latitude" in faults["move"]


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "0", "50001", "1e400", "五百"])
def test_a_distance_is_a_number_within_reason(value):
    assert list(refused(metres=value)) == ["metres"]


def test_how_far_is_said_in_one_way_and_a_standard_is_there():
    assert "say how far in one way" in refused(metres="500", minutes="5")["minutes"]
    assert "give metres or minutes" in refused(standard="9")["standard"]


def test_a_facility_is_moved_once_and_not_too_many_are():
    assert "moved twice" in refused(move="a:1,2;a:3,4")["move"]
    assert f"at most {MOST_CHANGES}" in refused(add=";".join(["1,2"] * (MOST_CHANGES + 1)))["add"]


def test_a_capacity_is_a_number_of_the_layer():
    words = refused("accessibility", capacity="name")["capacity"]
    assert "no such number of layer toilets; known: " in words
    assert asked("accessibility", layer_named("parking"), capacity="spaces")


def test_constants_that_stand_here_to_load_quickly_are_those_of_the_analysis():
    assert (WALKING_M_S, JOIN_LIMIT_M) == (result.WALKING_M_S, joining.JOIN_LIMIT_M)
