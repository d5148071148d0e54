// Marks with numbers: what the list shows, under the same numbers, above all other marks. And circles with
// counts where a place has more facilities than can be loaded.

import L from "leaflet";

import { said } from "../settings.js";
import { clusterIcon, numberedIcon } from "./marks.js";
import { Slices } from "./slices.js";

/** @import { Facility } from "../types.js" */
/** @import { Counts } from "./marks.js" */

/** @typedef {{ facility: Facility, number: number }} Listed */
/** @typedef {{ at: L.LatLng, counts: Counts }} Cell */

// The first of the list lies above the rest.
const TOP = 10_000;

export class Numbered extends L.Layer {
  constructor() {
    super();
    /** @type {Map<string, { marker: L.Marker, number: number, facility: Facility }>} */
    this.marks = new Map();
    this.cells = L.layerGroup();
    this.slices = new Slices();
    /** @type {WeakMap<Element, Facility>} */
    this.facilityByElement = new WeakMap();
  }

  /** @override @param {L.Map} map */
  onAdd(map) {
    map.createPane("numbered").style.zIndex = "620";
    this.cells.addTo(map);
    return this;
  }

  /** @override */
  onRemove() {
    this.slices.stop();
    for (const { marker } of this.marks.values()) marker.remove();
    this.marks.clear();
    this.cells.remove();
    return this;
  }

  /** Show these in place of those before; what stays keeps its element, and the focus. @param {Listed[]} listed */
  show(listed) {
    const wanted = new Map(listed.map((each) => [`${each.facility.layer.name}/${each.facility.id}`, each]));
    for (const [key, { marker, facility }] of [...this.marks]) {
      if (wanted.get(key)?.facility === facility) continue;
      marker.remove();
      this.marks.delete(key);
    }
    this.slices.start([...wanted], ([key, each]) => this._place(key, each));
  }

  /** @param {Cell[]} cells */
  showCells(cells) {
    this.cells.clearLayers();
    for (const { at, counts } of cells) {
      const marker = L.marker(at, { icon: clusterIcon(counts) });
      marker.on("click keypress", () => this._map.setView(at, this._map.getZoom() + 2));
      marker.addTo(this.cells);
    }
  }

  /** The facility that an element stands for, and where it is drawn. @param {Element} element */
  markAt(element) {
    const facility = this.facilityByElement.get(element);
    return facility?.at ? { facility, at: facility.at } : null;
  }

  /**
   * @param {string} key
   * @param {Listed} listed
   */
  _place(key, { facility, number }) {
    const known = this.marks.get(key);
    if (!facility.at || !this._map) return;
    if (known) {
      if (known.number !== number) known.marker.setIcon(numberedIcon(facility.layer, number));
      known.number = number;
    }
    const marker = known?.marker ?? this._marker(facility, number);
    if (!known) this.marks.set(key, { marker, number, facility });
    marker.setZIndexOffset(TOP - number);
    const element = marker.getElement();
    if (!element) return;
    this.facilityByElement.set(element, facility);
    element.setAttribute("aria-label", `${number}. ${said(facility.name)} · ${said(facility.layer.title)}`);
  }

  /** @param {Facility} facility @param {number} number */
  _marker(facility, number) {
    const icon = numberedIcon(facility.layer, number);
    const marker = L.marker(/** @type {L.LatLng} */ (facility.at), { icon, pane: "numbered", riseOnHover: true });
    marker.on("click keypress", (event) => {
      const { originalEvent } = /** @type {L.LeafletMouseEvent | L.LeafletKeyboardEvent} */ (event);
      if (originalEvent instanceof KeyboardEvent && !["Enter", " "].includes(originalEvent.key)) return;
      originalEvent.preventDefault();
      this._map.fire("facilitychosen", { facility });
    });
    return marker.addTo(this._map);
  }
}
