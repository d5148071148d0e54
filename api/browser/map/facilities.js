// One layer of facilities on the map: loaded by URL, whole or by view, marked, clustered, chosen.

import L from "leaflet";

import { itemAddress, itemsAddress } from "./addresses.js";
import { Areas } from "./areas.js";
import { clustersOf } from "./clusters.js";
import { drawn, latLng } from "./ground.js";
import { gcj02ToWgs84 } from "./gcj02.js";
import { fetchJson } from "./json.js";
import { clearNote, note } from "./notes.js";
import { representativePoint } from "./point.js";
import { facilityName } from "./words.js";

/** @import { Facility, FacilityCollection, FacilityFeature, LayerConfig, MapConfig, Words } from "../types.js" */

/** @typedef {{ facility: Facility, geometry: FacilityFeature["geometry"] }} Shown */

const VIEW_LIMIT = 2000;
const VIEW_PAUSE_MS = 250;

export class Facilities extends L.Layer {
  /** @param {MapConfig} config @param {LayerConfig} layer */
  constructor(config, layer) {
    super();
    this.config = config;
    this.layer = layer;
    this.draw = drawn(config);
    /** @type {Map<string, Shown>} */
    this.shownById = new Map();
    this.areas = new Areas(this.draw);
    this.loaded = false;
    /** @type {Promise<FacilityCollection | null> | null} */
    this.loading = null;
    /** @type {AbortController | null} */
    this.request = null;
    this.onMove = L.Util.throttle(() => this.loadView(), VIEW_PAUSE_MS, this);
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    this.clusters = clustersOf(map, this.config);
    this.areas.addTo(map);
    if (this.layer.byView) map.on("moveend", this.onMove);
    this.clusters.show(this.layer.name, this.facilities());
    // Not before the map's script has ended: the address may leave this layer out.
    queueMicrotask(() => {
      if (!this._map || this.loaded) return;
      if (this.layer.byView) this.loadView();
      else this.load();
    });
    return this;
  }

  /** @override @param {L.Map} map */
  onRemove(map) {
    map.off("moveend", this.onMove);
    this.request?.abort();
    clearNote(map, this.layer.name);
    this.areas.remove();
    this.clusters?.show(this.layer.name, []);
    return this;
  }

  /** Load all of the layer, once; what is wrong is said on the map, with a way to try again. */
  async load() {
    this.loading ??= this.fetchCollection(this.layer.dataUrl)
      .then((collection) => {
        if (collection) {
          this.loaded = true;
          this.show(collection.features);
        }
        return collection;
      })
      .finally(() => {
        this.loading = null;
      });
    return this.loading;
  }

  /**
   * The facility of an id, asked for singly where it is not on the map; null where there is none.
   *
   * @param {string} id
   */
  async find(id) {
    if (!this.layer.byView && !this.loaded) await this.load();
    const shown = this.shownById.get(id);
    if (shown) return shown.facility;
    const feature = await this.fetchItem(id);
    return feature && this.facilityOf(feature);
  }

  /** @param {string} id @returns {Promise<FacilityFeature | null>} */
  async fetchItem(id) {
    return /** @type {Promise<FacilityFeature>} */ (fetchJson(itemAddress(this.layer, id, { f: "json" }))).catch(
      () => null,
    );
  }

  async loadView() {
    const map = this._map;
    if (!map) return;
    const query = { f: "json", limit: VIEW_LIMIT, bbox: this.box(map.getBounds().pad(0.1)).join(",") };
    const collection = await this.fetchCollection(itemsAddress(this.layer, query));
    if (!collection || !this._map) return;
    this.show(collection.features);
    const { numberMatched = 0, numberReturned = collection.features.length, links = [] } = collection;
    const more = numberMatched > numberReturned || links.some((link) => link.rel === "next");
    if (more) note(map, this.layer.name, this.leftOut(numberReturned, numberMatched));
  }

  /** @param {number} shown @param {number} matched @returns {Words} */
  leftOut(shown, matched) {
    const [zh, en] = this.layer.title;
    const of = matched ? ` / ${matched.toLocaleString("en-US")}` : "";
    const count = `${shown.toLocaleString("en-US")}${of}`;
    return [`${zh}：显示 ${count}，放大以查看全部`, `${en}: ${count} shown, zoom in for all`];
  }

  /** @param {L.LatLngBounds} bounds */
  box(bounds) {
    /** @param {number} lon @param {number} lat */
    const asDrawn = (lon, lat) => [lon, lat];
    const back = this.config.basemap?.datum === "gcj02" ? gcj02ToWgs84 : asDrawn;
    const [west, south] = back(bounds.getWest(), bounds.getSouth());
    const [east, north] = back(bounds.getEast(), bounds.getNorth());
    const rounded = [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)];
    return rounded.map((number) => number.toFixed(6));
  }

  /**
   * Features from our server; null where they cannot be had (then the map says so) or are wanted no more.
   *
   * @param {string} url
   * @returns {Promise<FacilityCollection | null>}
   */
  async fetchCollection(url) {
    const map = this._map;
    const { name, title } = this.layer;
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    if (map) note(map, name, [`正在载入${title[0]}…`, `Loading ${title[1].toLowerCase()}…`], { sort: "loading" });
    try {
      /** @type {FacilityCollection} */
      const found = await fetchJson(url, { signal: request.signal });
      if (map && this.request === request) clearNote(map, name);
      return found;
    } catch {
      if (!request.signal.aborted && map) {
        const retry = () => void (this.layer.byView ? this.loadView() : this.load());
        note(map, name, [`${title[0]}未能载入`, `${title[1]} could not be loaded`], { sort: "trouble", retry });
      }
      return null;
    }
  }

  /** Show these features in place of those before. @param {FacilityFeature[]} features */
  show(features) {
    const before = this.shownById;
    this.shownById = new Map();
    for (const feature of features) {
      const id = String(feature.id);
      this.shownById.set(id, before.get(id) ?? { facility: this.facilityOf(feature), geometry: feature.geometry });
    }
    this.areas.show([...this.shownById.values()].map(({ facility, geometry }) => [facility, geometry]));
    if (this._map) this.clusters?.show(this.layer.name, this.facilities());
  }

  facilities() {
    return [...this.shownById.values()].map(({ facility }) => facility);
  }

  /** @param {FacilityFeature} feature @returns {Facility} */
  facilityOf(feature) {
    const point = representativePoint(feature);
    const id = String(feature.id);
    return {
      layer: this.layer,
      id,
      properties: feature.properties,
      name: facilityName(this.layer, feature.properties),
      at: point && latLng(point, this.draw),
      status: async () => (await this.fetchItem(id))?.status ?? null,
    };
  }
}
