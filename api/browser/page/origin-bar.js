// From where "near" is: the phone's position on a tap, or a point on the map, a place, a subdistrict.
// Whatever it is, it stays here.

/**
 * @import { Finder, Origin } from "./finder.js"
 * @import { Position } from "../finder/types.js"
 */

import { subdistrictsOf } from "../finder/facilities.js";
import { plainNumber } from "../finder/formats.js";
import { element, svg } from "../map/dom.js";
import { lang, t } from "../settings.js";

const PATIENCE_MS = 12_000;
// A position this old is still where one stands.
const FRESH_MS = 20_000;

export class OriginBar {
  /**
   * @param {HTMLElement} place
   * @param {Finder} finder
   * @param {{ pick: () => void, found: (origin: Origin) => void }} acts  Let a point be tapped; show where it is.
   */
  constructor(place, finder, acts) {
    this.finder = finder;
    this.acts = acts;
    this.near = element("button", { type: "button", class: "near-button" }, arrow(), element("span", {}, t("离我最近")));
    this.said = element("p", { class: "origin-said", role: "status" });
    this.clear = element("button", { type: "button", class: "quiet-button", hidden: "" }, t("清除"));
    this.subdistrict = element("select", { id: "subdistrict", "aria-label": t("街道") });
    this.point = element("button", { type: "button", class: "quiet-button", hidden: "" }, t("点选地图"));
    const row = element("div", { class: "origin-row" }, this.near, this.subdistrict);
    const buttons = element("span", { class: "origin-acts" }, this.point, this.clear);
    place.append(row, element("div", { class: "origin-state" }, this.said, buttons));
    this.near.addEventListener("click", () => this.locate());
    this.point.addEventListener("click", () => acts.pick());
    this.clear.addEventListener("click", () => this._clear());
    this.subdistrict.addEventListener("change", () => this._chooseSubdistrict());
    finder.source.onChange(() => this._drawSubdistricts());
    this._drawSubdistricts();
  }

  /** Ask the phone where it is. Only ever on a tap. */
  locate() {
    if (!window.isSecureContext || !("geolocation" in navigator)) {
      this._explain(t("这个页面不能读取位置（需要 https）。"));
      return;
    }
    this.near.setAttribute("aria-busy", "true");
    this.said.textContent = t("正在定位…");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.near.removeAttribute("aria-busy");
        this.start({
          kind: "here",
          at: [coords.longitude, coords.latitude],
          words: t("您的位置"),
          accuracy_m: coords.accuracy,
        });
      },
      ({ code, PERMISSION_DENIED }) => {
        this.near.removeAttribute("aria-busy");
        this._explain(code === PERMISSION_DENIED ? t("没有获得定位许可。") : t("暂时无法定位。"));
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  }

  /** Begin at a place. @param {Origin} origin */
  start(origin) {
    this.point.hidden = origin.kind !== "here";
    this.clear.hidden = false;
    const { accuracy_m: accuracy } = origin;
    const rough =
      accuracy !== null && accuracy > 50
        ? t("（误差约 {metres} 米）", { metres: plainNumber(Math.round(accuracy / 10) * 10) })
        : "";
    const words = t("从{place}起算", { place: origin.words });
    this.said.textContent = words + rough;
    this.finder.from(origin);
    this.acts.found(origin);
  }

  /** Say that a point is to be tapped, and how that ends. */
  sayPicking() {
    this.said.textContent = t("请在地图上点一下您所在的地方。");
    this.clear.hidden = false;
  }

  /** Why there is no position, and what helps. @param {string} words */
  _explain(words) {
    this.point.hidden = false;
    const ways = t("可以在地图上点选、搜索一个地点，或选择街道。");
    this.said.textContent = lang === "zh" ? words + ways : `${words} ${ways}`;
  }

  _clear() {
    this.said.textContent = "";
    this.clear.hidden = true;
    this.point.hidden = true;
    this.finder.from(null);
    this.near.focus();
  }

  _chooseSubdistrict() {
    const name = this.subdistrict.value || null;
    this.finder.choose({ subdistrict: name });
    const middle = name && this._middleOf(name);
    if (!middle) return;
    // Where nobody said from where, a subdistrict is where one is.
    if (!this.finder.origin || this.finder.origin.kind === "subdistrict") {
      this.start({ kind: "subdistrict", at: middle, words: name, accuracy_m: null });
    }
  }

  /** The middle of a subdistrict's facilities. @param {string} name @returns {Position | null} */
  _middleOf(name) {
    const own = this.finder.source.facilities.filter(({ properties }) => properties.subdistrict === name);
    const at = own.map((one) => one.at);
    if (!at.length) return null;
    const mean = (/** @type {0 | 1} */ axis) => at.reduce((sum, position) => sum + position[axis], 0) / at.length;
    return [mean(0), mean(1)];
  }

  _drawSubdistricts() {
    const known = subdistrictsOf(this.finder.source.facilities, lang);
    this.subdistrict.replaceChildren(
      element("option", { value: "" }, t("全部街道")),
      ...known.map(({ name }) => element("option", { value: name }, name)),
    );
    this.subdistrict.value = this.finder.choice.subdistrict ?? "";
    this.subdistrict.hidden = known.length < 2;
  }
}

function arrow() {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" },
    svg("path", { d: "M21 3L3 10.5L10.5 13.5L13.5 21Z", fill: "currentColor" }),
  );
}
