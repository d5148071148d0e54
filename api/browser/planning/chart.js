// The curve of coverage over distance as numbers to draw: scales, ticks, lines, and the same as a table.

/**
 * @typedef {Object} Frame
 * @property {number} width  Of the plot, without its margins.
 * @property {number} height
 */

/** @typedef {[metres: number, served: number][]} Curve */

/**
 * A function from metres to the plot's pixels, from left to right.
 * @param {Curve} curve
 * @param {Frame} frame
 */
export function across(curve, { width }) {
  const last = curve[curve.length - 1]?.[0] || 1;
  return (/** @type {number} */ metres) => (Math.min(metres, last) / last) * width;
}

/** A function from a share to the plot's pixels, 0 at the bottom. @param {Frame} frame */
export function upward({ height }) {
  return (/** @type {number} */ share) => height - share * height;
}

/**
 * The curve as the points of a polyline.
 * @param {Curve} curve
 * @param {number} total  All that there is.
 * @param {Frame} frame
 */
export function polyline(curve, total, frame) {
  const x = across(curve, frame);
  const y = upward(frame);
  return curve.map(([metres, served]) => `${tenth(x(metres))},${tenth(y(total ? served / total : 0))}`).join(" ");
}

/**
 * Distances to write below the plot: round ones, four to seven of them.
 * @param {Curve} curve
 */
export function ticks(curve) {
  const last = curve[curve.length - 1]?.[0] ?? 0;
  const step = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].find((each) => last / each <= 6) ?? last;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, place) => place * step);
}

/**
 * The curve as a short table: the distances that are written below the plot, and the threshold, which
 * seldom is a step of the curve.
 * @param {Curve} curve
 * @param {{ total: number, share: number | null }} whole  Within the threshold.
 * @param {number} threshold_m
 */
export function tableOf(curve, { total, share }, threshold_m) {
  const wanted = [...new Set([...ticks(curve), threshold_m])].sort((a, b) => a - b);
  return wanted.map((metres) => ({
    metres,
    share: metres === threshold_m ? share : total ? servedAt(curve, metres) / total : null,
  }));
}

/**
 * How much is served at a distance: as the curve has it at the last step that is not farther.
 * @param {Curve} curve
 * @param {number} metres
 */
export function servedAt(curve, metres) {
  let served = 0;
  for (const [at, amount] of curve) {
    if (at > metres) break;
    served = amount;
  }
  return served;
}

/** @param {number} value */
function tenth(value) {
  return Math.round(value * 10) / 10;
}
