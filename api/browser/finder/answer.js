// What the page shows for a choice: the numbered list, what is unknown, and the chips with their counts.
// Whoever draws the page needs no more than this; nothing here knows of a page.

/**
 * @typedef {import("./types.js").ResidentData} ResidentData
 * @typedef {import("./types.js").LayerConfig} LayerConfig
 * @typedef {import("./types.js").Facility} Facility
 * @typedef {import("./types.js").Position} Position
 * @typedef {import("./types.js").Course} Course
 * @typedef {import("./types.js").Status} Status
 * @typedef {import("./links.js").Choice} Choice
 * @typedef {import("./search.js").Found} Found
 * @typedef {import("./order.js").Entry} Entry
 * @typedef {import("./filters.js").FilterIndex} FilterIndex
 * @typedef {import("./filters.js").Filtered} Filtered
 * @typedef {import("./filters.js").ChipState} ChipState
 */

/**
 * The loaded facilities, ready to be asked.
 * @typedef {Object} Finder
 * @property {ResidentData} data
 * @property {Facility[]} facilities
 * @property {Map<string, FilterIndex>} filters  By layer.
 */

/**
 * What an answer hangs on besides the choice; none of it is ever part of an address.
 * @typedef {Object} Circumstances
 * @property {number} now  Minute of the epoch.
 * @property {Position | null} origin  From where distances count.
 * @property {readonly Found[] | null} found  What the choice's query finds; null without a query.
 */

/**
 * @typedef {Object} Answer
 * @property {number} minute  The minute of the epoch that it is about.
 * @property {Entry[]} entries  Of the shown layers, in order.
 * @property {Entry[]} unknown  What nothing known keeps out, but something unknown does; numbered on.
 * @property {Map<string, { passing: number, unknown: number, chips: ChipState[] }>} layers  Shown or not.
 */

import { freeThen } from "./chips.js";
import { statusAt } from "./courses.js";
import { facilitiesOf } from "./facilities.js";
import { filterIndex, filtered } from "./filters.js";
import { ordered } from "./order.js";
import { arrivalMinute } from "./when.js";

/**
 * @param {ResidentData} data
 * @param {readonly LayerConfig[]} layers
 * @returns {Finder}
 */
export function finderOf(data, layers) {
  const facilities = facilitiesOf(data);
  const filters = layers.map((layer) => {
    const own = facilities.filter((facility) => facility.layer === layer.name);
    return /** @type {const} */ ([layer.name, filterIndex(layer, own)]);
  });
  return { data, facilities, filters: new Map(filters) };
}

/**
 * Answer a choice.
 * @param {Finder} finder
 * @param {Choice} choice
 * @param {Circumstances} circumstances
 * @returns {Answer}
 */
export function answerTo({ data, filters }, choice, { now, origin, found }) {
  const minute = arrivalMinute(choice.when, now, data.timezone);
  const statusOf = statusesAt(data, minute, choice.stayMinutes);
  const places = found && new Map(found.map(({ facility }, place) => [facility, place]));
  const isFree = (/** @type {Facility} */ facility) =>
    freeThen(statusOf(facility), stayAt(facility.course, choice.stayMinutes));
  const among = (/** @type {Facility} */ facility) => isAmong(facility, choice, places);
  const byLayer = [...filters].map(([name, index]) => {
    const chosen = choice.filters.get(name) ?? new Set();
    return { name, ...filtered(index, { chosen, freeThen: isFree, among }) };
  });
  const shown = byLayer.filter(({ name }) => choice.layers.has(name));
  const passing = shown.flatMap((each) => each.passing);
  const unknown = shown.flatMap((each) => each.unknown);
  return {
    minute,
    entries: ordered(bySearch(passing, places), origin, statusOf),
    unknown: ordered(bySearch(unknown, places), origin, statusOf, passing.length + 1),
    layers: new Map(byLayer.map((each) => [each.name, counted(each)])),
  };
}

/**
 * Whether a facility lies where the choice looks, and is what its query finds.
 * @param {Facility} facility
 * @param {Choice} choice
 * @param {ReadonlyMap<Facility, number> | null} places
 */
function isAmong(facility, { subdistrict }, places) {
  const isThere = subdistrict === null || facility.properties.subdistrict === subdistrict;
  return isThere && (places === null || places.has(facility));
}

/** @param {Filtered} filtered */
function counted({ passing, unknown, chips }) {
  return { passing: passing.length, unknown: unknown.length, chips };
}

/**
 * The status of each facility at a minute, worked out once a course.
 * @param {ResidentData} data
 * @param {number} minute
 * @param {number | null} stayMinutes
 * @returns {(facility: Facility) => Status | null}
 */
export function statusesAt(data, minute, stayMinutes) {
  /** @type {Map<Course | null, Status | null>} */
  const known = new Map();
  return ({ course }) => {
    let status = known.get(course);
    if (status === undefined) {
      status = statusAt(data, course, minute, stayAt(course, stayMinutes));
      known.set(course, status);
    }
    return status;
  };
}

/**
 * The stay that counts: where nothing is ever charged, nobody looks for as long as a car is parked.
 * @param {Course | null} course
 * @param {number | null} stayMinutes
 */
function stayAt(course, stayMinutes) {
  return course !== null && course.sort === "free_hours" ? stayMinutes : null;
}

/**
 * @param {readonly Facility[]} facilities
 * @param {ReadonlyMap<Facility, number> | null} places
 */
function bySearch(facilities, places) {
  if (places === null) return facilities;
  return [...facilities].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
}
