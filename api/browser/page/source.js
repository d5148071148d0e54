// Where the facilities come from: all of them loaded once, or, of a place too large for that, those in
// view. Nearness, status and search are worked out here, so that nobody learns who looks from where.

/**
 * @import { Finder } from "../finder/answer.js"
 * @import { Facility, ResidentData, Status } from "../finder/types.js"
 * @import { FacilityFeature, MapConfig } from "../types.js"
 * @import { SearchIndex } from "../finder/search.js"
 * @import { Box, View } from "../finder/view-box.js"
 */

import { finderOf } from "../finder/answer.js";
import { statusAt } from "../finder/courses.js";
import { facilityKey } from "../finder/facilities.js";
import { isOfAnotherDay, renewedAddress } from "../finder/renewal.js";
import { searchIndex } from "../finder/search.js";
import { viewBox } from "../finder/view-box.js";
import { itemAddress } from "../map/addresses.js";
import { fetchJson } from "../map/json.js";
import { representativePoint } from "../map/point.js";
import { settings } from "../settings.js";

/** @typedef {"loading" | "ready" | "failed"} Progress */

// As many as the server gives at once, and what a list of matches needs.
const MOST_MATCHES = 100;

export class Source {
  /** @param {MapConfig} config */
  constructor(config) {
    this.config = config;
    /** @type {ResidentData | null} */
    this.data = null;
    /** @type {Progress} */
    this.progress = "loading";
    /** What is loaded, ready to be asked. @type {Finder | null} */
    this.finder = null;
    /** What the present search found, best first. @type {Facility[]} */
    this.matches = [];
    /** @type {(() => void)[]} */
    this._listeners = [];
    /** @type {Promise<SearchIndex> | null} */
    this._index = null;
    this._query = "";
    /** What was asked for last, of a place that is loaded by view. @type {Box} */
    this.box = [0, 0, 0, 0];
    /** Until it is there, or has failed. @type {Promise<void>} */
    this.arrived = Promise.resolve();
    /** @type {AbortController | null} */
    this._request = null;
    /** Statuses of facilities that came without a course, from the server. @type {WeakMap<Facility, Status>} */
    this._given = new WeakMap();
    /** @type {Map<string, Facility>} */
    this._single = new Map();
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this._listeners.push(listener);
  }

  /** How many facilities each layer has that are too many to be loaded, by cells; empty where all are. */
  get cells() {
    const layers = Object.entries(this.data?.layers ?? {});
    return layers.flatMap(([layer, { cells }]) =>
      (cells ?? []).map(([lon, lat, count]) => ({ layer, at: /** @type {[number, number]} */ ([lon, lat]), count })),
    );
  }

  /** All that is loaded, layer by layer. */
  get facilities() {
    return this.finder?.facilities ?? [];
  }

  /** Words for the opening hours that occur in a layer. @param {string} layer */
  hoursOf(layer) {
    return this.data?.layers[layer]?.hours ?? {};
  }

  /** Load everything; of a large place only what a view needs to know. */
  async load() {
    if (settings.byView) return;
    await this._fetch(settings.dataUrl);
  }

  /** Of a large place, load what is in view, unless it is there. @param {View} view */
  async loadView(view) {
    if (!settings.byView) return;
    const box = viewBox(view);
    if (String(box) !== String(this.box) || this.progress === "failed") {
      this.box = box;
      this.arrived = this._fetch(this._boxAddress());
    }
    await this.arrived;
  }

  /** Try again what failed. */
  async retry() {
    await this._fetch(settings.byView ? this._boxAddress() : settings.dataUrl);
  }

  /** A page that was left open over midnight asks for the new days. */
  refreshIfOld() {
    if (!this.data || settings.pinned || settings.byView || !navigator.onLine) return;
    if (isOfAnotherDay(this.data, Date.now() / 60_000)) this._fetch(renewedAddress(settings.dataUrl));
  }

  /**
   * What holds of a facility at a minute, for a stay.
   * @param {Facility} facility
   * @param {number} minute
   * @param {number | null} stayMinutes
   */
  statusOf(facility, minute, stayMinutes) {
    const given = this._given.get(facility);
    if (given) return given;
    return this.data && statusAt(this.data, facility.course, minute, stayMinutes);
  }

  /** Find facilities by name, address or pinyin; the newest question counts. @param {string} query */
  async search(query) {
    this._query = query;
    if (!query.trim()) {
      this.matches = [];
      this._tell();
      return;
    }
    const found = settings.byView ? await this._ask(query) : await this._look(query);
    if (this._query !== query) return;
    this.matches = found;
    this._tell();
  }

  /** The facility of a link; null where there is none. @param {string} layer @param {string} id */
  async find(layer, id) {
    const key = facilityKey({ layer, id });
    const known = this.facilities.find((one) => one.layer === layer && one.id === id) ?? this._single.get(key);
    if (known) return known;
    if (!settings.byView || !(layer in this.config.layers)) return null;
    const address = itemAddress(this.config.layers[layer], id, { f: "json" });
    const feature = await fetchJson(address).catch(() => null);
    if (!feature) return null;
    const facility = this._facility(layer, feature);
    this._single.set(key, facility);
    return facility;
  }

  _boxAddress() {
    const sign = settings.dataUrl.includes("?") ? "&" : "?";
    return `${settings.dataUrl}${sign}bbox=${this.box.join(",")}`;
  }

  /** @param {string} url */
  async _fetch(url) {
    this._request?.abort();
    const request = new AbortController();
    this._request = request;
    try {
      const data = /** @type {ResidentData} */ (await fetchJson(url, { signal: request.signal }));
      this.data = data;
      this.finder = finderOf(data, Object.values(this.config.layers));
      this._index = null;
      this.progress = "ready";
    } catch {
      if (request.signal.aborted) return;
      // What is there already is worth more than an empty page.
      if (!this.data) this.progress = "failed";
    }
    this._tell();
  }

  /** @param {string} query */
  async _look(query) {
    this._index ??= searchIndex(this.facilities);
    const found = (await this._index).find(query);
    return found.map(({ facility }) => facility);
  }

  /** The server searches a large place: it learns what is looked for, never from where. @param {string} query */
  async _ask(query) {
    const asked = new URLSearchParams({ q: query.slice(0, 100), limit: String(MOST_MATCHES) });
    const found = /** @type {{ features: (FacilityFeature & { layer: string })[] } | null} */ (
      await fetchJson(`${settings.base}/search?${asked}`).catch(() => null)
    );
    return (found?.features ?? []).map((feature) => this._facility(feature.layer, feature));
  }

  /**
   * @param {string} layer
   * @param {FacilityFeature} feature
   * @returns {Facility}
   */
  _facility(layer, feature) {
    const [lon, lat] = representativePoint(feature) ?? [0, 0];
    /** @type {Facility} */
    const facility = {
      layer,
      id: String(feature.id),
      at: [lon, lat],
      properties: feature.properties,
      geometry: feature.geometry,
      course: null,
      pinyin: [],
    };
    const sort = this.config.layers[layer]?.hoursField === "free_hours" ? "free_hours" : "open_hours";
    if (feature.status) this._given.set(facility, statusFrom(feature.status, sort));
    return facility;
  }

  _tell() {
    for (const listener of this._listeners) listener();
  }
}

/**
 * A status as the server writes it, as it is worked out here.
 * @param {NonNullable<FacilityFeature["status"]>} status
 * @param {Status["sort"]} sort
 * @returns {Status}
 */
function statusFrom(status, sort) {
  return {
    state: status.state,
    until: status.until ? Date.parse(status.until) / 60_000 : null,
    nextState: status.next_state,
    wholeStayFree: status.whole_stay_free,
    maxStayMinutes: status.max_stay_minutes,
    warning: status.warning ?? null,
    reason: status.reason,
    sort,
  };
}
