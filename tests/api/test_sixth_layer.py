"""A new layer is one module and one data file, and then it is everywhere."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from geo.geojson import canonical_collection, canonical_feature
from tests.api.conftest import client_of, write_town
from tests.api.running import REPOSITORY, environment, run, running
from tests.layers.conftest import point

BENCHES = '''\
"""Benches to sit on."""

from typing import Literal

from layers._facility import HOURS_LENGTH, Facility
from layers._layer import Layer, Mark, Text, described


class Bench(Facility):
    """A bench."""

    seats: int | None = described("座位数", "Seats", filters=True, ge=1, le=100)
    made_of: Literal["wood", "stone"] | None = described(
        "材质", "Material", filters=True, values={"wood": ("木", "Wood"), "stone": ("石", "Stone")}
    )
    open_hours: str | None = described("开放时间", "Opening hours", max_length=HOURS_LENGTH)


LAYER = Layer(
    name="benches",
    title=Text("长椅", "Benches"),
    counter="张",
    model=Bench,
    mark=Mark("M2 2H26V26H2Z", "M6 14H22V18H6Z", "#334455", "#AABBCC"),
    geometries=frozenset({"Point"}),
    hours="open_hours",
    total="seats",
)
'''

# What the command does, with one more folder in which layers are looked for.
LAUNCH = """\
import sys, layers
layers.__path__.append(sys.argv.pop(1))
from api.cli import main
main()
"""


def bench(feature_id, lon, **properties):
    fields = ("name", "seats", "made_of", "open_hours", "position")
    return canonical_feature(feature_id, point(lon, 0), dict.fromkeys(fields) | properties)


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    modules = tmp_path_factory.mktemp("modules")
    (modules / "benches.py").write_text(BENCHES, encoding="utf-8")
    return [sys.executable, "-c", LAUNCH, str(modules)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_town(tmp_path_factory.mktemp("six"))
    benches = [
        bench("b-1", 119.0005, name="湖边长椅", seats=3, made_of="wood", open_hours="24/7"),
        bench("b-2", 119.0007, name="门口石凳", seats=2, made_of="stone"),
    ]
    (folder / "benches.geojson").write_bytes(canonical_collection(benches))
    return folder


@pytest.fixture(scope="module")
def client(command, folder):
    with (
        running([*command, "serve", "--data", str(folder), "--port", "0"]) as server,
        client_of(server.address()) as opened,
    ):
        yield opened


def test_it_is_a_collection_behind_the_five(client):
    names = [one["id"] for one in client.get("/collections").json()["collections"]]

    assert names == ["parking", "parks", "toilets", "sunshades", "communities", "benches"]
    assert client.get("/collections/benches").json()["title"] == "长椅 Benches"


def test_its_fields_filter_and_wrong_values_are_refused(client):
    def found(**params):
        answer = client.get("/collections/benches/items", params=params)
        return [feature["id"] for feature in answer.json()["features"]]

    assert found() == ["b-1", "b-2"]
    assert found(made_of="wood") == ["b-1"]
    assert found(seats_max=2) == ["b-2"]
    assert found(free_at="2026-11-23T12:00") == ["b-1"]
    refused = client.get("/collections/benches/items", params={"made_of": "gold"})
    assert "'gold' is not one of wood, stone" in refused.json()["detail"]


def test_it_is_found_near_by_and_by_its_name(client):
    near = client.get("/nearest", params={"lon": 119, "lat": 0, "k": 3}).json()["features"]
    named = client.get("/search", params={"q": "hubian", "layers": "benches"}).json()["features"]

    assert [(one["layer"], one["id"]) for one in near] == [
        ("benches", "b-1"),
        ("benches", "b-2"),
        ("parking", "p-night"),
    ]
    assert near[0]["status"]["state"] == "free"
    assert [one["id"] for one in named] == ["b-1"]


def test_it_is_documented_with_its_filters(client):
    document = client.get("/openapi.json").json()
    items = document["paths"]["/collections/benches/items"]["get"]
    layers = next(
        one for one in document["paths"]["/nearest"]["get"]["parameters"] if one["name"] == "layers"
    )

    assert {"seats", "seats_min", "seats_max", "made_of"} <= {
        one["name"] for one in items["parameters"]
    }
    assert "benches" in layers["schema"]["items"]["enum"]
    assert "benchesFeature" in document["components"]["schemas"]


def test_it_is_on_the_map_and_on_the_pages(client):
    html = {"accept": "text/html"}
    landing = client.get("/", headers=html).text

    assert "长椅" in landing
    assert "湖边长椅" in landing
    assert "benches" in client.get("/map.js").text
    assert "benches" in client.get("/resident.json").json()["layers"]
    assert "benches" in client.get("/layers.css").text
    assert client.get("/maps/benches", headers=html).status_code == 200
    assert "木" in client.get("/collections/benches/items/b-1", headers=html).text
    assert "座位数" in client.get("/collections/benches", headers=html).text
    page = client.get("/facility/benches/b-1", headers=html).text
    assert "湖边长椅" in page
    # It declares nothing of schema.org, and is a place to search engines.
    assert '{"@type":"Place","@id":' in page


def test_the_command_line_knows_it(command, folder):
    ended = subprocess.run(
        [*command, "check", "--json", str(folder)],
        cwd=REPOSITORY,
        env=environment(),
        capture_output=True,
        check=False,
    )
    report = json.loads(ended.stdout)

    assert ended.returncode == 0
    assert report["features"]["benches"] == 2
    assert [fault for fault in report["faults"] if "benches" in fault["file"]] == []


def test_without_its_module_the_file_is_only_a_stray_one(folder):
    report = json.loads(run("check", "--json", folder).stdout)

    assert "benches" not in report["features"]
    strays = [fault for fault in report["faults"] if fault["file"] == "benches.geojson"]
    assert [fault["severity"] for fault in strays] == ["warning"]
    assert "known: parking, parks, toilets, sunshades, communities" in strays[0]["reason"]
