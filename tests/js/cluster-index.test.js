// What is drawn at a zoom, on a small town by the equator: there 40 px at zoom z are 40 × 360° / 256 / 2^z.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ClusterIndex, levelOf } from "../../api/browser/map/cluster-index.js";

const WORLD = [-180, -85, 180, 85];
const TOP = 19;

// At zoom 14, 40 px are 0.00343°: one street is together, the other is 0.1° away.
const STREET = [
  { key: "toilets/a", group: "toilets", lon: 10, lat: 0 },
  { key: "parking/b", group: "parking", lon: 10.001, lat: 0 },
  { key: "parking/c", group: "parking", lon: 10.002, lat: 0 },
];
const AWAY = { key: "toilets/d", group: "toilets", lon: 10.1, lat: 0 };
const TOWN = [...STREET, AWAY];

const byKey = (drawn) => new Map(drawn.map((each) => [each.key, each]));

test("what stands close is one cluster, split by group and called by its first facility", () => {
  const drawn = byKey(new ClusterIndex(TOWN, TOP).drawnIn(WORLD, 14));

  assert.deepEqual([...drawn.keys()].sort(), ["toilets/a", "toilets/d"]);
  const street = drawn.get("toilets/a");
  assert.deepEqual(new Map([["toilets", 1], ["parking", 2]]), street.counts);
  assert.equal(street.point, null);
  // Its middle is that of its facilities.
  assert.ok(Math.abs(street.lon - 10.001) < 1e-6);
});

test("what stands alone is itself, on its own position", () => {
  const { point, lon, lat, spot, counts } = byKey(new ClusterIndex(TOWN, TOP).drawnIn(WORLD, 14)).get("toilets/d");

  assert.equal(point, AWAY);
  assert.deepEqual([lon, lat].map((degrees) => degrees.toFixed(9)), ["10.100000000", "0.000000000"]);
  assert.deepEqual(counts, new Map([["toilets", 1]]));
  assert.equal(spot, null);
});

test("only what lies in the box is drawn", () => {
  const drawn = new ClusterIndex(TOWN, TOP).drawnIn([10.05, -1, 10.2, 1], 14);

  assert.deepEqual(drawn.map(({ key }) => key), ["toilets/d"]);
});

test("a cluster falls apart at its expansion zoom and not before", () => {
  const index = new ClusterIndex(TOWN, TOP);
  const street = byKey(index.drawnIn(WORLD, 14)).get("toilets/a");

  // At 15, 40 px are 0.00172°: the third is not with the first. At 16 they are 0.00086°.
  assert.equal(index.expansionZoom(street.cluster), 15);
  assert.deepEqual([...byKey(index.drawnIn(WORLD, 15)).keys()].sort(), ["parking/c", "toilets/a", "toilets/d"]);
  assert.equal(index.drawnIn(WORLD, 16).length, 4);
});

test("a facility that is drawn by its key is found under it when the cluster has opened", () => {
  const index = new ClusterIndex(TOWN, TOP);

  for (const zoom of [3, 14, 16, TOP]) assert.ok(byKey(index.drawnIn(WORLD, zoom)).has("toilets/a"), String(zoom));
});

test("zooms between whole ones are treated as the lower one up to three quarters", () => {
  assert.deepEqual([14, 14.25, 14.5, 14.75, 15].map(levelOf), [14, 14, 14, 15, 15]);
});

test("facilities of one spot are set apart at the highest zoom and say where they belong", () => {
  const twins = ["a", "b"].map((id) => ({ key: `parks/${id}`, group: "parks", lon: 10, lat: 60 }));
  const index = new ClusterIndex([...twins, AWAY], TOP);
  const drawn = byKey(index.drawnIn(WORLD, TOP));

  assert.equal(drawn.size, 3);
  const [north, south] = [drawn.get("parks/a"), drawn.get("parks/b")];
  // 36 px at zoom 19, and at 60° north half as many degrees as at the equator.
  const apart = (36 * 360) / 256 / 2 ** TOP / 2;
  assert.ok(Math.abs(north.lat - south.lat - apart) < 1e-9);
  // The index keeps the middle of a cluster to 4 cm.
  assert.ok(Math.abs(north.lon - 10) < 1e-6);
  assert.deepEqual(north.spot.map((degrees) => degrees.toFixed(9)), ["10.000000000", "60.000000000"]);
  assert.equal(north.point, twins[0]);
  assert.equal(drawn.get("toilets/d").spot, null);
});

test("facilities of one spot open at the highest zoom", () => {
  const twins = ["a", "b"].map((id) => ({ key: `parks/${id}`, group: "parks", lon: 10, lat: 60 }));
  const index = new ClusterIndex(twins, TOP);
  const [cluster] = index.drawnIn(WORLD, 18);

  assert.equal(index.expansionZoom(cluster.cluster), TOP);
});

test("an empty town draws nothing", () => {
  assert.deepEqual(new ClusterIndex([], TOP).drawnIn(WORLD, 14), []);
});
