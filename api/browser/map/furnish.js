// The map's own furniture: zoom buttons, scale, credits, names on hover, the card; then the page.

import L from "leaflet";

import { Card } from "./card.js";
import { element, inWords } from "./dom.js";
import { bindPage } from "./page.js";

/** @import { Facility, MapConfig } from "../types.js" */

// From here on a plot of a few thousand square metres is larger than its mark.
const AREA_ZOOM = 14.5;

/** @param {L.Map} map @param {MapConfig} config */
export function furnish(map, config) {
  new Credits(config).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: "放大 Zoom in", zoomOutTitle: "缩小 Zoom out" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  hideAreasFromAfar(map);
  nameOnHover(map);
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

/** @param {L.Map} map */
function hideAreasFromAfar(map) {
  const update = () => map.getContainer().classList.toggle("from-afar", map.getZoom() < AREA_ZOOM);
  map.on("zoomend", update);
  update();
}

/** A mark's name beside it, under the pointer and on keyboard focus. @param {L.Map} map */
function nameOnHover(map) {
  const tip = L.tooltip({ className: "map-tip", direction: "top", offset: [0, -18], opacity: 1 });
  /** @type {WeakMap<Element, Facility>} */
  const facilities = new WeakMap();
  map.on("layeradd", ({ layer }) => {
    const mark = layer instanceof L.Marker && layer.getElement();
    if (mark && "facility" in layer) facilities.set(mark, /** @type {Facility} */ (layer.facility));
  });
  const pane = /** @type {HTMLElement} */ (map.getPane("markerPane"));
  /** @param {PointerEvent | FocusEvent} event */
  const show = (event) => {
    if ("pointerType" in event && event.pointerType !== "mouse") return;
    const mark = event.target instanceof Element ? event.target.closest(".map-mark") : null;
    const facility = mark ? facilities.get(mark) : null;
    if (!facility?.at) return;
    tip.setLatLng(facility.at).setContent(element("span", {}, ...inWords(facility.name)));
    map.openTooltip(tip);
  };
  const hide = () => map.closeTooltip(tip);
  pane.addEventListener("pointerover", show);
  pane.addEventListener("focusin", show);
  pane.addEventListener("pointerout", hide);
  pane.addEventListener("focusout", hide);
}
