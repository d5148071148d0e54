// What lies below the facilities: tiles where the place has a basemap, and its boundary.

import L from "leaflet";

import { t } from "../settings.js";
import { wgs84ToGcj02 } from "./gcj02.js";
import { fetchJson } from "./json.js";
import { clearNote, note } from "./notes.js";

/** @import { BasemapConfig, Draw, MapConfig } from "../types.js" */

// So many failed tiles without a single good one mean that the tile server cannot be reached.
const TILES_THAT_FAIL = 4;

/**
 * How a WGS 84 position is drawn: as it is, or shifted with the basemap.
 *
 * @param {MapConfig} config
 * @returns {Draw}
 */
export function drawn(config) {
  return config.basemap?.datum === "gcj02" ? wgs84ToGcj02 : (lon, lat) => [lon, lat];
}

/**
 * Leaflet's position for one of GeoJSON's.
 *
 * @param {number[]} position
 * @param {Draw} draw
 */
export function latLng([lon, lat], draw) {
  const [drawnLon, drawnLat] = draw(lon, lat);
  return L.latLng(drawnLat, drawnLon);
}

/**
 * Leaflet's polygons, each a list of rings, of all that has an area in a piece of GeoJSON.
 *
 * @param {GeoJSON.GeoJSON} geojson
 * @param {Draw} draw
 */
export function polygonLatLngs(geojson, draw) {
  return polygonsOf(geojson).map((rings) => rings.map((ring) => ring.map((each) => latLng(each, draw))));
}

/** @param {GeoJSON.GeoJSON} geojson @returns {GeoJSON.Position[][][]} */
function polygonsOf(geojson) {
  switch (geojson.type) {
    case "FeatureCollection":
      return geojson.features.flatMap(polygonsOf);
    case "Feature":
      // A facility may have no geometry.
      return geojson.geometry ? polygonsOf(geojson.geometry) : [];
    case "MultiPolygon":
      return geojson.coordinates;
    case "Polygon":
      return [geojson.coordinates];
    default:
      return [];
  }
}

/** The tiles. Where none can be had they go quietly, and the paper below remains. */
class Basemap extends L.TileLayer {
  /** @param {BasemapConfig} basemap */
  constructor({ url, maxZoom }) {
    super(url, { maxZoom });
    this.good = 0;
    this.failed = 0;
    this.on("tileload", () => {
      this.good += 1;
    });
    this.on("tileerror", () => {
      this.failed += 1;
      if (this.good === 0 && this.failed >= TILES_THAT_FAIL) this.giveUp();
    });
  }

  giveUp() {
    const map = this._map;
    if (!map) return;
    this.remove();
    note("basemap", t("底图暂不可用，设施照常显示。"));
    map.once("movestart", () => clearNote("basemap"));
    map.fire("basemapfailed");
  }
}

/** The tiles of a place that has a basemap. @param {MapConfig & { basemap: BasemapConfig }} config */
export const basemap = (config) => new Basemap(config.basemap);

// Far enough around any place; a mask over the whole world is cut wrongly at high zoom.
const AROUND_DEG = 4;

/**
 * The boundary: a dashed line, and what lies outside of it slightly darker.
 *
 * @param {MapConfig} config
 */
export function boundary(config) {
  const group = L.layerGroup();
  const draw = drawn(config);
  group.on("add", async () => {
    if (group.getLayers().length) return;
    // The facilities are what the map is for: it is whole without the line.
    const found = await /** @type {Promise<GeoJSON.GeoJSON>} */ (fetchJson(config.boundaryUrl)).catch(() => null);
    if (!found) return;
    const polygons = polygonLatLngs(found, draw);
    const quiet = { interactive: false, smoothFactor: 0.5 };
    const outside = [frameAround(polygons), ...polygons.map(([outer]) => outer)];
    group.addLayer(L.polygon(outside, { ...quiet, className: "outside" }));
    group.addLayer(L.polygon(polygons, { ...quiet, className: "boundary" }));
  });
  return group;
}

/** @param {L.LatLng[][][]} polygons */
function frameAround(polygons) {
  const box = L.latLngBounds(polygons.flat(2));
  const north = Math.min(85, box.getNorth() + AROUND_DEG);
  const south = Math.max(-85, box.getSouth() - AROUND_DEG);
  const [west, east] = [box.getWest() - AROUND_DEG, box.getEast() + AROUND_DEG];
  return [L.latLng(north, west), L.latLng(north, east), L.latLng(south, east), L.latLng(south, west)];
}
