// The map's own furniture: zoom buttons, scale, credits, names on hover, the card; then the page.

import L from "leaflet";

import { Card } from "./card.js";
import { clustersOf } from "./clusters.js";
import { element, inWords } from "./dom.js";
import { bindPage } from "./page.js";

/** @import { MapConfig } from "../types.js" */
/** @import { Clusters } from "./clusters.js" */

/** @param {L.Map} map @param {MapConfig} config */
export function furnish(map, config) {
  new Credits(config).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: "放大 Zoom in", zoomOutTitle: "缩小 Zoom out" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  nameOnHover(map, clustersOf(map, config));
  const card = new Card(map);
  bindPage(map, config, card);
}

class Credits extends L.Control {
  /** @param {MapConfig} config */
  constructor(config) {
    super({ position: "bottomright" });
    this.config = config;
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    const { attribution, basemap } = this.config;
    const made = element("p", { class: "map-credits" }, element("span", {}, attribution[0]));
    if (basemap) {
      const tiles = element("span", {}, basemap.attribution);
      made.append(tiles);
      map.once("basemapfailed", () => tiles.remove());
    }
    made.append(element("span", {}, element("a", { href: "https://leafletjs.com" }, "Leaflet")));
    return made;
  }
}

/**
 * A mark's name beside it, under the pointer and on keyboard focus.
 *
 * @param {L.Map} map
 * @param {Clusters} clusters
 */
function nameOnHover(map, clusters) {
  const tip = L.tooltip({ className: "map-tip", direction: "top", offset: [0, -18], opacity: 1 });
  const pane = /** @type {HTMLElement} */ (map.getPane("markerPane"));
  /** @param {PointerEvent | FocusEvent} event */
  const show = (event) => {
    if ("pointerType" in event && event.pointerType !== "mouse") return;
    const under = event.target instanceof Element ? event.target.closest(".map-mark") : null;
    const mark = under && clusters.markAt(under);
    if (!mark) return;
    tip.setLatLng(mark.at).setContent(element("span", {}, ...inWords(mark.facility.name)));
    map.openTooltip(tip);
  };
  const hide = () => map.closeTooltip(tip);
  pane.addEventListener("pointerover", show);
  pane.addEventListener("focusin", show);
  pane.addEventListener("pointerout", hide);
  pane.addEventListener("focusout", hide);
}
