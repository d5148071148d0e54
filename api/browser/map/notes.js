// Words over the map: what went wrong and how to try again, what is not there.

import { element } from "./dom.js";
import { t } from "../settings.js";

/** Where they stand, made when there is a first one to say. */
function place() {
  const known = document.querySelector(".map-notes");
  if (known) return known;
  const made = element("div", { class: "map-notes", role: "status" });
  document.getElementById("map")?.append(made);
  return made;
}

/**
 * Show a note under a key, in place of an earlier one of that key.
 *
 * @param {string} key
 * @param {string} words
 * @param {{ sort?: string, retry?: (() => void) | null }} [options]
 */
export function note(key, words, { sort = "", retry = null } = {}) {
  clearNote(key);
  const made = element("p", { class: `map-note ${sort}`, "data-note": key }, element("span", {}, words));
  if (retry) {
    const button = element("button", { type: "button" }, t("重试"));
    button.addEventListener("click", retry);
    made.append(button);
  }
  place().append(made);
}

/** @param {string} key */
export function clearNote(key) {
  for (const each of document.querySelectorAll(".map-note")) {
    if (each instanceof HTMLElement && each.dataset.note === key) each.remove();
  }
}
