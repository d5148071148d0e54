// The signs of states: told apart by shape and word, and only then by colour.

import { svg } from "../map/dom.js";

/** @import { Status } from "../finder/types.js" */

/** @typedef {"free" | "limited" | "paid" | "closed" | "unknown"} Sign */

/** Which sign a status has. @param {Status} status @returns {Sign} */
export function signOf({ state, maxStayMinutes }) {
  return state === "free" && maxStayMinutes !== null ? "limited" : state;
}

/** @type {Record<Sign, [name: "circle" | "path", attributes: Record<string, string>][]>} */
const SHAPES = {
  free: [["circle", { class: "sign-solid", cx: "8", cy: "8", r: "6" }]],
  limited: [
    ["circle", { class: "sign-line", cx: "8", cy: "8", r: "5.2" }],
    ["path", { class: "sign-solid", d: "M8 2A6 6 0 0 0 8 14Z" }],
  ],
  paid: [["circle", { class: "sign-line", cx: "8", cy: "8", r: "5.2" }]],
  closed: [["path", { class: "sign-line", d: "M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5" }]],
  unknown: [
    ["circle", { class: "sign-line sign-dashed", cx: "8", cy: "8", r: "6.2" }],
    ["path", { class: "sign-line sign-thin", d: "M6.2 6.4A1.9 1.9 0 1 1 8 8.4V9.4M8 11.2V11.6" }],
  ],
};

/** A sign of 16 pixels beside its words. @param {Status} status */
export function signFor(status) {
  const sign = signOf(status);
  const parts = SHAPES[sign].map(([name, attributes]) => svg(name, attributes));
  return svg(
    "svg",
    { class: `sign sign-${sign}`, viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    ...parts,
  );
}
