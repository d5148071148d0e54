// One layer of facilities on the map: loaded by URL, whole or by view, marked, clustered, chosen.

import L from "leaflet";

import { itemAddress, itemsAddress } from "./addresses.js";
import { clusterOf } from "./cluster.js";
import { drawn, latLngs } from "./ground.js";
import { gcj02ToWgs84 } from "./gcj02.js";
import { fetchJson } from "./json.js";
import { markIcon } from "./marks.js";
import { clearNote, note } from "./notes.js";
import { representativePoint } from "./point.js";
import { facilityName } from "./words.js";

const VIEW_LIMIT = 2000;
const VIEW_PAUSE_MS = 250;

export const Facilities = L.Layer.extend({
  initialize(config, layer) {
    this.config = config;
    this.layer = layer;
    this.shift = drawn(config);
    this.shownById = new Map();
    this.areas = L.featureGroup();
    this.areas.on("click", (event) => this._choose(event.layer.facility));
  },

  onAdd(map) {
    this.cluster = clusterOf(map, this.config);
    this.areas.addTo(map);
    if (this.layer.byView) {
      this._onMove = L.Util.throttle(() => this._loadView(), VIEW_PAUSE_MS, this);
      map.on("moveend", this._onMove);
    }
    this.cluster.addLayers(this._markers());
    // Not before the map's script has ended: the address may leave this layer out.
    queueMicrotask(() => this._map && !this.loaded && (this.layer.byView ? this._loadView() : this.load()));
  },

  onRemove(map) {
    if (this._onMove) map.off("moveend", this._onMove);
    this._request?.abort();
    clearNote(map, this.layer.name);
    this.areas.remove();
    this.cluster.removeLayers(this._markers());
  },

  /** Load all of the layer, once; what is wrong is said on the map, with a way to try again. */
  async load() {
    this._loading ??= this._fetch(this.layer.dataUrl)
      .then((collection) => {
        if (collection) {
          this.loaded = true;
          this._show(collection.features);
        }
        return collection;
      })
      .finally(() => {
        this._loading = null;
      });
    return this._loading;
  },

  /** The facility of an id, asked for singly where it is not on the map; null where there is none. */
  async find(id) {
    if (!this.layer.byView && !this.loaded) await this.load();
    if (this.shownById.has(id)) return this.shownById.get(id).facility;
    const feature = await this._item(id);
    return feature && this._facility(feature);
  },

  async _item(id) {
    return fetchJson(itemAddress(this.layer, id, { f: "json" })).catch(() => null);
  },

  async _loadView() {
    const map = this._map;
    if (!map) return;
    const box = this._box(map.getBounds().pad(0.1));
    const query = { f: "json", limit: VIEW_LIMIT, bbox: box.join(",") };
    const collection = await this._fetch(itemsAddress(this.layer, query));
    if (!collection || !this._map) return;
    this._show(collection.features);
    const { numberMatched, numberReturned = collection.features.length, links = [] } = collection;
    const more = numberMatched > numberReturned || links.some((link) => link.rel === "next");
    if (more) note(map, this.layer.name, this._leftOut(numberReturned, numberMatched));
  },

  _leftOut(shown, matched) {
    const [zh, en] = this.layer.title;
    const of = matched ? ` / ${matched.toLocaleString("en-US")}` : "";
    const count = `${shown.toLocaleString("en-US")}${of}`;
    return [`${zh}：显示 ${count}，放大以查看全部`, `${en}: ${count} shown, zoom in for all`];
  },

  _box(bounds) {
    const back = this.config.basemap?.datum === "gcj02" ? gcj02ToWgs84 : (lon, lat) => [lon, lat];
    const [west, south] = back(bounds.getWest(), bounds.getSouth());
    const [east, north] = back(bounds.getEast(), bounds.getNorth());
    const rounded = [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)];
    return rounded.map((number) => number.toFixed(6));
  },

  /** JSON from our server; null where it cannot be had (then the map says so) or is wanted no more. */
  async _fetch(url) {
    const map = this._map;
    const { name, title } = this.layer;
    this._request?.abort();
    const request = new AbortController();
    this._request = request;
    if (map) note(map, name, [`正在载入${title[0]}…`, `Loading ${title[1].toLowerCase()}…`], { sort: "loading" });
    try {
      const found = await fetchJson(url, { signal: request.signal });
      if (map && this._request === request) clearNote(map, name);
      return found;
    } catch {
      if (!request.signal.aborted && map) {
        const words = [`${title[0]}未能载入`, `${title[1]} could not be loaded`];
        const retry = () => (this.layer.byView ? this._loadView() : this.load());
        note(map, name, words, { sort: "trouble", retry });
      }
      return null;
    }
  },

  _show(features) {
    const wanted = new Map(features.map((feature) => [String(feature.id), feature]));
    const gone = [...this.shownById].filter(([id]) => !wanted.has(id));
    const fresh = [...wanted].filter(([id]) => !this.shownById.has(id)).map(([, feature]) => this._shown(feature));
    for (const [id, { area }] of gone) {
      this.shownById.delete(id);
      if (area) this.areas.removeLayer(area);
    }
    for (const shown of fresh) {
      this.shownById.set(shown.facility.id, shown);
      if (shown.area) this.areas.addLayer(shown.area);
    }
    if (!this._map) return;
    this.cluster.removeLayers(gone.map(([, { marker }]) => marker).filter(Boolean));
    this.cluster.addLayers(fresh.map(({ marker }) => marker).filter(Boolean));
  },

  _markers() {
    return [...this.shownById.values()].map(({ marker }) => marker).filter(Boolean);
  },

  _facility(feature) {
    const point = representativePoint(feature);
    return {
      layer: this.layer,
      id: String(feature.id),
      properties: feature.properties,
      name: facilityName(this.layer, feature.properties),
      at: point && latLngs(point, this.shift),
      status: async () => (await this._item(String(feature.id)))?.status ?? null,
    };
  },

  _shown(feature) {
    const facility = this._facility(feature);
    return { facility, marker: this._marker(facility), area: this._area(facility, feature.geometry) };
  },

  _marker(facility) {
    if (!facility.at) return null;
    this._icon ??= markIcon(this.layer);
    const marker = L.marker(facility.at, { icon: this._icon, riseOnHover: true });
    marker.facility = facility;
    marker.on("add", () => {
      const [zh, en] = facility.name;
      marker.getElement().setAttribute("aria-label", `${zh} ${en} · ${this.layer.title.join(" ")}`);
    });
    marker.on("click keypress", ({ originalEvent }) => {
      if (originalEvent.type !== "keypress" || ["Enter", " "].includes(originalEvent.key)) {
        originalEvent.preventDefault();
        this._choose(facility);
      }
    });
    return marker;
  },

  _area(facility, geometry) {
    if (!geometry?.type.endsWith("Polygon")) return null;
    const shape = L.polygon(latLngs(geometry.coordinates, this.shift), {
      className: `area layer-${this.layer.name}`,
    });
    shape.facility = facility;
    return shape;
  },

  _choose(facility) {
    this._map.fire("facilitychosen", { facility });
  },
});
