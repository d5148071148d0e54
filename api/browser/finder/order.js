// The order of the list, and the numbers that list and map share.

/**
 * @typedef {import("./types.js").Facility} Facility
 * @typedef {import("./types.js").Position} Position
 * @typedef {import("./types.js").Status} Status
 */

import { distancesFrom } from "./distance.js";
import { isOutOfUse } from "./facilities.js";

/**
 * A facility in the list. The distance is null where nobody has said from where.
 * @typedef {Object} Entry
 * @property {Facility} facility
 * @property {number} number  The same in the list and on the map.
 * @property {number | null} distance_m
 * @property {Status | null} status  Null for a layer without one.
 */

/**
 * Facilities in the order of the list: by distance from an origin, else as they are given, which is the
 * server's order or that of a search. What is not in use comes after all that is. Facilities in one spot
 * come in the order of their layers as given, and those of one layer by their ids.
 * @param {readonly Facility[]} facilities
 * @param {Position | null} origin
 * @param {(facility: Facility) => Status | null} statusOf
 * @param {number} [first]  The number of the first.
 * @returns {Entry[]}
 */
export function ordered(facilities, origin, statusOf, first = 1) {
  const distanceTo = origin && distancesFrom(origin);
  /** @type {Map<string, number>} */
  const layers = new Map();
  const places = facilities.map((facility) => {
    if (!layers.has(facility.layer)) layers.set(facility.layer, layers.size);
    return { facility, last: isOutOfUse(facility), distance_m: distanceTo && distanceTo(facility.at) };
  });
  const layerOrder = (/** @type {Facility} */ { layer }) => layers.get(layer) ?? 0;
  places.sort((one, other) => {
    if (one.last !== other.last) return one.last ? 1 : -1;
    if (one.distance_m === null || other.distance_m === null) return 0;
    return (
      one.distance_m - other.distance_m ||
      layerOrder(one.facility) - layerOrder(other.facility) ||
      compareIds(one.facility.id, other.facility.id)
    );
  });
  return places.map(({ facility, distance_m }, place) => ({
    facility,
    number: first + place,
    distance_m,
    status: statusOf(facility),
  }));
}

/**
 * @param {string} one
 * @param {string} other
 */
function compareIds(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
