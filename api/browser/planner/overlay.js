// What the map shows of an answer: the served area in quiet green, gaps hatched in red, sites as numbered
// diamonds, a community that was asked for.

import L from "leaflet";

import { t } from "../settings.js";
import { movesLittle, svg } from "../map/dom.js";
import { drawn, latLng, polygonLatLngs } from "../map/ground.js";

/** @import { Gap, Method, Site, Spot } from "../planning/types.js" */
/** @import { MapConfig } from "../types.js" */

/**
 * An answer on a map, as the service writes it (kind: served, gap, and what is drawn otherwise).
 * @typedef {GeoJSON.FeatureCollection<GeoJSON.Geometry | null, { kind: string, method: Method, rank?: number, unserved?: number }>} Areas
 */

const SITE_PX = 34;
const CLOSE_ZOOM = 16;
const AREAS = ["served", "gap"];
// The pattern is drawn in the page (planner.html), so that print has it too.
const HATCH = "url(#gap-hatch)";

export class Overlay {
  /** @param {L.Map} map @param {MapConfig} config */
  constructor(map, config) {
    this.map = map;
    this.draw = drawn(config);
    map.createPane("answer").style.zIndex = "350";
    map.createPane("sites").style.zIndex = "650";
    this.areas = L.layerGroup().addTo(map);
    this.sites = L.layerGroup().addTo(map);
    this.chosen = L.layerGroup().addTo(map);
    /** @type {Map<number, L.Polygon>} */
    this.gaps = new Map();
  }

  /** Show the areas of one way of measuring, in place of those before. @param {Areas | null} areas @param {Method} method */
  showAreas(areas, method) {
    this.areas.clearLayers();
    this.chosen.clearLayers();
    this.gaps.clear();
    for (const { geometry, properties } of areas?.features ?? []) {
      if (properties.method !== method || !geometry || !AREAS.includes(properties.kind)) continue;
      const polygons = polygonLatLngs(geometry, this.draw);
      const isGap = properties.kind === "gap";
      // Where nobody lives nobody is missed.
      if (isGap && !properties.unserved) continue;
      const options = isGap ? { className: "gap", fillColor: HATCH, fillOpacity: 1 } : { className: "served" };
      const polygon = L.polygon(polygons, { pane: "answer", interactive: false, smoothFactor: 0.5, ...options });
      polygon.addTo(this.areas);
      if (isGap && properties.rank) this.gaps.set(properties.rank, polygon);
    }
  }

  /** Where the areas lie. */
  bounds() {
    const bounds = L.latLngBounds([]);
    this.areas.eachLayer((layer) => layer instanceof L.Polygon && bounds.extend(layer.getBounds()));
    return bounds;
  }

  /** Facilities as dots, where their marks would be too many. @param {Spot[]} spots */
  showDots(spots) {
    this.sites.clearLayers();
    for (const at of spots) {
      L.circleMarker(latLng([...at], this.draw), { className: "facility-dot", radius: 5, interactive: false }).addTo(this.sites);
    }
  }

  /**
   * Communities in the colours of their classes; who reaches nothing is hatched like a gap.
   * @param {GeoJSON.Feature[]} features
   * @param {Map<string, number>} classes  By id.
   */
  showClasses(features, classes) {
    this.areas.clearLayers();
    for (const feature of features) {
      const which = classes.get(String(feature.id));
      if (which === undefined) continue;
      const options = which
        ? { className: `reach reach-${which}`, interactive: false }
        : { className: "gap", fillColor: HATCH, fillOpacity: 1, interactive: false };
      const polygons = polygonLatLngs(feature, this.draw);
      if (polygons.length) L.polygon(polygons, { pane: "answer", ...options }).addTo(this.areas);
      else if (feature.geometry?.type === "Point") {
        L.circleMarker(latLng(feature.geometry.coordinates, this.draw), { pane: "answer", radius: 9, ...options }).addTo(this.areas);
      }
    }
  }

  /** @param {Site[]} sites */
  showSites(sites) {
    this.sites.clearLayers();
    for (const { rank, lon, lat } of sites) this.diamond([lon, lat], String(rank), t("新点 {rank}", { rank })).addTo(this.sites);
  }

  /**
   * A numbered diamond on the map.
   * @param {Spot} at
   * @param {string} sign
   * @param {string} name
   * @param {L.MarkerOptions} [options]
   */
  diamond(at, sign, name, options = {}) {
    const icon = new Diamond(sign);
    return L.marker(latLng([...at], this.draw), { icon, pane: "sites", alt: name, title: name, keyboard: false, ...options });
  }

  /** Bring a gap into view and stress it. @param {Gap} gap */
  showGap({ rank }) {
    const polygon = this.gaps.get(rank);
    if (!polygon) return;
    for (const each of this.gaps.values()) each.getElement()?.classList.toggle("chosen", each === polygon);
    this._look(polygon.getBounds());
  }

  /** Bring a facility or a community into view and stress it. @param {GeoJSON.Feature} feature */
  showFeature(feature) {
    this.chosen.clearLayers();
    const polygons = polygonLatLngs(feature, this.draw);
    if (polygons.length) {
      const outline = L.polygon(polygons, { className: "community-chosen", interactive: false }).addTo(this.chosen);
      this._look(outline.getBounds());
    } else if (feature.geometry && "coordinates" in feature.geometry) {
      const [spot] = [feature.geometry.coordinates].flat(feature.geometry.type === "Point" ? 0 : 1);
      const at = latLng(/** @type {number[]} */ (spot), this.draw);
      L.circleMarker(at, { className: "community-chosen", radius: 14, interactive: false }).addTo(this.chosen);
      this._look(at.toBounds(400));
    }
  }

  /** @param {Spot} at */
  showSpot(at) {
    this._look(latLng([...at], this.draw).toBounds(400));
  }

  /** @param {L.LatLngBounds} bounds */
  _look(bounds) {
    this.map.fitBounds(bounds, { padding: [48, 48], maxZoom: CLOSE_ZOOM, animate: !movesLittle() });
    // On a narrow screen the map is above the list that was tapped.
    const region = this.map.getContainer().closest(".map-part");
    const box = region?.getBoundingClientRect();
    if (box && (box.bottom < 120 || box.top > window.innerHeight - 120)) {
      region?.scrollIntoView({ behavior: movesLittle() ? "auto" : "smooth", block: "start" });
    }
  }
}

// Leaflet's DivIcon takes HTML; this one draws.
class Diamond extends L.DivIcon {
  /** @param {string} sign */
  constructor(sign) {
    super({ className: "site-mark", iconSize: [SITE_PX, SITE_PX] });
    this.sign = sign;
  }

  /** @override @param {HTMLElement} [old] */
  createIcon(old) {
    const made = old ?? document.createElement("div");
    made.replaceChildren(
      svg(
        "svg",
        { viewBox: "0 0 34 34", "aria-hidden": "true" },
        svg("path", { class: "site-halo", d: "M17 2 32 17 17 32 2 17Z" }),
        svg("path", { class: "site-shape", d: "M17 3 31 17 17 31 3 17Z" }),
        svg("text", { class: "site-sign", x: 17, y: 17 }, this.sign),
      ),
    );
    /** @type {this & { _setIconStyles: (icon: HTMLElement, name: string) => void }} */ (this)._setIconStyles(made, "icon");
    return made;
  }
}
