// The map of a page: its furniture, then the page around it.

import { MapView } from "../page/map-view.js";
import { furniture, groupsOn, nameOnHover } from "./furniture.js";

/** @import { Map as LeafletMap } from "leaflet" */
/** @import { MapConfig } from "../types.js" */

/** @param {LeafletMap} map @param {MapConfig} config */
export function furnish(map, config) {
  furniture(map, config);
  // In a task of its own: a phone answers a finger between the two.
  setTimeout(() => {
    const view = new MapView(map, config, window.facilitiesPage, groupsOn(map));
    window.facilitiesPage.attach(view);
    nameOnHover(map, "numbered", (under) => view.numbered.markAt(under));
  });
}
