import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bearingBetween,
  compassIndex,
  distanceBetween,
  distancesFrom,
  walkMinutes,
} from "../../api/browser/finder/distance.js";

test("along the equator a thousandth of a degree is the arc itself", () => {
  // 6,378,137 m × π / 180,000 = 111.31949 m; the mean radius there is a little less than the axis.
  assert.ok(Math.abs(distanceBetween([119, 0], [119.001, 0]) - 111.31949) < 1e-4);
});

test("across the antimeridian it is as near as it looks", () => {
  assert.ok(Math.abs(distanceBetween([179.999, 0], [-179.999, 0]) - 222.639) < 1e-3);
});

test("one spot is no distance from itself, and the other side of the earth is a finite one", () => {
  assert.equal(distancesFrom([119.1, 36.7])([119.1, 36.7]), 0);
  assert.ok(distanceBetween([0, 0], [180, 0]) > 19_000_000);
});

test("a bearing is one of the eight winds, north first", () => {
  const winds = [
    [0, 1],
    [1, 1],
    [1, 0],
    [1, -1],
    [0, -1],
    [-1, -1],
    [-1, 0],
    [-1, 1],
  ];
  const found = winds.map(([east, north]) =>
    compassIndex(bearingBetween([119, 0], [119 + east / 1000, north / 1000])),
  );

  assert.deepEqual(found, [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("the winds meet halfway between them", () => {
  assert.deepEqual([0, 22.4, 22.6, 337.4, 337.6, 359.9].map(compassIndex), [0, 0, 1, 7, 0, 0]);
});

test("where one stands already, there is no direction but north", () => {
  assert.equal(bearingBetween([119.1, 36.7], [119.1, 36.7]), 0);
});

test("minutes on foot are rounded as the server rounds them", () => {
  // 1.1 m/s are 66 m a minute.
  assert.equal(walkMinutes(660), 10);
  assert.equal(walkMinutes(520), 7.9);
  assert.equal(walkMinutes(480, 0.8), 10);
  // Halfway between two tenths Python writes the even one: 0.2, 0.8, 1.2.
  assert.deepEqual(
    [0.25, 0.75, 1.25].map((minutes) => walkMinutes(minutes * 60, 1)),
    [0.2, 0.8, 1.2],
  );
});
