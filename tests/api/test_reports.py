"""A resident reports: what is kept, what is answered, and what is refused in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.main import create_app
from api.settings import Settings
from layers.store.files import FileStore
from tests.api.conftest import ODD_IDS
from tests.api.examples import FIREFOX
from tests.api.reports_town import GONE, Office, office

FORM = {"accept": FIREFOX}


@pytest.fixture(scope="module")
def served(town, tmp_path_factory):
    with office(town, tmp_path_factory.mktemp("served") / "reports") as opened:
        yield opened


@pytest.fixture
def fresh(town, tmp_path):
    """An office that nobody has reported to."""
    with office(town, tmp_path / "reports") as opened:
        yield opened


def refused(office: Office, fields: object, status: int = 400) -> dict:
    answer = office.client.post("/reports", json=fields)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


def test_a_report_is_kept_with_what_the_facility_is_called_and_which_data_was_seen(fresh, town):
    answer = fresh.client.post("/reports", json=GONE | {"text": "  已经\n拆了 "})

    assert answer.status_code == 202
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "number": 1,
        "repeated": False,
        "words": {"zh": "已收到，编号 1，谢谢！", "en": "Received as number 1. Thank you!"},
    }
    (kept,) = fresh.reports()
    assert (kept.layer, kept.facility, kept.name, kept.kind) == (
        "parks",
        "park-1",
        "自怡园",
        "gone",
    )
    assert kept.text == "已经 拆了"
    assert kept.version == FileStore(town).snapshot("parks").version


def test_a_page_that_is_old_says_which_version_it_showed(fresh):
    fresh.client.post("/reports", json=GONE | {"version": "0123456789abcdef"})

    assert fresh.reports()[0].version == "0123456789abcdef"


def test_nothing_is_kept_of_who_reports(fresh):
    told = {"user-agent": "Mozilla/5.0 (secret phone)", "x-forwarded-for": "203.0.113.77"}
    told |= {"referer": "https://map.example/?at=secret", "cookie": "secret=1"}
    fresh.client.post("/reports", json=GONE, headers=told)

    kept = "".join(path.read_text("utf-8") for path in fresh.folder.iterdir())
    for trace in ("secret", "203.0.113", "Mozilla", "127.0.0.1"):
        assert trace not in kept


def test_the_same_report_of_others_is_counted_and_of_one_person_only_once(fresh):
    for last in (1, 2, 2, 3):
        told = {"x-forwarded-for": f"203.0.113.{last}"}
        assert fresh.client.post("/reports", json=GONE, headers=told).json()["number"] == 1

    assert [one.count for one in fresh.reports()] == [3]


def test_a_form_leads_back_to_the_facilitys_page_as_it_was_read(fresh):
    answer = fresh.client.post(
        "/reports?lang=en&text=large", data=GONE | {"text": ""}, headers=FORM
    )

    assert answer.status_code == 303
    assert answer.headers["location"] == "/facility/parks/park-1?lang=en&text=large#reported"
    assert answer.content == b""
    assert fresh.reports()[0].text == ""


def test_the_form_of_a_facilitys_page_is_taken_in_and_leads_to_its_thanks(fresh):
    page = fresh.client.get("/facility/parks/park-1?lang=en", headers=FORM).text
    (action,) = set(re.findall(r'<form method="post" action="([^"]*)"', page))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    answer = fresh.client.post(action, data=hidden | {"kind": "right"}, headers=FORM)
    path, _, fragment = answer.headers["location"].partition("#")

    thanks = fresh.client.get(path, headers=FORM)
    assert (answer.status_code, thanks.status_code) == (303, 200)
    assert f'id="{fragment}"' in thanks.text
    assert 'lang="en"' in thanks.text
    assert [one.kind for one in fresh.reports()] == ["right"]


@pytest.mark.parametrize("facility", ODD_IDS)
def test_a_facility_of_any_id_can_be_reported(served, facility):
    told = {"layer": "toilets", "id": facility, "kind": "broken"}

    assert served.client.post("/reports", json=told).status_code == 202
    answer = served.client.post("/reports", data=told, headers=FORM)
    assert answer.status_code == 303
    path = answer.headers["location"].removeprefix("/facility/toilets/").removesuffix("#reported")
    assert not set(path) & set("/?# \"'<>")
    assert facility in [one.facility for one in served.reports()]


def test_behind_a_prefix_the_form_leads_back_below_it(town, tmp_path):
    settings = {"base_url": "https://www.example.cn/map"}
    with office(town, tmp_path / "reports", **settings) as opened:
        answer = opened.client.post("/reports", data=GONE, headers=FORM)

    assert answer.headers["location"] == "/map/facility/parks/park-1#reported"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, ["layer", "id", "kind"]),
        ({"kind": "gone"}, ["layer", "id"]),
        (GONE | {"kind": "lovely", "colour": "red"}, ["kind", "colour"]),
        (GONE | {"text": "长" * 201}, ["text"]),
        (GONE | {"text": 5}, ["text"]),
        (GONE | {"text": None}, ["text"]),
        (GONE | {"id": ["park-1"]}, ["id"]),
        (GONE | {"id": {"park": 1}}, ["id"]),
        (GONE | {"version": "newest"}, ["version"]),
        (GONE | {"lon": 119.09, "lat": 36.71}, ["lon", "lat"]),
        (GONE | {"kind": "fee"}, ["kind"]),
    ],
)
def test_every_wrong_field_is_named_and_nothing_is_kept(served, fields, named):
    before = served.reports()
    problem = refused(served, fields)

    assert [fault["parameter"] for fault in problem["errors"]] == named
    assert served.reports() == before


def test_the_way_out_is_in_the_words(served):
    assert (
        "known: right, place, hours, fee, gone, broken, other"
        in (refused(served, GONE | {"kind": "lovely"})["detail"])
    )
    assert "did you mean 'text'?" in refused(served, GONE | {"txt": "x"})["detail"]
    assert (
        "'fee' is not for layer 'parks'; kinds for it: right, place, hours, gone"
        in (refused(served, GONE | {"kind": "fee"})["detail"])
    )
    parking = {"layer": "parking", "id": "p-always", "kind": "fee"}
    assert served.client.post("/reports", json=parking).status_code == 202


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"layer": "zoo"}, "no layer 'zoo'; known: parking"),
        ({"id": "park-9"}, "has no feature 'park-9'"),
        ({"id": "<script>alert(1)</script>\0"}, "has no feature"),
        ({"layer": "../parks"}, "no layer"),
    ],
)
def test_what_is_not_there_cannot_be_reported(served, changed, words):
    assert words in refused(served, GONE | changed, 404)["detail"]


HOSTILE = {
    "<img src=x onerror=alert(1)>": "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "${7*7} `id` {{7*7}}": "${7*7} `id` {{7*7}}",
    "红\u202e字\u2066\u2069": "红 字",
    "\x1b]0;title\x07\x1b[2Jx": "]0;title [2Jx",
    "a\x00b\r\nc\u2028d\u0085e": "a b c d e",
    "'; DROP TABLE reports; --": "'; DROP TABLE reports; --",
    "\n": "",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_one_line_of_plain_text(fresh, text):
    for send in ({"json": GONE | {"text": text}}, {"data": GONE | {"text": text}}):
        assert fresh.client.post("/reports", **send).status_code in {202, 303}

    assert [one.text for one in fresh.reports()] == [HOSTILE[text]]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "https://evil.example.cn"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
def test_a_page_of_another_site_may_not_report(served, headers):
    before = served.reports()
    for send in ({"json": GONE}, {"data": GONE}):
        answer = served.client.post("/reports", headers=headers, **send)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert served.reports() == before


def test_our_own_pages_and_programs_may(served):
    own = ({"sec-fetch-site": "same-origin"}, {"origin": served.url}, {})
    # Behind a proxy that does not pass the host on, the browser's own word counts.
    proxied = {"origin": "https://map.example", "sec-fetch-site": "same-origin"}

    for headers in (*own, proxied):
        assert served.client.post("/reports", json=GONE, headers=headers).status_code == 202


def test_a_browser_that_asks_beforehand_is_told_that_another_site_may_not_write(served):
    asked = {
        "origin": "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    answer = served.client.options("/reports", headers=asked)

    assert answer.status_code == 204
    assert answer.headers["allow"] == "OPTIONS, POST"
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_the_address_takes_reports_and_shows_none(served, method):
    answer = served.client.request(method, "/reports")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "OPTIONS, POST"


def test_a_refused_form_is_a_page_with_a_way_out_in_the_readers_language(served):
    answer = served.client.post("/reports?lang=en", data=GONE | {"kind": ""}, headers=FORM)

    assert answer.status_code == 400
    assert "Go back, mend what you wrote, and send it again." in answer.text
    assert 'lang="en"' in answer.text


def test_a_folder_that_cannot_be_written_is_503_in_words_and_everything_else_goes_on(
    town, tmp_path, caplog
):
    (tmp_path / "reports").write_text("a file, where a folder should be")
    with office(town, tmp_path / "reports") as opened:
        answers = [opened.client.post("/reports", json=GONE) for _ in range(3)]
        assert opened.client.get("/collections/parks/items").status_code == 200

    assert {answer.status_code for answer in answers} == {503}
    problem = answers[0].json()
    assert "现在无法保存报告，请稍后再试。" in problem["detail"]
    assert str(tmp_path) not in answers[0].text
    warned = [one.getMessage() for one in caplog.records if one.name == "facilities.reports"]
    # Once, and with the way out.
    assert len(warned) == 1
    assert str(tmp_path) in warned[0]
    assert "FACILITIES_REPORTS" in warned[0]


def test_a_place_can_take_no_reports_at_all(town, tmp_path):
    with office(town, tmp_path / "reports", place_reports_per_hour=0) as opened:
        problem = refused(opened, GONE, 503)

    assert "此处不接收报告。" in problem["detail"]
    assert not (tmp_path / "reports").exists()


def test_reports_lie_beside_the_data_unless_set_otherwise(town):
    app = create_app(Settings(data=town))

    assert app.service.reports.queue.folder == town / "reports"
    assert not Path(town, "reports").exists()
