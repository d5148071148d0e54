// A facility has one position, on paper.

import assert from "node:assert/strict";
import { test } from "node:test";

import { representativePoint } from "../../api/browser/map/point.js";

const pointOf = (geometry, properties = {}) =>
  representativePoint({ type: "Feature", id: "x", geometry, properties });

const square = (x, y, side) => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];

// Open to the right: its centroid lies in the gap.
const HORSESHOE = [[0, 0], [9, 0], [9, 2], [2, 2], [2, 7], [9, 7], [9, 9], [0, 9], [0, 0]];

test("a point is its own position", () => {
  assert.deepEqual(pointOf({ type: "Point", coordinates: [119.1, 36.7] }), [119.1, 36.7]);
});

test("of several points the first counts", () => {
  assert.deepEqual(pointOf({ type: "MultiPoint", coordinates: [[1, 2], [3, 4]] }), [1, 2]);
});

test("a plot is found at its centroid", () => {
  assert.deepEqual(pointOf({ type: "Polygon", coordinates: [square(119, 36, 2)] }), [120, 37]);
});

test("of several plots the largest is meant", () => {
  const coordinates = [[square(0, 0, 1)], [square(10, 10, 4)]];
  assert.deepEqual(pointOf({ type: "MultiPolygon", coordinates }), [12, 12]);
});

test("a plot whose centroid lies outside is found where it is widest at half height", () => {
  // Half height is 4.5; there only the horseshoe's back, 0 to 2, is inside.
  assert.deepEqual(pointOf({ type: "Polygon", coordinates: [HORSESHOE] }), [1, 4.5]);
});

test("a plot around a hole is found beside the hole", () => {
  // The widest cut at half height is the first, 0 to 1.
  const coordinates = [square(0, 0, 4), square(1, 1, 2)];
  assert.deepEqual(pointOf({ type: "Polygon", coordinates }), [0.5, 2]);
});

test("a known entrance comes before the middle", () => {
  const geometry = { type: "Polygon", coordinates: [square(0, 0, 4)] };
  assert.deepEqual(pointOf(geometry, { access_point: [4, 1] }), [4, 1]);
});

test("what has no geometry has no position", () => {
  assert.equal(pointOf(null), null);
});
