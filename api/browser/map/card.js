// The card of the chosen facility, and its large mark. Built from text, never from markup.

import L from "leaflet";

import { itemAddress } from "./addresses.js";
import { element, inWords, movesLittle } from "./dom.js";
import { markIcon, plainMark } from "./marks.js";
import { facilityName, statusWords, valueWords, webLink } from "./words.js";

/** @import { Facility, FieldConfig, LayerConfig, Properties } from "../types.js" */

// Close enough to see the doorway when the way to a facility began in the list.
const CLOSE_ZOOM = 16;
const MARGIN_PX = 48;

// Told elsewhere on the card, or of no use to a reader of it.
const NOT_IN_TABLE = new Set([
  "name", "name_en", "address", "subdistrict", "status", "position", "source", "source_url",
  "verified_on", "updated_at", "access_point", "entrances",
]);

export class Card {
  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
    /** @type {Facility | null} */
    this.chosen = null;
    /** @type {L.Marker | null} */
    this.mark = null;
    /** @type {Element | null} */
    this.cameFrom = null;
    this.element = element("section", { class: "card", tabindex: "-1", "aria-labelledby": "card-name", hidden: "" });
    L.DomEvent.disableClickPropagation(this.element);
    L.DomEvent.disableScrollPropagation(this.element);
    this.region = /** @type {HTMLElement} */ (map.getContainer().parentElement);
    this.region.append(this.element);
    const pane = map.createPane("chosen");
    pane.style.zIndex = "650";
    this.zooming = false;
    map.on("zoomstart zoomend", ({ type }) => {
      this.zooming = type === "zoomstart";
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /**
   * Show a facility; `near` moves the map close to it, else only as far as it takes to see it.
   *
   * @param {Facility} facility
   * @param {{ near?: boolean }} [options]
   */
  open(facility, { near = false } = {}) {
    this.cameFrom = this.element.contains(document.activeElement) ? this.cameFrom : document.activeElement;
    this.chosen = facility;
    this.element.replaceChildren(...this._parts(facility));
    this._sayStatus(facility);
    this.element.hidden = false;
    this.region.classList.add("has-card");
    this.element.scrollTop = 0;
    this._drawMark(facility);
    this._bringIntoView(facility, near);
    this.element.focus({ preventScroll: true });
    this.map.fire("cardchange", { facility });
  }

  close() {
    if (!this.chosen) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.chosen = null;
    this.mark?.remove();
    this.element.hidden = true;
    this.region.classList.remove("has-card");
    this.map.fire("cardchange", { facility: null });
    if (!hadFocus) return;
    const back = this.cameFrom?.isConnected ? this.cameFrom : this.map.getContainer();
    /** @type {HTMLElement | SVGElement} */ (back).focus();
  }

  /** What holds just now (free until 08:00), asked for when the card opens; without it all else stands. @param {Facility} facility */
  async _sayStatus(facility) {
    if (!facility.layer.hoursField) return;
    const place = /** @type {HTMLElement} */ (this.element.querySelector(".card-status"));
    const status = await facility.status();
    if (!status || this.chosen !== facility) return;
    place.replaceChildren(...inWords(statusWords(status)));
    place.dataset.state = status.state;
    place.hidden = false;
  }

  /** @param {Facility} facility */
  _drawMark(facility) {
    this.mark?.remove();
    if (!facility.at) return;
    const icon = markIcon(facility.layer, { chosen: true });
    this.mark = L.marker(facility.at, { icon, pane: "chosen", interactive: false, keyboard: false });
    this.mark.addTo(this.map);
  }

  /**
   * Move the map so that the mark stands in the part that the card leaves free.
   *
   * @param {Facility} facility
   * @param {boolean} near
   */
  _bringIntoView(facility, near) {
    const { at } = facility;
    if (!at) return;
    const { map } = this;
    if (this.zooming) {
      // Leaflet ignores a change of view while it still moves to the one before.
      map.once("zoomend", () => {
        if (this.chosen === facility) this._bringIntoView(facility, near);
      });
      return;
    }
    const zoom = near ? Math.max(map.getZoom(), CLOSE_ZOOM) : map.getZoom();
    const free = this._freePart();
    const now = map.latLngToContainerPoint(at);
    const margin = L.point(MARGIN_PX, MARGIN_PX);
    const inside = L.bounds(free.getTopLeft().add(margin), free.getBottomRight().subtract(margin));
    if (zoom === map.getZoom() && inside.contains(now)) return;
    const offset = free.getCenter().subtract(map.getSize().divideBy(2));
    const centre = map.unproject(map.project(at, zoom).subtract(offset), zoom);
    map.setView(centre, zoom, { animate: !movesLittle(), duration: 0.2 });
  }

  _freePart() {
    const whole = this.map.getContainer().getBoundingClientRect();
    const card = this.element.getBoundingClientRect();
    const wide = card.width > whole.width * 0.8;
    const bottom = wide ? Math.min(whole.bottom, card.top) : Math.min(whole.bottom, window.innerHeight);
    const left = wide ? whole.left : card.right;
    return L.bounds([left - whole.left, 0], [whole.width, Math.max(bottom - whole.top, 2 * MARGIN_PX)]);
  }

  /** @param {Facility} facility */
  _parts(facility) {
    const { layer, properties } = facility;
    const close = element("button", { class: "card-close", type: "button", "aria-label": "关闭 Close" }, "×");
    close.addEventListener("click", () => this.close());
    const name = element("h2", { id: "card-name" }, ...inWords(facilityName(layer, properties)));
    return [
      element("div", { class: "card-head" }, plainMark(layer, 28), name, close),
      element("div", { class: "card-body" }, ...body(facility)),
    ];
  }
}

/** @param {Facility} facility */
function body(facility) {
  const { layer, properties, id } = facility;
  const details = itemAddress(layer, id);
  return [
    element("p", { class: "card-tags" }, ...tags(layer, properties)),
    element("p", { class: "card-status", hidden: "" }),
    where(properties),
    hours(layer, properties),
    table(layer, properties),
    properties.position === "illustrative" ? notice() : null,
    origin(properties),
    element("p", { class: "card-foot" }, element("a", { href: details }, "全部信息 ", element("span", { class: "en", lang: "en" }, "All details"))),
  ].filter((part) => part !== null);
}

/** @param {LayerConfig} layer @param {Properties} properties */
function tags(layer, properties) {
  const parts = [element("span", {}, ...inWords(layer.title))];
  if (properties.status && properties.status !== "open") {
    parts.push(element("span", { class: "tag" }, ...inWords(valueWords(fieldOf(layer, "status"), properties.status))));
  }
  if (properties.position === "illustrative") {
    parts.push(element("span", { class: "tag tag-illustrative" }, "示意"));
  }
  return parts;
}

/** @param {LayerConfig} layer @param {string} name @returns {FieldConfig} */
function fieldOf(layer, name) {
  return layer.fields.find((field) => field.name === name) ?? { name, label: [name, ""], kind: "text" };
}

/** @param {Properties} properties */
function where({ subdistrict, address }) {
  const parts = [subdistrict, address].filter(Boolean).map(String);
  if (parts.length === 2 && parts[1].includes(parts[0])) parts.shift();
  return parts.length ? element("p", {}, element("bdi", {}, parts.join(" · "))) : null;
}

/** @param {LayerConfig} layer @param {Properties} properties */
function hours(layer, properties) {
  if (!layer.hoursField) return null;
  const field = fieldOf(layer, layer.hoursField);
  const value = properties[layer.hoursField];
  const [zh, en] = value ? valueWords(field, value, layer.hours) : ["时段未知", "Hours unknown"];
  const label = value ? `${field.label[0]} ` : "";
  return element("p", { class: "card-hours" }, label, ...inWords([zh, en]));
}

/** @param {LayerConfig} layer @param {Properties} properties */
function table(layer, properties) {
  const rows = layer.fields
    .filter(({ name }) => !NOT_IN_TABLE.has(name) && name !== layer.hoursField)
    .filter(({ name }) => properties[name] !== null && properties[name] !== undefined)
    .flatMap((field) => [
      element("dt", {}, ...inWords(field.label)),
      element("dd", {}, ...inWords(valueWords(field, properties[field.name], layer.hours))),
    ]);
  return rows.length ? element("dl", { class: "card-fields" }, ...rows) : null;
}

function notice() {
  return element("p", { class: "card-notice" }, ...inWords(["位置为示意，并非实际坐标。", "Illustrative position, not real coordinates."]));
}

/** @param {Properties} properties */
function origin({ source, source_url: sourceUrl, verified_on: verifiedOn }) {
  /** @type {(Node | string)[]} */
  const parts = [];
  const link = sourceUrl ? webLink(sourceUrl) : null;
  if (link) parts.push("来源 Source: ", element("a", { href: link, rel: "noopener" }, element("bdi", {}, source ?? link)));
  else if (source) parts.push("来源 Source: ", element("bdi", {}, source));
  if (verifiedOn) parts.push(parts.length ? " · " : "", `核实 Verified ${verifiedOn}`);
  return parts.length ? element("p", { class: "meta" }, ...parts) : null;
}
