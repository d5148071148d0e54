// Words over the map: what is loading, what went wrong and how to try again, what is left out.

import { element, inWords } from "./dom.js";

const places = new WeakMap();

function placeFor(map) {
  if (!places.has(map)) {
    const made = element("div", { class: "map-notes", role: "status" });
    map.getContainer().parentElement.append(made);
    places.set(map, made);
  }
  return places.get(map);
}

/** Show a note under a key, in place of an earlier one of that key; returns how to take it away. */
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

export function clearNote(map, key) {
  for (const each of placeFor(map).children) {
    if (each.dataset.note === key) each.remove();
  }
}
