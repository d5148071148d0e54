"""`facilities serve` with two workers: one address, new data in both, no position in the logs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from pydantic import ValidationError

from api.settings import Settings
from geo.geojson import canonical_collection
from tests.api.conftest import TOWN, client_of, write_town
from tests.api.running import FACILITIES, running
from tests.layers.conftest import feature_line, point

# A position that no file has.
LON, LAT = "119.0987654", "0.0123456"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_town(tmp_path_factory.mktemp("two-workers"))


@pytest.fixture(scope="module")
def server(folder):
    command = [FACILITIES, "serve", "--data", folder, "--port", "0", "--workers", "2"]
    with running(command) as started:
        started.address()
        yield started


@pytest.fixture(scope="module")
def visitor(server):
    """Return a client that makes a connection for each question, which either worker may take."""
    limits = httpx2.Limits(max_keepalive_connections=0)
    with client_of(server.address(), limits=limits) as opened:
        yield opened


def ask_often(visitor, target):
    """Return the answers to one question over many connections at once."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda _: visitor.get(target), range(64)))


def replace(path, features):
    """Replace a layer's file in one step, as an editor or a copying program does."""
    beside = path.with_suffix(".new")
    beside.write_bytes(canonical_collection(features))
    beside.replace(path)


def test_the_address_is_said_once_and_by_then_it_answers(server, visitor):
    assert visitor.get("/healthz").json() == {"status": "ok"}
    assert len([line for line in server.said if "http://" in line]) == 1
    assert "The map is at" in server.said[0]


def test_files_are_looked_at_at_least_every_two_seconds():
    assert Settings().poll_interval_s <= 1
    with pytest.raises(ValidationError, match="poll_interval_s"):
        Settings(poll_interval_s=2.1)


def test_a_changed_file_is_served_by_every_worker(server, visitor, folder):
    one_more = feature_line("parking", "p-new", point(119.006, 0), {"name": "新停车场"})
    replace(folder / "parking.geojson", [*TOWN["parking"], one_more])

    lines = server.wait_for_log("layer parking: 5 features, version", count=2)

    versions = {line.rpartition(" ")[2] for line in lines}
    assert len(versions) == 1
    answers = ask_often(visitor, "/collections/parking/items/p-new")
    assert {answer.status_code for answer in answers} == {200}
    etags = {answer.headers["etag"] for answer in ask_often(visitor, "/data/parking.geojson")}
    assert {etag.strip('"').removesuffix("-gzip") for etag in etags} == versions


def test_a_broken_file_is_refused_by_every_worker_until_it_is_mended(server, visitor, folder):
    before = visitor.get("/collections/parks").json()["version"]
    wrong = feature_line("parks", "park-2", point(119, 0), {"area_m2": -5, "name": "坏园"})
    replace(folder / "parks.geojson", [*TOWN["parks"], wrong])

    for line in server.wait_for_log("layer parks refused", count=2):
        assert f"version {before} goes on being served: " in line
        assert "parks.geojson:4: park-2 area_m2: -5: " in line
        assert "greater than or equal to 0" in line
    answers = ask_often(visitor, "/collections/parks")
    assert {answer.json()["version"] for answer in answers} == {before}
    ready = visitor.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert ready.json()["refused"]["parks"].startswith("parks.geojson:4: park-2 area_m2: ")

    replace(folder / "parks.geojson", TOWN["parks"][:1])

    server.wait_for_log("layer parks: 1 features", count=2)
    answers = ask_often(visitor, "/collections/parks/items")
    assert {answer.json()["numberMatched"] for answer in answers} == {1}
    assert visitor.get("/readyz").json()["refused"] == {}


def test_no_log_line_holds_a_position_that_somebody_asked_about(server, visitor):
    near = f"lon={LON}&lat={LAT}"
    asked = {
        f"/nearest?{near}": 200,
        f"/nearest?{near}&k=0": 400,
        f"/nearest?{near}&colour=red": 400,
        f"/nearest?{near}&layers=zoo": 400,
        f"/nearest?lon={LON}x&lat={LAT}": 400,
        f"/nothing?{near}": 404,
        f"/collections/parking/items?bbox={LON},{LAT},119.2,0.1": 200,
        f"/collections/parking/items?bbox={LON},{LAT}": 400,
        f"/search?q={LON}": 200,
        f"/collections/zoo/items?bbox={LON},{LAT},119.2,0.1": 404,
    }
    assert {target: visitor.get(target).status_code for target in asked} == asked
    server.wait_for_log("'/collections/zoo/items': 404")

    everything = "\n".join(server.logged + server.said)
    for trace in (LON, LAT, "lon=", "lat=", "bbox", "119.2"):
        assert trace not in everything
