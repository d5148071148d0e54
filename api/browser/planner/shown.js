// The answer as it is shown: figures and tables beside the map, areas and sites on it.

import { settings } from "../settings.js";
import { element } from "../map/dom.js";
import { accessClasses } from "../planning/classes.js";
import { accessAnswer } from "./access-answer.js";
import { coverageAnswer, reachBy } from "./coverage-answer.js";
import { demandFeatures } from "./demand.js";
import { sitingAnswer } from "./siting-answer.js";
import { takeAway } from "./take-away.js";
import { filesOf } from "./files.js";

/**
 * @import { Access, Coverage, Method, Process, Site, Siting } from "../planning/types.js"
 * @import { Collection } from "../planning/uploads.js"
 * @import { Areas, Overlay } from "./overlay.js"
 * @import { TwinMap } from "./twin-map.js"
 */

/**
 * An answer of the server's.
 * @typedef {Object} Answered
 * @property {Process} process
 * @property {unknown} result
 * @property {string[]} files  Addresses of what may be taken away.
 * @property {Areas | null} areas
 * @property {Collection | null} rows  Those that the reader brought in place of the communities.
 * @property {boolean} isWhole  Whether a link holds all of the question.
 */

/**
 * @typedef {Object} Parts
 * @property {Overlay} overlay
 * @property {TwinMap} twin
 * @property {() => import("../planning/types.js").Spot[]} spots  Of the facilities as they are.
 * @property {(id: string, rows: Collection | null) => void} showCommunity
 * @property {(sites: Site[]) => void} tryOut
 */

export class Shown {
  /** @param {HTMLElement} place @param {Parts} parts */
  constructor(place, parts) {
    this.place = place;
    this.parts = parts;
    /** @type {Method} */
    this.method = "network";
  }

  /** @param {Answered} now @param {Answered | null} before */
  show(now, before) {
    this._draw(now, before);
    const heading = /** @type {HTMLElement | null} */ (this.place.querySelector(".headline"));
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: window.innerWidth >= 1200 });
  }

  /** @param {Answered} now @param {Answered | null} before */
  _draw(now, before) {
    const { overlay, showCommunity, tryOut } = this.parts;
    const link = linkOf(now);
    const files = takeAway(filesOf(now.files), link, now);
    switch (now.process) {
      case "coverage":
        this._coverage(now, before, files);
        break;
      case "accessibility": {
        const answer = /** @type {Access} */ (now.result);
        this.place.replaceChildren(accessAnswer(answer, { showCommunity: ({ id }) => showCommunity(id, now.rows) }), files);
        demandFeatures(now.rows).then((features) => overlay.showClasses(features, accessClasses(answer.rows)));
        break;
      }
      case "siting": {
        const answer = /** @type {Siting} */ (now.result);
        overlay.showSites(answer.sites);
        const acts = { showSite: (/** @type {Site} */ { lon, lat }) => overlay.showSpot([lon, lat]), tryOut };
        this.place.replaceChildren(sitingAnswer(answer, acts), files);
        break;
      }
      default:
        throw new Error(`no such process: ${now.process}`);
    }
  }

  /** @param {Answered} now @param {Answered | null} before @param {HTMLElement} files */
  _coverage(now, before, files) {
    const answer = /** @type {Coverage} */ (now.result);
    const was = /** @type {Coverage | null} */ (before && before.result);
    const { overlay, twin, showCommunity } = this.parts;
    const { method } = reachBy(answer, this.method);
    overlay.showAreas(now.areas, method);
    if (before) twin.show(before.areas, method, this.parts.spots());
    else twin.hide();
    const acts = {
      showGap: (/** @type {import("../planning/types.js").Gap} */ gap) => overlay.showGap(gap),
      showCommunity: (/** @type {{ id: string }} */ { id }) => showCommunity(id, now.rows),
      choose: (/** @type {Method} */ other) => {
        this.method = other;
        this._draw(now, before);
        /** @type {HTMLElement | null} */ (this.place.querySelector(`[data-way="${other}"]`))?.focus();
      },
    };
    this.place.replaceChildren(coverageAnswer(answer, was, method, acts), files);
  }

  /** Say something in place of an answer. @param {string} words @param {{ trouble?: boolean }} [how] */
  say(words, { trouble = false } = {}) {
    const attributes = trouble ? { class: "hint trouble", role: "alert" } : { class: "hint", role: "status" };
    this.place.replaceChildren(element("p", attributes, words));
  }
}

/** A link to the question, as short as it can be. @param {Answered} answered */
function linkOf({ result }) {
  const { link } = /** @type {{ link?: string | null }} */ (result);
  if (!link) return window.location.href;
  const keep = settings.keep ? `&${settings.keep}` : "";
  return new URL(`${settings.base}${link}${keep}`, window.location.href).href;
}
