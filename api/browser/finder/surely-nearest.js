// How far a list can be trusted to be by distance, where only what lies in a box was loaded.

/**
 * @typedef {import("./order.js").Entry} Entry
 * @typedef {import("./types.js").Position} Position
 * @typedef {import("./view-box.js").Box} Box
 */

import { distancesFrom } from "./distance.js";

/**
 * How many of a list, nearest first, nothing outside of a box can be nearer than; none where one stands
 * outside of it.
 * @param {readonly Entry[]} entries
 * @param {Position} at
 * @param {Box} box
 */
export function surelyNearest(entries, at, [west, south, east, north]) {
  const [lon, lat] = at;
  const isBetween = west <= east ? west <= lon && lon <= east : lon >= west || lon <= east;
  if (!isBetween || lat < south || lat > north) return 0;
  /** @type {Position[]} */
  const edges = [
    [west, lat],
    [east, lat],
    [lon, south],
    [lon, north],
  ];
  const reach_m = Math.min(...edges.map(distancesFrom(at)));
  const beyond = entries.findIndex(({ distance_m }) => distance_m === null || distance_m > reach_m);
  return beyond < 0 ? entries.length : beyond;
}
