// When one arrives and how long one stays: a chip that says it, and a small panel that it opens.

/** @import { Finder } from "./finder.js" */

import { NOW, STAYS, arrivalBounds, arrivalChoices, arrivalWords, boundsForInput, readArrival, stayWords } from "../finder/when.js";
import { localText, localTime } from "../finder/local-time.js";
import { element } from "../map/dom.js";
import { nowMinute } from "./finder.js";
import { settings, t } from "../settings.js";

const OTHER = "other";

export class WhenPanel {
  /** @param {Finder} finder */
  constructor(finder) {
    this.finder = finder;
    this.button = element("button", {
      type: "button",
      class: "chip when-chip",
      "data-chip": "when",
      "aria-expanded": "false",
      "aria-controls": "when",
    });
    this.arrival = element("select", { id: "arrival" });
    this.time = element("input", { type: "datetime-local", id: "arrival-time" });
    this.stay = element("select", { id: "stay" });
    this.other = element(
      "div",
      { class: "field", hidden: "" },
      element("label", { for: "arrival-time" }, t("日期和时间")),
      this.time,
    );
    this.panel = element(
      "div",
      { class: "when-panel", id: "when", hidden: "" },
      element("div", { class: "field" }, element("label", { for: "arrival" }, t("到达")), this.arrival),
      this.other,
      element("div", { class: "field" }, element("label", { for: "stay" }, t("停留")), this.stay),
    );
    this.button.addEventListener("click", () => this._toggle());
    this.arrival.addEventListener("change", () => this._arrive());
    this.time.addEventListener("change", () => this._arriveAt());
    this.stay.addEventListener("change", () =>
      finder.choose({ stayMinutes: this.stay.value ? Number(this.stay.value) : null }),
    );
    this.draw();
  }

  draw() {
    const { when, stayMinutes } = this.finder.choice;
    const now = nowMinute();
    const zone = settings.timezone;
    this.button.textContent =
      stayMinutes === null
        ? t("{arrival}到达", { arrival: arrivalWords(when, now, zone, t) })
        : t("{arrival}到达，{stay}", { arrival: arrivalWords(when, now, zone, t), stay: stayWords(stayMinutes, t) });
    const offered = arrivalChoices(now, zone);
    const isOther = !offered.includes(when);
    options(this.arrival, [
      ...offered.map((arrival) => /** @type {[string, string]} */ ([arrival, arrivalWords(arrival, now, zone, t)])),
      [OTHER, t("选择时间…")],
    ]);
    this.arrival.value = isOther ? OTHER : when;
    this.other.hidden = !isOther && this.arrival.dataset.other !== "";
    options(this.stay, [
      ["", stayWords(null, t)],
      ...STAYS.map((minutes) => /** @type {[string, string]} */ ([String(minutes), stayWords(minutes, t)])),
    ]);
    this.stay.value = stayMinutes === null ? "" : String(stayMinutes);
    const { data } = this.finder.source;
    const bounds = data && arrivalBounds(data, now);
    if (bounds) Object.assign(this.time, boundsForInput(bounds, zone));
    if (isOther) this.time.value = when;
  }

  _toggle() {
    this.panel.hidden = !this.panel.hidden;
    this.button.setAttribute("aria-expanded", String(!this.panel.hidden));
    if (!this.panel.hidden) this.arrival.focus();
  }

  _arrive() {
    if (this.arrival.value !== OTHER) {
      delete this.arrival.dataset.other;
      this.finder.choose({ when: this.arrival.value });
      return;
    }
    this.arrival.dataset.other = "";
    this.other.hidden = false;
    this.time.value = localText(localTime(this.finder.minute, settings.timezone));
    this.time.focus();
  }

  _arriveAt() {
    const when = readArrival(this.time.value);
    const { min, max } = this.time;
    // Typed by hand, a time may lie outside of what is known.
    if (!when || (min && this.time.value < min) || (max && this.time.value > max)) {
      this.time.setCustomValidity(t("请选择 {from} 至 {to} 之间的时间", { from: min.replace("T", " "), to: max.replace("T", " ") }));
      this.time.reportValidity();
      return;
    }
    this.time.setCustomValidity("");
    this.finder.choose({ when: when || NOW });
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {[value: string, words: string][]} choices
 */
function options(select, choices) {
  const known = [...select.options].map(({ value, text }) => `${value} ${text}`).join("\n");
  if (known === choices.map((each) => each.join(" ")).join("\n")) return;
  select.replaceChildren(...choices.map(([value, words]) => element("option", { value }, words)));
}
