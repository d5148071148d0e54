// Where a layer's facilities are asked for: today's, or those of the version that the map is pinned to.

/** @import { LayerConfig } from "../types.js" */

/** @typedef {Record<string, string | number>} Query */

/**
 * The layer's items, chosen by a query.
 *
 * @param {LayerConfig} layer
 * @param {Query} query
 */
export function itemsAddress(layer, query) {
  return addressOf(layer.itemsUrl, layer, query);
}

/**
 * One facility: its page, or with a query another form of it.
 *
 * @param {LayerConfig} layer
 * @param {string} id
 * @param {Query} [query]
 */
export function itemAddress(layer, id, query = {}) {
  return addressOf(`${layer.itemsUrl}/${encodeURIComponent(id)}`, layer, query);
}

/** @param {string} path @param {LayerConfig} layer @param {Query} query */
function addressOf(path, { version }, query) {
  const given = Object.entries(version ? { ...query, version } : query);
  const asked = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return asked ? `${path}?${asked}` : path;
}
