// GCJ-02, the shifted datum of Chinese web maps. The same formula as geo/crs.py, tested against the
// same table; only for drawing on a basemap that is shifted.

const SEMI_MAJOR_M = 6378245.0;
const ECCENTRICITY2 = 0.006693421622965943;

/** @import { Position } from "../types.js" */

/**
 * A WGS 84 position as GCJ-02, degrees; outside of China's box it stays as it is.
 *
 * @param {number} lon
 * @param {number} lat
 * @returns {Position}
 */
export function wgs84ToGcj02(lon, lat) {
  if (!(lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271)) return [lon, lat];
  const { PI, sin, cos, sqrt, abs } = Math;
  const x = lon - 105;
  const y = lat - 35;
  const waves = 20 * sin(6 * PI * x) + 20 * sin(2 * PI * x);
  const eastM =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) +
    (2 / 3) * (waves + 20 * sin(PI * x) + 40 * sin((PI / 3) * x)) +
    (2 / 3) * (150 * sin((PI / 12) * x) + 300 * sin((PI / 30) * x));
  const northM =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) +
    (2 / 3) * (waves + 20 * sin(PI * y) + 40 * sin((PI / 3) * y)) +
    (2 / 3) * (160 * sin((PI / 12) * y) + 320 * sin((PI / 30) * y));
  const phi = (lat * PI) / 180;
  const squared = 1 - ECCENTRICITY2 * sin(phi) ** 2;
  const normalM = SEMI_MAJOR_M / sqrt(squared);
  const meridianM = (SEMI_MAJOR_M * (1 - ECCENTRICITY2)) / (squared * sqrt(squared));
  const degrees = 180 / PI;
  return [lon + (eastM / (normalM * cos(phi))) * degrees, lat + (northM / meridianM) * degrees];
}

/**
 * The way back, to a few metres: enough to ask for what is in view.
 *
 * @param {number} lon
 * @param {number} lat
 * @returns {Position}
 */
export function gcj02ToWgs84(lon, lat) {
  const [shiftedLon, shiftedLat] = wgs84ToGcj02(lon, lat);
  return [2 * lon - shiftedLon, 2 * lat - shiftedLat];
}
