"""What is asked of the service, and what a right answer is, worked out without the service."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection

import numpy as np
from pyproj import Geod

from bench.constants import Constant
from bench.places import LAYER, SEED, Place, asked_boxes, asked_positions, feature_id
from bench.servers import HOST, BenchError

# So many different questions of a kind, that no answer is at hand because it was just given.
DIFFERENT = 2_000
# Every so many-th of them is asked before the measuring, and its answer checked.
CHECKED_STEP = 20
NEIGHBOURS = 10
IN_A_BOX = 15
# The true ten are among so many that are nearest on a flat map.
CANDIDATES = 100
LAYER_PATH = f"/data/{LAYER}.geojson"


@dataclass(frozen=True)
class Reply:
    """One answer as it came."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def size_bytes(self) -> int:
        """How long it was on the wire, head and body."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return len("\r\n".join([*lines, "", ""])) + len(self.body)


@dataclass(frozen=True)
class Question:
    """One kind of question.

    Parameters
    ----------
    label
        Its words in the report.
    paths
        Different questions of that kind.
    is_right
        Whether an answer to the path in that place is right.
    wanted
        The least ratio to bare FastAPI that is aimed at, None where there is no aim.
    """

    name: str
    label: str
    paths: list[str]
    is_right: Callable[[int, Reply], bool]
    wanted: float | None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """How the right answers to a question look: their mean length, and a constant like them."""

    answer_bytes: float
    constant: Constant


def questions(place: Place, port: int, *, whole_layer: bool) -> list[Question]:
    """Return the kinds of questions about a place.

    Parameters
    ----------
    port
        Where the service answers; it is asked for the ETag that it is to be sent.
    whole_layer
        Whether the layer is asked for as a whole; a million features are no download.
    """
    asked = [_nearest(place), _box(place), _one_feature(place)]
    if whole_layer:
        asked += _whole_layer(place)
    [reply] = replies(port, Question("", "", [LAYER_PATH], _is_unchanged, None), method="HEAD")
    etag = {"If-None-Match": reply.headers["etag"]}
    return [*asked, Question("unchanged", "304", [LAYER_PATH], _is_unchanged, 1.5, etag)]


def _nearest(place: Place) -> Question:
    asked = asked_positions(place, DIFFERENT)
    geod = Geod(ellps="WGS84")

    def is_right(number: int, reply: Reply) -> bool:
        lon, lat = asked[number]
        east, north = (place.lon - lon) * np.cos(np.radians(lat)), place.lat - lat
        rows = np.argpartition(east**2 + north**2, CANDIDATES)[:CANDIDATES]
        here = np.full(CANDIDATES, lon), np.full(CANDIDATES, lat)
        distances = geod.inv(*here, place.lon[rows], place.lat[rows])[2]
        order = np.argsort(distances)[:NEIGHBOURS]
        found = json.loads(reply.body)["features"]
        true_ids = [feature_id(row) for row in rows[order].tolist()]
        measured = np.array([feature["distance_m"] for feature in found])
        return [feature["id"] for feature in found] == true_ids and bool(
            np.allclose(measured, distances[order], rtol=0, atol=0.06)
        )

    paths = [
        f"/nearest?lon={lon}&lat={lat}&layers={LAYER}&k={NEIGHBOURS}" for lon, lat in asked.tolist()
    ]
    return Question("nearest", f"nearest {NEIGHBOURS} of a kind", paths, is_right, 1.0)


def _box(place: Place) -> Question:
    asked = asked_boxes(place, DIFFERENT, IN_A_BOX)

    def is_right(number: int, reply: Reply) -> bool:
        west, south, east, north = asked[number]
        meeting = (place.lon >= west) & (place.lon <= east)
        meeting &= (place.lat >= south) & (place.lat <= north)
        found = json.loads(reply.body)
        true_ids = [feature_id(row) for row in np.flatnonzero(meeting).tolist()]
        return [one["id"] for one in found["features"]] == true_ids and found[
            "numberMatched"
        ] == len(true_ids)

    boxes = (",".join(map(repr, box)) for box in asked.tolist())
    paths = [f"/collections/{LAYER}/items?bbox={box}" for box in boxes]
    return Question("box", f"box of about {IN_A_BOX}", paths, is_right, 1.0)


def _one_feature(place: Place) -> Question:
    chance = np.random.default_rng(SEED + 3)
    rows = chance.integers(len(place.lon), size=DIFFERENT).tolist()

    def is_right(number: int, reply: Reply) -> bool:
        row, found = rows[number], json.loads(reply.body)
        there = [float(place.lon[row]), float(place.lat[row])]
        return bool(found["id"] == feature_id(row) and found["geometry"]["coordinates"] == there)

    paths = [f"/collections/{LAYER}/items/{feature_id(row)}" for row in rows]
    return Question("feature", "one feature by id", paths, is_right, 1.5)


def _whole_layer(place: Place) -> list[Question]:
    layer = place.layer_path.read_bytes()

    def is_layer(_: int, reply: Reply) -> bool:
        return reply.body == layer

    def is_layer_compressed(_: int, reply: Reply) -> bool:
        return gzip.decompress(reply.body) == layer

    accept = {"Accept-Encoding": "gzip"}
    return [
        Question("layer", "whole layer", [LAYER_PATH], is_layer, None),
        Question("gzip", "whole layer, gzip", [LAYER_PATH], is_layer_compressed, 1.5, accept),
    ]


def _is_unchanged(_: int, reply: Reply) -> bool:
    return reply.status == 304 and not reply.body


def checked_form(port: int, question: Question) -> Form:
    """Return the form of the answers to a question, having checked a share of them.

    Raises
    ------
    BenchError
        When one is wrong.
    """
    answers = list(replies(port, question))
    for number, reply in zip(_checked(question), answers, strict=True):
        if reply.status >= 400 or not question.is_right(number, reply):
            raise BenchError(f"wrong answer ({reply.status}) to {question.paths[number]}")
    first = answers[0]
    return Form(
        answer_bytes=sum(reply.size_bytes for reply in answers) / len(answers),
        constant=Constant(
            size_bytes=round(sum(len(reply.body) for reply in answers) / len(answers)),
            media_type=first.headers.get("content-type"),
            status=first.status,
            content_encoding=first.headers.get("content-encoding"),
        ),
    )


def _checked(question: Question) -> range:
    return range(0, len(question.paths), CHECKED_STEP)


def replies(port: int, question: Question, method: str = "GET") -> Iterator[Reply]:
    """Yield the answers to those questions that are checked, over one connection."""
    with closing(HTTPConnection(HOST, port)) as connection:
        for number in _checked(question):
            connection.request(method, question.paths[number], headers=dict(question.headers))
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            yield Reply(response.status, response.reason, headers, response.read())
