// The card of one facility, in the place of the list: all that is known of it, the way there, and back.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { MapConfig } from "../types.js"
 * @import { Finder } from "./finder.js"
 */

import { facilityKey } from "../finder/facilities.js";
import { element } from "../map/dom.js";
import { details } from "./details.js";
import {
  cardHead,
  cardStatusLines,
  farWords,
  isIllustrative,
  local,
  whereWords,
} from "./entry.js";
import { reportParts } from "./report-form.js";
import { t } from "../settings.js";
import { shareButton, wayParts } from "./ways.js";

export class Card {
  /**
   * @param {HTMLElement} place
   * @param {MapConfig} config
   * @param {Finder} finder
   * @param {(facility: Facility | null) => void} onChange  It opened, or closed.
   */
  constructor(place, config, finder, onChange) {
    this.config = config;
    this.finder = finder;
    this.onChange = onChange;
    /** @type {Facility | null} */
    this.facility = null;
    this.element = element("section", { class: "card", tabindex: "-1", "aria-labelledby": "card-name", hidden: "" });
    /** @type {HTMLElement | null} */
    this.cameFrom = null;
    /** What there is around a facility, where there is a list of it. @type {((facility: Facility) => void) | null} */
    this.onNear = null;
    this.status = element("div", { class: "card-status" });
    this.far = element("p", { class: "card-far" });
    place.append(this.element);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
    finder.onFound(() => this._drawMoment());
  }

  /** @param {Facility} facility */
  open(facility) {
    const from = document.activeElement;
    if (from instanceof HTMLElement && !this.element.contains(from)) this.cameFrom = from;
    this.facility = facility;
    this.element.replaceChildren(...this._parts(facility));
    this._drawMoment();
    this.element.hidden = false;
    this.element.parentElement?.classList.add("has-card");
    this.element.closest(".sheet")?.scrollTo(0, 0);
    this.onChange(facility);
    this.element.focus({ preventScroll: true });
  }

  close() {
    if (!this.facility) return;
    const key = facilityKey(this.facility);
    this.facility = null;
    this.element.hidden = true;
    this.element.parentElement?.classList.remove("has-card");
    this.onChange(null);
    // Back to where the reader came from; what was redrawn since is found by its name.
    const again = this.cameFrom?.isConnected ? this.cameFrom : document.querySelector(`[data-key="${CSS.escape(key)}"] a`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /** @param {Facility} facility */
  _parts(facility) {
    const layer = this.config.layers[facility.layer];
    const { properties } = facility;
    const back = element(
      "button",
      { type: "button", class: "card-back" },
      element("span", { "aria-hidden": "true" }, "‹ "),
      t("返回列表"),
    );
    back.addEventListener("click", () => this.close());
    const where = whereWords(properties);
    return [
      back,
      cardHead(layer, facility, 36),
      this.status,
      this.far,
      where ? element("p", { class: "card-where" }, local(where)) : null,
      isIllustrative(properties)
        ? element("p", { class: "card-notice" }, t("位置为示意，并非实际坐标。"))
        : null,
      ...wayParts(layer, facility, shareButton(layer, facility)),
      this._nearButton(facility),
      ...details(layer, facility, this.finder),
      ...reportParts(layer, facility, this.finder.source.data?.layers[facility.layer]?.version),
    ].filter((part) => part !== null);
  }

  /** Who has no position starts from a place that was found. @param {Facility} facility */
  _nearButton(facility) {
    const { onNear } = this;
    if (!onNear) return null;
    const button = element("button", { type: "button", class: "quiet-button" }, t("找附近的设施"));
    button.addEventListener("click", () => onNear(facility));
    return button;
  }

  /** What hangs on the minute, and on where one is. */
  _drawMoment() {
    const { facility, finder } = this;
    if (!facility) return;
    const status = finder.statusOf(facility);
    const lines = cardStatusLines(facility, status, finder.minute, finder.choice.stayMinutes);
    this.status.replaceChildren(...lines);
    this.status.hidden = !lines.length;
    const from = finder.origin?.at;
    const far = from ? farWords(finder.entryOf(facility), from) : null;
    this.far.hidden = !far;
    this.far.textContent = far
      ? t("直线 {distance}，{direction}方向，{walk}", far)
      : "";
  }

  /** Whether it shows a facility. @param {{ layer: string, id: string }} facility */
  shows(facility) {
    return this.facility !== null && facilityKey(this.facility) === facilityKey(facility);
  }
}
