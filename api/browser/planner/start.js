// The planner's page put together: question, run, answer, map, what if.

import { bindReading } from "../page/reading.js";
import { t } from "../settings.js";
import { furniture, groupsOn } from "../map/furniture.js";
import { clearNote, note } from "../map/notes.js";
import { changesOf, fieldsOf } from "../planning/changes.js";
import { supplyFilters } from "../planning/fields.js";
import { Asking } from "./asking.js";
import { demandFeature } from "./demand.js";
import { QuestionForm } from "./form.js";
import { OwnData } from "./own-data.js";
import { Overlay } from "./overlay.js";
import { Picking } from "./picking.js";
import { Progress } from "./progress.js";
import { planner } from "./settings.js";
import { Shown } from "./shown.js";
import { SupplyOnMap } from "./supply.js";
import { drawn } from "../map/ground.js";
import { TwinMap } from "./twin-map.js";
import { WhatIf } from "./what-if.js";

/** @import { MapConfig } from "../types.js" */

/** @param {string} name */
const place = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-part="${name}"]`));

/** @param {L.Map} map @param {MapConfig} config */
export function startPlanner(map, config) {
  bindReading();
  furniture(map, config);
  map.getContainer().setAttribute("aria-label", t("地图：方向键移动，加减号缩放"));
  // Tiles are sharp at whole steps only; without them two maps side by side make the most of their room.
  if (!config.basemap) map.options.zoomSnap = 0.25;
  const overlay = new Overlay(map, config);
  const layer = config.layers[planner.layer];
  const supply = new SupplyOnMap(layer, groupsOn(map)[planner.layer], drawn(config));
  const picking = new Picking(map, config);
  const progress = new Progress(place("progress"));
  const form = new QuestionForm(/** @type {HTMLFormElement} */ (document.getElementById("question")), {
    changed: () => asking.changed(),
    sent: () => asking.run(),
  });
  const whatIf = new WhatIf(place("what-if"), { map, overlay, picking, supply }, changesOf(new URLSearchParams(form.fields)), (changes) => {
    form.setChanges(fieldsOf(changes));
    asking.changed();
  });
  const own = new OwnData(place("own-data"), () => asking.changed());
  const shown = new Shown(place("answer"), {
    overlay,
    twin: new TwinMap(map, config),
    spots: () => supply.spots,
    showCommunity: (id, rows) => showCommunity(overlay, id, rows),
    tryOut: (sites) => tryOut(form, sites),
  });
  const asking = new Asking(form, progress, shown, own, async (fields) => {
    await supply.load(supplyFilters(fields, planner.filters));
    whatIf.showExisting();
  });
  asking.changed();
  window.addEventListener("beforeprint", showAllRows);
  if (planner.asked) asking.run();
}

/** @param {Overlay} overlay @param {string} id @param {import("../planning/uploads.js").Collection | null} rows */
async function showCommunity(overlay, id, rows) {
  const feature = await demandFeature(id, rows);
  if (feature) overlay.showFeature(feature);
  else note("community", t("没有取到这个小区的范围。"));
  if (feature) clearNote("community");
}

/** On paper there is nothing to press: tables are whole. */
function showAllRows() {
  for (const more of document.querySelectorAll("[data-act=all-rows]")) if (more instanceof HTMLElement) more.click();
}

/** Ask who is within reach with proposed sites. @param {QuestionForm} form @param {import("../planning/types.js").Site[]} sites */
function tryOut(form, sites) {
  const changes = changesOf(new URLSearchParams(form.fields));
  const all = [...changes, ...sites.map(({ lon, lat }) => ({ kind: /** @type {const} */ ("add"), at: /** @type {const} */ ([lon, lat]) }))];
  form.setChanges(fieldsOf(all));
  form.writeLinks();
  const tab = document.querySelector('a[data-tab="coverage"]');
  if (tab instanceof HTMLAnchorElement) window.location.assign(tab.href);
}
