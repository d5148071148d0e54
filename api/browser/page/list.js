// The list of what is found: nearest first, numbered as on the map, a page at a time.

/**
 * @import { Entry } from "../finder/order.js"
 * @import { Facility } from "../finder/types.js"
 * @import { MapConfig } from "../types.js"
 * @import { Finder, Found } from "./finder.js"
 */

import { facilityKey } from "../finder/facilities.js";
import { element, svg } from "../map/dom.js";
import { markNumber, plainMark } from "../map/shapes.js";
import {
  facilityAddress,
  farWords,
  illustrativeTag,
  isIllustrative,
  local,
  nameOf,
  statusLine,
  stayLine,
  useTag,
  whereWords,
} from "./entry.js";
import { PAGE_LENGTH } from "./finder.js";
import { t, tn } from "../settings.js";

export class List {
  /**
   * @param {HTMLElement} place
   * @param {MapConfig} config
   * @param {Finder} finder
   * @param {(facility: Facility) => void} onChosen
   */
  constructor(place, config, finder, onChosen) {
    this.config = config;
    this.finder = finder;
    this.summary = element("p", { class: "summary", role: "status" });
    this.entries = element("ol", { class: "entries results" });
    this.more = element("button", { type: "button", class: "more-button", hidden: "" });
    this.aside = element("div", { class: "list-aside" });
    /** @type {string | null} */
    this.chosen = null;
    place.append(this.summary, this.entries, this.more, this.aside);
    this.more.addEventListener("click", () => this._showMore());
    this.entries.addEventListener("click", (event) => this._click(event, onChosen));
    this.entries.addEventListener("keydown", (event) => this._walk(event));
    finder.onFound((found) => this.draw(found));
  }

  /** @param {Found} found */
  draw(found) {
    const focused = this._focusedKey();
    const shown = found.entries.slice(0, found.shown);
    this.entries.replaceChildren(...shown.map((entry) => this._entry(entry, found.minute)));
    const rest = found.entries.length - found.shown;
    this.more.hidden = rest <= 0;
    this.more.textContent = tn("再显示 {n} 处", "再显示 {n} 处", Math.min(rest, PAGE_LENGTH));
    this._say(found);
    this.mark(this.chosen);
    if (focused) this._linkOf(focused)?.focus({ preventScroll: true });
  }

  /** Say in the list whose card is open. @param {string | null} key */
  mark(key) {
    this.chosen = key;
    for (const entry of this.entries.children) {
      const own = entry instanceof HTMLElement && entry.dataset.key === key;
      entry.classList.toggle("chosen", own);
      entry.querySelector("a")?.toggleAttribute("aria-current", own);
    }
  }

  /** Put the focus on an entry; whether it was there. @param {string} key */
  focus(key) {
    const link = this._linkOf(key);
    link?.focus();
    return Boolean(link);
  }

  /**
   * @param {Entry} entry
   * @param {number} minute
   */
  _entry(entry, minute) {
    const { facility, number, status } = entry;
    const layer = this.config.layers[facility.layer];
    const { properties } = facility;
    const from = this.finder.origin?.at;
    const far = from ? farWords(entry, from) : null;
    const where = whereWords(properties);
    const use = useTag(layer, properties.status);
    const link = element(
      "a",
      { class: "result", href: facilityAddress(facility) },
      this.finder.numbered ? numberedMark(layer, number) : plainMark(layer, 32),
      element(
        "span",
        { class: "result-text" },
        element(
          "span",
          { class: "result-name" },
          local(nameOf(layer, facility)),
          use && " ",
          use,
          isIllustrative(properties) ? " " : null,
          isIllustrative(properties) ? illustrativeTag() : null,
        ),
        // What is closed for good says so beside its name.
        status && !use ? statusLine(status, minute) : null,
        stayLine(status, this.finder.choice.stayMinutes),
        where ? element("span", { class: "result-where" }, local(where)) : null,
      ),
      far &&
        element(
          "span",
          { class: "result-far" },
          element("span", { class: "result-distance" }, far.distance),
          element("span", { class: "result-walk" }, far.walk),
          element("span", { class: "result-walk" }, far.direction),
        ),
    );
    return element("li", { "data-key": facilityKey(facility) }, link);
  }

  /** @param {Found} found */
  _say(found) {
    const { source, origin } = this.finder;
    const count = found.entries.length;
    if (source.progress === "loading") this.summary.textContent = t("正在载入…");
    else if (source.cells.length) this.summary.textContent = t("这里设施很多，放大地图后列出。");
    else if (found.searching) this.summary.textContent = tn("找到 {n} 处", "找到 {n} 处", count);
    else if (origin) this.summary.textContent = tn("{n} 处，由近到远", "{n} 处，由近到远", count);
    else this.summary.textContent = tn("共 {n} 处", "共 {n} 处", count);
    this.aside.replaceChildren(...this._asides(found));
  }

  /** @param {Found} found */
  _asides(found) {
    const { finder } = this;
    const { source } = finder;
    const parts = [];
    if (source.progress === "failed") {
      const retry = element("button", { type: "button", class: "quiet-button" }, t("重试"));
      retry.addEventListener("click", () => source.retry());
      parts.push(element("p", { class: "trouble" }, t("设施数据未能载入。"), " ", retry));
    }
    if (source.progress === "ready" && !found.entries.length && !source.cells.length) {
      parts.push(element("p", {}, t("没有符合条件的设施。")));
      if (!found.searching) {
        const reset = element("button", { type: "button", class: "quiet-button" }, t("清除筛选"));
        reset.addEventListener("click", () =>
          finder.choose({ filters: new Map(), subdistrict: null, stayMinutes: null }),
        );
        parts.push(reset);
      }
    }
    if (found.unknown) {
      const words = tn("另有 {n} 处情况未知，未列出。", "另有 {n} 处情况未知，未列出。", found.unknown);
      parts.push(element("p", { class: "meta" }, words));
    }
    return parts;
  }

  _showMore() {
    const first = this.finder.found.shown;
    this.finder.showMore();
    // After the list has grown, whoever listens goes on where it grew.
    queueMicrotask(() => queueMicrotask(() => this.entries.children[first]?.querySelector("a")?.focus()));
  }

  /**
   * @param {MouseEvent} event
   * @param {(facility: Facility) => void} onChosen
   */
  _click(event, onChosen) {
    const key = event.target instanceof Element ? event.target.closest("li")?.dataset.key : undefined;
    // Another tab, another window: the facility's own page, as anywhere.
    if (!key || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const entry = this.finder.found.entries.find(({ facility }) => facilityKey(facility) === key);
    if (!entry) return;
    event.preventDefault();
    onChosen(entry.facility);
  }

  /** @param {KeyboardEvent} event */
  _walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...this.entries.querySelectorAll("a")];
    const at = links.findIndex((link) => link === document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  }

  _focusedKey() {
    const active = document.activeElement;
    return active && this.entries.contains(active) ? active.closest("li")?.dataset.key : undefined;
  }

  /** @param {string} key */
  _linkOf(key) {
    const entry = [...this.entries.children].find(
      (one) => one instanceof HTMLElement && one.dataset.key === key,
    );
    return entry?.querySelector("a");
  }
}

/**
 * A layer's shape with a number in it, as on the map.
 * @param {MapConfig["layers"][string]} layer
 * @param {number} number
 */
function numberedMark(layer, number) {
  return svg(
    "svg",
    { class: `mark numbered layer-${layer.name}`, viewBox: "0 0 28 28", width: 32, height: 32, "aria-hidden": "true" },
    svg("path", { class: "mark-outline", d: layer.mark.outline }),
    markNumber(number),
  );
}
