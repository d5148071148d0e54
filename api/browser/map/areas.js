// The plots of facilities that have one: drawn close in, and only what is in view.

import L from "leaflet";

import { polygonLatLngs } from "./ground.js";
import { Slices } from "./slices.js";

/** @import { Draw, Facility } from "../types.js" */

/** @typedef {Iterable<[Facility, unknown]>} Plots facilities with their GeoJSON geometry */
/** @typedef {{ facility: Facility, bounds: L.LatLngBounds, polygons: L.LatLng[][][] }} Plot */

// From here on a plot of a few thousand square metres is larger than its mark.
const FIRST_ZOOM = 14.5;

export class Areas extends L.Layer {
  /** @param {Draw} draw */
  constructor(draw) {
    super();
    this.draw = draw;
    /** @type {Map<string, Plot>} */
    this.plots = new Map();
    /** @type {Map<string, L.Polygon>} */
    this.drawn = new Map();
    this.slices = new Slices();
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    map.on("moveend", this._draw, this);
    this._draw();
    return this;
  }

  /** @override @param {L.Map} map */
  onRemove(map) {
    map.off("moveend", this._draw, this);
    this.slices.stop();
    this._keep(() => false);
    return this;
  }

  /** Show these facilities' plots in place of those before. @param {Plots} all */
  show(all) {
    this.plots.clear();
    for (const [facility, geometry] of all) {
      const polygons = geometry ? polygonLatLngs(/** @type {GeoJSON.Geometry} */ (geometry), this.draw) : [];
      if (polygons.length === 0) continue;
      this.plots.set(facility.id, { facility, polygons, bounds: L.latLngBounds(polygons.flat(2)) });
    }
    if (this._map) this._draw();
  }

  _draw() {
    const view = this._map.getBounds().pad(0.1);
    const near = this._map.getZoom() >= FIRST_ZOOM;
    /** @param {Plot | undefined} plot */
    const wanted = (plot) => near && plot !== undefined && view.intersects(plot.bounds);
    this._keep(wanted);
    const fresh = [...this.plots.values()].filter((plot) => wanted(plot) && !this.drawn.has(plot.facility.id));
    this.slices.start(fresh, (plot) => this._add(plot));
  }

  /** @param {(plot: Plot | undefined) => boolean} wanted */
  _keep(wanted) {
    for (const [id, polygon] of [...this.drawn]) {
      if (wanted(this.plots.get(id))) continue;
      polygon.remove();
      this.drawn.delete(id);
    }
  }

  /** @param {Plot} plot */
  _add({ facility, polygons }) {
    const polygon = L.polygon(polygons, { className: `area layer-${facility.layer.name}` });
    polygon.on("click", () => this._map.fire("facilitychosen", { facility }));
    this.drawn.set(facility.id, polygon.addTo(this._map));
  }
}
