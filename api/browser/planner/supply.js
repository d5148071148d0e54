// The facilities of the question on the map: those that pass its filters, as they are in the data.

import { fetchJson } from "../map/json.js";
import { latLng } from "../map/ground.js";
import { representativePoint } from "../map/point.js";
import { facilityName } from "../map/words.js";
import { planner } from "./settings.js";

/** @import { Spot } from "../planning/types.js" */
/** @import { Draw, Facility, FacilityCollection, FacilityFeature, LayerConfig } from "../types.js" */

// What the page asks of the service at once, and draws.
const MOST = 10_000;
const NOT_IN_USE = ["planned", "under_construction", "closed"];

export class SupplyOnMap {
  /** @param {LayerConfig} layer @param {import("../map/facilities.js").Facilities | undefined} group @param {Draw} draw */
  constructor(layer, group, draw) {
    this.layer = layer;
    this.group = group;
    this.draw = draw;
    /** @type {FacilityFeature[]} */
    this.features = [];
    this.asked = "";
    /** Those that the reader has moved or taken away. @type {ReadonlySet<string>} */
    this.hidden = new Set();
  }

  /** Show what passes filters; what could not be had stays as it was. @param {Record<string, string>} filters */
  async load(filters) {
    const address = `${planner.itemsUrl}?${new URLSearchParams({ ...filters, limit: String(MOST), f: "json" })}`;
    if (address === this.asked) return;
    this.asked = address;
    const found = await /** @type {Promise<FacilityCollection>} */ (fetchJson(address)).catch(() => null);
    if (!found || this.asked !== address) return;
    const asksStatus = "status" in filters;
    this.features = found.features.filter(
      ({ properties }) => asksStatus || !NOT_IN_USE.includes(String(properties.status ?? "")),
    );
    this._show();
  }

  /** @param {ReadonlySet<string>} hidden  Ids. */
  hide(hidden) {
    this.hidden = hidden;
    this._show();
  }

  /** @param {string} id */
  find(id) {
    return this.features.find((feature) => String(feature.id) === id) ?? null;
  }

  /** Where all of them stand. @returns {Spot[]} */
  get spots() {
    return this.features.flatMap(({ id }) => {
      const at = this.spotOf(String(id));
      return at ? [at] : [];
    });
  }

  /** Where a facility stands. @param {string} id @returns {Spot | null} */
  spotOf(id) {
    const feature = this.find(id);
    const at = feature && representativePoint(feature);
    return at ? [at[0], at[1]] : null;
  }

  /** What a facility is called. @param {FacilityFeature} feature */
  name(feature) {
    return facilityName(this.layer, feature.properties);
  }

  /** @param {FacilityFeature} feature @param {readonly number[]} spot @returns {Facility} */
  _facility(feature, [lon, lat]) {
    const { geometry, properties } = feature;
    const id = String(feature.id);
    const found = { layer: this.layer.name, id, at: /** @type {[number, number]} */ ([lon, lat]), properties, geometry, course: null, pinyin: [] };
    return { layer: this.layer, id, name: this.name(feature), at: latLng([lon, lat], this.draw), found };
  }

  _show() {
    /** @type {Facility[]} */
    const marks = [];
    /** @type {[Facility, unknown][]} */
    const plots = [];
    for (const feature of this.features) {
      if (this.hidden.has(String(feature.id))) continue;
      const at = representativePoint(feature);
      if (!at) continue;
      const facility = this._facility(feature, at);
      marks.push(facility);
      plots.push([facility, feature.geometry]);
    }
    this.group?.show(marks, plots);
  }
}
