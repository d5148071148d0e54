// What the map's script (made by api/maps/folium_map.py) calls. Leaflet and its clustering are
// loaded before, as scripts of their own.

/* global L */
import { movesLittle } from "./dom.js";
import { Facilities } from "./facilities.js";
import { basemap, boundary } from "./ground.js";
import { furnish } from "./furnish.js";

// Before any map is made: movement only for those who do not mind it.
if (movesLittle()) {
  L.Map.mergeOptions({ fadeAnimation: false, inertia: false, markerZoomAnimation: false, zoomAnimation: false });
}

window.facilitiesMap = {
  facilities: (config, name) => new Facilities(config, config.layers[name]),
  basemap,
  boundary,
  furnish,
};
