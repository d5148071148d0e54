// What lies below the facilities: tiles where the place has a basemap, and its boundary.

import L from "leaflet";

import { wgs84ToGcj02 } from "./gcj02.js";
import { fetchJson } from "./json.js";
import { clearNote, note } from "./notes.js";

// So many failed tiles without a single good one mean that the tile server cannot be reached.
const TILES_THAT_FAIL = 4;

/** How a WGS 84 position is drawn: as it is, or shifted with the basemap. */
export function drawn(config) {
  return config.basemap?.datum === "gcj02" ? wgs84ToGcj02 : (lon, lat) => [lon, lat];
}

/** Leaflet's positions from GeoJSON coordinates of any depth. */
export function latLngs(coordinates, draw) {
  if (typeof coordinates[0] !== "number") return coordinates.map((part) => latLngs(part, draw));
  const [lon, lat] = draw(coordinates[0], coordinates[1]);
  return L.latLng(lat, lon);
}

/** The tiles. Where none can be had they go quietly, and the paper below remains. */
export function basemap(config) {
  const tiles = L.tileLayer(config.basemap.url, { maxZoom: config.basemap.maxZoom });
  let good = 0;
  let failed = 0;
  tiles.on("tileload", () => {
    good += 1;
  });
  tiles.on("tileerror", () => {
    failed += 1;
    const map = tiles._map;
    if (!map || good > 0 || failed < TILES_THAT_FAIL) return;
    tiles.remove();
    note(map, "basemap", ["底图暂不可用，设施照常显示", "No basemap now; facilities are all here"]);
    map.once("movestart", () => clearNote(map, "basemap"));
    map.fire("basemapfailed");
  });
  return tiles;
}

// Far enough around any place; a mask over the whole world is cut wrongly at high zoom.
const AROUND_DEG = 4;

/** The boundary: a dashed line, and what lies outside of it slightly darker. */
export function boundary(config) {
  const group = L.layerGroup();
  const draw = drawn(config);
  group.on("add", async () => {
    if (group.getLayers().length) return;
    // The facilities are what the map is for: it is whole without the line.
    const found = await fetchJson(config.boundaryUrl).catch(() => null);
    if (!found) return;
    const polygons = polygonsOf(found);
    const rings = polygons.map((polygon) => latLngs(polygon, draw));
    const box = L.latLngBounds(rings.flat(2));
    const north = Math.min(85, box.getNorth() + AROUND_DEG);
    const south = Math.max(-85, box.getSouth() - AROUND_DEG);
    const [west, east] = [box.getWest() - AROUND_DEG, box.getEast() + AROUND_DEG];
    const frame = [[north, west], [north, east], [south, east], [south, west]];
    const quiet = { interactive: false, smoothFactor: 0.5 };
    group.addLayer(L.polygon([frame, ...rings.map((polygon) => polygon[0])], { ...quiet, className: "outside" }));
    group.addLayer(L.polygon(rings, { ...quiet, className: "boundary" }));
  });
  return group;
}

function polygonsOf(geojson) {
  const features = geojson.type === "FeatureCollection" ? geojson.features : [geojson];
  return features.flatMap((feature) => {
    const { type, coordinates } = feature.geometry ?? feature;
    return type === "MultiPolygon" ? coordinates : type === "Polygon" ? [coordinates] : [];
  });
}
