// One layer of facilities on the map, as Folium puts it there: marks among those of all layers, plots.

import L from "leaflet";

import { Areas } from "./areas.js";
import { clustersOf } from "./clusters.js";
import { drawn } from "./ground.js";

/** @import { Facility, LayerConfig, MapConfig } from "../types.js" */
/** @import { Plots } from "./areas.js" */

export class Facilities extends L.Layer {
  /** @param {MapConfig} config @param {LayerConfig} layer */
  constructor(config, layer) {
    super();
    this.config = config;
    this.layer = layer;
    this.areas = new Areas(drawn(config));
    /** @type {Facility[]} */
    this.marks = [];
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    this.clusters = clustersOf(map, this.config);
    this.areas.addTo(map);
    this.clusters.show(this.layer.name, this.marks);
    return this;
  }

  /** @override */
  onRemove() {
    this.areas.remove();
    this.clusters?.show(this.layer.name, []);
    return this;
  }

  /**
   * Show these in place of those before.
   *
   * @param {Facility[]} marks  Those that have no mark of another sort.
   * @param {Plots} plots
   */
  show(marks, plots) {
    this.marks = marks;
    this.areas.show(plots);
    if (this._map) this.clusters?.show(this.layer.name, marks);
  }
}
