// What the reader looks for and what is found: one state, from which list, map and chips are drawn.

/**
 * @import { Choice } from "../finder/links.js"
 * @import { ChipState } from "../finder/filters.js"
 * @import { Entry } from "../finder/order.js"
 * @import { Facility, LayerConfig, Position } from "../finder/types.js"
 * @import { Source } from "./source.js"
 */

import { answerTo } from "../finder/answer.js";
import { distancesFrom } from "../finder/distance.js";
import { readChoice, writeChoice } from "../finder/links.js";
import { NOW, arrivalMinute } from "../finder/when.js";
import { settings } from "../settings.js";

/**
 * From where distances are measured. It stays in this page's memory: no address, no request and no
 * storage ever holds it.
 * @typedef {Object} Origin
 * @property {"here" | "point" | "facility" | "subdistrict"} kind
 * @property {Position} at
 * @property {string} words
 * @property {number | null} accuracy_m
 */

/**
 * What is found.
 * @typedef {Object} Found
 * @property {Entry[]} entries  All that pass, in order.
 * @property {number} shown  How many of them the list shows; these have numbers on the map.
 * @property {Map<string, ChipState[]>} chips  Of the layers that are shown.
 * @property {number} unknown  How many only something unknown keeps out.
 * @property {number} minute  Of the epoch, that statuses are for.
 * @property {boolean} searching
 */

/** So many entries at first, and so many more each time. */
export const PAGE_LENGTH = 20;
const MINUTE_MS = 60_000;

export class Finder {
  /**
   * @param {LayerConfig[]} layers
   * @param {Source} source
   */
  constructor(layers, source) {
    this.layers = layers;
    this.source = source;
    this.choice = readChoice(window.location, layers);
    /** @type {Origin | null} */
    this.origin = null;
    this.shown = PAGE_LENGTH;
    /** @type {Found} */
    this.found = { entries: [], shown: 0, chips: new Map(), unknown: 0, minute: this.minute, searching: false };
    /** @type {((found: Found) => void)[]} */
    this._listeners = [];
    this._due = false;
    source.onChange(() => this.update());
    this._keepTime();
  }

  /** The minute of the epoch that is asked about. */
  get minute() {
    return arrivalMinute(this.choice.when, nowMinute(), settings.timezone);
  }

  /** Whether the reader asks about a time to come. */
  get later() {
    return this.choice.when !== NOW;
  }

  /** Whether every layer is shown. */
  get all() {
    return this.choice.layers.size === this.layers.length;
  }

  /** @param {(found: Found) => void} listener  Called after each change. */
  onFound(listener) {
    this._listeners.push(listener);
  }

  /** Choose otherwise. @param {Partial<Choice>} patch */
  choose(patch) {
    Object.assign(this.choice, patch);
    this.shown = PAGE_LENGTH;
    this._writeAddress();
    this.update();
  }

  /** Show one layer more or less; where all are shown, that one alone. @param {string} name */
  toggleLayer(name) {
    const layers = new Set(this.all ? [] : this.choice.layers);
    if (!layers.delete(name)) layers.add(name);
    this.choose({ layers: layers.size ? layers : new Set(this.layers.map((layer) => layer.name)) });
  }

  /** @param {string} layer @param {string} key */
  toggleChip(layer, key) {
    const chosen = new Set(this.choice.filters.get(layer));
    if (!chosen.delete(key)) chosen.add(key);
    this.choose({ filters: new Map(this.choice.filters).set(layer, chosen) });
  }

  /** @param {Origin | null} origin */
  from(origin) {
    this.origin = origin;
    this.shown = PAGE_LENGTH;
    this.update();
  }

  showMore() {
    this.shown += PAGE_LENGTH;
    this.update();
  }

  /** Work out anew what is found; many changes in one turn are one. */
  update() {
    if (this._due) return;
    this._due = true;
    queueMicrotask(() => {
      this._due = false;
      this.found = this._find();
      for (const listener of this._listeners) listener(this.found);
    });
  }

  /** A facility as the list has it, also where the list has it not. @param {Facility} facility @returns {Entry} */
  entryOf(facility) {
    const distance_m = this.origin && distancesFrom(this.origin.at)(facility.at);
    return { facility, number: 0, distance_m, status: this.statusOf(facility) };
  }

  /** Whether the list has an order that numbers stand for: from somewhere, or best match first. */
  get numbered() {
    return this.origin !== null || this.choice.query !== "";
  }

  /** What holds of a facility at the time that is asked about. @param {Facility} facility */
  statusOf(facility) {
    return this.source.statusOf(facility, this.minute, this.choice.stayMinutes);
  }

  /** @returns {Found} */
  _find() {
    const { choice, source, minute } = this;
    const searching = choice.query !== "";
    const empty = { entries: [], shown: 0, chips: new Map(), unknown: 0, minute, searching };
    if (!source.finder) return empty;
    if (searching) {
      const entries = this._matching();
      return { ...empty, entries, shown: Math.min(this.shown, entries.length) };
    }
    const circumstances = { now: nowMinute(), origin: this.origin?.at ?? null, found: null };
    const answer = answerTo(source.finder, choice, circumstances);
    return {
      entries: answer.entries,
      shown: Math.min(this.shown, answer.entries.length),
      chips: new Map(
        [...answer.layers].filter(([name]) => choice.layers.has(name)).map(([name, { chips }]) => [name, chips]),
      ),
      unknown: answer.unknown.length,
      minute,
      searching,
    };
  }

  /** What is searched for: best match first, wherever it is and whatever it costs. @returns {Entry[]} */
  _matching() {
    const { choice, source } = this;
    const matches = source.matches.filter(({ layer }) => choice.layers.has(layer));
    const distanceTo = this.origin && distancesFrom(this.origin.at);
    return matches.map((facility, place) => ({
      facility,
      number: place + 1,
      distance_m: distanceTo && distanceTo(facility.at),
      status: this.statusOf(facility),
    }));
  }

  _writeAddress() {
    const { pathname, search } = window.location;
    const address = writeChoice(this.choice, this.layers, search);
    window.history.replaceState(null, "", pathname + address);
  }

  /** A new minute may be another status; so may coming back to a page that slept. */
  _keepTime() {
    let shown = nowMinute();
    const look = () => {
      if (document.hidden || nowMinute() === shown) return;
      shown = nowMinute();
      this.source.refreshIfOld();
      this.update();
    };
    setInterval(look, MINUTE_MS / 6);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("hashchange", () => {
      this.choice = readChoice(window.location, this.layers);
      this.update();
    });
  }
}

/** The present minute of the epoch. */
export function nowMinute() {
  return Math.floor(Date.now() / MINUTE_MS);
}
