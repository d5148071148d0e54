"""The browser's words for values, held against the server's."""

from __future__ import annotations

from api.words import field_config, field_order, value_words
from layers._registry import all_layers
from tests.node import call_browser

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


def test_cards_and_pages_use_the_same_words() -> None:
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

    found = call_browser("map/words.js", "valueWords", asked)

    assert [[zh, "" if en == zh else en] for zh, en in found] == expected
