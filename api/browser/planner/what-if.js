// What if: facilities put on the map, moved, taken away; as a list too, and each step undone.

import L from "leaflet";

import { said as inPageWords, t } from "../settings.js";
import { element } from "../map/dom.js";
import { MOST_CHANGES, NOTHING, added, dropped, fitALink, moved, readSpot, removed, shifted } from "../planning/changes.js";
import { button } from "./parts.js";

/** @import { Change, Spot } from "../planning/types.js" */
/** @import { Overlay } from "./overlay.js" */
/** @import { Picking } from "./picking.js" */
/** @import { SupplyOnMap } from "./supply.js" */

export class WhatIf {
  /**
   * @param {HTMLElement} place
   * @param {{ map: L.Map, overlay: Overlay, picking: Picking, supply: SupplyOnMap }} parts
   * @param {readonly Change[]} first  Those of the link.
   * @param {(changes: readonly Change[]) => void} changed
   */
  constructor(place, { map, overlay, picking, supply }, first, changed) {
    this.overlay = overlay;
    this.picking = picking;
    this.supply = supply;
    this.changed = changed;
    this.changes = first;
    /** @type {(readonly Change[])[]} */
    this.earlier = [];
    this.marks = L.layerGroup().addTo(map);
    this.list = element("ol", { class: "changes" });
    this.note = element("p", { class: "meta", role: "status" });
    this.existing = element("select", { id: "what-if-facility" });
    this.typed = element("input", { id: "what-if-spot", autocomplete: "off", placeholder: "119.10, 36.70", inputmode: "text" });
    this.undo = button(t("撤销"), () => this._undo(), { class: "quiet", "data-act": "undo" });
    this.reset = button(t("全部还原"), () => this.set(NOTHING), { class: "quiet", "data-act": "reset" });
    this.box = element("details", { class: "what-if" }, element("summary", {}, t("如果改一改：添、挪、去")), ...this._controls());
    place.append(this.box);
    map.on("facilitychosen", ({ facility }) => this._choose(facility.id));
    this._draw();
    this.box.open = this.changes.length > 0;
  }

  _controls() {
    const act = (/** @type {string} */ words, /** @type {() => void} */ then, /** @type {string} */ name) =>
      button(words, then, { class: "quiet", "data-act": name });
    return [
      element("p", { class: "meta" }, t("数据不会被改动。改动后再按“计算”，原来与改动后并排给出。")),
      element(
        "p",
        { class: "field" },
        act(t("在地图上添一处"), () => this.picking.start(t("新的一处放在哪里"), (at) => this.set(added(this.changes, at))), "add-on-map"),
      ),
      element(
        "p",
        { class: "field" },
        element("label", { for: "what-if-spot" }, t("或写经度，纬度")),
        element("span", { class: "joined" }, this.typed, act(t("添加"), () => this._addTyped(), "add-typed")),
      ),
      element(
        "p",
        { class: "field" },
        element("label", { for: "what-if-facility" }, t("现有的（也可在地图上点选）")),
        this.existing,
        element(
          "span",
          { class: "joined" },
          act(t("挪到…"), () => this._move(this.existing.value), "move"),
          act(t("去掉"), () => this._remove(), "remove"),
        ),
      ),
      this.list,
      element("p", { class: "joined" }, this.undo, this.reset),
      this.note,
    ];
  }

  /** What exists, to be chosen from. Called when the facilities are there. */
  showExisting() {
    const chosen = this.existing.value;
    const named = this.supply.features.map((feature) => ({ id: String(feature.id), name: inPageWords(this.supply.name(feature)) }));
    named.sort((a, b) => a.name.localeCompare(b.name, "zh"));
    this.existing.replaceChildren(...named.map(({ id, name }) => element("option", { value: id }, name)));
    if (named.some(({ id }) => id === chosen)) this.existing.value = chosen;
    this._draw();
  }

  /** @param {readonly Change[]} changes */
  set(changes) {
    if (changes.length > MOST_CHANGES) {
      this.note.textContent = t("一次最多改 {count} 处。", { count: MOST_CHANGES });
      return;
    }
    this.earlier.push(this.changes);
    this._take(changes);
  }

  /** @param {readonly Change[]} changes */
  _take(changes) {
    this.changes = changes;
    this.box.open = true;
    this._draw();
    this.changed(changes);
  }

  _undo() {
    const before = this.earlier.pop();
    if (before) this._take(before);
  }

  _addTyped() {
    const at = readSpot(this.typed.value);
    this.typed.setCustomValidity(at ? "" : t("请按“经度, 纬度”填写，如 119.10, 36.70"));
    if (!at) {
      this.typed.reportValidity();
      return;
    }
    this.typed.value = "";
    this.set(added(this.changes, at));
    this.overlay.showSpot(at);
  }

  /** @param {string} id */
  _move(id) {
    const name = this._name(id);
    this.picking.start(t("{name}挪到哪里", { name }), (at) => this.set(moved(this.changes, id, at)));
  }

  _remove() {
    if (this.existing.value) this.set(removed(this.changes, this.existing.value));
  }

  /** @param {string} id */
  _choose(id) {
    this.box.open = true;
    this.existing.value = id;
    this.note.textContent = t("已选：{name}", { name: this._name(id) });
  }

  /** @param {string} id */
  _name(id) {
    const feature = this.supply.find(id);
    return feature ? inPageWords(this.supply.name(feature)) : id;
  }

  _draw() {
    const { changes } = this;
    this.list.replaceChildren(...changes.map((change, place) => this._entry(change, place)));
    this.undo.disabled = this.earlier.length === 0;
    this.reset.disabled = changes.length === 0;
    this.note.textContent = fitALink(changes) ? "" : t("改动太多，链接里放不下；计算不受影响。");
    this.supply.hide(new Set(changes.flatMap((change) => (change.kind === "add" ? [] : [change.id]))));
    this.marks.clearLayers();
    changes.forEach((change, place) => this._mark(change, place)?.addTo(this.marks));
  }

  /** @param {Change} change */
  _words(change) {
    if (change.kind === "add") return t("添一处：{spot}", { spot: change.at.join(", ") });
    const name = this._name(change.id);
    return change.kind === "move" ? t("挪动{name}到 {spot}", { name, spot: change.at.join(", ") }) : t("去掉{name}", { name });
  }

  /** @param {Change} change @param {number} place */
  _entry(change, place) {
    const words = this._words(change);
    const act = (/** @type {string} */ label, /** @type {() => void} */ then) =>
      button(label, then, { class: "quiet small", "aria-label": `${label}: ${words}` });
    return element(
      "li",
      {},
      element("span", { class: "change-number", "aria-hidden": "true" }, String(place + 1)),
      element("span", { class: "change-words" }, words),
      change.kind === "remove"
        ? null
        : act(t("换位置"), () => this.picking.start(words, (at) => this.set(shifted(this.changes, place, at)))),
      act(t("不改了"), () => this.set(dropped(this.changes, place))),
    );
  }

  /** @param {Change} change @param {number} place */
  _mark(change, place) {
    const name = `${place + 1}. ${this._words(change)}`;
    if (change.kind === "remove") {
      const spot = this.supply.spotOf(change.id);
      return spot && this.overlay.diamond(spot, "✕", name, { opacity: 0.75 });
    }
    const mark = this.overlay.diamond(change.at, String(place + 1), name, { draggable: true });
    mark.on("dragend", () => this.set(shifted(this.changes, place, /** @type {Spot} */ (this.picking.spot(mark.getLatLng())))));
    return mark;
  }
}
