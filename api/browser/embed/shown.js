// What an embedded map shows: the facilities that came, less those that a filter leaves out.

/**
 * @import { Choice } from "../finder/links.js"
 * @import { Facility, LayerConfig } from "../finder/types.js"
 * @import { Found } from "../page/finder.js"
 * @import { Source } from "../page/source.js"
 */

import { answerTo } from "../finder/answer.js";
import { readChoice } from "../finder/links.js";
import { arrivalMinute } from "../finder/when.js";
import { settings } from "../settings.js";

const MINUTE_MS = 60_000;

/**
 * @typedef {Object} EmbedSettings  What the server tells an embed besides.
 * @property {string[]} filters  Names of the chips that hold here.
 * @property {string} when  now, or a time of the place's own clock.
 * @property {number | null} stayMinutes
 * @property {string | null} at  The facility that the map is about.
 * @property {[lon: number, lat: number, zoom: number] | null} view  null where the bounds say it.
 * @property {string[]} scripts  What makes the map, once it is in view; none where the page has it.
 */

/** @type {EmbedSettings} */
export const asked = /** @type {any} */ (settings);

export class Shown {
  /** @param {LayerConfig[]} layers @param {Source} source */
  constructor(layers, source) {
    this.layers = layers;
    this.source = source;
    this.numbered = false;
    this.origin = null;
    /** @type {Choice} */
    this.choice = {
      ...readChoice({ search: "", hash: "" }, layers),
      filters: this._chips(asked.filters),
      when: asked.when,
      stayMinutes: asked.stayMinutes,
    };
    /** @type {Found} */
    this.found = { entries: [], shown: 0, chips: new Map(), unknown: 0, minute: this.minute, searching: false };
    /** @type {((found: Found) => void)[]} */
    this._listeners = [];
    source.onChange(() => this.update());
    this._keepTime();
  }

  /** The minute of the epoch that the map speaks of. */
  get minute() {
    return arrivalMinute(this.choice.when, nowMinute(), settings.timezone);
  }

  /** @param {(found: Found) => void} listener  Called after each change. */
  onFound(listener) {
    this._listeners.push(listener);
  }

  /** Leave out what does not pass these, besides what the map was asked for. @param {string[]} names */
  filter(names) {
    this.choice.filters = this._chips([...asked.filters, ...names]);
    this.update();
  }

  /** What holds of a facility at that minute. @param {Facility} facility */
  statusOf(facility) {
    return this.source.statusOf(facility, this.minute, this.choice.stayMinutes);
  }

  update() {
    const { finder } = this.source;
    if (finder) {
      const { minute, entries } = answerTo(finder, this.choice, { now: nowMinute(), origin: null, found: null });
      this.found = { ...this.found, entries, minute };
    }
    for (const listener of this._listeners) listener(this.found);
  }

  /** @param {string[]} names */
  _chips(names) {
    const hash = new URLSearchParams({ filters: names.join(",") }).toString();
    return readChoice({ search: "", hash }, this.layers).filters;
  }

  /** A new minute may be another status. */
  _keepTime() {
    let last = nowMinute();
    const look = () => {
      if (document.hidden || nowMinute() === last) return;
      last = nowMinute();
      this.source.refreshIfOld();
      this.update();
    };
    setInterval(look, MINUTE_MS / 6);
    document.addEventListener("visibilitychange", look);
  }
}

function nowMinute() {
  return Math.floor(Date.now() / MINUTE_MS);
}
