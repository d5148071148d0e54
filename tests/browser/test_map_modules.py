"""The browser's own arithmetic and words, held against the server's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from api.words import field_config, field_order, value_words
from layers._registry import all_layers

TABLE = json.loads((Path(__file__).parents[1] / "geo" / "gcj02.json").read_text())


@pytest.fixture
def page(demonstration: str, visit: Callable) -> Page:
    # Any page of this origin will do; this one is light.
    return visit(demonstration, "/conformance").page


def call(page: Page, module: str, function: str, *arguments: Any) -> Any:
    return page.evaluate(
        """async ([module, name, args]) => {
          const loaded = await import(`/static/map/${module}.js`);
          return loaded[name](...args);
        }""",
        [module, function, list(arguments)],
    )


def test_the_shift_for_drawing_agrees_with_the_servers_table(page: Page) -> None:
    for row in TABLE:
        assert call(page, "gcj02", "wgs84ToGcj02", *row["wgs84"]) == pytest.approx(
            row["gcj02"], abs=1e-9
        )


def test_the_way_back_is_good_to_a_few_metres(page: Page) -> None:
    for row in TABLE:
        # A ten-thousandth of a degree is ten metres.
        assert call(page, "gcj02", "gcj02ToWgs84", *row["gcj02"]) == pytest.approx(
            row["wgs84"], abs=1e-4
        )


def feature(geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": "x", "geometry": geometry, "properties": properties}


def square(x: float, y: float, side: float) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


# A horseshoe, open to the right: its centroid lies in the gap.
HORSESHOE = [[0, 0], [9, 0], [9, 2], [2, 2], [2, 7], [9, 7], [9, 9], [0, 9], [0, 0]]


@pytest.mark.parametrize(
    ("geometry", "properties", "expected"),
    [
        ({"type": "Point", "coordinates": [119.1, 36.7]}, {}, [119.1, 36.7]),
        ({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, {}, [1, 2]),
        ({"type": "Polygon", "coordinates": [square(119, 36, 2)]}, {}, [120, 37]),
        # The largest part is meant.
        (
            {"type": "MultiPolygon", "coordinates": [[square(0, 0, 1)], [square(10, 10, 4)]]},
            {},
            [12, 12],
        ),
        # Half height is 4.5; there only the horseshoe's back, 0 to 2, is inside.
        ({"type": "Polygon", "coordinates": [HORSESHOE]}, {}, [1, 4.5]),
        # A hole around the centroid: the widest cut at half height is the first, 0 to 1.
        (
            {"type": "Polygon", "coordinates": [square(0, 0, 4), square(1, 1, 2)]},
            {},
            [0.5, 2],
        ),
        (
            {"type": "Polygon", "coordinates": [square(0, 0, 4)]},
            {"access_point": [4, 1]},
            [4, 1],
        ),
        (None, {}, None),
    ],
)
def test_a_facility_has_one_position(
    page: Page, geometry: Any, properties: dict[str, Any], expected: Any
) -> None:
    found = call(page, "point", "representativePoint", feature(geometry, **properties))

    assert found == (None if expected is None else pytest.approx(expected))


VALUES = {
    "yes_no": [True, False],
    "number": [0, 7, 1234, 12345.5],
    "year": [1992],
    "date": ["2021-08-19"],
    "time": ["2021-08-19T08:00:00+08:00"],
    "text": ["向阳路 12 号", "${alert(1)}"],
    "link": ["https://example.cn/a"],
    "phone": ["0536-1234567"],
}


def test_cards_and_pages_use_the_same_words(page: Page) -> None:
    """For each field of each layer: every allowed value, and samples of free ones."""
    asked, expected = [], []
    for layer in all_layers().values():
        for name in field_order(layer):
            config = field_config(layer, name)
            samples = [*config.get("values", []), *VALUES.get(config["kind"], [])]
            if config["kind"] == "list":
                samples = [samples]
            for value in [*samples, None]:
                asked.append([config, value])
                zh, en = value_words(layer, name, value)
                expected.append([zh, en if en != zh else ""])

    found = page.evaluate(
        """async (asked) => {
          const { valueWords } = await import('/static/map/words.js');
          return asked.map(([field, value]) => valueWords(field, value))
            .map(([zh, en]) => [zh, en === zh ? "" : en]);
        }""",
        asked,
    )

    assert found == expected


@pytest.mark.parametrize(
    ("state", "sign"), [("free", "●"), ("paid", "○"), ("closed", "✕"), ("unknown", "?")]
)
def test_a_status_has_a_sign_before_the_words_of_the_server(
    page: Page, state: str, sign: str
) -> None:
    status = {"state": state, "words": {"zh": "免费至 8:00", "en": "Free until 8:00"}}

    assert call(page, "words", "statusWords", status) == [f"{sign} 免费至 8:00", "Free until 8:00"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://example.cn/a?b=1", "https://example.cn/a?b=1"),
        ("javascript:alert(1)", None),
        (" https://example.cn", None),
        ("data:text/html,x", None),
        ("//example.cn", None),
    ],
)
def test_only_web_addresses_become_links(page: Page, value: str, expected: str | None) -> None:
    assert call(page, "words", "webLink", value) == expected
