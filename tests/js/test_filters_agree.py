"""The chips of the resident's page let through what the filters of the server do, and no more."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest

from api.main import create_app
from api.settings import Settings
from api.words import field_config, hours_chips
from layers._layer import Layer
from layers._registry import all_layers
from tests.api.conftest import DEMONSTRATION, client_of
from tests.js.layer_configs import layer_config
from tests.node import run_node
from tests.serving import serving

FILTERED = """
import { readFileSync } from "node:fs";
import { declaredChips, YES } from "./api/browser/finder/chips.js";
import { filterIndex, filtered } from "./api/browser/finder/filters.js";

const { config, features, asked } = JSON.parse(readFileSync(0));
const facilities = features.map((each) => ({ layer: config.name, course: null, ...each }));
const index = filterIndex(config, facilities);
const answers = asked.map((keys) => {
  const found = filtered(index, { chosen: new Set(keys), freeThen: () => YES });
  const counts = Object.fromEntries(found.chips.map(({ chip, count }) => [chip.key, count]));
  return { ids: found.passing.map(({ id }) => id), counts };
});
const chips = declaredChips(config).map(({ key }) => key);
process.stdout.write(JSON.stringify({ chips, answers }));
"""

Sample = list[dict[str, Any]]


def in_browser(layer: Layer, features: Sample, asked: list[list[str]]) -> dict[str, Any]:
    given = {"config": layer_config(layer), "features": features, "asked": asked}
    done = run_node("--input-type=module", "--eval", FILTERED, text=json.dumps(given))
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def field_chips(layer: Layer) -> list[str]:
    """Return the keys of a layer's chips that ask about fields and not about hours."""
    return [key for key in in_browser(layer, [], [])["chips"] if not key.startswith("~")]


def as_query(keys: list[str]) -> dict[str, str]:
    """Return what chosen chips ask of the server's items."""
    values: dict[str, list[str]] = {}
    for key in keys:
        field, _, value = key.partition(":")
        values.setdefault(field, []).append(unquote(value))
    return {
        f"{field}_min" if field in STEPS else field: (
            max(given, key=float) if field in STEPS else ",".join(given) or "true"
        )
        for field, given in values.items()
    }


STEPS = {
    name
    for layer in all_layers().values()
    for name in layer.fields
    if "steps" in field_config(layer, name)
}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with serving(create_app(Settings(data=DEMONSTRATION))) as url, client_of(url) as opened:
        yield opened


@pytest.fixture(params=[one for one in all_layers() if (DEMONSTRATION / f"{one}.geojson").exists()])
def layer(request: pytest.FixtureRequest) -> Layer:
    return all_layers()[request.param]


def items(client: httpx2.Client, layer: Layer, **query: Any) -> Sample:
    answer = client.get(f"/collections/{layer.name}/items", params={"limit": 10_000, **query})
    found: Sample = answer.json()["features"]
    return found


def is_limit(layer: Layer, key: str) -> bool:
    return bool(field_config(layer, key.partition(":")[0]).get("limit"))


def test_every_choice_of_chips_passes_what_the_server_finds(
    client: httpx2.Client, layer: Layer
) -> None:
    keys = [key for key in field_chips(layer) if not is_limit(layer, key)]
    chance = random.Random(11)
    asked = [[], *([key] for key in keys)]
    asked += [chance.sample(keys, chance.randint(2, min(5, len(keys)))) for _ in range(40) if keys]

    found = in_browser(layer, items(client, layer), asked)["answers"]

    for chosen, answer in zip(asked, found, strict=True):
        expected = [one["id"] for one in items(client, layer, **as_query(chosen))]
        assert answer["ids"] == expected, chosen


def test_a_count_is_what_one_finds_after_choosing(client: httpx2.Client, layer: Layer) -> None:
    keys = field_chips(layer)
    features = items(client, layer)
    begun = [[], *([key] for key in keys)]
    found = in_browser(layer, features, begun)["answers"]
    counted = [
        ([*chosen, key], count)
        for chosen, answer in zip(begun, found, strict=True)
        for key, count in answer["counts"].items()
    ]

    then = in_browser(layer, features, [chosen for chosen, _ in counted])["answers"]

    for (chosen, count), answer in zip(counted, then, strict=True):
        assert count == len(answer["ids"]), chosen


def test_a_limit_keeps_out_what_is_known_to_be_lower(client: httpx2.Client) -> None:
    layer = all_layers()["parking"]
    keys = [key for key in field_chips(layer) if is_limit(layer, key)]
    every = [one["id"] for one in items(client, layer)]

    found = in_browser(layer, items(client, layer), [[key] for key in keys])["answers"]

    assert keys
    for key, answer in zip(keys, found, strict=True):
        field, _, step = key.partition(":")
        # A hair lower, since the server's bound is included.
        lower = {one["id"] for one in items(client, layer, **{f"{field}_max": float(step) - 1e-9})}
        assert answer["ids"] == [one for one in every if one not in lower], key


def test_what_tells_nobody_where_to_go_is_no_chip() -> None:
    offered = {
        name
        for layer in all_layers().values()
        for name in layer.fields
        if field_config(layer, name).get("chips")
    }

    assert offered >= {"accessible", "family_room", "kind", "features", "area_m2"}
    assert not offered & {"subdistrict", "status", "position", "source", "operator", "corner"}


def test_a_layer_with_hours_has_chips_for_them_and_no_other_has(layer: Layer) -> None:
    assert (hours_chips(layer) is not None) == (layer.hours in ("open_hours", "free_hours"))
