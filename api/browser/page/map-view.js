// What the map shows of what is found: numbers for what the list shows, marks and circles for the rest,
// where distances count from, and the chosen facility where it can be seen.

/**
 * @import { Facility as Found_, Position } from "../finder/types.js"
 * @import { Facility, MapConfig, MapPage } from "../types.js"
 * @import { Found, Origin } from "./finder.js"
 * @import { Facilities } from "../map/facilities.js"
 */

import L from "leaflet";

import { gcj02ToWgs84 } from "../map/gcj02.js";
import { movesLittle } from "../map/dom.js";
import { drawn, latLng } from "../map/ground.js";
import { markIcon } from "../map/marks.js";
import { Numbered } from "../map/numbered.js";
import { facilityName } from "../map/words.js";
import { lookAround } from "./look-around.js";
import { settings } from "../settings.js";

// Close enough to see the street when the way to a facility began in the list.
const CLOSE_ZOOM = 16;
const MARGIN_PX = 48;
// So many of the nearest are brought into view with the reader's own position.
const NEAREST_IN_VIEW = 5;

export class MapView {
  /**
   * @param {L.Map} map
   * @param {MapConfig} config
   * @param {MapPage} page
   * @param {Record<string, Facilities>} groups  What Folium put on the map, by layer.
   */
  constructor(map, config, { finder, sheet }, groups) {
    this.map = map;
    this.config = config;
    this.finder = finder;
    this.groups = groups;
    this.sheet = sheet;
    this.draw = drawn(config);
    this.numbered = new Numbered().addTo(map);
    /** @type {L.LayerGroup} */
    this.origin = L.layerGroup().addTo(map);
    /** @type {L.Marker | null} */
    this.mark = null;
    /** @type {WeakMap<Found_, Facility>} */
    this.drawnOnce = new WeakMap();
    /** @type {Found_ | null} */
    this.chosen = null;
    const pane = map.createPane("chosen");
    pane.style.zIndex = "660";
    let due = 0;
    finder.onFound(() => {
      // The list first; the map in a task of its own.
      clearTimeout(due);
      due = window.setTimeout(() => this.show(finder.found));
    });
    this.show(finder.found);
    if (settings.byView) {
      map.on("moveend", () => this._askForView());
      this._askForView();
    }
  }

  /** @param {(facility: Found_) => void} listener  Called with a facility that was tapped. */
  onChosen(listener) {
    this.map.on("facilitychosen", ({ facility }) => listener(facility.found));
  }

  /** Bring all of the place into the part of the map that is free. */
  showAll() {
    const [west, south, east, north] = this.config.bounds;
    this.map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { ...this._padding(16), animate: false, maxZoom: CLOSE_ZOOM + 1 },
    );
  }

  /** @param {Found} found */
  show({ entries, shown }) {
    /** @type {Map<string, Facility[]>} */
    const rest = new Map(Object.keys(this.groups).map((name) => [name, []]));
    const numbers = this.finder.numbered ? shown : 0;
    for (const { facility } of entries.slice(numbers)) rest.get(facility.layer)?.push(this.facilityOf(facility));
    const listed = entries.slice(0, numbers).map(({ facility, number }) => ({ facility: this.facilityOf(facility), number }));
    for (const [name, group] of Object.entries(this.groups)) {
      const own = entries.filter(({ facility }) => facility.layer === name);
      group.show(rest.get(name) ?? [], own.map(({ facility }) => [this.facilityOf(facility), facility.geometry]));
    }
    this.numbered.show(listed);
    this._showCells();
  }

  /** A facility as it is drawn. @param {Found_} found @returns {Facility} */
  facilityOf(found) {
    const known = this.drawnOnce.get(found);
    if (known) return known;
    const layer = this.config.layers[found.layer];
    const made = {
      layer,
      id: found.id,
      name: facilityName(layer, found.properties),
      at: latLng([...found.at], this.draw),
      found,
    };
    this.drawnOnce.set(found, made);
    return made;
  }

  /** Mark a facility as chosen, or none, and bring it into view. @param {Found_ | null} found @param {{ near?: boolean }} [how] */
  choose(found, { near = false } = {}) {
    this.chosen = found;
    this.mark?.remove();
    this.mark = null;
    if (!found) return;
    const { layer, at } = this.facilityOf(found);
    const icon = markIcon(layer, { chosen: true });
    this.mark = L.marker(at, { icon, pane: "chosen", interactive: false, keyboard: false }).addTo(this.map);
    this._bringIntoView(at, near);
  }

  /** Show from where distances count, with the nearest around it. @param {Origin | null} origin */
  showOrigin(origin) {
    this.origin.clearLayers();
    if (!origin) return;
    const at = latLng([...origin.at], this.draw);
    if (origin.accuracy_m !== null && origin.accuracy_m > 10) {
      L.circle(at, { radius: origin.accuracy_m, className: "accuracy", interactive: false }).addTo(this.origin);
    }
    const icon = L.divIcon({ className: `origin-mark origin-${origin.kind}`, iconSize: [22, 22] });
    L.marker(at, { icon, interactive: false, keyboard: false, pane: "chosen" }).addTo(this.origin);
    if (settings.byView) lookAround(this, origin);
    // The list that goes with the origin comes with the next turn.
    else setTimeout(() => this._fit(at));
  }

  /** Let the reader tap a point; whoever gives up presses Escape. @param {(at: Position) => void} then */
  pick(then) {
    const box = this.map.getContainer();
    box.classList.add("picking");
    const end = () => {
      box.classList.remove("picking");
      this.map.off("click", tapped);
      document.removeEventListener("keydown", gaveUp, true);
    };
    /** @param {KeyboardEvent} event */
    const gaveUp = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    };
    /** @param {L.LeafletMouseEvent} event */
    const tapped = ({ latlng }) => {
      end();
      then(this.positionOf(latlng));
    };
    this.map.on("click", tapped);
    document.addEventListener("keydown", gaveUp, true);
  }

  /** A drawn position in WGS 84. @param {L.LatLng} latlng @returns {Position} */
  positionOf({ lat, lng }) {
    return this.config.basemap?.datum === "gcj02" ? gcj02ToWgs84(lng, lat) : [lng, lat];
  }

  /** Bring the origin and the nearest into the part of the map that is free. @param {L.LatLng} at */
  _fit(at) {
    const nearest = this.finder.found.entries.slice(0, NEAREST_IN_VIEW).map(({ facility }) => this.facilityOf(facility).at);
    const bounds = L.latLngBounds([at, ...nearest]);
    this.map.fitBounds(bounds, {
      ...this._padding(MARGIN_PX),
      maxZoom: CLOSE_ZOOM + 1,
      animate: !movesLittle(),
    });
  }

  /** Move the map so that a mark stands in the part that head and sheet leave free. @param {L.LatLng} at @param {boolean} near */
  _bringIntoView(at, near) {
    const { map } = this;
    const zoom = near ? Math.max(map.getZoom(), CLOSE_ZOOM) : map.getZoom();
    if (zoom === map.getZoom() && this._isFree(at)) return;
    map.setView(this._centreFor(at, zoom), zoom, { animate: !movesLittle(), duration: 0.2 });
  }

  /** Put a position in the middle of what is free, at once. @param {Position} at @param {number} zoom */
  centreOn(at, zoom) {
    this.map.setView(this._centreFor(latLng([...at], this.draw), zoom), zoom, { animate: false });
  }

  /** Whether a facility stands where neither head nor sheet covers it. @param {Found_} found */
  shows(found) {
    return this._isFree(this.facilityOf(found).at);
  }

  /** Whether all of the place is in view. */
  showsAll() {
    const [west, south, east, north] = this.config.bounds;
    return this.map.getBounds().contains([[south, west], [north, east]]);
  }

  /** Where the map has to be centred for a position to stand in the middle of what is free. @param {L.LatLng} at @param {number} zoom */
  _centreFor(at, zoom) {
    const { map } = this;
    const offset = this._free().getCenter().subtract(map.getSize().divideBy(2));
    return map.unproject(map.project(at, zoom).subtract(offset), zoom);
  }

  /** @param {L.LatLng} at */
  _isFree(at) {
    const free = this._free();
    const inside = L.bounds(
      free.getTopLeft().add([MARGIN_PX, MARGIN_PX]),
      free.getBottomRight().subtract([MARGIN_PX, MARGIN_PX / 2]),
    );
    return inside.contains(this.map.latLngToContainerPoint(at));
  }

  /** The part of the map that head and sheet leave free, in pixels. */
  _free() {
    const size = this.map.getSize();
    return L.bounds([0, this._headPx()], [size.x, size.y - this.sheet.coveredPx]);
  }

  /** @param {number} margin_px @returns {L.FitBoundsOptions} */
  _padding(margin_px) {
    return {
      paddingTopLeft: [margin_px, this._headPx() + margin_px],
      paddingBottomRight: [margin_px, this.sheet.coveredPx + margin_px],
    };
  }

  /** How much of the map the page's head covers, from above. */
  _headPx() {
    if (!this.sheet.over.matches) return 0;
    return document.querySelector(".finder-head")?.getBoundingClientRect().bottom ?? 0;
  }

  _askForView() {
    const bounds = this.map.getBounds().pad(0.1);
    const [west, south] = this.positionOf(bounds.getSouthWest());
    const [east, north] = this.positionOf(bounds.getNorthEast());
    this.finder.source.loadView({ west, south: Math.max(south, -85), east, north: Math.min(north, 85) });
  }

  /** Of a place with too many facilities in view, how many there are where. */
  _showCells() {
    const cells = this.finder.source.cells.filter(({ layer }) => this.finder.choice.layers.has(layer));
    /** @type {Map<string, { at: Position, counts: Map<string, number> }>} */
    const byPlace = new Map();
    for (const { layer, at, count } of cells) {
      const key = at.map((degrees) => degrees.toFixed(3)).join(" ");
      const place = byPlace.get(key) ?? { at, counts: new Map() };
      place.counts.set(layer, (place.counts.get(layer) ?? 0) + count);
      byPlace.set(key, place);
    }
    this.numbered.showCells(
      [...byPlace.values()].map(({ at, counts }) => ({
        at: latLng([...at], this.draw),
        counts: Object.values(this.config.layers).flatMap((layer) => {
          const count = counts.get(layer.name);
          return count ? [/** @type {[typeof layer, number]} */ ([layer, count])] : [];
        }),
      })),
    );
  }
}
