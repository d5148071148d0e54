"""OGC API - Processes, Part 1 (18-062r2), requirement by requirement, and the answers by hand."""

from __future__ import annotations

import pytest

from api.planning.conformance import CONFORMANCE
from tests.api.planning.conftest import ASYNC, spot

WITHIN_500_M = {"layer": "toilets", "metres": 500}
NO_JOB = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-job"
NO_PROCESS = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-process"
NOT_READY = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/result-not-ready"


def relations(document):
    return {one["rel"].rpartition("/")[2]: one["href"] for one in document["links"]}


def test_the_landing_page_leads_to_processes_and_jobs(planner):
    links = relations(planner.client.get("/?f=json").json())

    assert links["processes"].endswith("/processes")
    assert links["job-list"].endswith("/jobs")
    assert set(CONFORMANCE) <= set(planner.client.get("/conformance").json()["conformsTo"])


def test_the_list_says_of_each_process_how_it_may_be_asked(planner):
    processes = planner.client.get("/processes").json()["processes"]

    assert [one["id"] for one in processes] == ["coverage", "siting", "accessibility"]
    for one in processes:
        assert one["jobControlOptions"] == ["sync-execute", "async-execute", "dismiss"]
        assert one["outputTransmission"] == ["value"]
        whole = planner.client.get(relations(one)["self"]).json()
        assert whole["id"] == one["id"]
        assert whole["inputs"]["layer"]["schema"]["enum"] == ["toilets", "communities"]
        assert {"metres", "accessible", "free_at", "demand", "add"} <= set(whole["inputs"])
        assert list(whole["outputs"]) == ["answer"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_process_that_is_not_there_is_said_by_the_standards_type(planner, method):
    path = "/processes/zoo" + ("/execution" if method == "post" else "")
    options = {"json": {"inputs": {}}} if method == "post" else {}
    answer = getattr(planner.client, method)(path, **options)

    assert answer.status_code == 404
    assert answer.json()["type"] == NO_PROCESS
    assert "known: coverage, siting, accessibility" in answer.json()["detail"]


def test_without_a_preference_a_question_is_answered_at_once(planner):
    answer = planner.asked("coverage", WITHIN_500_M)

    assert answer.status_code == 200
    found = answer.json()
    # The river counts: c2 is 220 m from the toilet, and on foot 1500 + 220 + 1500.
    assert found["straight"]["whole"] == {
        "total": 180,
        "served": 150,
        "unserved": 30,
        "share": 0.833333,
    }
    assert found["network"]["whole"]["served"] == 100
    assert [one["id"] for one in found["network"]["uncovered"]] == ["c2", "c3"]
    assert found["network"]["uncovered"][0]["distance_m"] == pytest.approx(3220, abs=1)
    assert found["question"] == {"process": "coverage", **WITHIN_500_M}
    assert found["link"] == "/planner?process=coverage&layer=toilets&metres=500"


def test_a_document_holds_the_answer_by_the_name_of_its_output(planner):
    whole = planner.asked("coverage", WITHIN_500_M, response="document").json()

    assert list(whole) == ["answer"]
    assert whole["answer"] == planner.asked("coverage", WITHIN_500_M).json()


def test_a_job_says_where_it_is_goes_on_and_answers_the_same(planner):
    body = {"inputs": WITHIN_500_M, "outputs": {"answer": {"transmissionMode": "value"}}}
    taken = planner.client.post("/processes/coverage/execution", json=body, headers=ASYNC)

    assert taken.status_code == 201
    assert taken.headers["preference-applied"] == "respond-async"
    info = taken.json()
    assert taken.headers["location"] == relations(info)["self"]
    assert (info["processID"], info["type"]) == ("coverage", "process")
    assert info["status"] in {"accepted", "running"}
    ended = planner.ended(info["jobID"])
    assert (ended["status"], ended["progress"]) == ("successful", 100)
    assert ended["created"] <= ended["started"] <= ended["finished"]
    results = planner.client.get(relations(ended)["results"])
    assert results.content == planner.asked("coverage", WITHIN_500_M).content


def test_the_list_of_jobs_shows_what_asks_about_the_place_alone_and_nobody_can_dismiss_it(planner):
    asked = planner.job("coverage", {"layer": "toilets", "metres": 333})
    secret = planner.job("coverage", {"layer": "toilets", "add": spot(1500, 180)})
    ended, _ = planner.ended(asked), planner.ended(secret)

    listed = planner.client.get("/jobs", params={"limit": 1000}).json()["jobs"]
    newest = next(one for one in listed if one["finished"] == ended["finished"])
    assert not {asked, secret} & {one["jobID"] for one in listed}
    here = f"/jobs/{newest['jobID']}"
    assert planner.client.get(f"{here}/results").json()["question"]["metres"] == 333
    assert planner.client.delete(here).status_code == 403
    assert planner.client.get(here).json()["status"] == "successful"
    assert len(planner.client.get("/jobs", params={"limit": 1}).json()["jobs"]) == 1


def test_a_job_that_ended_is_dismissed_with_its_answer(planner):
    job = planner.job("coverage", WITHIN_500_M)
    planner.ended(job)

    assert planner.client.delete(f"/jobs/{job}").json()["status"] == "dismissed"
    assert planner.client.get(f"/jobs/{job}").json()["status"] == "dismissed"
    gone = planner.client.get(f"/jobs/{job}/results")
    assert (gone.status_code, gone.json()["type"]) == (404, NOT_READY)
    assert "已取消" in gone.json()["detail"]


@pytest.mark.parametrize("job", ["x", "0" * 32, "A" * 43])
def test_a_job_that_is_not_there_is_said_by_the_standards_type(planner, job):
    for path in (f"/jobs/{job}", f"/jobs/{job}/results", f"/jobs/{job}/results/answer.csv"):
        answer = planner.client.get(path)
        assert (answer.status_code, answer.json()["type"]) == (404, NO_JOB)
    assert planner.client.delete(f"/jobs/{job}").json()["type"] == NO_JOB


def test_a_failed_job_says_why_where_its_answer_would_be(planner):
    job = planner.job("coverage", {**WITHIN_500_M, "remove": "t9"})

    assert planner.ended(job)["status"] == "failed"
    problem = planner.client.get(f"/jobs/{job}/results")
    assert problem.status_code == 400
    assert "Layer toilets has no t9" in problem.json()["detail"]


def test_other_methods_are_refused_and_named(planner):
    assert planner.client.put("/jobs/x").headers["allow"] == "GET, HEAD, OPTIONS, DELETE"
    execution = planner.client.get("/processes/coverage/execution")
    assert (execution.status_code, execution.headers["allow"]) == (405, "OPTIONS, POST")


def test_pages_of_other_sites_can_neither_ask_nor_dismiss(planner):
    there = {"sec-fetch-site": "cross-site"}
    asked = planner.client.post(
        "/processes/coverage/execution", json={"inputs": WITHIN_500_M}, headers=there
    )
    assert asked.status_code == 403
    assert planner.client.delete("/jobs/x", headers=there).status_code == 403


def test_where_to_build_next_is_answered_with_its_bound_and_status(planner):
    inputs = {"layer": "toilets", "metres": 500, "sites": 1, "candidates": "layer:communities"}
    found = planner.asked("siting", inputs).json()

    # 100 are served; of the three spots, c2's adds its own 50 and c3's 30.
    assert (found["before"], found["after"], found["total"]) == (100, 150, 180)
    assert (found["status"], found["bound"], found["gap"]) == ("optimal", 150, 0)
    assert [(site["name"], site["gain"]) for site in found["sites"]] == [("C2", 50)]


def test_accessibility_is_answered_for_each_community(planner):
    inputs = {"layer": "toilets", "metres": 500, "catchment": "2sfca", "method": "straight"}
    found = planner.asked("accessibility", inputs).json()

    # One toilet for the 150 households within 500 m.
    assert {one["id"]: one["access"] for one in found["rows"]} == {
        "c1": 0.006667,
        "c2": 0.006667,
        "c3": 0,
    }


def test_what_if_one_were_added_moved_or_taken_away(planner):
    def served(**changes):
        answer = planner.asked("coverage", {**WITHIN_500_M, **changes})
        return answer.json()["network"]["whole"]["served"]

    assert served(add=spot(1500, 180)) == 130
    assert served(move=f"t1:{spot(1500, 180)}") == 30
    assert served(remove="t1") == 0
    assert served(remove="t1", add=f"{spot(400, 400)};{spot(0, 180)}") == 150
