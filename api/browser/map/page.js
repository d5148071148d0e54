// The ties between map and page: switches, list, keyboard, and the choice kept in the address.

import { Facilities } from "./facilities.js";
import { note } from "./notes.js";

/** @import { Map as LeafletMap } from "leaflet" */
/** @import { Facility, MapConfig } from "../types.js" */
/** @import { Card } from "./card.js" */

/** @typedef {Record<string, Facilities>} Groups by the name of their layer */

/**
 * Bind a map to the switches and the list on its page.
 *
 * @param {LeafletMap} map
 * @param {MapConfig} config
 * @param {Card} card
 */
export function bindPage(map, config, card) {
  const groups = layersOn(map);
  const choice = readChoice(config);
  for (const [name, group] of Object.entries(groups)) {
    if (choice.layers && !choice.layers.includes(name)) group.remove();
  }
  bindSwitches(map, groups);
  bindList(card, groups);
  map.on("facilitychosen", ({ facility }) => card.open(facility));
  map.on("cardchange", ({ facility }) => markEntry(facility));
  map.on("layeradd layerremove", ({ layer }) => {
    if (layer instanceof Facilities) reflect(map, groups, card);
  });
  map.on("cardchange", () => writeChoice(map, groups, card));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") card.close();
  });
  reflect(map, groups, card);
  openChosen(choice.at, map, groups, card);
  window.addEventListener("hashchange", () => {
    const { at } = readChoice(config);
    if (at && !(card.chosen && at === addressOf(card.chosen))) openChosen(at, map, groups, card);
  });
}

/** @param {LeafletMap} map */
function layersOn(map) {
  /** @type {Groups} */
  const groups = {};
  map.eachLayer((layer) => {
    if (layer instanceof Facilities) groups[layer.layer.name] = layer;
  });
  return groups;
}

// Switches

/** @param {LeafletMap} map @param {Groups} groups */
function bindSwitches(map, groups) {
  for (const button of all("[data-switch]")) {
    const group = groups[button.dataset.switch ?? ""];
    button.addEventListener("click", () => (map.hasLayer(group) ? group.remove() : group.addTo(map)));
  }
}

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
function all(selector, within = document) {
  return [...within.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);
}

/**
 * Make switches, list and address say what the map shows.
 *
 * @param {LeafletMap} map
 * @param {Groups} groups
 * @param {Card} card
 */
function reflect(map, groups, card) {
  for (const [name, group] of Object.entries(groups)) {
    const on = map.hasLayer(group);
    document.querySelector(`[data-switch="${name}"]`)?.setAttribute("aria-pressed", String(on));
    for (const section of all(`[data-group="${name}"]`)) section.hidden = !on;
    if (!on && card.chosen?.layer === group.layer) card.close();
  }
  writeChoice(map, groups, card);
}

// The list

/** @param {Card} card @param {Groups} groups */
function bindList(card, groups) {
  const list = document.getElementById("list");
  if (!list) return;
  list.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-id]");
    // Another tab, another window: the link's own page, as anywhere.
    if (!(link instanceof HTMLAnchorElement) || withModifier(event)) return;
    event.preventDefault();
    const { layer = "", id = "" } = link.dataset;
    const facility = await groups[layer].find(id);
    if (!facility) {
      window.location.assign(link.href);
      return;
    }
    document.getElementById("map")?.scrollIntoView({ block: "nearest" });
    card.open(facility, { near: true });
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = all("a[data-id]", list).filter((link) => link.getClientRects().length);
    const at = links.findIndex((link) => link === document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  });
}

/** @param {MouseEvent} event */
const withModifier = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

/** Show in the list which facility the card is about. @param {Facility | null} facility */
function markEntry(facility) {
  for (const before of all(".entries .chosen")) {
    before.classList.remove("chosen");
    before.querySelector("a")?.removeAttribute("aria-current");
  }
  if (!facility) return;
  const links = all(`[data-group="${facility.layer.name}"] a[data-id]`);
  const link = links.find(({ dataset }) => dataset.id === facility.id);
  const entry = link?.closest("li");
  const list = document.getElementById("list");
  if (!link || !entry || !list) return;
  entry.classList.add("chosen");
  link.setAttribute("aria-current", "true");
  // Only where the list scrolls by itself: on a phone the page would run away from the map.
  if (list.scrollHeight > list.clientHeight) entry.scrollIntoView({ block: "nearest" });
}

// The address: #layers=parking,parks&at=parking/some-id

/** @param {MapConfig} config */
function readChoice(config) {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  const layers = parts.get("layers");
  return {
    layers: layers === null ? null : layers.split(",").filter((name) => name in config.layers),
    at: parts.get("at"),
  };
}

/** @param {LeafletMap} map @param {Groups} groups @param {Card} card */
function writeChoice(map, groups, card) {
  const shown = Object.keys(groups).filter((name) => map.hasLayer(groups[name]));
  const parts = new URLSearchParams();
  if (shown.length < Object.keys(groups).length) parts.set("layers", shown.join(","));
  if (card.chosen) parts.set("at", addressOf(card.chosen));
  const text = parts.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  const address = text ? `#${text}` : window.location.pathname + window.location.search;
  window.history.replaceState(null, "", address);
}

/** @param {Facility} facility */
function addressOf(facility) {
  return `${facility.layer.name}/${facility.id}`;
}

/** @param {string | null} at @param {LeafletMap} map @param {Groups} groups @param {Card} card */
async function openChosen(at, map, groups, card) {
  const [name, ...rest] = (at ?? "").split("/");
  if (!rest.length || !(groups[name] instanceof Facilities)) return;
  if (!map.hasLayer(groups[name])) groups[name].addTo(map);
  const facility = await groups[name].find(rest.join("/"));
  if (facility) card.open(facility, { near: true });
  else note(map, "chosen", ["数据中没有这个链接所指的设施", "The data has no facility of this link"]);
}
