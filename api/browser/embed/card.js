// The card of a facility in the frame of an article: what it is, whether it is open, and the way there.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { MapConfig } from "../types.js"
 * @import { Shown } from "./shown.js"
 */

import { isOutOfUse } from "../finder/facilities.js";
import { isInsideWeChat, navigationLinks } from "../finder/navigation.js";
import { element } from "../map/dom.js";
import { valueWords } from "../map/words.js";
import {
  cardHead,
  cardStatusLines,
  facilityAddress,
  fieldOf,
  local,
  nameOf,
  whereWords,
} from "../page/entry.js";
import { said, settings, t } from "../settings.js";

// As the styles set it off from the map's lower edge.
const BELOW_PX = 8;
// The first ones are those that most have; the facility's own page has all.
const MOST_WAYS = 3;
/** Leads out of the frame, never away with the article. */
const BESIDE = { target: "_blank", rel: "noopener" };

export class EmbedCard {
  /**
   * @param {HTMLElement} place
   * @param {MapConfig} config
   * @param {Shown} shown
   * @param {(facility: Facility | null) => void} onChange  It opened, or closed.
   */
  constructor(place, config, shown, onChange) {
    this.config = config;
    this.shown = shown;
    this.onChange = onChange;
    /** @type {Facility | null} */
    this.facility = null;
    this.status = element("div", { class: "card-status" });
    this.element = element("section", { class: "card", tabindex: "-1", "aria-labelledby": "card-name", hidden: "" });
    /** @type {HTMLElement | null} */
    this.cameFrom = null;
    this.place = place;
    place.append(this.element);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    shown.onFound(() => this._drawMoment());
  }

  /** How much of the map it covers, from below, in pixels. */
  get coveredPx() {
    const lies = getComputedStyle(this.place).position === "absolute";
    return this.element.hidden || !lies ? 0 : this.element.offsetHeight + BELOW_PX;
  }

  /** @param {Facility} facility @param {{ focus?: boolean }} [how] */
  open(facility, { focus = true } = {}) {
    const from = document.activeElement;
    if (from instanceof HTMLElement && !this.element.contains(from)) this.cameFrom = from;
    this.facility = facility;
    this.element.replaceChildren(...this._parts(facility));
    this._drawMoment();
    this.element.hidden = false;
    this.element.scrollTo(0, 0);
    this.onChange(facility);
    if (!focus) return;
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  close() {
    if (!this.facility) return;
    this.facility = null;
    this.element.hidden = true;
    this.onChange(null);
    if (this.cameFrom?.isConnected) this.cameFrom.focus({ preventScroll: true });
  }

  /** @param {Facility} facility */
  _parts(facility) {
    const layer = this.config.layers[facility.layer];
    const { properties } = facility;
    const close = element("button", { type: "button", class: "card-close", "aria-label": t("收起") }, "✕");
    close.addEventListener("click", () => this.close());
    const where = whereWords(properties);
    return [
      close,
      cardHead(layer, facility, 28),
      this.status,
      this._hours(facility),
      where ? element("p", { class: "card-where" }, local(where)) : null,
      isOutOfUse(facility) ? null : this._ways(facility),
    ].filter((part) => part !== null);
  }

  /** @param {Facility} facility */
  _hours({ layer: name, properties }) {
    const layer = this.config.layers[name];
    const field = layer.hoursField && fieldOf(layer, layer.hoursField);
    const value = field && properties[field.name];
    if (!field || !value) return null;
    const words = said(valueWords(field, value, this.shown.source.hoursOf(name)));
    return element("p", { class: "card-hours-line" }, `${said(field.label)} `, local(words));
  }

  /** @param {Facility} facility */
  _ways(facility) {
    const layer = this.config.layers[facility.layer];
    const whole = element("a", { href: facilityAddress(facility), ...BESIDE }, t("详情"));
    if (isInsideWeChat(navigator.userAgent)) {
      return element("p", { class: "card-ways" }, element("span", { class: "meta" }, t("请在浏览器中打开以导航。")), whole);
    }
    const links = navigationLinks({
      lon: facility.at[0],
      lat: facility.at[1],
      name: nameOf(layer, facility),
      by: layer.travel,
      country: settings.country,
      source: settings.place[0],
    });
    const ways = links.slice(0, MOST_WAYS).map(({ href, label }) => element("a", { class: "way", href, ...BESIDE }, said(label)));
    return element("p", { class: "card-ways" }, ...ways, whole);
  }

  /** What hangs on the minute. */
  _drawMoment() {
    const { facility, shown } = this;
    if (!facility) return;
    const lines = cardStatusLines(facility, shown.statusOf(facility), shown.minute, shown.choice.stayMinutes);
    this.status.replaceChildren(...lines);
    this.status.hidden = !lines.length;
  }
}
