// What a list of a box knows for sure.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ordered } from "../../api/browser/finder/order.js";
import { surelyNearest } from "../../api/browser/finder/surely-nearest.js";
import { facility } from "./finder-town.js";

// On the equator, thousandths of a degree east of 119.
const street = [1, 2, 3, 8].map((place) => facility("parking", `p-${place}`, place));
const listFrom = (at) => ordered(street, at, () => null);

test("what lies nearer than the nearest edge is surely the nearest", () => {
  const at = [119.002, 0];

  // The west edge is 2.5 thousandths away: 2, 1 and 3 lie nearer, 8 does not.
  assert.equal(surelyNearest(listFrom(at), at, [118.9995, -0.01, 119.02, 0.01]), 3);
  // The north edge is half of one away.
  assert.equal(surelyNearest(listFrom(at), at, [118.99, -0.01, 119.02, 0.0005]), 1);
  assert.equal(surelyNearest(listFrom(at), at, [118, -1, 120, 1]), 4);
});

test("who stands outside of the box knows nothing for sure", () => {
  const at = [119.05, 0];

  assert.equal(surelyNearest(listFrom(at), at, [118.99, -0.01, 119.02, 0.01]), 0);
  assert.equal(surelyNearest(listFrom(at), at, [118.99, 0.01, 119.1, 0.02]), 0);
});

test("a box across the antimeridian has both of its sides", () => {
  // 60.999 degrees east of 119: a thousandth west of the antimeridian.
  const list = (at) => ordered([facility("parking", "p", 60_999)], at, () => null);

  for (const at of [[179.9985, 0], [-179.9995, 0]]) {
    assert.equal(surelyNearest(list(at), at, [179.99, -0.1, -179.99, 0.1]), 1);
  }
  assert.equal(surelyNearest(list([0, 0]), [0, 0], [179.99, -0.1, -179.99, 0.1]), 0);
});
