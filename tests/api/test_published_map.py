"""What a published map is asked, what is on it and what it says: the same in all of its forms."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.published.figures import alt_text, map_title, notices, source_line
from api.published.map import PublishedMap, bounds_of, map_of
from api.published.parameters import (
    Bounds,
    PublishedParameters,
    View,
    asked_query,
    one_line,
)
from layers.hours import Clock
from layers.store.files import FileStore
from tests.api.conftest import DEMONSTRATION

TOILETS = json.loads((DEMONSTRATION / "toilets.geojson").read_text("utf-8"))["features"]
OPEN_ALWAYS = sum(one["properties"]["open_hours"] == "24/7" for one in TOILETS)


@pytest.fixture(scope="module")
def store() -> FileStore:
    return FileStore(DEMONSTRATION)


def shown_map(store: FileStore, **asked: Any) -> PublishedMap:
    parameters = PublishedParameters(**asked)
    snapshots = [store.snapshot(name) for name in parameters.layers or store.snapshots()]
    return map_of(
        store.place,
        snapshots,
        parameters.chips,
        Clock(store.place.timezone, store.place.calendar()),
        present={name: one.version for name, one in store.snapshots().items()},
    )


def test_the_figures_are_counted_over_what_is_on_the_map(store: FileStore) -> None:
    accessible = [one for one in TOILETS if one["properties"]["accessible"] is True]

    part = shown_map(store, layers="toilets", filters="toilets.accessible").parts[0]

    assert [part.snapshot.feature_id(row) for row in part.rows.tolist()] == [
        one["id"] for one in accessible
    ]
    assert (part.figure.count, part.figure.whole) == (len(accessible), 28)
    always = sum(one["properties"]["open_hours"] == "24/7" for one in accessible)
    assert part.figure.always == always


def test_the_alternative_text_says_what_the_map_shows(store: FileStore) -> None:
    shown = shown_map(store, layers="toilets")

    assert alt_text(shown, "zh") == (
        f"潍城区 28 座公厕，其中 {OPEN_ALWAYS} 座 24 小时开放。数据日期 2021-08-19。位置为示意。"
    )
    assert alt_text(shown, "en") == (
        f"Weicheng District, Public toilets: 28, {OPEN_ALWAYS} of them open 24 hours. "
        "Data of 2021-08-19. Positions are illustrative."
    )


def test_spaces_add_up_to_the_headline_figure(store: FileStore) -> None:
    parking = json.loads((DEMONSTRATION / "parking.geojson").read_text("utf-8"))["features"]
    spaces = sum(one["properties"]["spaces"] or 0 for one in parking)

    figure = shown_map(store, layers="parking").parts[0].figure

    assert figure.total == spaces
    assert f"{spaces:,}" in figure.sentence("zh")


def test_title_source_and_notices_come_from_the_place(store: FileStore) -> None:
    shown = shown_map(store, layers="toilets,parks")

    assert map_title(shown, "zh") == "潍城区公厕、公园"
    line = source_line(shown, "zh", "某某日报")
    assert line.startswith("制图 某某日报 · 来源 示意数据")
    assert "2021-08-19" in line
    assert "CC0-1.0" in line
    assert notices(shown, "zh")[0] == "示意位置，非实际坐标"


def test_a_map_without_a_view_shows_the_place_and_all_that_is_on_it(store: FileStore) -> None:
    shown = shown_map(store)

    bounds = bounds_of(shown, PublishedParameters())

    assert isinstance(bounds, Bounds)
    assert store.place.boundary is not None
    west, south, east, north = store.place.boundary.bounds
    assert bounds.west <= west
    assert bounds.south <= south
    assert bounds.east >= east
    assert bounds.north >= north
    assert bounds_of(shown, PublishedParameters(view="119.1,36.7,13")) == View(119.1, 36.7, 13)


def test_an_address_is_always_written_alike_and_read_back(store: FileStore) -> None:
    asked = PublishedParameters(
        title="  公厕\n地图 ", filters="toilets.grade:1,toilets.accessible", layers="toilets,parks"
    )

    query = asked_query(asked, theme="dark")

    # The chips in the layer's own order.
    assert "filters=toilets.grade:1,toilets.accessible" in query
    assert query.startswith("?layers=toilets,parks&filters=")
    assert PublishedParameters(**dict(parse_qsl(query[1:]))).title == "公厕 地图"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("view", "1,2"),
        ("view", "119,36,40"),
        ("view", "120,36,119,37"),
        ("view", "0,89,5"),
        ("filters", "toilets.nothing"),
        ("filters", "nowhere.accessible"),
        ("filters", ",".join(["toilets.accessible"] * 41)),
        ("layers", "toilets,toilets"),
        ("theme", "pink"),
        ("accent", "red"),
        ("title", "长" * 61),
        ("credit", "长" * 81),
        ("at", "toilets"),
        ("at", "nowhere/1"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PublishedParameters(**{name: value})

    assert [fault["loc"][0] for fault in refused.value.errors()] == [name]


@given(st.text())
def test_a_line_from_a_stranger_is_one_line_of_plain_text(text: str) -> None:
    line = one_line(text)

    assert line == " ".join(line.split())
    assert not any(ord(one) < 32 or one in "\x7f\u202e\u2066\u2028" for one in line)
    assert one_line(line) == line
