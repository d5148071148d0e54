// Gestures that leave the article to its reader: one finger and the wheel scroll, two fingers and the
// wheel with Ctrl move the map. Who tries the other way is told in words.

import { t } from "../settings.js";

/** @import { Map as LeafletMap } from "leaflet" */

const HINT_MS = 1600;
// A finger that rests is no attempt to move anything.
const MOVED_PX = 12;

/** @param {LeafletMap} map */
export function cooperate(map) {
  const box = map.getContainer();
  const hint = hints();
  box.classList.add("cooperates");
  // Before Leaflet hears of it, which would take every gesture for its own.
  const first = { capture: true, passive: true };
  box.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopPropagation();
      hint(isApple() ? t("按住 ⌘ 滚动可缩放地图") : t("按住 Ctrl 滚动可缩放地图"));
    },
    first,
  );
  /** @type {Touch | null} */
  let from = null;
  box.addEventListener(
    "touchstart",
    (event) => {
      from = event.touches.length === 1 ? event.touches[0] : null;
      // What cannot be stopped is the article scrolling already.
      if (from || !event.cancelable) event.stopPropagation();
    },
    first,
  );
  box.addEventListener(
    "touchmove",
    ({ touches }) => {
      if (!from || touches.length !== 1) return;
      if (Math.hypot(touches[0].clientX - from.clientX, touches[0].clientY - from.clientY) < MOVED_PX) return;
      from = null;
      hint(t("用两根手指移动地图"));
    },
    first,
  );
}

/** A function that says something over the map for a while. */
function hints() {
  const place = document.getElementById("hint");
  let waiting = 0;
  return (/** @type {string} */ words) => {
    if (!place) return;
    place.textContent = words;
    place.classList.add("shows");
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      place.classList.remove("shows");
      place.textContent = "";
    }, HINT_MS);
  };
}

function isApple() {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
