// The map of a page: Leaflet, and what the map's script calls.

import { answerFolium } from "./map/folium.js";
import { furnish } from "./map/furnish.js";

answerFolium(furnish);
