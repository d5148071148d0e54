// What the editor's page keeps apart: the view, which a hand moves, and all the rest of a map's address.

import { test } from "node:test";
import assert from "node:assert/strict";

import { boundsOf, withoutView } from "../../api/browser/newsroom/previews.js";

test("two addresses that differ in their view alone are the same map", () => {
  const whole = "/embed?layers=toilets&title=%E5%85%AC%E5%8E%95";
  assert.equal(withoutView(`${whole}&view=119.1,36.7,13`), withoutView(whole));
  assert.notEqual(withoutView(`${whole}&theme=dark`), withoutView(whole));
  assert.equal(withoutView("/embed"), withoutView("/embed?view=1,2,3"));
});

test("a view is what an embed says of its map after a move", () => {
  const move = { facilitiesMap: "move", detail: { lon: 119.1, bounds: [119, 36.6, 119.2, 36.8] } };
  assert.equal(boundsOf(move), "119.00000,36.60000,119.20000,36.80000");
});

test("nothing else that is posted is a view", () => {
  const bounds = [119, 36.6, 119.2, 36.8];
  for (const message of [
    null,
    "move",
    { facilitiesMap: "height", detail: { height: 500 } },
    { facilitiesMap: "facility", detail: null },
    { facilitiesMap: "move", detail: { bounds: bounds.slice(1) } },
    { facilitiesMap: "move", detail: { bounds: [...bounds.slice(1), "<b>"] } },
    { facilitiesMap: "move", detail: { bounds: [...bounds.slice(1), NaN] } },
    { detail: { bounds } },
  ]) {
    assert.equal(boundsOf(/** @type {any} */ (message)), null);
  }
});
