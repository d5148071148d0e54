// One cluster group for all layers of a map, so that their circles never lie over each other.

import L from "leaflet";
import "leaflet.markercluster";

import { movesLittle } from "./dom.js";
import { clusterIcon } from "./marks.js";

const groups = new WeakMap();

// Marks are 28 px: nearer than that they cover each other. Close in, they are left to stand.
const radiusPx = (zoom) => (zoom >= 17 ? 24 : 44);

export function clusterOf(map, config) {
  if (!groups.has(map)) {
    const layers = Object.values(config.layers);
    const group = L.markerClusterGroup({
      animate: !movesLittle(),
      chunkedLoading: true,
      iconCreateFunction: (cluster) => clusterIcon(layers, cluster.getAllChildMarkers()),
      maxClusterRadius: radiusPx,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { className: "spider-leg", weight: 1 },
    });
    groups.set(map, group.addTo(map));
  }
  return groups.get(map);
}
