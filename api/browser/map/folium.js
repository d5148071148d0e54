// What the map's script (made by api/maps/folium_map.py) finds in the page.

import L from "leaflet";

import { settings } from "../settings.js";
import { movesLittle } from "./dom.js";
import { Facilities } from "./facilities.js";
import { basemap, boundary } from "./ground.js";

/** @import { MapConfig } from "../types.js" */

/**
 * Be ready for the script.
 * @param {(map: L.Map, config: MapConfig) => void} furnish  Called when all else is on the map.
 */
export function answerFolium(furnish) {
  // Before any map is made: movement only for those who do not mind it.
  if (movesLittle()) {
    L.Map.mergeOptions({ fadeAnimation: false, inertia: false, markerZoomAnimation: false, zoomAnimation: false });
  }
  const facilitiesMap = {
    /** @param {MapConfig} config @param {string} name */
    facilities: (config, name) => new Facilities(config, config.layers[name]),
    basemap,
    boundary,
    furnish,
  };
  // What Folium writes expects Leaflet under its old name.
  Object.assign(window, { L, facilitiesMap, facilitiesConfig: settings.map });
}
