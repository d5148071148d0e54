// The page of a map put together: what is found, list, map, card, and what a reader does with them.

/**
 * @import { Facility } from "../finder/types.js"
 * @import { MapConfig, Stage } from "../types.js"
 * @import { Finder as Finder_ } from "./finder.js"
 */

import { facilityKey } from "../finder/facilities.js";
import { clearNote, note } from "../map/notes.js";
import { Card } from "./card.js";
import { ChipBar } from "./chip-bar.js";
import { nameOf } from "./entry.js";
import { Finder } from "./finder.js";
import { List } from "./list.js";
import { bindOffline } from "./offline.js";
import { OriginBar } from "./origin-bar.js";
import { bindReading } from "./reading.js";
import { bindSearch } from "./search-box.js";
import { settings, t } from "../settings.js";
import { Sheet } from "./sheet.js";
import { Source } from "./source.js";
import { bindSwitches } from "./switches.js";

/**
 * Start the page. It does not wait for a map: list, card and search are there before Leaflet is.
 * @param {MapConfig} config
 */
export function startPage(config) {
  bindReading();
  const box = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  const source = new Source(config);
  const finder = new Finder(Object.values(config.layers), source);
  const sheet = new Sheet(box);
  sheet.onChange = () => leaveRoom(sheet);
  /** @type {{ stage: Stage | null }} */
  const page = { stage: null };
  const place = document.getElementById("list") ?? box;
  const card = new Card(place, config, finder, (facility) => {
    finder.choose({ at: facility && { layer: facility.layer, id: facility.id } });
    list?.mark(facility && facilityKey(facility));
    if (!facility) page.stage?.choose(null);
    box.classList.toggle("card-open", facility !== null);
  });
  const list = settings.alone ? null : bindList(config, { finder, sheet, page, card }, open);
  bindSwitches(finder);
  bindOffline(config, finder);
  sayTrouble(finder);

  /** @param {Facility} facility @param {{ near?: boolean }} [how] */
  function open(facility, how = {}) {
    card.open(facility);
    sheet.raise("half");
    if (sheet.over.matches && sheet.height === "full") sheet.set("half");
    page.stage?.choose(facility, how);
  }

  leaveRoom(sheet);
  new ResizeObserver(() => leaveRoom(sheet)).observe(/** @type {Element} */ (document.querySelector(".finder-head")));
  openLinked(finder, card, open);
  source.load();
  return {
    finder,
    sheet,
    /** Show on a map what is found, chosen and near. @param {Stage} stage */
    attach(stage) {
      page.stage = stage;
      stage.onChosen((facility) => open(facility));
      stage.showAll();
      if (finder.origin) stage.showOrigin(finder.origin);
      if (card.facility) stage.choose(card.facility, { near: true });
    },
  };
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
 * @param {{ finder: Finder_, sheet: Sheet, page: { stage: Stage | null }, card: Card }} parts
 * @param {(facility: Facility, how?: { near?: boolean }) => void} open
 */
function bindList(config, { finder, sheet, page, card }, open) {
  const [ask, found] = ["ask", "found"].map(
    (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-part=${name}]`)),
  );
  const origin = new OriginBar(ask, finder, {
    pick: () => {
      origin.sayPicking();
      sheet.set("peek");
      page.stage?.pick((at) => origin.start({ kind: "point", at, words: t("所选地点"), accuracy_m: null }));
    },
    found: (from) => page.stage?.showOrigin(from),
  });
  finder.onFound(() => {
    if (!finder.origin) page.stage?.showOrigin(null);
  });
  new ChipBar(ask, config, finder);
  const list = new List(found, config, finder, (facility) => open(facility, { near: true }));
  const endSearch = bindSearch(finder, () => sheet.raise("full"));
  card.onNear = (facility) => {
    const words = nameOf(config.layers[facility.layer], facility);
    endSearch();
    card.close();
    origin.start({ kind: "facility", at: facility.at, words, accuracy_m: null });
  };
  finder.onFound(() => {
    // The server's list has served: this one says more.
    if (finder.source.progress === "ready") document.querySelector("[data-part=whole-list]")?.remove();
  });
  return list;
}

/**
 * Open the card that the address names, now and when it changes.
 * @param {Finder_} finder
 * @param {Card} card
 * @param {(facility: Facility, how?: { near?: boolean }) => void} open
 */
function openLinked(finder, card, open) {
  let tried = "";
  const look = async () => {
    const { at } = finder.choice;
    // New data, or what a search finds, is no new address.
    if (finder.source.progress !== "ready" || !at || card.shows(at) || tried === facilityKey(at)) return;
    tried = facilityKey(at);
    const facility = await finder.source.find(at.layer, at.id);
    if (finder.choice.at !== at) return;
    if (facility) open(facility, { near: true });
    else note("chosen", t("数据中没有这个链接所指的设施"));
  };
  finder.source.onChange(look);
  window.addEventListener("hashchange", look);
}

/** Say on the map what could not be loaded. @param {Finder_} finder */
function sayTrouble(finder) {
  finder.source.onChange(() => {
    if (finder.source.progress === "failed") {
      note("data", t("设施数据未能载入。"), { sort: "trouble", retry: () => finder.source.retry() });
    } else clearNote("data");
  });
}
