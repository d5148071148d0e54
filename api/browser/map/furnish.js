// The map's own furniture: zoom buttons, scale, credits, names on hover, the card; then the page.

import L from "leaflet";

import { Card } from "./card.js";
import { element, inWords } from "./dom.js";
import { bindPage } from "./page.js";

// From here on a plot of a few thousand square metres is larger than its mark.
const AREA_ZOOM = 14.5;

export function furnish(map, config) {
  credits(map, config);
  L.control.zoom({ position: "bottomright", zoomInTitle: "放大 Zoom in", zoomOutTitle: "缩小 Zoom out" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  hideAreasFromAfar(map);
  nameOnHover(map);
  const card = new Card(map, config);
  bindPage(map, config, card);
}

function credits(map, config) {
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const made = element("p", { class: "map-credits" }, element("span", {}, config.attribution[0]));
    if (config.basemap) {
      const tiles = element("span", {}, config.basemap.attribution);
      made.append(tiles);
      map.once("basemapfailed", () => tiles.remove());
    }
    made.append(element("span", {}, element("a", { href: "https://leafletjs.com" }, "Leaflet")));
    return made;
  };
  control.addTo(map);
}

function hideAreasFromAfar(map) {
  const update = () => map.getContainer().classList.toggle("from-afar", map.getZoom() < AREA_ZOOM);
  map.on("zoomend", update);
  update();
}

/** A mark's name beside it, under the pointer and on keyboard focus. */
function nameOnHover(map) {
  const tip = L.tooltip({ className: "map-tip", direction: "top", offset: [0, -18], opacity: 1 });
  const facilities = new WeakMap();
  map.on("layeradd", ({ layer }) => {
    if (layer.facility && layer.getElement?.()) facilities.set(layer.getElement(), layer.facility);
  });
  const pane = map.getPane("markerPane");
  const show = ({ target, pointerType = "mouse" }) => {
    const facility = facilities.get(target.closest(".map-mark"));
    if (!facility || pointerType !== "mouse") return;
    tip.setLatLng(facility.at).setContent(element("span", {}, ...inWords(facility.name)));
    map.openTooltip(tip);
  };
  const hide = () => map.closeTooltip(tip);
  pane.addEventListener("pointerover", show);
  pane.addEventListener("focusin", show);
  pane.addEventListener("pointerout", hide);
  pane.addEventListener("focusout", hide);
}
