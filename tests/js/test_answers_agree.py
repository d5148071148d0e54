"""The list that the browser makes by itself is the one that the server would have made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from api.main import create_app
from api.settings import Settings
from layers._registry import all_layers
from tests.api.conftest import DEMONSTRATION, client_of
from tests.js.layer_configs import layer_config
from tests.node import run_node
from tests.serving import serving

ANSWERED = """
import { readFileSync } from "node:fs";
import { answerTo, finderOf } from "./api/browser/finder/answer.js";
import { walkMinutes } from "./api/browser/finder/distance.js";
import { firstChoice } from "./api/browser/finder/links.js";

const { data, layers, asked } = JSON.parse(readFileSync(0));
const finder = finderOf(data, layers);
const answers = asked.map(({ layer, chips, now, stay, origin }) => {
  const filters = new Map([[layer, new Set(chips)]]);
  const choice = { ...firstChoice(layers), layers: new Set([layer]), filters, stayMinutes: stay };
  return answerTo(finder, choice, { now, origin, found: null }).entries.map((entry) => ({
    id: entry.facility.id,
    state: entry.status?.state ?? null,
    distance: entry.distance_m?.toFixed(1),
    minutes: entry.distance_m === null ? null : walkMinutes(entry.distance_m),
  }));
});
process.stdout.write(JSON.stringify(answers));
"""

# 潍坊人民广场附近, the middle of the demonstration.
HERE = (119.1, 36.7116)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with serving(create_app(Settings(data=DEMONSTRATION))) as url, client_of(url) as opened:
        yield opened


@pytest.fixture(scope="module")
def data(client: httpx2.Client) -> Any:
    return client.get("/resident.json").json()


@pytest.fixture(scope="module")
def minutes(data: Any) -> list[int]:
    """Return minutes spread over the days that may be asked about: each hour of the clock."""
    days = data["days"][: -data["horizon_days"]]
    return list(range(days[1], days[-1], 607))


def in_browser(data: Any, asked: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    layers = [layer_config(layer) for layer in all_layers().values()]
    given = {"data": data, "layers": layers, "asked": asked}
    done = run_node("--input-type=module", "--eval", ANSWERED, text=json.dumps(given))
    assert done.returncode == 0, done.stderr
    answers: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return answers


def asking(layer: str, now: int, stay: int | None = None, **more: Any) -> dict[str, Any]:
    return {"layer": layer, "chips": ["~free"], "now": now, "stay": stay, "origin": None, **more}


def as_parameters(asked: dict[str, Any]) -> dict[str, Any]:
    at = datetime.fromtimestamp(asked["now"] * 60, UTC).isoformat()
    return {"free_at": at, **({"stay_minutes": asked["stay"]} if asked["stay"] else {})}


def test_free_parking_is_what_the_server_calls_free_for_the_whole_stay(
    client: httpx2.Client, data: Any, minutes: list[int]
) -> None:
    stays = [None, 30, 60, 120, 240, 720, 1440]
    asked = [
        asking("parking", minute, stays[place % len(stays)]) for place, minute in enumerate(minutes)
    ]

    found = in_browser(data, asked)

    for each, answer in zip(asked, found, strict=True):
        params = {"limit": 10_000, **as_parameters(each)}
        items = client.get("/collections/parking/items", params=params).json()["features"]
        assert [one["id"] for one in answer] == [one["id"] for one in items], each
    assert len({len(answer) for answer in found}) > 3


@pytest.mark.parametrize("layer", ["parks", "toilets"])
def test_what_is_open_then_is_what_the_server_calls_open(
    client: httpx2.Client, data: Any, minutes: list[int], layer: str
) -> None:
    asked = [asking(layer, minute) for minute in minutes]

    for each, answer in zip(asked, in_browser(data, asked), strict=True):
        params = {"limit": 10_000, **as_parameters(each)}
        items = client.get(f"/collections/{layer}/items", params=params).json()["features"]
        assert [one["id"] for one in answer] == [one["id"] for one in items], each


def test_the_nearest_free_ones_come_in_the_servers_order_with_its_distances(
    client: httpx2.Client, data: Any, minutes: list[int]
) -> None:
    asked = [asking("parking", minute, 60, origin=HERE) for minute in minutes[::7]]

    for each, answer in zip(asked, in_browser(data, asked), strict=True):
        params = {"lon": HERE[0], "lat": HERE[1], "layers": "parking", "k": 50}
        nearest = client.get("/nearest", params=params | as_parameters(each)).json()["features"]
        assert answer[: len(nearest)] == [
            {
                "id": one["id"],
                "state": one["status"]["state"],
                "distance": f"{one['distance_m']:.1f}",
                "minutes": one["walk_minutes"],
            }
            for one in nearest
        ]
