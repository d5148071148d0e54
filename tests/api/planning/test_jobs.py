"""Jobs outlive who asked, stop when they are told to, and keep within their limits."""

from __future__ import annotations

import json
import stat

import httpx2
import pytest

from api.main import create_app
from api.planning.job_folder import Job, JobFolder, name_of
from api.planning.records import Record, now
from api.settings import Settings
from tests.api.conftest import client_of
from tests.api.planning.conftest import Planner, collection, people
from tests.api.running import FACILITIES, running
from tests.serving import serving

WITHIN_500_M = {"layer": "toilets", "metres": 500}
# Some 800 households by 2,000 candidates: a p-median that HiGHS works on for longer than a test.
CROWD = collection(*(people(1 + x % 7, 40 * x, 30 * y) for x in range(40) for y in range(20)))
LONG = {
    "layer": "toilets",
    "metres": 1500,
    "method": "straight",
    "goal": "least_distance",
    "sites": 40,
    "step_m": 20,
    "demand": CROWD,
}


def folder_of(planner, job):
    return planner.folder / name_of(job)


def test_a_job_is_read_by_a_server_that_was_started_later(planning_town, planner):
    job = planner.job("coverage", WITHIN_500_M)
    answer = planner.client.get(f"/jobs/{planner.ended(job)['jobID']}/results")

    app = create_app(Settings(data=planning_town, jobs=planner.folder))
    with serving(app) as url, client_of(url) as later:
        assert later.get(f"/jobs/{job}").json()["status"] == "successful"
        assert later.get(f"/jobs/{job}/results").content == answer.content


def test_a_job_that_is_dismissed_while_it_runs_stops_at_once(planner):
    job = planner.job("siting", LONG)
    planner.until(job, {"running"})

    dismissed = planner.client.delete(f"/jobs/{job}")

    assert (dismissed.status_code, dismissed.json()["status"]) == (200, "dismissed")
    # Its process is gone: the next has the machine, and what was brought is removed.
    assert planner.ended(planner.job("coverage", WITHIN_500_M))["status"] == "successful"
    assert not (folder_of(planner, job) / "brought").exists()
    assert not (folder_of(planner, job) / "answer.json").exists()


def test_a_job_that_waits_is_dismissed_before_it_begins(planner):
    # Two are worked on at a time.
    running_jobs = [planner.job("siting", LONG) for _ in range(2)]
    waiting = planner.job("siting", LONG)
    for job in running_jobs:
        planner.until(job, {"running"})

    assert planner.client.get(f"/jobs/{waiting}").json()["status"] == "accepted"
    for job in (waiting, *running_jobs):
        assert planner.client.delete(f"/jobs/{job}").json()["status"] == "dismissed"


def test_a_job_that_takes_longer_than_it_may_fails_in_words(planner):
    desk = planner.app.service.planning
    written = now()
    record = Record(process="siting", open=False, created=written, updated=written, limit_s=0.3)
    question = {key: value for key, value in LONG.items() if key != "demand"}
    said = {"question": {"process": "siting", **question}, "columns": {}}
    brought = {"demand.json": json.dumps(CROWD).encode()}
    job = desk.folder.make(record, json.dumps(said).encode(), brought)
    desk.folder.enqueue(job, "answer.json")

    ended = planner.ended(job.id)
    assert ended["status"] == "failed"
    assert "计算超过时限 0.3 秒" in ended["message"]
    problem = planner.client.get(f"/jobs/{job.id}/results")
    assert (problem.status_code, "longer than the 0.3 seconds" in problem.text) == (400, True)


def test_nobody_else_of_the_machine_reads_what_was_brought(planner):
    job = planner.job("siting", LONG)
    for path in (planner.folder, folder_of(planner, job), planner.folder / "queue"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    planner.client.delete(f"/jobs/{job}")


def test_what_was_brought_is_removed_once_it_is_answered(planner):
    job = planner.job("coverage", {**WITHIN_500_M, "demand": collection(people(5))})
    planner.ended(job)

    kept = {path.name for path in folder_of(planner, job).iterdir()}
    assert kept == {"status.json", "question.json", "answer.json", "answer.geojson", "drawing.json"}


def test_an_answer_is_gone_after_its_time(planning_town, tmp_path):
    folder = JobFolder(tmp_path / "jobs")
    record = Record(process="coverage", open=True, created=now(), updated=now(), limit_s=1)
    ended = record.answered().changed(finished="2020-01-01T00:00:00.000Z")
    job, fresh = folder.make(ended, b"{}", {}), folder.make(record.answered(), b"{}", {})
    app = create_app(Settings(data=planning_town, jobs=tmp_path / "jobs"))

    with serving(app) as url, client_of(url) as client:
        assert client.get(f"/jobs/{job.id}").status_code == 404
        assert client.get(f"/jobs/{fresh.id}").status_code == 200
        assert len(client.get("/jobs").json()["jobs"]) == 1
    folder.tidy(24)
    assert [one.path for one, _ in folder.records()] == [fresh.path]


def test_too_many_questions_are_refused_in_words_with_a_time_to_come_back(planning_town, tmp_path):
    jobs = tmp_path / "jobs"
    settings = Settings(data=planning_town, jobs=jobs, jobs_waiting=1, jobs_per_minute=2)
    folder = JobFolder(jobs)
    folder.prepare()
    with serving(create_app(settings)) as url, client_of(url) as client:
        planner = Planner(client, None, jobs)
        # Nobody works on it: a keeper is held to be there already.
        folder.enqueue(Job(jobs / ("0" * 32)), "answer.json")
        full = planner.asked("coverage", WITHIN_500_M)
        assert (full.status_code, full.headers["retry-after"]) == (503, "20")
        assert "排队的分析太多" in full.json()["detail"]


def test_one_client_asks_so_often_a_minute(planning_town, tmp_path):
    settings = Settings(data=planning_town, jobs=tmp_path / "jobs", jobs_per_day=1)
    with serving(create_app(settings)) as url, client_of(url) as client:
        planner = Planner(client, None, tmp_path / "jobs")
        planner.client.delete(f"/jobs/{planner.job('coverage', WITHIN_500_M)}")
        refused = planner.asked("coverage", WITHIN_500_M)

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "每天最多 1 次分析" in refused.json()["detail"]


def test_a_place_can_take_no_questions_at_all(planning_town, tmp_path):
    settings = Settings(data=planning_town, jobs=tmp_path / "jobs", jobs_at_once=0)
    with serving(create_app(settings)) as url, client_of(url) as client:
        refused = client.get("/coverage/toilets?metres=500")

    assert (refused.status_code, "retry-after" in refused.headers) == (503, False)
    assert "此处不接受规划分析" in refused.json()["detail"]
    assert not (tmp_path / "jobs").exists()


def test_a_folder_that_cannot_be_written_is_503_in_words(planning_town, tmp_path):
    (tmp_path / "jobs").write_text("a file, where a folder should be")
    app = create_app(Settings(data=planning_town, jobs=tmp_path / "jobs"))
    with serving(app) as url, client_of(url) as client:
        refused = client.get("/coverage/toilets?metres=500")
        assert client.get("/jobs").json()["jobs"] == []

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "20")
    assert "任务文件夹不可写" in refused.json()["detail"]
    assert str(tmp_path) not in refused.text


@pytest.fixture(scope="module")
def two_workers(planning_town, tmp_path_factory):
    jobs = tmp_path_factory.mktemp("two") / "jobs"
    command = [FACILITIES, "serve", "--data", planning_town, "--port", "0", "--workers", "2"]
    with running(command, FACILITIES_JOBS=str(jobs)) as server:
        # A connection for each question, which either worker may take.
        limits = httpx2.Limits(max_keepalive_connections=0)
        with client_of(server.address(), limits=limits) as client:
            yield server, Planner(client, None, jobs)


def test_every_worker_knows_every_job_and_no_log_line_names_one(two_workers):
    server, planner = two_workers
    job = planner.job("coverage", {"layer": "toilets", "metres": 500, "add": "119.0987654,36.7"})
    planner.ended(job)
    answers = [planner.client.get(f"/jobs/{job}/results") for _ in range(12)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    long = planner.job("siting", LONG)
    assert planner.client.get(f"/jobs/{long}/results").status_code == 404
    assert planner.client.delete(f"/jobs/{long}").json()["status"] == "dismissed"
    assert planner.client.get(f"/jobs/{long}/results").status_code == 404

    server.wait_for_log("'/jobs/….*: 404", count=2)
    everything = "\n".join(server.logged + server.said)
    for trace in (job, long, "119.0987", "metres"):
        assert trace not in everything


def test_a_job_that_was_left_behind_is_begun_again_and_given_up_after_the_second_time(
    planning_town, tmp_path
):
    folder = JobFolder(tmp_path / "jobs")
    record = Record(process="coverage", open=True, created=now(), updated=now(), limit_s=60)
    said = json.dumps({"question": {"process": "coverage", **WITHIN_500_M}, "columns": {}})
    # Begun by a keeper that is gone: nothing of them waits in the queue.
    once = folder.make(record.begun(), said.encode(), {})
    twice = folder.make(record.begun().waiting_again().begun(), said.encode(), {})

    app = create_app(Settings(data=planning_town, jobs=tmp_path / "jobs"))
    with serving(app) as url, client_of(url) as client:
        planner = Planner(client, app, tmp_path / "jobs")
        assert planner.ended(once.id)["status"] == "successful"
        assert "意外中断" in planner.ended(twice.id)["message"]
        assert client.get(f"/jobs/{twice.id}/results").status_code == 500
