// Words over the map: what went wrong and how to try again, what is not there.

import { element } from "./dom.js";
import { t } from "../settings.js";

/** @type {WeakMap<L.Map, HTMLElement>} */
const places = new WeakMap();

/** @param {L.Map} map */
function placeFor(map) {
  const known = places.get(map);
  if (known) return known;
  const made = element("div", { class: "map-notes", role: "status" });
  map.getContainer().parentElement?.append(made);
  places.set(map, made);
  return made;
}

/**
 * Show a note under a key, in place of an earlier one of that key.
 *
 * @param {L.Map} map
 * @param {string} key
 * @param {string} words
 * @param {{ sort?: string, retry?: (() => void) | null }} [options]
 */
export function note(map, key, words, { sort = "", retry = null } = {}) {
  clearNote(map, key);
  const made = element("p", { class: `map-note ${sort}`, "data-note": key }, element("span", {}, words));
  if (retry) {
    const button = element("button", { type: "button" }, t("重试"));
    button.addEventListener("click", retry);
    made.append(button);
  }
  placeFor(map).append(made);
}

/** @param {L.Map} map @param {string} key */
export function clearNote(map, key) {
  for (const each of placeFor(map).children) {
    if (each instanceof HTMLElement && each.dataset.note === key) each.remove();
  }
}
