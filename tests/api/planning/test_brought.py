"""What is brought to a question is judged row by row, and hostile input is refused in words."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest

from api.bodies import MOST_LONG_BODY_BYTES
from api.planning.brought import MOST_ROWS
from tests.api.planning.conftest import collection, feature, people
from tests.layers.planning.scene import at

WITHIN_500_M = {"layer": "toilets", "metres": 500}
JSON = {"content-type": "application/json"}


def refused(planner, inputs, process="coverage", status=400):
    answer = planner.asked(process, inputs)
    assert answer.status_code == status, answer.text
    return answer.json()


def left_out(answer):
    return {one["id"]: one["reason"]["en"] for one in answer["made"]["demand"]["left_out"]}


def square(x, y, side):
    return _polygon((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def bow_tie(x, y, side):
    return _polygon((x, y), (x + side, y + side), (x + side, y), (x, y + side))


def _polygon(*spots):
    ring = [at(*spot)["coordinates"] for spot in (*spots, spots[0])]
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_row_that_cannot_be_counted_is_named_and_the_others_count(planner):
    rows = [
        people(10),
        people(-5),
        people(None),
        people("many"),
        people(True),
        feature(None, households=3),
        feature({"type": "Point", "coordinates": [500, 36.7]}, households=3),
        feature({"type": "Point", "coordinates": ["x", 1]}, households=3),
        "not a feature",
        people("7", name="自怡园"),
    ]
    answer = planner.asked("coverage", {**WITHIN_500_M, "demand": collection(*rows)}).json()

    assert answer["network"]["whole"]["total"] == 17
    assert left_out(answer) == {
        "2": "its number of households is negative",
        "3": "its number of households is not known",
        "4": "its number of households is not known",
        "5": "its number of households is not known",
        "6": "it has no position",
        "7": "its position is not on the earth",
        "8": "it has no position",
        "9": "it has no position",
    }
    assert answer["made"]["demand"]["rows"] == 10
    # A link cannot hold what was brought, and says so.
    assert answer["link"] is None
    assert set(answer["brought"]) == {"demand"}


def test_what_programs_write_for_an_unknown_number_loses_no_batch(planner):
    rows = (people(10, name='NaN, "Infinity"'), people(float("nan")), people(float("inf")))
    text = json.dumps({"inputs": {**WITHIN_500_M, "demand": collection(*rows)}})
    answer = planner.client.post("/processes/coverage/execution", content=text, headers=JSON)

    assert answer.status_code == 200, answer.text
    assert answer.json()["network"]["whole"]["total"] == 10
    assert set(left_out(answer.json())) == {"2", "3"}


def test_a_table_a_list_and_a_qualified_value_are_the_same(planner):
    lon, lat = at(400, 400)["coordinates"]
    rows = [{"lon": lon, "lat": lat, "户数": 5, "名称": "甲"}]
    csv = f"经度,纬度,户数,名称\n{lon},{lat},5,甲\n"
    forms = [
        rows,
        {"value": rows},
        {"value": csv, "mediaType": "text/csv"},
        {"value": collection(feature(at(400, 400), 户数=5, 名称="甲"))},
    ]
    for form in forms:
        answer = planner.asked("coverage", {**WITHIN_500_M, "demand": form}).json()
        assert answer["straight"]["whole"]["total"] == 5, form
        assert answer["made"]["demand"]["unit"]["en"] == "households"


def test_a_column_counts_where_it_is_named(planner):
    demand = collection(feature(at(400, 400), residents=7, households=2))
    answer = planner.asked("coverage", {**WITHIN_500_M, "demand": demand, "weight": "residents"})
    assert answer.json()["straight"]["whole"]["total"] == 7

    problem = refused(planner, {**WITHIN_500_M, "demand": demand, "weight": "people"})
    assert problem["errors"][0]["parameter"] == "weight"
    assert "known: households, residents" in problem["errors"][0]["reason"]


def test_figures_are_broken_down_by_zones_and_a_zone_that_crosses_itself_is_told_of(planner):
    zones = collection(
        feature(square(-100, 300, 800), name="北"),
        feature(bow_tie(-100, 0, 400), name="结"),
        feature(at(0, 0), name="点"),
    )
    answer = planner.asked("coverage", {**WITHIN_500_M, "zones": zones}).json()

    by_name = {one["name"]: one["total"] for one in answer["network"]["zones"]}
    assert by_name["北"] == 100
    assert sum(by_name.values()) == 180
    assert {fault["row"] for fault in answer["zone_faults"]} == {1, 2}


def test_nothing_is_built_where_it_is_forbidden(planner):
    spots = collection(feature(at(0, 180), name="甲"), feature(at(1500, 180), name="乙"))
    inputs = {"layer": "toilets", "metres": 300, "sites": 1, "candidates": spots}
    inputs["method"] = "straight"
    free = planner.asked("siting", inputs).json()
    assert [site["name"] for site in free["sites"]] == ["乙"]

    forbidden = collection(feature(square(1400, 100, 200)))
    held = planner.asked("siting", {**inputs, "forbidden": forbidden}).json()
    assert held["candidates"]["allowed"] == 1
    crossed = collection(feature(bow_tie(1400, 100, 200)))
    assert "禁建区" in refused(planner, {**inputs, "forbidden": crossed}, "siting")["detail"]


@pytest.mark.parametrize(
    ("inputs", "named"),
    [
        ({}, ["layer"]),
        ({"layer": 5}, None),
        ({**WITHIN_500_M, "colour": "red", "speed": -1}, ["speed", "colour"]),
        ({**WITHIN_500_M, "demand": "text"}, ["demand"]),
        ({**WITHIN_500_M, "demand": {"href": "http://127.0.0.1/secret"}}, ["demand"]),
        ({**WITHIN_500_M, "metres": {"href": "file:///etc/passwd"}}, ["metres"]),
        ({**WITHIN_500_M, "demand": {"value": "!!", "mediaType": "image/tiff"}}, ["demand"]),
        ({**WITHIN_500_M, "demand": {"value": "a,b", "mediaType": "text/html"}}, ["demand"]),
        ({**WITHIN_500_M, "metres": [1, {"a": 2}]}, ["metres"]),
        ({**WITHIN_500_M, "candidates": collection()}, ["candidates"]),
        ({**WITHIN_500_M, "demand": collection()}, ["demand"]),
        ({**WITHIN_500_M, "demand": {"type": "FeatureCollection"}}, ["demand"]),
        ({**WITHIN_500_M, "zones": [{"name": "北"}] * (MOST_ROWS["zones"] + 1)}, ["zones"]),
    ],
)
def test_every_wrong_input_is_named(planner, inputs, named):
    answer = planner.asked("coverage", inputs)

    assert answer.status_code in {400, 404}, answer.text
    if named is not None:
        assert [fault["parameter"] for fault in answer.json()["errors"]] == named


def test_a_raster_that_is_none_is_refused_in_words(planner):
    raster = {"value": b64encode(b"II*\0 no raster").decode(), "mediaType": "image/tiff"}

    assert refused(planner, {**WITHIN_500_M, "demand": raster})["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"inputs": []}',
        b'{"inputs": {}, "mode": "async"}',
        b"\xff\xfe",
        b'{"inputs":' + b"[" * 100_000,
        b'{"inputs": {"layer": "toilets"}, "subscriber": {"successUri": "http://a.example"}}',
        b'{"inputs": {"layer": "toilets"}, "outputs": {"map": {}}}',
        b'{"inputs": {}, "outputs": {"answer": {"transmissionMode": "reference"}}}',
    ],
)
def test_a_body_that_asks_nothing_is_refused_in_words(planner, body):
    answer = planner.client.post("/processes/coverage/execution", content=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_form_is_no_question(planner):
    answer = planner.client.post("/processes/coverage/execution", data={"inputs": "x"})

    assert answer.status_code == 415


def test_a_million_points_are_refused_in_words(planner):
    a_point = b'{"type":"Feature","geometry":{"type":"Point","coordinates":[119.1,36.7]}},'
    many = b'{"inputs":{"layer":"toilets","demand":{"type":"FeatureCollection","features":['
    body = many + a_point * 1_000_000
    answer = planner.client.post("/processes/coverage/execution", content=body, headers=JSON)
    assert answer.status_code == 413
    assert f"{MOST_LONG_BODY_BYTES}" in answer.json()["detail"].replace(",", "")

    rows = b"[" + b"{}," * MOST_ROWS["demand"] + b"{}]"
    body = b'{"inputs":{"layer":"toilets","demand":' + rows + b"}}"
    short = planner.client.post("/processes/coverage/execution", content=body, headers=JSON)
    assert short.status_code == 400
    assert "has more than 200,000 rows; take fewer" in short.json()["detail"]


def test_what_needs_more_memory_than_it_may_have_fails_in_words(planner):
    # 30,000 points, each within reach of 2,000 candidates.
    rows = [{"lon": lon, "lat": lat} for lon, lat in [at(400, 400)["coordinates"]]] * 30_000
    inputs = {"layer": "toilets", "metres": 50_000, "method": "straight", "demand": rows}
    problem = refused(planner, {**inputs, "step_m": 10}, "siting")

    assert "内存" in problem["detail"]
