import assert from "node:assert/strict";
import { test } from "node:test";

import { facilitiesOf, facilityKey, subdistrictsOf } from "../../api/browser/finder/facilities.js";
import { ordered } from "../../api/browser/finder/order.js";
import { course, facility, status } from "./finder-town.js";

const street = [
  facility("parking", "p-far", 30),
  facility("parking", "p-near", 1),
  facility("parking", "p-shut", 0.5, { status: "closed" }),
  facility("toilets", "t-b", 2),
  facility("toilets", "t-a", 2),
  facility("parking", "z", 2),
];

test("the nearest comes first, and what is not in use comes last however near", () => {
  const found = ordered(street, [119, 0], () => null);

  assert.deepEqual(
    found.map(({ facility: { id } }) => id),
    ["p-near", "z", "t-a", "t-b", "p-far", "p-shut"],
  );
  assert.deepEqual(
    found.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6],
  );
  // A thousandth of a degree on the equator: 111.3 m.
  assert.equal(found[0].distance_m?.toFixed(1), "111.3");
});

test("without an origin the order is the one that is given", () => {
  const found = ordered(street, null, () => status("free"));

  assert.deepEqual(
    found.map(({ facility: { id } }) => id),
    ["p-far", "p-near", "t-b", "t-a", "z", "p-shut"],
  );
  assert.deepEqual(new Set(found.map(({ distance_m }) => distance_m)), new Set([null]));
  assert.equal(found[0].status?.state, "free");
});

test("the given list stays as it was", () => {
  const before = street.map(({ id }) => id);
  ordered(street, [119, 0], () => null);

  assert.deepEqual(
    street.map(({ id }) => id),
    before,
  );
});

test("facilities come layer by layer with the course that each has", () => {
  const night = course("free_hours", "fp");
  /** @type {import("../../api/browser/finder/types.js").ResidentData} */
  const data = {
    generated_at: "2026-10-01T00:00:00+08:00",
    timezone: "Asia/Shanghai",
    days: [],
    horizon_days: 35,
    data_date: null,
    by_view: false,
    layers: {
      parking: layer([night], [{ id: "p", course: 0, pinyin: ["dong jie"] }]),
      communities: layer([], [{ id: "c/1", course: null }]),
    },
  };
  const [parking, community] = facilitiesOf(data);

  assert.equal(parking.course, night);
  assert.deepEqual(parking.pinyin, ["dong jie"]);
  assert.equal(community.course, null);
  assert.equal(facilityKey(community), "communities/c/1");
});

test("subdistricts are named once each, in the reader's alphabet", () => {
  const facilities = ["西关街道", "北关街道", "西关街道", undefined].map((subdistrict, place) =>
    facility("parks", String(place), 0, { subdistrict }),
  );

  // Běiguān comes before Xīguān.
  assert.deepEqual(subdistrictsOf(facilities, "zh"), [
    { name: "北关街道", count: 1 },
    { name: "西关街道", count: 2 },
  ]);
});

/**
 * @param {import("../../api/browser/finder/types.js").Course[]} courses
 * @param {{ id: string, course: number | null, pinyin?: string[] }[]} features
 * @returns {import("../../api/browser/finder/types.js").LayerData}
 */
function layer(courses, features) {
  return {
    version: "0123456789abcdef",
    count: features.length,
    matched: features.length,
    cells: null,
    courses,
    features: features.map((each) => ({ geometry: null, properties: {}, at: [119, 0], ...each })),
  };
}
