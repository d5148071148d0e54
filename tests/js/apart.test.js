// Marks of one spot keep their distance, on paper.

import assert from "node:assert/strict";
import { test } from "node:test";

import { setApart } from "../../api/browser/map/apart.js";

function nearestPair(offsets) {
  const distances = offsets.flatMap(([ax, ay], i) => offsets.slice(i + 1).map(([bx, by]) => Math.hypot(ax - bx, ay - by)));
  return Math.min(...distances);
}

const rounded = (offsets) => offsets.map((offset) => offset.map((px) => Math.round(px * 1000) / 1000 + 0));

test("one mark stays on its spot", () => {
  assert.deepEqual(setApart(1, 36), [[0, 0]]);
});

test("two marks stand to the north and to the south of their spot", () => {
  assert.deepEqual(rounded(setApart(2, 36)), [[0, -18], [0, 18]]);
});

test("four marks stand in a square with sides of the spacing", () => {
  // Half of the diagonal of a square with sides of 36 is 25.456.
  assert.deepEqual(rounded(setApart(4, 36)), [[0, -25.456], [25.456, 0], [0, 25.456], [-25.456, 0]]);
});

for (const count of [2, 3, 5, 8, 9, 12, 50, 400]) {
  test(`no two of ${count} marks are nearer than the spacing`, () => {
    const offsets = setApart(count, 36);
    assert.equal(offsets.length, count);
    assert.ok(nearestPair(offsets) >= 36 - 1e-9, String(nearestPair(offsets)));
  });
}

test("many marks lie in a disc and not in a wide ring", () => {
  // 400 marks in a ring 36 apart would be 2,292 px from its middle.
  assert.ok(Math.max(...setApart(400, 36).map(([x, y]) => Math.hypot(x, y))) < 500);
});
