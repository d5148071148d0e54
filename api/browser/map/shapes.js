// The shapes of the layers, for text and for the map: an outline of its own each, a glyph or a number in it.

import { svg } from "./dom.js";

/** @import { LayerConfig } from "../types.js" */

/** A layer's mark with halo and edge, for the map. @param {LayerConfig} layer */
export function mapMark(layer) {
  const { outline, glyph } = layer.mark;
  return svg(
    "svg",
    { viewBox: "-4 -4 36 36", "aria-hidden": "true" },
    svg("path", { class: "mark-edge", d: outline }),
    svg("path", { class: "mark-halo", d: outline }),
    svg("path", { class: "mark-outline", d: outline }),
    svg("path", { class: "mark-glyph", d: glyph }),
  );
}

/**
 * A layer's mark alone, for text.
 *
 * @param {LayerConfig} layer
 * @param {number} size in CSS pixels
 */
export function plainMark(layer, size) {
  return svg(
    "svg",
    { class: `mark layer-${layer.name}`, viewBox: "0 0 28 28", width: size, height: size, "aria-hidden": "true" },
    svg("path", { class: "mark-outline", d: layer.mark.outline }),
    svg("path", { class: "mark-glyph", d: layer.mark.glyph }),
  );
}

/** The number in a mark's middle. @param {number} number */
export function markNumber(number) {
  const text = String(number);
  return svg("text", { class: "mark-number", x: 14, y: 14.5, "data-digits": text.length }, text);
}
