// The map of an embed: Leaflet, and what the map's script calls.

import { cooperate } from "./embed/gestures.js";
import { answerFolium } from "./map/folium.js";
import { furniture, groupsOn } from "./map/furniture.js";
import { MapView } from "./page/map-view.js";

/** The view as an embed needs it, too. */
class EmbedView extends MapView {
  /** Show what the map was made for. @param {[lon: number, lat: number, zoom: number] | null} view */
  showFirst(view) {
    const show = () => {
      if (view) this.centreOn([view[0], view[1]], view[2]);
      else this.showAll();
    };
    show();
    // The frame may find its height only now; whoever has moved the map has chosen otherwise.
    let own = true;
    const box = this.map.getContainer();
    for (const name of ["pointerdown", "wheel", "keydown"]) box.addEventListener(name, () => (own = false), { once: true });
    new ResizeObserver(() => {
      this.map.invalidateSize({ animate: false });
      if (own && !this.chosen) show();
    }).observe(box);
  }

  /** @param {number} lon @param {number} lat @param {number | null} zoom */
  flyTo(lon, lat, zoom) {
    this.centreOn([lon, lat], zoom ?? this.map.getZoom());
  }

  /** @param {(view: Record<string, unknown>) => void} listener  Called after each move. */
  onMove(listener) {
    this.map.on("moveend", () => {
      const [lon, lat] = this.positionOf(this.map.getCenter());
      const bounds = this.map.getBounds();
      const [west, south] = this.positionOf(bounds.getSouthWest());
      const [east, north] = this.positionOf(bounds.getNorthEast());
      listener({ lon, lat, zoom: this.map.getZoom(), bounds: [west, south, east, north] });
    });
  }
}

answerFolium((map, config) => {
  cooperate(map);
  furniture(map, config);
  setTimeout(() => window.embedPage.attach(new EmbedView(map, config, window.embedPage, groupsOn(map))));
});
