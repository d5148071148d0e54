// What the map's script (made by api/maps/folium_map.py) calls. Leaflet and its clustering are
// loaded before, as scripts of their own.

import { Facilities } from "./facilities.js";
import { basemap, boundary } from "./ground.js";
import { furnish } from "./furnish.js";

window.facilitiesMap = {
  facilities: (config, name) => new Facilities(config, config.layers[name]),
  basemap,
  boundary,
  furnish,
};
