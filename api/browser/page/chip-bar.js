// What can be asked for, as chips with counts: when and for how long, free then, and what each layer has.

/**
 * @import { ChipState } from "../finder/filters.js"
 * @import { MapConfig } from "../types.js"
 * @import { Finder, Found } from "./finder.js"
 */

import { FREE_THEN } from "../finder/chips.js";
import { element, svg } from "../map/dom.js";
import { plainMark } from "../map/shapes.js";
import { said, t } from "../settings.js";
import { WhenPanel } from "./when-panel.js";

export class ChipBar {
  /**
   * @param {HTMLElement} place
   * @param {MapConfig} config
   * @param {Finder} finder
   */
  constructor(place, config, finder) {
    this.config = config;
    this.finder = finder;
    this.when = new WhenPanel(finder);
    this.bar = element("div", { class: "chips", role: "group", "aria-label": t("筛选") });
    place.append(this.bar, this.when.panel);
    this.bar.addEventListener("click", (event) => this._click(event));
    finder.onFound((found) => this.draw(found));
  }

  /** @param {Found} found */
  draw(found) {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.chip : undefined;
    this.when.draw();
    const withHours = this.finder.layers.some(
      ({ name, hoursChips }) => hoursChips && this.finder.choice.layers.has(name),
    );
    const chips = found.searching ? [] : [...found.chips].flatMap(([layer, states]) => this._chips(layer, states));
    this.bar.replaceChildren(...(withHours ? [this.when.button] : []), ...chips);
    this.bar.hidden = !this.bar.children.length;
    this.when.panel.hidden = this.when.panel.hidden || !withHours;
    if (focused === undefined) return;
    const again = [...this.bar.children].find((one) => one instanceof HTMLElement && one.dataset.chip === focused);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /**
   * With several layers only what each begins with and what was chosen: the rest comes with one layer.
   * @param {string} layer
   * @param {ChipState[]} states
   */
  _chips(layer, states) {
    const one = this.finder.choice.layers.size === 1;
    const begins = this.finder.layers.find(({ name }) => name === layer)?.hoursChips?.chosen;
    const offered = states.filter(({ chip, chosen }) => one || chosen || (chip.key === FREE_THEN && begins));
    // The first of a group says what all of it is about: 泊位数 ≥ 50, ≥ 100.
    return offered.map((state, place) =>
      this._chip(layer, state, { alone: one, first: offered[place - 1]?.chip.group !== state.chip.group }),
    );
  }

  /**
   * @param {string} layer
   * @param {ChipState} state
   * @param {{ alone: boolean, first: boolean }} place  Whether its layer is the only one; whether it leads its group.
   */
  _chip(layer, { chip, chosen, count, unknown }, { alone, first }) {
    const later = this.finder.later ? chip.later : undefined;
    const words = said(later ?? (first ? chip.whole : chip.words));
    const whole = said(later ?? chip.whole);
    const hint = unknown ? t("{count} 处，另有 {unknown} 处未知", { count, unknown }) : t("{count} 处", { count });
    return element(
      "button",
      {
        type: "button",
        class: `chip layer-${layer}`,
        "aria-pressed": String(chosen),
        "data-chip": `${layer} ${chip.key}`,
        title: hint,
      },
      chosen ? tick() : null,
      alone ? null : plainMark(this.config.layers[layer], 18),
      element("span", { "aria-hidden": "true" }, words),
      element("span", { class: "chip-count", "aria-hidden": "true" }, String(count)),
      // Whole, for those who hear it alone.
      element("span", { class: "visually-hidden" }, `${whole} ${hint}`),
    );
  }

  /** @param {Event} event */
  _click({ target }) {
    const button = target instanceof Element ? target.closest("[data-chip]") : null;
    const [layer, key] = (button instanceof HTMLElement ? (button.dataset.chip ?? "") : "").split(" ");
    if (key) this.finder.toggleChip(layer, key);
  }
}

function tick() {
  return svg(
    "svg",
    { class: "tick", viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    svg("path", { d: "M3 8.5L6.5 12L13 4.5" }),
  );
}
