// The planner's page: what the map's script (made by api/maps/folium_map.py) calls, and the page around it.

import L from "leaflet";

import { movesLittle } from "./map/dom.js";
import { Facilities } from "./map/facilities.js";
import { basemap, boundary } from "./map/ground.js";
import { startPlanner } from "./planner/start.js";
import { settings } from "./settings.js";

/** @import { MapConfig } from "./types.js" */

if (movesLittle()) {
  L.Map.mergeOptions({ fadeAnimation: false, inertia: false, markerZoomAnimation: false, zoomAnimation: false });
}

const facilitiesMap = {
  /** @param {MapConfig} config @param {string} name */
  facilities: (config, name) => new Facilities(config, config.layers[name]),
  basemap,
  boundary,
  furnish: startPlanner,
};

// What Folium writes expects Leaflet under its old name.
Object.assign(window, { L, facilitiesMap, facilitiesConfig: settings.map });
