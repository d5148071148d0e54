// A page that was left open over midnight asks for the new day, once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfAnotherDay, renewedAddress } from "../../api/browser/finder/renewal.js";
import { DATA, october } from "./october.js";

test("data are of the day that they were made for, from midnight to midnight there", () => {
  // Made for Thursday the 8th; they cover the day before too.
  assert.equal(isOfAnotherDay(DATA, october(8)), false);
  assert.equal(isOfAnotherDay(DATA, october(8, 23, 59)), false);
  assert.equal(isOfAnotherDay(DATA, october(9)), true);
  assert.equal(isOfAnotherDay(DATA, october(7, 23, 59)), true);
});

test("the same day of another month or year is another day", () => {
  assert.equal(isOfAnotherDay(DATA, october(8 + 31)), true);
  assert.equal(isOfAnotherDay(DATA, october(8 + 365)), true);
});

test("the new data are those of the same layers, without the hash of the old ones", () => {
  assert.equal(renewedAddress("/fac/resident.json?v=0a1b"), "/fac/resident.json");
  assert.equal(renewedAddress("/resident.json?layers=parks%2Ctoilets&v=0a1b"), "/resident.json?layers=parks%2Ctoilets");
  assert.equal(renewedAddress("/resident.json?v=0a1b&version=9f"), "/resident.json?version=9f");
  assert.equal(renewedAddress("/resident.json?layers=parks&version=9f"), "/resident.json?layers=parks&version=9f");
  assert.equal(renewedAddress("/resident.json"), "/resident.json");
});
