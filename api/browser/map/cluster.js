// @ts-nocheck
// One cluster group for all layers of a map, so that their circles never lie over each other.

import L from "leaflet";
import "leaflet.markercluster";

import { movesLittle } from "./dom.js";
import { clusterIcon } from "./marks.js";

/** @import { MapConfig } from "../types.js" */

const groups = new WeakMap();

// Marks are 28 px: nearer than that they cover each other. Close in, they are left to stand.
const radiusPx = (zoom) => (zoom >= 17 ? 24 : 44);

/** @typedef {L.FeatureGroup & { addLayers(all: L.Layer[]): void, removeLayers(all: L.Layer[]): void }} Group */

/** @param {L.Map} map @param {MapConfig} config @returns {Group} */
export function clusterOf(map, config) {
  if (!groups.has(map)) {
    const layers = Object.values(config.layers);
    const group = L.markerClusterGroup({
      animate: !movesLittle(),
      chunkedLoading: true,
      iconCreateFunction: (cluster) => clusterIcon(counted(layers, cluster.getAllChildMarkers())),
      maxClusterRadius: radiusPx,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { className: "spider-leg", weight: 1 },
    });
    groups.set(map, group.addTo(map));
  }
  return groups.get(map);
}

const counted = (layers, markers) =>
  layers
    .map((layer) => [layer, markers.filter(({ facility }) => facility.layer === layer).length])
    .filter(([, count]) => count > 0);
