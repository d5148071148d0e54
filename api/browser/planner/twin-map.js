// A second map beside the first, that shows how it was before the changes; both move together.

import L from "leaflet";

import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { basemap, boundary } from "../map/ground.js";
import { Overlay } from "./overlay.js";

/** @import { Method, Spot } from "../planning/types.js" */
/** @import { BasemapConfig, MapConfig } from "../types.js" */
/** @import { Areas } from "./overlay.js" */

export class TwinMap {
  /** @param {L.Map} map @param {MapConfig} config */
  constructor(map, config) {
    this.map = map;
    this.config = config;
    const region = /** @type {HTMLElement} */ (map.getContainer().parentElement);
    this.region = region;
    this.label = element("p", { class: "map-label", hidden: "" }, t("改动后"));
    region.append(this.label);
    /** @type {{ map: L.Map, overlay: Overlay, box: HTMLElement } | null} */
    this.before = null;
  }

  /** @param {Areas | null} areas @param {Method} method @param {Spot[]} spots  The facilities as they were. */
  show(areas, method, spots) {
    const before = this.before ?? this._make();
    this.before = before;
    before.overlay.showAreas(areas, method);
    before.overlay.showDots(spots);
    this._share(true);
  }

  hide() {
    if (this.before) this._share(false);
  }

  /** Give both maps their room, or one all of it; what was in view stays in view. @param {boolean} both */
  _share(both) {
    const { map, label } = this;
    const { box, map: other } = /** @type {NonNullable<typeof this.before>} */ (this.before);
    const changes = label.hidden === both;
    const view = this._shown();
    box.hidden = !both;
    label.hidden = !both;
    map.invalidateSize({ animate: false });
    if (changes) map.fitBounds(view, { padding: [8, 8], animate: false });
    if (!both) return;
    other.invalidateSize({ animate: false });
    other.setView(map.getCenter(), map.getZoom(), { animate: false });
  }

  /** What is to stay in view: the answer, if all of it is. */
  _shown() {
    const view = this.map.getBounds();
    const answer = this.before?.overlay.bounds();
    return answer?.isValid() && view.contains(answer) ? answer : view;
  }

  _make() {
    const canvas = element("div", { class: "folium-map" });
    const box = element("div", { class: "map-region map-before", role: "group", "aria-label": t("改动前的地图") }, canvas);
    box.append(element("p", { class: "map-label" }, t("原来")));
    this.region.before(box);
    const { options } = this.map;
    const made = L.map(canvas, {
      attributionControl: false,
      zoomControl: false,
      zoomSnap: options.zoomSnap,
      minZoom: options.minZoom,
      maxZoom: options.maxZoom,
    });
    made.setView(this.map.getCenter(), this.map.getZoom(), { animate: false });
    if (this.config.basemap) basemap(/** @type {MapConfig & { basemap: BasemapConfig }} */ (this.config)).addTo(made);
    boundary(this.config).addTo(made);
    follow(this.map, made);
    follow(made, this.map);
    return { map: made, overlay: new Overlay(made, this.config), box };
  }
}

/** Let one map go where another went. @param {L.Map} first @param {L.Map} second */
function follow(first, second) {
  first.on("moveend zoomend", () => {
    const there = first.getCenter();
    // Rounded to pixels, two maps would chase each other.
    const apart = second.latLngToContainerPoint(there).distanceTo(second.latLngToContainerPoint(second.getCenter()));
    if (second.getZoom() !== first.getZoom() || apart > 1) second.setView(there, first.getZoom(), { animate: false });
  });
}
