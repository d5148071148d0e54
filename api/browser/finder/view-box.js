// Which box to ask the server for, where a place is too large to be loaded whole. The map is centred on
// whoever looks for what is near, so the box must not be: it says in which cell of a coarse grid the
// middle of the map lies, and about how far one sees, and no more.

/**
 * Degrees, WGS 84; beyond 180 where a map was moved around the globe.
 * @typedef {{ west: number, south: number, east: number, north: number }} View
 *
 * In degrees; west above east crosses the antimeridian.
 * @typedef {[west: number, south: number, east: number, north: number]} Box
 */

// The grid is that of web maps: the world as a square of side 1, halved level by level (Web Mercator).
// In it a view has the same size wherever the map is moved.
const EQUATOR_KM = 40_075;
// A cell is so wide on the ground at least: too wide to say in which house or street somebody is.
const SMALLEST_CELL_KM = 1.8;
// Which cell is the smallest hangs on the latitude, and is the same for a whole row of this level, 39 km
// high at the equator: so a cell lies in one row.
const ROW_LEVEL = 10;
// A larger view has larger cells: at least so many from side to side.
const CELLS_A_VIEW = 2;
// How far one sees is told in quarters of a cell.
const PARTS_A_CELL = 4;
// A quotient that is not quite whole because of rounding is whole.
const ROUNDING = 1e-6;
const MICRODEGREES = 1e6;

/**
 * A box around a view. Two views of one size whose middles lie in one cell have the same box, whose middle
 * is that of the cell.
 * @param {View} view
 * @returns {Box}
 */
export function viewBox({ west, south, east, north }) {
  const [top, bottom] = [northing(north), northing(south)];
  const [width, height] = [(east - west) / 360, bottom - top];
  const [x, y] = [modulo((west + east) / 720 + 0.5, 1), (top + bottom) / 2];
  const level = Math.min(levelOfView(Math.max(width, height)), smallestCellLevel(y));
  const cells = 2 ** level;
  const column = Math.floor(x * cells);
  const row = Math.min(Math.floor(y * cells), cells - 1);
  const beside = margin(width * cells);
  const above = margin(height * cells);
  const [first, last] = [(column - beside) / cells, (column + 1 + beside) / cells];
  const [westernmost, easternmost] = last - first < 1 ? [longitude(first), longitude(last)] : [-180, 180];
  return [
    outward(westernmost, -1),
    outward(latitude((row + 1 + above) / cells), -1),
    outward(easternmost, 1),
    outward(latitude((row - above) / cells), 1),
  ];
}

/**
 * The level whose cells are so large that a view of a size is some cells wide.
 * @param {number} size
 */
function levelOfView(size) {
  return Math.max(0, Math.ceil(Math.log2(CELLS_A_VIEW / size) - ROUNDING));
}

/**
 * The last level whose cells are wide enough everywhere in the row of a northing.
 * @param {number} y
 */
function smallestCellLevel(y) {
  const rows = 2 ** ROW_LEVEL;
  const row = Math.min(Math.floor(y * rows), rows - 1);
  const edges = [row / rows, (row + 1) / rows].map(latitudeOnMap);
  const shrink = Math.min(...edges.map((lat) => Math.cos(radians(lat))));
  return Math.floor(Math.log2((EQUATOR_KM * shrink) / SMALLEST_CELL_KM));
}

/**
 * How many cells a view of so many reaches beyond the one in its middle, at most.
 * @param {number} cells
 */
function margin(cells) {
  return Math.ceil((cells / 2) * PARTS_A_CELL - ROUNDING) / PARTS_A_CELL;
}

/** @param {number} degrees */
function radians(degrees) {
  return (degrees * Math.PI) / 180;
}

/**
 * How far south of the map's upper edge a latitude lies, 0 to 1; what the map does not show is on its edge.
 * @param {number} lat
 */
function northing(lat) {
  const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + radians(lat) / 2)) / (2 * Math.PI);
  return Math.min(Math.max(y, 0), 1);
}

/** @param {number} y */
function latitudeOnMap(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/**
 * A latitude for a box: at the edge of the map and beyond it the pole.
 * @param {number} y
 */
function latitude(y) {
  if (y <= 0) return 90;
  return y >= 1 ? -90 : latitudeOnMap(y);
}

/** @param {number} x */
function longitude(x) {
  return modulo(x, 1) * 360 - 180;
}

/**
 * @param {number} number
 * @param {number} divisor
 */
function modulo(number, divisor) {
  return ((number % divisor) + divisor) % divisor;
}

/**
 * A number of degrees in few digits, not nearer to the middle of the box.
 * @param {number} degrees
 * @param {1 | -1} side
 */
function outward(degrees, side) {
  return (side * Math.ceil(side * degrees * MICRODEGREES)) / MICRODEGREES;
}
