// The page of a map but for the map: what is found, list, card, search. It is there before Leaflet is.

import { startPage } from "./page/start.js";
import { settings } from "./settings.js";

/** @import { Page } from "./types.js" */

/** @type {Page} */
const facilitiesPage = startPage(settings.map);

Object.assign(window, { facilitiesPage });
