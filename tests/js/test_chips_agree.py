"""The server's chips are the page's: the same keys, and the same facilities pass."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import httpx2
import numpy as np
import pytest

from api.main import create_app
from api.settings import Settings
from layers._layer import Layer
from layers._registry import all_layers
from layers.find.chips import FREE_THEN, chip_mask, declared_chips, read_chips
from layers.hours import Clock
from layers.store.files import FileStore
from layers.store.snapshot import Snapshot
from tests.api.conftest import DEMONSTRATION, client_of
from tests.js.layer_configs import layer_config
from tests.node import run_node
from tests.serving import serving

PASSING = """
import { readFileSync } from "node:fs";
import { declaredChips, YES } from "./api/browser/finder/chips.js";
import { filterIndex, filtered } from "./api/browser/finder/filters.js";

const { config, courses, features, asked } = JSON.parse(readFileSync(0));
const facilities = features.map((each) => ({
  ...each, layer: config.name, course: each.course === null ? null : courses[each.course],
}));
const index = filterIndex(config, facilities);
const ids = asked.map((keys) =>
  filtered(index, { chosen: new Set(keys), freeThen: () => YES }).passing.map(({ id }) => id));
process.stdout.write(JSON.stringify({ keys: declaredChips(config).map(({ key }) => key), ids }));
"""


@pytest.fixture(scope="module")
def document() -> Iterator[dict[str, Any]]:
    with (
        serving(create_app(Settings(data=DEMONSTRATION))) as url,
        client_of(url) as client,
    ):
        answer: httpx2.Response = client.get("/resident.json")
        yield answer.json()


@pytest.fixture(scope="module")
def store() -> FileStore:
    return FileStore(DEMONSTRATION)


@pytest.fixture(params=[one for one in all_layers() if (DEMONSTRATION / f"{one}.geojson").exists()])
def layer(request: pytest.FixtureRequest) -> Layer:
    return all_layers()[request.param]


def clock_of(store: FileStore) -> Clock:
    return Clock(store.place.timezone, store.place.calendar())


def passing(snapshot: Snapshot, keys: list[str], clock: Clock) -> list[str]:
    chips = read_chips([f"{snapshot.layer.name}.{key}" for key in keys], all_layers())
    rows = np.flatnonzero(chip_mask(snapshot, chips, clock))
    return [snapshot.feature_id(row) for row in rows.tolist()]


def test_keys_and_facilities_are_those_of_the_page(
    layer: Layer, store: FileStore, document: dict[str, Any]
) -> None:
    keys = [key for key in declared_chips(layer) if key != FREE_THEN]
    chance = random.Random(7)
    asked = [[], *([key] for key in keys)]
    asked += [chance.sample(keys, chance.randint(2, min(5, len(keys)))) for _ in range(40) if keys]
    shown = document["layers"][layer.name]
    given = {
        "config": layer_config(layer),
        "courses": shown["courses"],
        "features": shown["features"],
        "asked": asked,
    }

    done = run_node("--input-type=module", "--eval", PASSING, text=json.dumps(given))

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["keys"] == list(declared_chips(layer))
    snapshot, clock = store.snapshot(layer.name), clock_of(store)
    for chosen, ids in zip(asked, answer["ids"], strict=True):
        assert passing(snapshot, chosen, clock) == ids, chosen
