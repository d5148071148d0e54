// Words over the map: what is loading, what went wrong and how to try again, what is left out.

import { element, inWords } from "./dom.js";

/** @import { Map as LeafletMap } from "leaflet" */
/** @import { Words } from "../types.js" */

/** @type {WeakMap<LeafletMap, HTMLElement>} */
const places = new WeakMap();

/** @param {LeafletMap} map */
function placeFor(map) {
  const known = places.get(map);
  if (known) return known;
  const made = element("div", { class: "map-notes", role: "status" });
  map.getContainer().after(made);
  places.set(map, made);
  return made;
}

/**
 * Show a note under a key, in place of an earlier one of that key.
 *
 * @param {LeafletMap} map
 * @param {string} key
 * @param {Words} words
 * @param {{ sort?: "" | "loading" | "trouble", retry?: (() => void) | null }} [options]
 */
export function note(map, key, words, { sort = "", retry = null } = {}) {
  clearNote(map, key);
  const made = element("p", { class: `map-note ${sort}`, "data-note": key }, element("span", {}, ...inWords(words)));
  if (retry) {
    const button = element("button", { type: "button" }, ...inWords(["重试", "Retry"]));
    button.addEventListener("click", retry);
    made.append(button);
  }
  placeFor(map).append(made);
}

/**
 * Take the note of a key away, if there is one.
 *
 * @param {LeafletMap} map
 * @param {string} key
 */
export function clearNote(map, key) {
  placeFor(map).querySelector(`[data-note="${CSS.escape(key)}"]`)?.remove();
}
