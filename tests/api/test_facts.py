"""The figures of a place: counted by hand, with their denominators, versions, sources and links."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest

from api.errors import TooManyRequestsError
from api.facts.reach import MOST_WAITING, Reaches
from api.main import create_app
from api.published.map import Part, map_of
from api.settings import Settings
from geo.geojson import canonical_collection
from layers._registry import layer_named
from layers.hours import Clock
from layers.planning import CoverageQuestion, Supply, answer_coverage
from layers.planning.result import threshold_of
from layers.store.files import FileStore
from layers.store.publishing import publish_layer
from tests.api.conftest import DEMONSTRATION, client_of
from tests.api.examples import FIREFOX
from tests.layers.planning.scene import community, scene_of, toilet, town
from tests.serving import serving

PAGE = {"accept": FIREFOX, "accept-language": "zh"}
AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://evil.example")<img src=x onerror=alert(1)>${1}'
# The river keeps 20 households from the toilets that lie straight across it; 30 live too far away.
COMMUNITIES = [
    community(1, 100, 410, 10, subdistrict="北街道"),
    community(2, 100, 170, 20, subdistrict="南街道"),
    community(3, 1400, 410, 30, subdistrict=HOSTILE),
]
TOILETS = [
    toilet(1, 100, 400, open_hours="24/7", accessible=True, subdistrict="北街道"),
    toilet(2, 120, 400, open_hours="08:00-20:00", subdistrict="北街道"),
    toilet(3, 1400, -150, status="planned"),
]
TARGETS = """
[[targets]]
layer = "toilets"
label = { zh = "公厕", en = "Toilets" }
value = 4
unit = { zh = "座", en = "toilets" }
source = "某报"
counts = "facilities"

[[targets]]
layer = "toilets"
label = { zh = "改建公厕", en = "Toilets rebuilt" }
value = 2
unit = { zh = "座", en = "toilets" }
source = "某报"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("river")
    town(folder, toilets=TOILETS, communities=COMMUNITIES)
    place = folder / "place.toml"
    place.write_text(place.read_text("utf-8") + TARGETS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def river(folder: Path) -> Iterator[httpx2.Client]:
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        yield client


def layer_facts(client: httpx2.Client, **asked: str) -> dict[str, Any]:
    answer = client.get("/facts", params=asked)
    assert answer.status_code == 200, answer.text
    return {one["layer"]: one for one in answer.json()["layers"]}


def table(client: httpx2.Client, **asked: str) -> list[dict[str, str]]:
    text = client.get("/facts.csv", params=asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_layer_is_counted_with_what_is_always_open(river: httpx2.Client) -> None:
    toilets = layer_facts(river)["toilets"]

    assert (toilets["count"], toilets["whole"], toilets["always"]) == (3, 3, 1)
    assert toilets["words"]["zh"] == "3 座公厕，其中 1 座 24 小时开放"
    # The one that is only planned has no hours yet, and needs none.
    assert toilets["hours_unknown"] == 0


def test_where_nobody_knows_any_hours_none_is_said_to_shut(client: httpx2.Client) -> None:
    parks = layer_facts(client)["parks"]
    garden = layer_facts(client, filters="parks.features:lighting")["parks"]
    gate = layer_facts(client, filters="parks.features:fitness")["parks"]

    # One is open from six to ten, of the other nobody knows.
    assert (parks["always"], parks["hours_unknown"]) == (0, 1)
    assert (garden["always"], garden["hours_unknown"]) == (0, 0)
    assert gate["count"] == 2
    [row] = [
        one
        for one in table(client, lang="en", layers="parks")
        if one["figure"] == "open 24 hours" and not one["subdistrict"]
    ]
    assert (row["value"], row["basis"]) == ("0", "hours of 1 unknown")


def test_households_add_up_and_are_within_reach_straight_and_on_foot(river: httpx2.Client) -> None:
    facts = layer_facts(river)

    assert facts["communities"]["total"]["value"] == 60
    reach = facts["toilets"]["reach"]
    assert (reach["straight"]["served"], reach["network"]["served"]) == (30, 10)
    assert reach["straight"]["total"] == 60
    assert reach["threshold"]["metres"] == 300
    assert reach["certainty"]["zh"] == "转引，未核对原文"
    # What is only planned serves nobody.
    assert reach["made"]["supply"]["count"] == 2


def test_subdistricts_say_their_own_and_the_households_who_live_there(river: httpx2.Client) -> None:
    parts = {one["name"]: one for one in layer_facts(river)["toilets"]["subdistricts"]}

    assert list(parts) == [HOSTILE, "北街道", "南街道", None]
    assert [parts["北街道"][one] for one in ("count", "always")] == [2, 1]
    # Nothing stands there, and those across the river are near in a straight line only.
    assert parts["南街道"]["count"] == 0
    assert parts["南街道"]["straight"]["served"] == 20
    assert parts["南街道"]["network"]["served"] == 0
    assert (parts[None]["count"], parts[None]["straight"]) == (1, None)


def test_a_target_that_the_data_count_has_its_share_and_another_stands_alone(
    river: httpx2.Client,
) -> None:
    counted, alone = layer_facts(river)["toilets"]["targets"]

    assert (counted["now"], counted["value"], counted["share"]) == (3, 4, 0.75)
    assert (alone["now"], alone["value"], alone["share"]) == (None, 2, None)
    [row] = [one for one in table(river, lang="zh") if one["指标"] == "改建公厕"]
    assert row["数值"] == ""
    assert row["依据"] == "目标 2 座；某报；数据中没有同口径的数"


def test_filters_count_what_passes_and_who_is_near_to_that(river: httpx2.Client) -> None:
    asked = {"layers": "toilets", "filters": "toilets.accessible"}

    toilets = layer_facts(river, **asked)["toilets"]

    assert (toilets["count"], toilets["whole"]) == (1, 3)
    assert toilets["reach"]["made"]["supply"]["count"] == 1
    # The target is of all.
    assert toilets["targets"][0]["now"] == 3
    none = layer_facts(river, layers="toilets", filters="toilets.grade:1")["toilets"]
    assert none["count"] == 0
    assert none["reach"]["known"] is False


def test_where_nobody_can_know_who_is_near_it_says_why(
    client: httpx2.Client, river: httpx2.Client
) -> None:
    facts = layer_facts(client)

    assert facts["sunshades"]["reach"]["reason"]["zh"] == "这一层没有通用的距离标准"
    assert facts["communities"]["reach"]["reason"]["en"].startswith("this layer is where")
    version = layer_facts(river)["toilets"]["version"]
    pinned = layer_facts(river, version=version)["toilets"]
    assert "固定版本须包含小区图层的版本" in pinned["reach"]["reason"]["zh"]


def test_every_row_of_the_table_is_a_figure_of_the_document(river: httpx2.Client) -> None:
    rows = table(river, lang="en", layers="toilets")
    toilets = layer_facts(river, layers="toilets")["toilets"]

    whole = {(row["figure"], row["method"]): row for row in rows if not row["subdistrict"]}
    assert whole["Number", ""]["value"] == str(toilets["count"])
    reached = whole["Households within 300 m", "walking distance along the network"]
    assert (reached["value"], reached["of"], reached["percent"]) == ("10", "60", "16.7")
    assert {row["data version"] for row in rows} == {toilets["version"]}
    # A spreadsheet runs none of it.
    assert {row["subdistrict"] for row in rows if "HYPERLINK" in row["subdistrict"]} == {
        "'" + HOSTILE
    }


def test_a_page_says_the_same_figures_and_runs_nothing_of_the_data(river: httpx2.Client) -> None:
    page = river.get("/facts", headers=PAGE).text
    document = river.get("/facts").json()

    assert document["words"]["zh"] in page
    for one in document["layers"]:
        assert one["words"]["zh"] in page
        assert one["version"] in page
    assert "16.7 %" in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_pinned_figures_stay_whatever_is_published(tmp_path: Path) -> None:
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    with serving(create_app(Settings(data=tmp_path))) as url, client_of(url) as client:
        live = client.get("/facts", params={"layers": "toilets"}).json()
        [pinned] = [one["href"] for one in live["links"] if one["rel"] == "permalink"]
        before = client.get(pinned).json()
        for name, features in (("toilets", TOILETS[:1]), ("communities", COMMUNITIES[:1])):
            publish_layer(
                store.place,
                layer_named(name),
                canonical_collection(features),
                base=store.snapshot(name).version,
                who="测试员",
                why="测试",
                now=AT,
            )
        while client.get("/facts").json()["households"] == live["households"]:
            pass
        after = client.get(pinned).json()
        now = layer_facts(client, layers="toilets")["toilets"]

    assert before["layers"][0]["reach"]["straight"]["served"] == 30
    assert before["layers"] == after["layers"]
    assert (before["newest"], after["newest"]) == (True, False)
    assert now["count"] == 1
    assert now["reach"]["straight"] == {"total": 10, "served": 10, "unserved": 0, "share": 1}


def test_households_within_reach_are_those_of_the_planners_answer(
    demonstration: httpx2.Client,
) -> None:
    facts = layer_facts(demonstration)
    store = FileStore(DEMONSTRATION)

    for name in ("toilets", "parks"):
        standard = store.snapshot(name).layer.standards[0]
        question = CoverageQuestion(Supply(), threshold_of(standard))
        answer = answer_coverage(question, scene_of(store, name)).straight
        assert facts[name]["reach"]["straight"]["served"] == round(answer.whole.served, 6)
        by_zone = {one["name"]: one["straight"] for one in facts[name]["subdistricts"]}
        for zone, share in answer.zones:
            assert by_zone[zone]["served"] == round(share.served, 6)


def test_the_demonstration_reaches_its_targets(demonstration: httpx2.Client) -> None:
    facts = layer_facts(demonstration)

    spaces = json.loads((DEMONSTRATION / "parking.geojson").read_text("utf-8"))["features"]
    summed = sum(one["properties"]["spaces"] or 0 for one in spaces)
    [parking] = facts["parking"]["targets"]
    assert (parking["now"], parking["value"]) == (summed, 19_000)
    # What began in one year, or ended in one, is not what the data hold now.
    assert [one["now"] for one in facts["communities"]["targets"]] == [None, None, 34_000]


def test_of_many_questions_at_once_some_are_worked_out_and_others_sent_away() -> None:
    store = FileStore(DEMONSTRATION)
    clock = Clock(store.place.timezone, store.place.calendar())
    shown = map_of(store.place, [store.snapshot("toilets")], (), clock, present={})
    [whole] = shown.parts
    parts = [
        Part(whole.snapshot, np.arange(number, dtype=np.intp), (), whole.figure)
        for number in range(1, MOST_WAITING + 4)
    ]

    async def ask_at_once() -> list[Any]:
        reaches = Reaches(store.place, clock)
        demand = store.snapshot("communities")
        asked = (reaches.reach(part, demand) for part in parts)
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(ask_at_once())

    refused = [one for one in answers if isinstance(one, TooManyRequestsError)]
    assert len(refused) == 3
    assert all(one.shares is not None for one in answers if one not in refused)
