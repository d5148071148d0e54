// A street of facilities on the equator, where a thousandth of a degree is 111.3195 m, and messages in
// two languages: for the tests beside this file.

import { readFileSync } from "node:fs";

/**
 * @typedef {import("../../api/browser/finder/types.js").Facility} Facility
 * @typedef {import("../../api/browser/finder/types.js").LayerConfig} LayerConfig
 * @typedef {import("../../api/browser/finder/types.js").Course} Course
 * @typedef {import("../../api/browser/finder/types.js").Status} Status
 * @typedef {import("../../api/browser/finder/types.js").HoursSort} HoursSort
 */

/** @type {Readonly<Record<string, string>>} */
const ENGLISH = JSON.parse(
  readFileSync(new URL("../../api/locale/en/browser.json", import.meta.url), "utf8"),
);

/** @type {import("../../api/browser/finder/types.js").Translate} */
export function inChinese(message, values = {}) {
  return message.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** @type {import("../../api/browser/finder/types.js").Translate} */
export function inEnglish(message, values = {}) {
  return inChinese(ENGLISH[message], values);
}

/**
 * @param {string} layer
 * @param {string} id
 * @param {number} thousandths  Of a degree east of 119.
 * @param {Record<string, unknown>} [properties]
 * @param {Course | null} [course]
 * @returns {Facility}
 */
export function facility(layer, id, thousandths, properties = {}, course = null) {
  return { layer, id, at: [119 + thousandths / 1000, 0], properties, geometry: null, course, pinyin: [] };
}

/**
 * A course whose states change every hour.
 * @param {HoursSort} sort
 * @param {string} states  f free, p paid, x closed, ? unknown.
 * @param {{ constant?: boolean }} [more]
 * @returns {Course}
 */
export function course(sort, states, { constant = false } = {}) {
  return {
    sort,
    max_stay_minutes: null,
    settled: null,
    constant,
    steps: Array.from(states, (_, place) => (place ? 60 : 0)),
    states,
    provisional: [],
    unknown_reason: states.includes("?") ? "no_hours" : null,
  };
}

/**
 * @param {Status["state"]} state
 * @param {boolean | null} [wholeStayFree]
 * @returns {Status}
 */
export function status(state, wholeStayFree = null) {
  return {
    state,
    until: null,
    nextState: null,
    wholeStayFree,
    maxStayMinutes: null,
    warning: null,
    reason: "open",
    sort: "open_hours",
  };
}

/** @type {LayerConfig} */
export const TOILETS = {
  name: "toilets",
  title: ["公厕", "Public toilets"],
  fields: [
    { name: "name", label: ["名称", "Name"], kind: "text" },
    { name: "status", label: ["状态", "Status"], kind: "words", values: { open: ["开放", "Open"] } },
    {
      name: "grade",
      label: ["等级", "Grade"],
      kind: "words",
      values: { 1: ["一类", "Grade 1"], 2: ["二类", "Grade 2"], 3: ["三类", "Grade 3"] },
      chips: true,
    },
    { name: "accessible", label: ["无障碍", "Wheelchair accessible"], kind: "yes_no", chips: true },
    { name: "cubicles", label: ["厕位", "Cubicles"], kind: "number" },
  ],
  hoursChips: {
    always: ["24 小时", "24 hours"],
    now: ["现在开放", "Open now"],
    then: ["到时开放", "Open then"],
    chosen: false,
  },
};

/** @type {LayerConfig} */
export const PARKS = {
  name: "parks",
  title: ["公园", "Parks"],
  fields: [
    {
      name: "area_m2",
      label: ["面积", "Area"],
      kind: "number",
      unit: ["平方米", "m²"],
      chips: true,
      steps: [400, 1000, 5000],
      limit: false,
    },
    {
      name: "features",
      label: ["设施", "Features"],
      kind: "list",
      values: { playground: ["儿童设施", "Playground"], shade: ["遮阴", "Shade"], water: ["水景", "Water"] },
      chips: true,
    },
  ],
  hoursChips: null,
};

/** @type {LayerConfig} */
export const PARKING = {
  name: "parking",
  title: ["免费停车", "Free parking"],
  fields: [
    {
      name: "accessible_spaces",
      label: ["无障碍泊位", "Accessible spaces"],
      kind: "number",
      chips: true,
      steps: [1],
    },
    {
      name: "height_limit_m",
      label: ["限高", "Height limit"],
      kind: "number",
      unit: ["米", "m"],
      chips: true,
      steps: [2, 2.5],
      limit: true,
    },
  ],
  hoursChips: {
    always: ["全天免费", "Free all day"],
    now: ["现在免费", "Free now"],
    then: ["到时免费", "Free then"],
    chosen: true,
  },
};
