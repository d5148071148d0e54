"""docs/reference/page-address.md names every part of the address, and chips that there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from layers._registry import all_layers
from tests.js.layer_configs import layer_config
from tests.node import call_browser, run_node

REFERENCE = "docs/reference/page-address.md"

# A choice in which nothing is as it is at first.
WRITTEN = """
import { firstChoice, writeChoice } from "./api/browser/finder/links.js";
import { STAYS } from "./api/browser/finder/when.js";

const layer = { name: "parks", title: ["", ""], fields: [], hoursChips: { chosen: true } };
const choice = {
  ...firstChoice([layer]),
  at: { layer: "parks", id: "1" },
  layers: new Set(),
  filters: new Map(),
  when: "tonight",
  stayMinutes: STAYS[0],
  query: "q",
  subdistrict: "s",
};
process.stdout.write(`${writeChoice(choice, [layer])} ${STAYS}`);
"""


def test_every_part_of_the_address_and_every_stay_is_described(
    document: Callable[[str], Any],
) -> None:
    address, stays = run_node("--input-type=module", "--eval", WRITTEN).stdout.split()
    parts = urlsplit(address)
    written = {
        **dict.fromkeys(parse_qs(parts.query, keep_blank_values=True), "before the `#`"),
        **dict.fromkeys(parse_qs(parts.fragment, keep_blank_values=True), "behind it"),
    }
    (table, _) = document(REFERENCE).tables_under("The address of the residents' page")
    rows = {row[0].strip("`"): row[1:] for row in table.rows}

    assert {name: where for name, (where, _) in rows.items()} == written
    assert re.findall(r"\d+", rows["stay"][1]) == stays.split(",")


def test_the_chips_of_the_examples_are_declared(document: Callable[[str], Any]) -> None:
    layers = list(all_layers().values())
    declared = call_browser(
        "finder/chips.js", "declaredChips", [[layer_config(each)] for each in layers]
    )
    keys = {
        f"{layer.name}.{chip['key']}"
        for layer, chips in zip(layers, declared, strict=True)
        for chip in chips
    }
    (_, table) = document(REFERENCE).tables_under("The address of the residents' page")
    examples = [key for row in table.rows for key in re.findall(r"`([^`]+)`", row[2])]

    assert examples
    assert set(examples) <= keys
