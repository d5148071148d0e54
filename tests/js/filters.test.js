import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ALWAYS,
  FREE_THEN,
  NO,
  UNKNOWN,
  YES,
  chosenAtFirst,
  declaredChips,
  freeThen,
} from "../../api/browser/finder/chips.js";
import { filterIndex, filtered } from "../../api/browser/finder/filters.js";
import { PARKING, PARKS, TOILETS, course, facility, status } from "./finder-town.js";

/** @typedef {import("../../api/browser/finder/types.js").Facility} Facility */

const toilets = [
  facility("toilets", "t1", 1, { grade: 1, accessible: true }, course("open_hours", "f", { constant: true })),
  facility("toilets", "t2", 2, { grade: 1, accessible: false }, course("open_hours", "xfx")),
  facility("toilets", "t3", 3, { grade: 2, accessible: true }, course("open_hours", "?", { constant: true })),
  facility("toilets", "t4", 4, { grade: 2 }, course("open_hours", "fx")),
  facility("toilets", "t5", 5, { accessible: true }, course("open_hours", "fx")),
];

/**
 * @param {import("../../api/browser/finder/types.js").LayerConfig} layer
 * @param {Facility[]} facilities
 * @param {string[]} chosen
 * @param {Partial<import("../../api/browser/finder/filters.js").Asked>} [more]
 */
function ask(layer, facilities, chosen, more = {}) {
  const found = filtered(filterIndex(layer, facilities), {
    chosen: new Set(chosen),
    freeThen: () => YES,
    ...more,
  });
  return {
    passing: found.passing.map(({ id }) => id),
    unknown: found.unknown.map(({ id }) => id),
    counts: Object.fromEntries(found.chips.map(({ chip, count }) => [chip.key, count])),
    unknowns: Object.fromEntries(found.chips.map(({ chip, unknown }) => [chip.key, unknown])),
    chosen: found.chips.filter((each) => each.chosen).map(({ chip }) => chip.key),
  };
}

test("each yes or no, value and step of a declared field is a chip, and nothing else", () => {
  assert.deepEqual(
    [TOILETS, PARKS, PARKING].map((layer) => declaredChips(layer).map(({ key }) => key)),
    [
      ["~free", "~always", "grade:1", "grade:2", "grade:3", "accessible"],
      [
        "area_m2:400",
        "area_m2:1000",
        "area_m2:5000",
        "features:playground",
        "features:shade",
        "features:water",
      ],
      ["~free", "~always", "accessible_spaces:1", "height_limit_m:2", "height_limit_m:2.5"],
    ],
  );
});

test("a chip says what it asks for, in its group and alone", () => {
  const said = (
    /** @type {import("../../api/browser/finder/types.js").LayerConfig} */ layer,
    /** @type {string} */ wanted,
  ) => {
    const chip = declaredChips(layer).find(({ key }) => key === wanted);
    return [chip?.words, chip?.whole];
  };

  assert.deepEqual(said(TOILETS, "accessible")[0], ["无障碍", "Wheelchair accessible"]);
  assert.deepEqual(said(TOILETS, "grade:1"), [
    ["一类", "Grade 1"],
    ["等级：一类", "Grade: Grade 1"],
  ]);
  assert.deepEqual(said(PARKS, "area_m2:1000"), [
    ["≥ 1,000 平方米", "≥ 1,000 m²"],
    ["面积 ≥ 1,000 平方米", "Area ≥ 1,000 m²"],
  ]);
  assert.deepEqual(said(PARKING, "accessible_spaces:1")[0], ["无障碍泊位", "Accessible spaces"]);
  assert.deepEqual(said(PARKING, "height_limit_m:2.5")[0], ["≥ 2.5 米或未标", "≥ 2.5 m or none known"]);
  assert.deepEqual(declaredChips(PARKING)[0].later, ["到时免费", "Free then"]);
});

test("with nothing chosen all pass, and each chip counts its own", () => {
  const found = ask(TOILETS, toilets, []);

  assert.deepEqual(found.passing, ["t1", "t2", "t3", "t4", "t5"]);
  assert.deepEqual(found.unknown, []);
  // Nobody has a toilet of grade 3, so that chip is not there.
  assert.deepEqual(found.counts, { "~free": 5, "~always": 1, "grade:1": 2, "grade:2": 2, accessible: 3 });
  assert.deepEqual(found.unknowns, { "~free": 0, "~always": 1, "grade:1": 1, "grade:2": 1, accessible: 1 });
});

test("values of one field are alternatives, all else must hold together", () => {
  assert.deepEqual(ask(TOILETS, toilets, ["grade:1", "grade:2"]).passing, ["t1", "t2", "t3", "t4"]);
  assert.deepEqual(ask(TOILETS, toilets, ["grade:1", "accessible"]).passing, ["t1"]);
});

test("a count is how many pass once the chip is chosen too", () => {
  const found = ask(TOILETS, toilets, ["grade:1", "accessible"]);

  // grade:2 would add t3; dropping nothing else, two pass then.
  assert.deepEqual(found.counts, { "~free": 1, "~always": 1, "grade:1": 1, "grade:2": 2, accessible: 1 });
  assert.deepEqual(found.chosen, ["grade:1", "accessible"]);
});

test("what is unknown passes no filter and is counted apart", () => {
  const accessible = ask(TOILETS, toilets, ["accessible"]);
  assert.deepEqual(accessible.passing, ["t1", "t3", "t5"]);
  assert.deepEqual(accessible.unknown, ["t4"]);

  const both = ask(TOILETS, toilets, ["grade:2", "accessible"]);
  assert.deepEqual(both.passing, ["t3"]);
  // Of t4 it is unknown whether one gets in, of t5 which grade it has; t2 is known not to fit.
  assert.deepEqual(both.unknown, ["t4", "t5"]);
  assert.equal(both.unknowns.accessible, 1);
  assert.equal(both.unknowns["grade:1"], 1);
});

test("a facility of which all that is asked is unknown is unknown too", () => {
  const bare = [facility("toilets", "bare", 1)];

  assert.deepEqual(ask(TOILETS, bare, ["grade:1", "accessible"]).unknown, ["bare"]);
});

test("a chosen chip stays in sight even where nothing passes it", () => {
  const found = ask(TOILETS, toilets, ["grade:3"]);

  assert.deepEqual(found.passing, []);
  assert.equal(found.counts["grade:3"], 0);
});

test("all asked features must be there, and the larger step decides", () => {
  const parks = [
    facility("parks", "small", 1, { area_m2: 760, features: ["playground", "shade"] }),
    facility("parks", "large", 2, { area_m2: 6119, features: ["shade"] }),
    facility("parks", "exact", 3, { area_m2: 1000, features: [] }),
    facility("parks", "blank", 4, {}),
  ];

  assert.deepEqual(ask(PARKS, parks, ["features:shade"]).passing, ["small", "large"]);
  assert.deepEqual(ask(PARKS, parks, ["features:shade", "features:playground"]).passing, ["small"]);
  assert.deepEqual(ask(PARKS, parks, ["area_m2:1000"]).passing, ["large", "exact"]);
  assert.deepEqual(ask(PARKS, parks, ["area_m2:400", "area_m2:5000"]).passing, ["large"]);
  assert.deepEqual(ask(PARKS, parks, ["area_m2:1000"]).counts, {
    "area_m2:400": 2,
    "area_m2:1000": 2,
    "area_m2:5000": 1,
    "features:playground": 0,
    "features:shade": 1,
  });
});

test("a limit that nobody knows of keeps nobody out", () => {
  const parking = [
    facility("parking", "low", 1, { height_limit_m: 2.1 }),
    facility("parking", "high", 2, { height_limit_m: 2.5 }),
    facility("parking", "kerb", 3, {}),
  ];
  const found = ask(PARKING, parking, ["height_limit_m:2.5"]);

  assert.deepEqual(found.passing, ["high", "kerb"]);
  // Nothing is known to be lower than 2 m, so that chip would keep nobody out.
  assert.ok(!("height_limit_m:2" in found.counts));
});

test("the chip of the time asks whoever knows the time", () => {
  const shut = (/** @type {Facility} */ { id }) => (id === "t1" ? NO : id === "t3" ? UNKNOWN : YES);
  const found = ask(TOILETS, toilets, [FREE_THEN, "accessible"], { freeThen: shut });

  assert.deepEqual(found.passing, ["t5"]);
  assert.deepEqual(found.unknown, ["t3", "t4"]);
  assert.equal(found.counts[ALWAYS], 0);
});

test("a layer that is never known to be free has no chip for it", () => {
  const unknown = [facility("toilets", "a", 1, {}, course("open_hours", "?"))];

  assert.deepEqual(ask(TOILETS, unknown, []).counts, {});
});

test("only what the rest of the page lets through is counted", () => {
  const found = ask(TOILETS, toilets, [], { among: ({ id }) => id !== "t1" });

  assert.deepEqual(found.passing, ["t2", "t3", "t4", "t5"]);
  assert.equal(found.counts["grade:1"], 1);
  assert.equal(found.counts[ALWAYS], 0);
});

test("what nobody declared asks for nothing", () => {
  assert.equal(ask(TOILETS, toilets, ["constructor", "__proto__", "grade:9"]).passing.length, 5);
});

test("free for the stay means to its end, and what cannot be known is not free", () => {
  assert.equal(freeThen(status("free"), null), YES);
  assert.equal(freeThen(status("free", true), 60), YES);
  assert.equal(freeThen(status("free", false), 60), NO);
  assert.equal(freeThen(status("free", null), 60), UNKNOWN);
  assert.equal(freeThen(status("paid", false), 60), NO);
  assert.equal(freeThen(status("closed"), null), NO);
  assert.equal(freeThen(status("unknown"), null), UNKNOWN);
  // A community is neither open nor closed to anybody.
  assert.equal(freeThen(null, 60), YES);
});

test("only where parking may cost is free parking asked for from the start", () => {
  assert.deepEqual(chosenAtFirst(PARKING), new Set([FREE_THEN]));
  assert.deepEqual(chosenAtFirst(TOILETS), new Set());
  assert.deepEqual(chosenAtFirst(PARKS), new Set());
});
