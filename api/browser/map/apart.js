// Where marks go that belong on one and the same spot: far enough apart that each can be tapped.

// From here on a circle would be wider than a spiral.
const IN_CIRCLE = 8;

// A sunflower's: each seed a golden angle on, and so the farthest from all others (Vogel 1979).
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

// The nearest two seeds, the first and the fourth, are 1.5457 times the scale apart.
const NEAREST_SEEDS = 1.545;

/**
 * Offsets from the spot for a number of marks, in pixels: to the east and to the south.
 *
 * @param {number} count
 * @param {number} spacingPx that the marks keep at least
 * @returns {[east: number, south: number][]}
 */
export function setApart(count, spacingPx) {
  if (count === 1) return [[0, 0]];
  const places = [...Array(count).keys()];
  if (count <= IN_CIRCLE) {
    const radius = spacingPx / (2 * Math.sin(Math.PI / count));
    return places.map((place) => around((2 * Math.PI * place) / count, radius));
  }
  const scale = spacingPx / NEAREST_SEEDS;
  return places.map((place) => around(GOLDEN_ANGLE * place, scale * Math.sqrt(place + 0.5)));
}

/** @param {number} angle from the north, clockwise @param {number} radius @returns {[number, number]} */
function around(angle, radius) {
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
}
