"""The planner's page by its address: one form of a question, refusals, answers in the page."""

from __future__ import annotations

import pytest
from httpx2 import Client

from api.planner_form import CATCHMENTS, ELDERLY_M_S
from layers.planning.access import METHODS
from layers.planning.result import ELDERLY_M_S as KNOWN_ELDERLY_M_S
from tests.api.planning.conftest import Planner

PAGE = {"accept": "text/html", "accept-language": "zh"}


@pytest.fixture
def client(planner: Planner) -> Client:
    return planner.client


def page(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/planner{query}", headers=PAGE, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.mark.parametrize(
    ("sent", "link"),
    [
        ("layer=toilets&standard=2&amount=&unit=metres&grade=", "layer=toilets&standard=2"),
        ("layer=toilets&standard=&amount=9&unit=minutes", "layer=toilets&minutes=9"),
        (
            "layer=toilets&standard=&amount=600&unit=metres&answer=page",
            "layer=toilets&metres=600&answer=page",
        ),
        # The filters of a form for toilets mean nothing to communities; nor does which standard.
        (
            "layer=communities&made_for=toilets&grade=1&standard=2&speed=0.8",
            "layer=communities&speed=0.8",
        ),
        (
            "layer=toilets&amount=5&unit=metres&lang=en&text=large",
            "layer=toilets&metres=5&lang=en&text=large",
        ),
    ],
)
def test_what_a_form_sends_is_written_as_a_link(client: Client, sent: str, link: str) -> None:
    answer = client.get(f"/planner?{sent}", headers=PAGE, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/planner?{link}")


def test_a_link_fills_in_the_form(client: Client) -> None:
    text = page(client, "?layer=toilets&minutes=9&grade=2&free_at=2026-10-01T23:00&add=119.1,36.7")

    assert '<option value="" selected>自定距离</option>' in text
    assert 'name="amount" id="amount" value="9"' in text
    assert '<option value="minutes" selected>' in text
    assert '<details class="narrowing" open>' in text
    assert '<option value="2" selected>二类</option>' in text
    assert 'value="2026-10-01T23:00"' in text
    assert 'name="add" value="119.1,36.7"' in text


def test_sites_may_stand_where_another_layer_has_facilities(client: Client) -> None:
    text = page(client, "?process=siting&layer=toilets&candidates=layer:communities")

    assert '<option value="layer:communities" selected>改造小区所在处</option>' in text
    assert 'value="layer:toilets"' not in text


def test_a_standard_says_where_it_is_from_and_how_sure_we_are(client: Client) -> None:
    text = page(client, "?layer=toilets")

    assert "300 米（人流密集场所）" in text
    assert "标准：GB 55013-2021 §5.0.1，转引，未核对原文" in text
    assert "标准：GB/T 50337-2018，待核实" in text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?layer=toilets&zoo=1", "zoo"),
        ("?layer=toilets&metres=abc", "metres"),
        ("?layer=toilets&metres=0", "metres"),
        ("?layer=toilets&standard=7", "standard"),
        ("?layer=toilets&metres=5&minutes=5", "minutes"),
        ("?layer=toilets&add=119.1", "add"),
        ("?layer=toilets&add=36.7,119.1", "add"),
        ("?layer=toilets&move=t1", "move"),
        ("?layer=toilets&grade=9", "grade"),
        ("?layer=toilets&sites=3", "sites"),
        ("?process=accessibility&layer=toilets&capacity=beds", "capacity"),
        ("?process=zoo", "process"),
    ],
)
def test_what_is_no_question_is_refused_by_name(client: Client, query: str, named: str) -> None:
    answer = client.get(f"/planner{query}", headers={"accept": "application/json"})

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == [named]


def test_more_changes_than_a_meeting_can_follow_are_refused(client: Client) -> None:
    add = ";".join(["119.1,36.7"] * 101)

    assert "100" in page(client, f"?layer=toilets&add={add}", 400)


def test_the_answer_in_the_page_says_how_it_was_made(client: Client) -> None:
    text = page(client, "?layer=toilets&metres=600&answer=page")

    # The 100 walk 400 m; the 50 and the 30 cross the river by its one bridge.
    assert "180 户中有 100 户在范围内" in text
    assert "55.6%" in text
    assert "600 米，9.1 分钟，1.1 米/秒" in text
    assert "3,220 米" in text


def test_why_there_is_no_answer_is_said_in_the_page(client: Client) -> None:
    text = page(client, "?layer=toilets&metres=600&remove=nobody&answer=page")

    assert "图层 toilets 中没有编号 nobody，请核对。" in text
    text = page(
        client,
        "?process=siting&layer=toilets&metres=100&goal=fewest_sites&spacing_m=9000&answer=page",
    )
    assert "这样问没有解" in text


def test_words_that_the_form_has_of_its_own_are_those_of_the_answers() -> None:
    assert (CATCHMENTS, ELDERLY_M_S) == (METHODS, KNOWN_ELDERLY_M_S)
