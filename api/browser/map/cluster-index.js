// Which facilities are drawn as one at a zoom, and which stand alone. No map and no page.

import Supercluster from "supercluster";

import { setApart } from "./apart.js";

/** @import { Position } from "../types.js" */

/** @typedef {{ key: string, group: string, lon: number, lat: number }} Point a position as drawn */
/** @typedef {[west: number, south: number, east: number, north: number]} Box in degrees */

/**
 * What is drawn at a place: one facility, or a cluster of them.
 *
 * @template {Point} P
 * @typedef {object} Drawn
 * @property {string} key of the first facility in it: while that is shown, it is drawn by this
 * @property {number} lon
 * @property {number} lat
 * @property {P | null} point the facility, where it stands alone
 * @property {Map<string, number>} counts how many of each group
 * @property {number} cluster its number, for its `expansionZoom`; 0 where it stands alone
 * @property {Position | null} spot where it belongs, if it was set apart from others there
 */

/** @typedef {Record<string, number>} Tally the place of the first facility, and counts by group */

// Marks are 28 px. From three quarters on a zoom is treated as the next whole one, where 40 px are 34.
const RADIUS_PX = 40;
const ROUND_UP_FROM = 0.75;

// At the highest zoom what is nearer than that cannot be tapped singly, and is set apart.
const SPOT_RADIUS_PX = 20;
const APART_PX = 36;

// Of a whole world at zoom 0.
const WORLD_PX = 256;

const FIRST = "first";
const COUNT = "count:";

/** The whole zoom whose clusters are drawn at one that may lie between. @param {number} zoom */
export const levelOf = (zoom) => Math.floor(zoom + 1 - ROUND_UP_FROM);

/** @template {Point} P */
export class ClusterIndex {
  /**
   * @param {P[]} points
   * @param {number} topZoom the highest of the map, at which nothing is clustered any more
   */
  constructor(points, topZoom) {
    this.points = points;
    this.topZoom = topZoom;
    this.features = points.map(featureOf);
    this.clusters = tallied({ minZoom: 0, maxZoom: topZoom - 1, radius: RADIUS_PX }, this.features);
    /** @type {Supercluster<Tally, Tally> | null} */
    this.spots = null;
  }

  /**
   * What is drawn within a box at a zoom, in no order.
   *
   * @param {Box} box
   * @param {number} zoom may lie between whole ones
   * @returns {Drawn<P>[]}
   */
  drawnIn(box, zoom) {
    const level = levelOf(zoom);
    if (level < this.topZoom) return this.clusters.getClusters(box, level).map((each) => this._drawn(each));
    this.spots ??= tallied({ minZoom: this.topZoom, maxZoom: this.topZoom, radius: SPOT_RADIUS_PX }, this.features);
    return this.spots.getClusters(box, this.topZoom).flatMap((each) => this._apart(this._drawn(each), zoom));
  }

  /** The zoom at which a cluster falls into parts. @param {number} cluster */
  expansionZoom(cluster) {
    return this.clusters.getClusterExpansionZoom(cluster);
  }

  /** @param {ReturnType<Supercluster<Tally, Tally>["getClusters"]>[number]} feature @returns {Drawn<P>} */
  _drawn({ geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const point = this.points[properties[FIRST]];
    const isCluster = "cluster_id" in properties;
    return {
      key: point.key,
      lon,
      lat,
      point: isCluster ? null : point,
      counts: countsIn(/** @type {Tally} */ (properties)),
      cluster: isCluster ? Number(properties.cluster_id) : 0,
      spot: null,
    };
  }

  /** What is drawn in place of a thing at the highest zoom. @param {Drawn<P>} drawn @param {number} zoom */
  _apart(drawn, zoom) {
    if (drawn.point || !this.spots) return [drawn];
    const leaves = this.spots.getLeaves(drawn.cluster, Infinity).map((leaf) => this._drawn(leaf));
    leaves.sort((one, other) => (one.key < other.key ? -1 : 1));
    const degreesPerPx = 360 / (WORLD_PX * 2 ** zoom);
    const northing = Math.cos((drawn.lat * Math.PI) / 180);
    return setApart(leaves.length, APART_PX).map(([east, south], place) => {
      const leaf = leaves[place];
      const lon = drawn.lon + east * degreesPerPx;
      const lat = drawn.lat - south * degreesPerPx * northing;
      return { ...leaf, lon, lat, spot: /** @type {Position} */ ([leaf.lon, leaf.lat]) };
    });
  }
}

/** @param {Point} point @param {number} place @returns {GeoJSON.Feature<GeoJSON.Point, Tally>} */
function featureOf({ group, lon, lat }, place) {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { [FIRST]: place, [COUNT + group]: 1 },
  };
}

/**
 * @param {{ minZoom: number, maxZoom: number, radius: number }} options
 * @param {GeoJSON.Feature<GeoJSON.Point, Tally>[]} features
 * @returns {Supercluster<Tally, Tally>}
 */
function tallied(options, features) {
  const index = new Supercluster({ ...options, extent: WORLD_PX, reduce: addTally });
  return /** @type {Supercluster<Tally, Tally>} */ (index).load(features);
}

/** @param {Tally} sum @param {Readonly<Tally>} next */
function addTally(sum, next) {
  // Called a hundred thousand times: no list of entries is made for it.
  for (const name in next) {
    sum[name] = name === FIRST ? Math.min(sum[name], next[name]) : (sum[name] ?? 0) + next[name];
  }
}

/** @param {Tally} tally */
function countsIn(tally) {
  const counts = Object.entries(tally).filter(([name]) => name.startsWith(COUNT));
  return new Map(counts.map(([name, count]) => [name.slice(COUNT.length), count]));
}
