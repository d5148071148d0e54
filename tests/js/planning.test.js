import assert from "node:assert/strict";
import { test } from "node:test";

import { accessClasses } from "../../api/browser/planning/classes.js";
import { across, polyline, servedAt, tableOf, ticks, upward } from "../../api/browser/planning/chart.js";
import {
  NOTHING,
  added,
  changesOf,
  dropped,
  fieldsOf,
  fitALink,
  moved,
  readSpot,
  removed,
  shifted,
} from "../../api/browser/planning/changes.js";
import { linkQuery, plainFields, supplyFilters, withoutChanges } from "../../api/browser/planning/fields.js";
import { areaWords, metresWords, percent, points, signed, small, whole } from "../../api/browser/planning/figures.js";
import { inputsOf } from "../../api/browser/planning/inputs.js";
import { inChinese } from "./finder-town.js";

// 200 households: none at the door, half within 100 m, three quarters within 200, all within 400.
const CURVE = [[0, 0], [100, 100], [200, 150], [300, 150], [400, 200]];
const FRAME = { width: 400, height: 100 };

test("a share is said to a tenth, and never rounded up to all or down to nothing", () => {
  assert.deepEqual([0.467541, 1, 0.99999, 0, 0.0001, null].map(percent), ["46.8%", "100.0%", "99.9%", "0.0%", "0.1%", "—"]);
});

test("changes carry their sign, and no change says so", () => {
  assert.deepEqual([signed(1234.4), signed(-468.6), signed(0.2), signed(-1.44, 1)], ["+1,234", "−469", "±0", "−1.4"]);
  assert.equal(points(0.467541, 0.453747), "−1.4");
});

test("amounts are whole, areas as fine as they are small", () => {
  assert.equal(whole(15_896.401515), "15,896");
  assert.deepEqual(
    [400, 9999, 12_345, 921_000, 5_500_000, 266_900_000].map((area_m2) => areaWords(area_m2, inChinese)),
    ["400 平方米", "9,999 平方米", "0.012 平方公里", "0.921 平方公里", "5.50 平方公里", "266.9 平方公里"],
  );
  assert.deepEqual([null, 0, 1523.4].map((metres) => metresWords(metres, inChinese)), ["不可达", "0 米", "1,523 米"]);
  assert.deepEqual([0, 0.64705, 12.345, 1234.5].map(small), ["0", "0.647", "12.3", "1,235"]);
});

test("the curve goes from the lower left to where all are served", () => {
  assert.equal(polyline(CURVE, 200, FRAME), "0,100 100,50 200,25 300,25 400,0");
  assert.equal(polyline(CURVE, 0, FRAME), "0,100 100,100 200,100 300,100 400,100");
  assert.equal(across(CURVE, FRAME)(250), 250);
  assert.equal(upward(FRAME)(0.75), 25);
});

test("distances below the curve are round and few", () => {
  assert.deepEqual(ticks(CURVE), [0, 100, 200, 300, 400]);
  assert.deepEqual(ticks([[0, 0], [1500, 1]]), [0, 250, 500, 750, 1000, 1250, 1500]);
  assert.deepEqual(ticks([[0, 0], [2400, 1]]), [0, 500, 1000, 1500, 2000]);
});

test("between two steps of the curve counts what the nearer one serves, at the threshold what the answer says", () => {
  assert.deepEqual([0, 99, 100, 250, 900].map((metres) => servedAt(CURVE, metres)), [0, 0, 100, 150, 200]);
  const rows = tableOf(CURVE, { total: 200, share: 0.76 }, 250);
  assert.deepEqual(rows.map(({ metres, share }) => [metres, share]), [
    [0, 0], [100, 0.5], [200, 0.75], [250, 0.76], [300, 0.75], [400, 1],
  ]);
});

test("what is changed can be changed again, and taken back", () => {
  const one = added(NOTHING, [119.10000049, 36.7]);
  const two = moved(one, "toilet-1", [119.2, 36.8]);
  const three = removed(two, "toilet-1");

  assert.deepEqual(one, [{ kind: "add", at: [119.1, 36.7] }]);
  assert.deepEqual(three, [...one, { kind: "remove", id: "toilet-1" }]);
  assert.deepEqual(moved(two, "toilet-1", [119.3, 36.9]).at(-1), { kind: "move", id: "toilet-1", at: [119.3, 36.9] });
  assert.deepEqual(shifted(two, 0, [119.5, 36.5])[0].at, [119.5, 36.5]);
  assert.deepEqual(shifted(three, 1, [119.5, 36.5])[1], { kind: "remove", id: "toilet-1" });
  assert.deepEqual(dropped(two, 0), [{ kind: "move", id: "toilet-1", at: [119.2, 36.8] }]);
});

test("changes go into a link and come out of it", () => {
  const changes = removed(moved(added(added(NOTHING, [119.1, 36.7]), [-0.5, 51]), "a:b;c", [1, 2]), "停车,一");
  const fields = fieldsOf(changes);

  assert.deepEqual(fields, { add: "119.1,36.7;-0.5,51", move: "a%3Ab%3Bc:1,2", remove: "停车%2C一" });
  assert.deepEqual(changesOf(new URLSearchParams(linkQuery(fields))), changes);
  assert.deepEqual(fieldsOf(NOTHING), {});
  assert.deepEqual(changesOf(new URLSearchParams("add=here;;1,2&move=:3,4")), [{ kind: "add", at: [1, 2] }]);
});

test("a link holds some changes and not hundreds", () => {
  const many = Array.from({ length: 100 }, (_, place) => ({ kind: "add", at: [119.123456, 36.7 + place / 1e4] }));

  assert.equal(fitALink(many.slice(0, 50)), true);
  assert.equal(fitALink(many), false);
});

test("a position is read as people type it, and nothing else is one", () => {
  assert.deepEqual(["119.1,36.7", " 119.1 ， 36.7 ", "119.1 36.7"].map(readSpot), Array(3).fill([119.1, 36.7]));
  assert.deepEqual(["", "119.1", "181,0", "0,91", "1,2,3", "e,f"].map(readSpot), Array(6).fill(null));
});

test("a form says only what was filled in, and in one way how far", () => {
  const sent = [["layer", "toilets"], ["made_for", "toilets"], ["grade", ""], ["lang", "en"]];

  assert.deepEqual(plainFields([...sent, ["standard", "1"], ["amount", "500"], ["unit", "metres"]]), { layer: "toilets", standard: "1" });
  assert.deepEqual(plainFields([...sent, ["standard", ""], ["amount", " 12 "], ["unit", "minutes"]]), { layer: "toilets", minutes: "12" });
  assert.deepEqual(plainFields([...sent, ["amount", "300"], ["unit", "metres"]]), { layer: "toilets", metres: "300" });
});

test("the facilities on the map are those that the question counts", () => {
  const fields = { layer: "parking", spaces_min: "50", kind: "lot", free_at: "2026-10-01T08:00", metres: "300", remove: "p1" };

  assert.deepEqual(supplyFilters(fields, ["spaces", "kind"]), { spaces_min: "50", kind: "lot", free_at: "2026-10-01T08:00" });
  assert.deepEqual(withoutChanges({ layer: "parking", add: "1,2", move: "a:1,2", remove: "b" }), { layer: "parking" });
});

test("inputs are the fields of the link, numbers as numbers", () => {
  assert.deepEqual(inputsOf({ process: "siting", layer: "toilets", sites: "3", metres: "500", capacity: "200", grade: "1" }), {
    layer: "toilets", sites: 3, metres: 500, capacity: 200, grade: "1",
  });
  assert.deepEqual(inputsOf({ process: "accessibility", capacity: "spaces" }), { capacity: "spaces" });
});

test("who reaches nothing is apart, the rest is in thirds, and the same amount in the same third", () => {
  const rows = [0, 1, 2, 3, 4, 5, 6].map((access) => ({ id: `c${access}`, access }));

  assert.deepEqual([...accessClasses(rows).values()], [0, 1, 1, 2, 2, 3, 3]);
  assert.deepEqual([...accessClasses([{ id: "a", access: 2 }, { id: "b", access: 2 }, { id: "c", access: 2 }]).values()], [3, 3, 3]);
  assert.deepEqual([...accessClasses([{ id: "a", access: 0 }]).values()], [0]);
  assert.equal(accessClasses([]).size, 0);
});
