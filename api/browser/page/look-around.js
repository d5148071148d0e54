// Of a place that is loaded by view: the view in which the nearest facilities are sure to be known.

/**
 * @import { MapView } from "./map-view.js"
 * @import { Origin } from "./finder.js"
 */

import { surelyNearest } from "../finder/surely-nearest.js";

// From a street to farther around, a zoom at a time.
const FIRST_ZOOM = 17;
const NEAREST = 5;

/**
 * Show what is around an origin: so far around that the nearest are known and in view, or so far as
 * facilities can be listed.
 * @param {MapView} view
 * @param {Origin} origin
 */
export async function lookAround(view, origin) {
  const { finder, map } = view;
  for (let zoom = FIRST_ZOOM; zoom >= map.getMinZoom(); zoom -= 1) {
    view.centreOn(origin.at, zoom);
    await finder.source.arrived;
    await nextTask();
    if (finder.origin !== origin) return;
    const { entries } = finder.found;
    const nearest = entries.slice(0, NEAREST);
    if (finder.source.cells.length) {
      // Too many to be listed: as near again as they were.
      view.centreOn(origin.at, zoom + 1);
      return;
    }
    const sure = surelyNearest(entries, origin.at, finder.source.box);
    if (sure >= NEAREST && nearest.every(({ facility }) => view.shows(facility))) return;
    if (view.showsAll()) return;
  }
}

/** Until the list has been drawn with what came. @returns {Promise<void>} */
function nextTask() {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
