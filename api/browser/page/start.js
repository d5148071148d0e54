// The page of a map put together: what is found, list, map, card, and what a reader does with them.

/**
 * @import { Facility as Found_ } from "../finder/types.js"
 * @import { Facilities } from "../map/facilities.js"
 * @import { MapConfig } from "../types.js"
 * @import { Finder as Finder_ } from "./finder.js"
 */

import { facilityKey } from "../finder/facilities.js";
import { clearNote, note } from "../map/notes.js";
import { Card } from "./card.js";
import { ChipBar } from "./chip-bar.js";
import { Finder } from "./finder.js";
import { List } from "./list.js";
import { MapView } from "./map-view.js";
import { bindOffline } from "./offline.js";
import { OriginBar } from "./origin-bar.js";
import { bindReading } from "./reading.js";
import { bindSearch } from "./search-box.js";
import { settings, t } from "../settings.js";
import { Sheet } from "./sheet.js";
import { Source } from "./source.js";
import { bindSwitches } from "./switches.js";

/**
 * @param {L.Map} map
 * @param {MapConfig} config
 * @param {Record<string, Facilities>} groups  What Folium put on the map, by layer.
 */
export function startPage(map, config, groups) {
  bindReading();
  const box = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  const layers = Object.values(config.layers);
  const source = new Source(config);
  const finder = new Finder(layers, source);
  const sheet = new Sheet(box);
  sheet.onChange = () => leaveRoom(sheet);
  const view = new MapView(map, config, finder, { groups, sheet });
  const place = document.getElementById("list") ?? box;
  const card = new Card(place, config, finder, (facility) => {
    finder.choose({ at: facility && { layer: facility.layer, id: facility.id } });
    list?.mark(facility && facilityKey(facility));
    if (!facility) view.choose(null);
    box.classList.toggle("card-open", facility !== null);
  });
  const list = settings.alone ? null : bindList(config, finder, sheet, view, open);
  bindSwitches(finder);
  bindOffline(config, finder);
  sayTrouble(map, finder);
  map.on("facilitychosen", ({ facility }) => {
    if (facility.found) open(facility.found);
  });

  /** @param {Found_} facility @param {{ near?: boolean }} [how] */
  function open(facility, how = {}) {
    card.open(facility);
    sheet.raise("half");
    if (sheet.over.matches && sheet.height === "full") sheet.set("half");
    view.choose(facility, how);
  }

  leaveRoom(sheet);
  new ResizeObserver(() => leaveRoom(sheet)).observe(/** @type {Element} */ (document.querySelector(".finder-head")));
  view.showAll();
  openLinked(finder, open, map);
  source.load();
  return view;
}

/**
 * Tell the styles how much of the map head and sheet cover, so that what stands on the map keeps clear.
 * @param {Sheet} sheet
 */
function leaveRoom(sheet) {
  const head = document.querySelector(".finder-head")?.getBoundingClientRect().bottom ?? 0;
  document.body.style.setProperty("--head", `${sheet.over.matches ? head : 0}px`);
  document.body.dataset.sheet = sheet.over.matches ? sheet.height : "";
}

/**
 * Everything that stands with the list.
 * @param {MapConfig} config
 * @param {Finder_} finder
 * @param {Sheet} sheet
 * @param {MapView} view
 * @param {(facility: Found_, how?: { near?: boolean }) => void} open
 */
function bindList(config, finder, sheet, view, open) {
  const [ask, found] = ["ask", "found"].map(
    (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-part=${name}]`)),
  );
  const origin = new OriginBar(ask, finder, {
    pick: () => {
      origin.sayPicking();
      sheet.set("peek");
      view.pick((at) => origin.start({ kind: "point", at, words: t("所选地点"), accuracy_m: null }));
    },
    found: (from) => view.showOrigin(from),
  });
  finder.onFound(() => {
    if (!finder.origin) view.showOrigin(null);
  });
  new ChipBar(ask, config, finder);
  const list = new List(found, config, finder, (facility) => open(facility, { near: true }));
  bindSearch(finder, () => sheet.raise("full"));
  finder.onFound(() => {
    // The server's list has served: this one says more.
    if (finder.source.progress === "ready") document.querySelector("[data-part=whole-list]")?.remove();
  });
  return list;
}

/**
 * Open the card that the address names, now and when it changes.
 * @param {Finder_} finder
 * @param {(facility: Found_, how?: { near?: boolean }) => void} open
 * @param {L.Map} map
 */
function openLinked(finder, open, map) {
  let tried = "";
  const look = async () => {
    const { at } = finder.choice;
    if (finder.source.progress !== "ready" || !at || tried === facilityKey(at)) return;
    tried = facilityKey(at);
    const facility = await finder.source.find(at.layer, at.id);
    if (facility) open(facility, { near: true });
    else note(map, "chosen", t("数据中没有这个链接所指的设施"));
  };
  finder.source.onChange(look);
  window.addEventListener("hashchange", look);
}

/** On a map without a list, say on it what could not be loaded. @param {L.Map} map @param {Finder_} finder */
function sayTrouble(map, finder) {
  finder.source.onChange(() => {
    if (finder.source.progress === "failed") {
      note(map, "data", t("设施数据未能载入。"), { sort: "trouble", retry: () => finder.source.retry() });
    } else clearNote(map, "data");
  });
}

