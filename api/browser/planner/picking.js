// A spot chosen on the map: by a tap, or by keyboard with the map's middle under a cross.

import { t } from "../settings.js";
import { element } from "../map/dom.js";
import { gcj02ToWgs84 } from "../map/gcj02.js";

/** @import { Spot } from "../planning/types.js" */
/** @import { MapConfig } from "../types.js" */

export class Picking {
  /** @param {L.Map} map @param {MapConfig} config */
  constructor(map, config) {
    this.map = map;
    this.shifted = config.basemap?.datum === "gcj02";
    this.end = () => {};
    this.note = element("p", { class: "picking-note", role: "status", hidden: "" });
    this.cross = element("div", { class: "picking-cross", "aria-hidden": "true", hidden: "" });
    map.getContainer().parentElement?.append(this.note, this.cross);
  }

  /** Let the reader choose a spot; Escape gives up. @param {string} words  What for. @param {(at: Spot) => void} then */
  start(words, then) {
    this.end();
    const box = this.map.getContainer();
    box.classList.add("picking");
    this.note.textContent = t("{what}：点一下地图；用键盘时，先用方向键移动地图，再按回车取十字处。按 Esc 取消。", { what: words });
    this.note.hidden = false;
    this.cross.hidden = false;
    /** @param {L.LatLng} latlng */
    const take = (latlng) => {
      this.end();
      then(this.spot(latlng));
    };
    const tapped = (/** @type {L.LeafletMouseEvent} */ { latlng }) => take(latlng);
    const pressed = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.end();
      else if (event.key === "Enter" && event.target === box) take(this.map.getCenter());
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    this.end = () => {
      box.classList.remove("picking");
      this.note.hidden = true;
      this.cross.hidden = true;
      this.map.off("click", tapped);
      document.removeEventListener("keydown", pressed, true);
      this.end = () => {};
    };
    this.map.on("click", tapped);
    document.addEventListener("keydown", pressed, true);
    box.focus();
  }

  /** Where a drawn position lies, in WGS 84. @param {L.LatLng} latlng @returns {Spot} */
  spot({ lat, lng }) {
    return this.shifted ? gcj02ToWgs84(lng, lat) : [lng, lat];
  }
}
