// The facilities of all layers of a map, drawn together so that their circles never lie over each
// other: what stands close as one cluster, and only what is in view.

import L from "leaflet";

import { ClusterIndex, levelOf } from "./cluster-index.js";
import { isOutOfUse } from "../finder/facilities.js";
import { said } from "../settings.js";
import { movesLittle } from "./dom.js";
import { clusterIcon, markIcon } from "./marks.js";
import { Slices } from "./slices.js";

/** @import { Facility, LayerConfig, MapConfig } from "../types.js" */
/** @import { Box, Drawn, Point } from "./cluster-index.js" */

/** @typedef {Point & { facility: Facility }} FacilityPoint */
/** @typedef {Drawn<FacilityPoint>} DrawnFacility */

/**
 * A thing on the map.
 *
 * @typedef {object} Thing
 * @property {DrawnFacility} drawn
 * @property {L.Marker} marker
 * @property {L.Polyline | null} leg to the spot that it was set apart from
 */

// Drawn beyond the edges of the view, in its sizes, so that a short move finds its marks there.
const MARGIN = 0.25;

/** @type {WeakMap<L.Map, Clusters>} */
const made = new WeakMap();

/** The clusters of a map, made when a layer first asks. @param {L.Map} map @param {MapConfig} config */
export function clustersOf(map, config) {
  const known = made.get(map);
  if (known) return known;
  const clusters = new Clusters(Object.values(config.layers));
  made.set(map, clusters);
  return clusters.addTo(map);
}

export class Clusters extends L.Layer {
  /** @param {LayerConfig[]} layers in the order of their switches */
  constructor(layers) {
    super();
    this.layers = layers;
    this.icons = new Map(layers.map((layer) => [layer.name, markIcon(layer)]));
    /** @type {Map<string, Facility[]>} */
    this.facilities = new Map();
    /** @type {ClusterIndex<FacilityPoint> | null} */
    this.index = null;
    /** @type {Map<string, Thing>} */
    this.things = new Map();
    /** @type {WeakMap<Element, Thing>} */
    this.thingByElement = new WeakMap();
    // At which the things were drawn; not a number once they are others.
    this.level = NaN;
    this.slices = new Slices();
    this.frame = 0;
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    map.on("moveend", this._draw, this);
    this._later();
    return this;
  }

  /** @override @param {L.Map} map */
  onRemove(map) {
    map.off("moveend", this._draw, this);
    cancelAnimationFrame(this.frame);
    this.slices.stop();
    for (const key of [...this.things.keys()]) this._remove(key);
    return this;
  }

  /**
   * Say what a layer shows, in place of what it showed before.
   *
   * @param {string} name
   * @param {Facility[]} facilities
   */
  show(name, facilities) {
    if (facilities.length > 0) this.facilities.set(name, facilities);
    else this.facilities.delete(name);
    this.index = null;
    this.level = NaN;
    if (this._map) this._later();
  }

  /** The facility that an element stands for alone, and where it is drawn. @param {Element} element */
  markAt(element) {
    const thing = this.thingByElement.get(element);
    const facility = thing?.drawn.point?.facility;
    return thing && facility ? { facility, at: thing.marker.getLatLng() } : null;
  }

  /** Draw in the next frame, once for all layers that change together. */
  _later() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this._draw());
  }

  _draw() {
    const map = this._map;
    if (!this.index) {
      this.index = new ClusterIndex(this._points(), Math.floor(map.getMaxZoom()));
      // Enough for one frame.
      this._later();
      return;
    }
    const level = levelOf(map.getZoom());
    const moved = level === this.level;
    this.level = level;
    const drawn = this.index.drawnIn(boxOf(map.getBounds().pad(MARGIN)), map.getZoom());
    const keys = new Set(drawn.map(({ key }) => key));
    for (const [key, thing] of [...this.things]) {
      if (keys.has(key)) continue;
      const focused = thing.marker.getElement() === document.activeElement;
      // What was only moved out of view stays, as long as someone is at it.
      if (focused && moved) continue;
      if (focused) this._passFocus(thing, drawn);
      this._remove(key);
    }
    const centre = map.getCenter();
    this.slices.start(nearestFirst(drawn, centre.lng, centre.lat), (each) => this._place(each));
  }

  /** @returns {FacilityPoint[]} */
  _points() {
    return [...this.facilities.values()].flat().flatMap((facility) => {
      const { at, id, layer } = facility;
      if (!at) return [];
      return [{ key: `${layer.name}/${id}`, group: layer.name, lon: at.lng, lat: at.lat, facility }];
    });
  }

  /** Draw a thing, or bring the one with its key up to date. @param {DrawnFacility} drawn @returns {Thing} */
  _place(drawn) {
    const known = this.things.get(drawn.key);
    const thing = known ?? { drawn, marker: this._marker(drawn), leg: null };
    if (known) {
      const before = known.drawn;
      known.drawn = drawn;
      if (before.lon !== drawn.lon || before.lat !== drawn.lat) known.marker.setLatLng([drawn.lat, drawn.lon]);
      if (!looksAlike(before, drawn)) known.marker.setIcon(this._icon(drawn));
    } else {
      this.things.set(drawn.key, thing);
      thing.marker.addTo(this._map);
    }
    this._name(thing);
    thing.leg?.remove();
    thing.leg = drawn.spot && this._leg(drawn, drawn.spot);
    return thing;
  }

  /** @param {DrawnFacility} drawn */
  _marker({ key, lon, lat, ...rest }) {
    const icon = this._icon({ key, lon, lat, ...rest });
    const marker = L.marker([lat, lon], { icon, riseOnHover: true });
    marker.on("click keypress", (event) => {
      const { originalEvent } = /** @type {L.LeafletMouseEvent | L.LeafletKeyboardEvent} */ (event);
      if (originalEvent instanceof KeyboardEvent && !["Enter", " "].includes(originalEvent.key)) return;
      originalEvent.preventDefault();
      const thing = this.things.get(key);
      if (thing) this._open(thing.drawn);
    });
    return marker;
  }

  /** @param {DrawnFacility} drawn */
  _icon({ point, counts }) {
    if (point) return /** @type {L.DivIcon} */ (this.icons.get(point.group));
    return clusterIcon(this.layers.flatMap((layer) => {
      const count = counts.get(layer.name);
      return count ? [[layer, count]] : [];
    }));
  }

  /** Say what an element stands for; a cluster's icon brings its own words. @param {Thing} thing */
  _name(thing) {
    const element = thing.marker.getElement();
    if (!element) return;
    this.thingByElement.set(element, thing);
    const facility = thing.drawn.point?.facility;
    if (!facility) return;
    const use = useWords(facility);
    element.setAttribute("aria-label", [said(facility.name), said(facility.layer.title), use].filter(Boolean).join(" · "));
    element.classList.toggle("out-of-use", use !== null);
  }

  /** @param {DrawnFacility} drawn @param {[lon: number, lat: number]} spot */
  _leg({ lon, lat }, [spotLon, spotLat]) {
    const ends = /** @type {[number, number][]} */ ([[spotLat, spotLon], [lat, lon]]);
    return L.polyline(ends, { className: "leg", weight: 1, interactive: false }).addTo(this._map);
  }

  /** A facility is chosen; a cluster is looked at more closely. @param {DrawnFacility} drawn */
  _open({ point, cluster, lon, lat }) {
    if (point) {
      this._map.fire("facilitychosen", { facility: point.facility });
    } else if (this.index) {
      const zoom = Math.max(this.index.expansionZoom(cluster), Math.floor(this._map.getZoom()) + 1);
      this._map.setView([lat, lon], Math.min(zoom, this._map.getMaxZoom()), { animate: !movesLittle() });
    }
  }

  /**
   * Hand the focus of a thing that goes to the nearest that is drawn, else to the map.
   *
   * @param {Thing} gone
   * @param {DrawnFacility[]} drawn
   */
  _passFocus({ drawn: { lon, lat } }, drawn) {
    const inView = this._map.getBounds().contains([lat, lon]);
    const [heir] = inView ? nearestFirst(drawn, lon, lat) : [];
    const element = heir ? this._place(heir).marker.getElement() : this._map.getContainer();
    element?.focus({ preventScroll: true });
  }

  /** @param {string} key */
  _remove(key) {
    const thing = this.things.get(key);
    this.things.delete(key);
    thing?.leg?.remove();
    thing?.marker.remove();
  }
}

/** What a facility is that is not open to anybody: in building, closed; null for all others. @param {Facility} facility */
function useWords({ layer, found }) {
  if (!isOutOfUse(found)) return null;
  const status = String(found.properties.status);
  const words = layer.fields.find(({ name }) => name === "status")?.values?.[status];
  return words ? said(words) : status;
}

/** @param {L.LatLngBounds} bounds @returns {Box} */
function boxOf(bounds) {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** @param {DrawnFacility[]} drawn @param {number} lon @param {number} lat */
function nearestFirst(drawn, lon, lat) {
  // A degree of longitude is shorter; for an order of drawing that is near enough.
  const narrow = Math.cos((lat * Math.PI) / 180);
  const far = drawn.map((each) => /** @type {const} */ ([((each.lon - lon) * narrow) ** 2 + (each.lat - lat) ** 2, each]));
  return far.sort(([one], [other]) => one - other).map(([, each]) => each);
}

/** @param {DrawnFacility} one @param {DrawnFacility} other */
function looksAlike(one, other) {
  if (one.point || other.point) return one.point?.group === other.point?.group;
  return String([...one.counts].sort()) === String([...other.counts].sort());
}
