import assert from "node:assert/strict";
import { test } from "node:test";

import { answerTo, finderOf } from "../../api/browser/finder/answer.js";
import { firstChoice } from "../../api/browser/finder/links.js";
import { searchIndex } from "../../api/browser/finder/search.js";
import { PARKING, TOILETS } from "./finder-town.js";

/**
 * @typedef {import("../../api/browser/finder/types.js").Course} Course
 * @typedef {import("../../api/browser/finder/types.js").Feature} Feature
 * @typedef {import("../../api/browser/finder/types.js").LayerData} LayerData
 * @typedef {import("../../api/browser/finder/types.js").ResidentData} ResidentData
 * @typedef {import("../../api/browser/finder/links.js").Choice} Choice
 */

const LAYERS = [PARKING, TOILETS];
// 1 October 2026, 0:00 in Shanghai, and seven o'clock in the evening of that day.
const MIDNIGHT = Date.parse("2026-10-01T00:00:00+08:00") / 60_000;
const EVENING = MIDNIGHT + 19 * 60;

/** @type {Pick<Course, "settled" | "provisional">} */
const PLAIN = { settled: null, provisional: [] };
/** @type {Course[]} */
const PARKING_COURSES = [
  // Always free, but for two hours at most.
  {
    ...PLAIN,
    sort: "free_hours",
    max_stay_minutes: 120,
    constant: true,
    steps: [0],
    states: "f",
    unknown_reason: null,
  },
  // Free from 18:00 to 8:00, and then it costs for good.
  {
    ...PLAIN,
    sort: "free_hours",
    max_stay_minutes: null,
    constant: false,
    steps: [0, 18 * 60, 14 * 60],
    states: "pfp",
    unknown_reason: null,
  },
  {
    ...PLAIN,
    sort: "free_hours",
    max_stay_minutes: null,
    constant: true,
    steps: [0],
    states: "?",
    unknown_reason: "no_hours",
  },
];
/** @type {Course[]} */
const TOILET_COURSES = [
  // Open until 20:00.
  {
    ...PLAIN,
    sort: "open_hours",
    max_stay_minutes: null,
    constant: false,
    steps: [0, 20 * 60],
    states: "fx",
    unknown_reason: null,
  },
];

/**
 * @param {string} id
 * @param {number} thousandths
 * @param {number} course
 * @param {Record<string, unknown>} properties
 * @returns {Feature}
 */
function feature(id, thousandths, course, properties) {
  return { id, geometry: null, at: [119 + thousandths / 1000, 0], course, properties };
}

/**
 * @param {Course[]} courses
 * @param {Feature[]} features
 * @returns {LayerData}
 */
function layer(courses, features) {
  const count = features.length;
  return { version: "0123456789abcdef", count, matched: count, cells: null, courses, features };
}

/** @type {ResidentData} */
const DATA = {
  generated_at: "2026-10-01T00:00:00+08:00",
  timezone: "Asia/Shanghai",
  days: Array.from({ length: 52 }, (_, day) => MIDNIGHT + day * 1440),
  horizon_days: 35,
  data_date: null,
  by_view: false,
  layers: {
    parking: layer(PARKING_COURSES, [
      feature("short", 1, 0, { name: "东街", subdistrict: "城东" }),
      feature("night", 2, 1, { name: "西街停车场", subdistrict: "城西" }),
      feature("unknown", 3, 2, { name: "南街", subdistrict: "城东" }),
    ]),
    toilets: layer(TOILET_COURSES, [
      feature("toilet", 1.5, 0, { name: "东街公厕", subdistrict: "城东", grade: 2 }),
    ]),
  },
};
const FINDER = finderOf(DATA, LAYERS);

/**
 * @param {Partial<Choice>} [choice]
 * @param {Partial<import("../../api/browser/finder/answer.js").Circumstances>} [circumstances]
 */
function ask(choice = {}, circumstances = {}) {
  const asked = { ...firstChoice(LAYERS), ...choice };
  return answerTo(FINDER, asked, { now: EVENING, origin: null, found: null, ...circumstances });
}

/** @param {import("../../api/browser/finder/order.js").Entry[]} entries */
const ids = (entries) => entries.map(({ facility: { id } }) => id);

test("parking that is free now comes with the toilets, and what is unknown stands apart", () => {
  const answer = ask();

  assert.equal(answer.minute, EVENING);
  assert.deepEqual(ids(answer.entries), ["short", "night", "toilet"]);
  assert.deepEqual(ids(answer.unknown), ["unknown"]);
  assert.equal(answer.unknown[0].number, 4);
  assert.equal(answer.layers.get("parking")?.passing, 2);
  assert.equal(answer.layers.get("parking")?.unknown, 1);
});

test("somebody's position orders the list", () => {
  assert.deepEqual(ids(ask({}, { origin: [119.003, 0] }).entries), ["night", "toilet", "short"]);
});

test("free means free to the end of the stay", () => {
  // Two hours are allowed in the one; the other is free until 8:00, thirteen hours from now.
  assert.deepEqual(ids(ask({ layers: new Set(["parking"]), stayMinutes: 120 }).entries), ["short", "night"]);
  assert.deepEqual(ids(ask({ layers: new Set(["parking"]), stayMinutes: 720 }).entries), ["night"]);
  assert.deepEqual(ids(ask({ layers: new Set(["parking"]), stayMinutes: 1440 }).entries), []);
});

test("how long a car stays says nothing of a toilet", () => {
  const answer = ask({ filters: new Map([["toilets", new Set(["~free"])]]), stayMinutes: 720 });

  assert.deepEqual(ids(answer.entries).includes("toilet"), true);
  assert.equal(answer.entries[3].status?.wholeStayFree, null);
});

test("another time is another answer", () => {
  const tomorrow = ask({ when: "tomorrow", filters: new Map([["toilets", new Set(["~free"])]]) });

  assert.equal(tomorrow.minute, MIDNIGHT + 1440 + 8 * 60);
  assert.deepEqual(ids(tomorrow.entries), ["short", "night", "unknown"]);
  assert.equal(tomorrow.entries[1].status?.state, "paid");
});

test("a subdistrict and a query narrow the list, and what chips count", async () => {
  const index = await searchIndex(FINDER.facilities);
  const east = ask({ subdistrict: "城东" });
  const street = ask({ query: "街" }, { found: index.find("街") });

  assert.deepEqual(ids(east.entries), ["short", "toilet"]);
  // The shorter name is the better match, layer by layer.
  assert.deepEqual(ids(street.entries), ["short", "night", "toilet"]);
  assert.deepEqual(ids(ask({ query: "x" }, { found: [] }).entries), []);
  const grade = (/** @type {typeof east} */ answer) =>
    answer.layers.get("toilets")?.chips.find(({ chip: { key } }) => key === "grade:2")?.count;
  assert.deepEqual([grade(east), grade(ask({ subdistrict: "城西" }))], [1, 0]);
});

test("a layer that is not shown is counted all the same", () => {
  const answer = ask({ layers: new Set(["parking"]) });

  assert.deepEqual(ids(answer.entries), ["short", "night"]);
  assert.equal(answer.layers.get("toilets")?.passing, 1);
});

test("data that have run out say so instead of guessing", () => {
  const answer = ask({ layers: new Set(["parking"]) }, { now: DATA.days[51] + 60 });

  // What never changes still holds.
  assert.deepEqual(ids(answer.entries), ["short"]);
  assert.deepEqual(ids(answer.unknown), ["night", "unknown"]);
  assert.equal(answer.unknown[0].status?.reason, "data_too_old");
});
