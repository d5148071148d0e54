// How facilities look: a mark a layer, and circles split by layer where many stand close.

import L from "leaflet";

import { lang, said, t } from "../settings.js";
import { element, svg } from "./dom.js";
import { mapMark, markNumber } from "./shapes.js";

/** @import { LayerConfig } from "../types.js" */
/** @import { Attributes } from "./dom.js" */

// The mark itself is 28 px in a view box of 36, so that halo and edge have room.
export const MARK_PX = 28;
const NUMBERED_PX = 32;
export const CHOSEN_PX = 44;
const ROOM = 36 / 28;

// Leaflet's DivIcon takes HTML or one element that all icons would share; this one draws anew.
class DrawnIcon extends L.DivIcon {
  /**
   * @param {() => SVGElement} draw
   * @param {number} side in CSS pixels
   * @param {string} className
   * @param {Attributes} [attributes]
   */
  constructor(draw, side, className, attributes = {}) {
    super({ className, iconSize: [side, side] });
    this.draw = draw;
    this.attributes = attributes;
  }

  /** An element that stands there already is drawn anew: a focus on it stays. @override @param {HTMLElement} [old] */
  createIcon(old) {
    const made = old ?? element("div");
    made.replaceChildren(this.draw());
    for (const [name, value] of Object.entries(this.attributes)) made.setAttribute(name, String(value));
    // Leaflet's own, for size, anchor and class.
    /** @type {this & { _setIconStyles: (icon: HTMLElement, name: string) => void }} */ (this)._setIconStyles(made, "icon");
    return made;
  }
}

/**
 * The icon of one facility.
 *
 * @param {LayerConfig} layer
 * @param {{ chosen?: boolean }} [options]
 */
export function markIcon(layer, { chosen = false } = {}) {
  const side = (chosen ? CHOSEN_PX : MARK_PX) * ROOM;
  const className = `map-mark layer-${layer.name}${chosen ? " chosen" : ""}`;
  return new DrawnIcon(() => mapMark(layer), side, className);
}

/**
 * The icon of a facility that the list has under a number.
 *
 * @param {LayerConfig} layer
 * @param {number} number
 */
export function numberedIcon(layer, number) {
  const draw = () => {
    const mark = mapMark(layer);
    mark.lastElementChild?.replaceWith(markNumber(number));
    return mark;
  };
  return new DrawnIcon(draw, NUMBERED_PX * ROOM, `map-mark numbered layer-${layer.name}`);
}

/** @typedef {[layer: LayerConfig, count: number][]} Counts how many of each layer, none of them 0 */

/**
 * The icon of a cluster: a ring split by layer, the count in it, both in words for listeners.
 *
 * @param {Counts} counts
 */
export function clusterIcon(counts) {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const side = total < 10 ? 38 : total < 100 ? 44 : 52;
  return new DrawnIcon(() => ring(counts, total, side), side, "map-cluster", {
    "aria-label": clusterWords(counts, total),
  });
}

/** @param {Counts} counts @param {number} total */
function clusterWords(counts, total) {
  const each = counts.map(([layer, count]) => t("{layer} {count}", { layer: said(layer.title), count })).join(lang === "zh" ? "，" : ", ");
  return t("此处 {total} 处设施：{each}。放大查看", { total, each });
}

/** @param {Counts} counts @param {number} total @param {number} side */
function ring(counts, total, side) {
  const radius = side / 2 - 4;
  const around = 2 * Math.PI * radius;
  const gap = counts.length > 1 ? 2 : 0;
  let from = 0;
  const parts = counts.map(([layer, count]) => {
    const length = (count / total) * around;
    const part = svg("circle", {
      class: `cluster-part layer-${layer.name}`,
      r: radius,
      "stroke-dasharray": `${Math.max(length - gap, 1)} ${around}`,
      "stroke-dashoffset": -from,
      transform: "rotate(-90)",
    });
    from += length;
    return part;
  });
  return svg(
    "svg",
    { viewBox: `${-side / 2} ${-side / 2} ${side} ${side}`, width: side, height: side, "aria-hidden": "true" },
    svg("circle", { class: "cluster-disc", r: side / 2 - 0.5 }),
    ...parts,
    svg("text", { class: "cluster-count" }, total.toLocaleString("en-US")),
  );
}
