// The map's own furniture: zoom buttons, scale, credits, names on hover.

import L from "leaflet";

import { lang, said, t } from "../settings.js";
import { clustersOf } from "./clusters.js";
import { element } from "./dom.js";
import { Facilities } from "./facilities.js";

/** @import { Facility, MapConfig } from "../types.js" */

/** @typedef {(element: Element) => { facility: Facility, at: L.LatLng } | null} MarkAt */

/** @param {L.Map} map @param {MapConfig} config */
export function furniture(map, config) {
  new Credits(config).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: t("放大"), zoomOutTitle: t("缩小") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  const clusters = clustersOf(map, config);
  nameOnHover(map, "markerPane", (under) => clusters.markAt(under));
}

/** What Folium put on the map, by layer. @param {L.Map} map */
export function groupsOn(map) {
  /** @type {Record<string, Facilities>} */
  const groups = {};
  map.eachLayer((layer) => {
    if (layer instanceof Facilities) groups[layer.layer.name] = layer;
  });
  return groups;
}

class Credits extends L.Control {
  /** @param {MapConfig} config */
  constructor(config) {
    super({ position: "bottomright" });
    this.config = config;
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    const made = element("p", { class: "map-credits" }, element("span", {}, said(this.config.attribution)));
    if (this.config.basemap) {
      const tiles = element("span", {}, this.config.basemap.attribution);
      made.append(tiles);
      map.once("basemapfailed", () => tiles.remove());
    }
    const leaflet = { href: "https://leafletjs.com", target: "_blank", rel: "noopener", lang: lang === "en" ? null : "en" };
    made.append(element("span", {}, element("a", leaflet, "Leaflet")));
    return made;
  }
}

/**
 * A mark's name beside it, under the pointer and on keyboard focus.
 *
 * @param {L.Map} map
 * @param {string} name of the pane
 * @param {MarkAt} markAt
 */
export function nameOnHover(map, name, markAt) {
  const tip = L.tooltip({ className: "map-tip", direction: "top", offset: [0, -18], opacity: 1 });
  const pane = /** @type {HTMLElement} */ (map.getPane(name));
  /** @param {PointerEvent | FocusEvent} event */
  const show = (event) => {
    if ("pointerType" in event && event.pointerType !== "mouse") return;
    const under = event.target instanceof Element ? event.target.closest(".map-mark") : null;
    const mark = under && markAt(under);
    if (!mark) return;
    tip.setLatLng(mark.at).setContent(element("span", {}, element("bdi", {}, said(mark.facility.name))));
    map.openTooltip(tip);
  };
  const hide = () => map.closeTooltip(tip);
  pane.addEventListener("pointerover", show);
  pane.addEventListener("focusin", show);
  pane.addEventListener("pointerout", hide);
  pane.addEventListener("focusout", hide);
}
