// One position for a facility: its entrance where known, else a point on its surface.

/** @import { FacilityFeature } from "../types.js" */

/** @typedef {GeoJSON.Position} Corner */
/** @typedef {GeoJSON.Position[]} Ring */

/**
 * A position in WGS 84 degrees, or null where the feature has no geometry.
 *
 * @param {Pick<FacilityFeature, "geometry" | "properties">} feature
 * @returns {GeoJSON.Position | null}
 */
export function representativePoint({ geometry, properties }) {
  const entrance = properties.access_point;
  if (Array.isArray(entrance) && entrance.length === 2) return entrance;
  switch (geometry?.type) {
    case "Point":
      return geometry.coordinates;
    case "MultiPoint":
      return geometry.coordinates[0];
    case "Polygon":
      return pointInside(geometry.coordinates);
    case "MultiPolygon":
      return pointInside(largest(geometry.coordinates));
    default:
      return null;
  }
}

/** @param {Ring[][]} polygons */
function largest(polygons) {
  return polygons.reduce((best, next) => (Math.abs(area(next[0])) > Math.abs(area(best[0])) ? next : best));
}

/**
 * A polygon's centroid where that lies inside, else the middle of its widest cut at half height.
 *
 * @param {Ring[]} rings
 * @returns {Corner}
 */
function pointInside(rings) {
  const centre = centroid(rings[0]);
  if (centre && isInside(centre, rings)) return centre;
  const lats = rings[0].map(([, lat]) => lat);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const crossings = rings.flatMap((ring) => crossingsAt(ring, lat)).sort((a, b) => a - b);
  /** @type {{ width: number, lon: number } | null} */
  let best = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const width = crossings[i + 1] - crossings[i];
    if (best === null || width > best.width) best = { width, lon: crossings[i] + width / 2 };
  }
  return best ? [best.lon, lat] : rings[0][0];
}

/** @param {Ring} ring @returns {[Corner, Corner][]} */
function edges(ring) {
  return ring.slice(1).map((to, i) => [ring[i], to]);
}

// Relative to the first corner: the shoelace formula on small polygons far from 0, 0 loses digits.
/** @param {Ring} ring */
function area(ring) {
  const [x0, y0] = ring[0];
  return edges(ring).reduce((sum, [[ax, ay], [bx, by]]) => sum + (ax - x0) * (by - y0) - (bx - x0) * (ay - y0), 0) / 2;
}

/** @param {Ring} ring @returns {Corner | null} */
function centroid(ring) {
  const size = area(ring);
  if (!size) return null;
  const [x0, y0] = ring[0];
  let lon = 0;
  let lat = 0;
  for (const [[ax, ay], [bx, by]] of edges(ring)) {
    const cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
    lon += (ax + bx - 2 * x0) * cross;
    lat += (ay + by - 2 * y0) * cross;
  }
  return [x0 + lon / (6 * size), y0 + lat / (6 * size)];
}

/** @param {Ring} ring @param {number} lat */
function crossingsAt(ring, lat) {
  return edges(ring)
    .filter(([[, from], [, to]]) => from > lat !== to > lat)
    .map(([[ax, ay], [bx, by]]) => ax + ((lat - ay) / (by - ay)) * (bx - ax));
}

/** @param {Corner} corner @param {Ring[]} rings */
function isInside([lon, lat], rings) {
  return rings.flatMap((ring) => crossingsAt(ring, lat)).filter((at) => at > lon).length % 2 === 1;
}
