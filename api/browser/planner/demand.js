// Where those live whom an answer counts: the place's communities, or the rows that the reader brought.

import { fetchJson } from "../map/json.js";
import { planner } from "./settings.js";

/** @import { Collection } from "../planning/uploads.js" */

// As many as the service gives at once.
const MOST = 10_000;

/** All of them, with their outlines. @param {Collection | null} own  Rows of the reader's. @returns {Promise<GeoJSON.Feature[]>} */
export async function demandFeatures(own) {
  if (own) return rowsOf(own);
  const address = `${planner.communitiesUrl}?limit=${MOST}&f=json`;
  const found = await /** @type {Promise<GeoJSON.FeatureCollection>} */ (fetchJson(address)).catch(() => null);
  return found?.features ?? [];
}

/** The one with an id; null where it cannot be had. @param {string} id @param {Collection | null} own @returns {Promise<GeoJSON.Feature | null>} */
export async function demandFeature(id, own) {
  if (own) return rowsOf(own).find((row) => row.id === id) ?? null;
  const address = `${planner.communitiesUrl}/${encodeURIComponent(id)}?f=json`;
  return /** @type {Promise<GeoJSON.Feature>} */ (fetchJson(address)).catch(() => null);
}

/** Rows have their numbers for ids, as in the answer. @param {Collection} own @returns {GeoJSON.Feature[]} */
function rowsOf({ features }) {
  return features.flatMap(({ geometry, properties }, at) =>
    geometry ? [{ type: /** @type {const} */ ("Feature"), id: String(at + 1), geometry, properties }] : [],
  );
}
