// Where a layer's facilities are asked for: today's, or those of the version that the map is pinned to.

/** The layer's items, chosen by a query. */
export function itemsAddress(layer, query) {
  return addressOf(layer.itemsUrl, layer, query);
}

/** One facility: its page, or with a query another form of it. */
export function itemAddress(layer, id, query = {}) {
  return addressOf(`${layer.itemsUrl}/${encodeURIComponent(id)}`, layer, query);
}

function addressOf(path, { version }, query) {
  const asked = new URLSearchParams(version ? { ...query, version } : query).toString();
  return asked ? `${path}?${asked}` : path;
}
