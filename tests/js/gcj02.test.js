// The shift for drawing, held against the table that the server's is held against.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { gcj02ToWgs84, wgs84ToGcj02 } from "../../api/browser/map/gcj02.js";

const TABLE = JSON.parse(readFileSync(new URL("../geo/gcj02.json", import.meta.url), "utf8"));

function assertNear(found, expected, within, message) {
  found.forEach((degrees, axis) => {
    assert.ok(Math.abs(degrees - expected[axis]) <= within, `${message}: ${found} is not ${expected}`);
  });
}

test("the shift for drawing agrees with the server's table", () => {
  for (const { wgs84, gcj02 } of TABLE) assertNear(wgs84ToGcj02(...wgs84), gcj02, 1e-9, `from ${wgs84}`);
});

test("the way back is good to a few metres", () => {
  // A ten-thousandth of a degree is ten metres.
  for (const { wgs84, gcj02 } of TABLE) assertNear(gcj02ToWgs84(...gcj02), wgs84, 1e-4, `from ${gcj02}`);
});
