// One facility in a few lines: what list and card both say of it.

/**
 * @import { Entry } from "../finder/order.js"
 * @import { Facility, Position, Status } from "../finder/types.js"
 * @import { LayerConfig, Words } from "../types.js"
 */

import { bearingBetween, compassIndex, walkMinutes } from "../finder/distance.js";
import { isOutOfUse } from "../finder/facilities.js";
import { compassWords, distanceWords, walkWords } from "../finder/formats.js";
import { statusInWords } from "../finder/status-words.js";
import { element } from "../map/dom.js";
import { plainMark } from "../map/shapes.js";
import { facilityName } from "../map/words.js";
import { foreign, lang, pageAddress, said, settings, t } from "../settings.js";
import { signFor, signOf } from "./signs.js";

/** The facility's name in the reader's language. @param {LayerConfig} layer @param {Facility} facility */
export function nameOf(layer, { properties }) {
  return said(facilityName(layer, properties));
}

/** A text of the data, kept to its own direction and language. @param {string} text */
export function local(text) {
  return element("bdi", { lang: foreign(text) }, text);
}

/** The page of a facility. @param {Facility} facility */
export function facilityAddress({ layer, id }) {
  const version = settings.version && `?version=${settings.version}`;
  return pageAddress(`/facility/${layer}/${encodeURIComponent(id)}${version}`);
}

/**
 * A status in words with its sign.
 * @param {Status} status
 * @param {number} minute
 */
export function statusLine(status, minute) {
  const words = statusInWords(status, minute, lang, settings.timezone);
  return element(
    "span",
    { class: `status status-${signOf(status)}` },
    signFor(status),
    element("span", {}, words),
  );
}

/** That a stay outlasts what is free, where a stay costs. @param {Status | null} status @param {number | null} stay */
export function stayLine(status, stay) {
  if (!status || status.sort !== "free_hours" || stay === null) return null;
  if (status.state !== "free" || status.wholeStayFree === true) return null;
  const tooLong = status.maxStayMinutes !== null && stay > status.maxStayMinutes;
  const words =
    status.wholeStayFree === null
      ? t("停留期间情况未知")
      : tooLong
        ? t("停留超过限停时长")
        : t("停留期间不再免费");
  return element("span", { class: "stay-warning" }, words);
}

/** How far, how long on foot, and in which direction. @param {Entry} entry @param {Position} from */
export function farWords({ facility, distance_m }, from) {
  if (distance_m === null) return null;
  const speed = settings.large ? settings.slowWalkingSpeed : settings.walkingSpeed;
  return {
    distance: distanceWords(distance_m, t),
    walk: walkWords(walkMinutes(distance_m, speed), t),
    direction: compassWords(compassIndex(bearingBetween(from, facility.at)), t),
  };
}

/** Where a facility is, in its own words. @param {Facility["properties"]} properties */
export function whereWords({ subdistrict, address }) {
  const parts = [subdistrict, address].filter(Boolean).map(String);
  if (parts.length === 2 && parts[1].includes(parts[0])) parts.shift();
  return parts.join(" · ");
}

/** @param {LayerConfig} layer @param {string} name */
export function fieldOf(layer, name) {
  return layer.fields.find((field) => field.name === name);
}

/** Whether a facility's position only illustrates. @param {Facility["properties"]} properties */
export function isIllustrative({ position }) {
  return position === "illustrative";
}

/** The dashed tag. */
export function illustrativeTag() {
  return element("span", { class: "tag tag-illustrative" }, t("示意"));
}

/** What a facility is where it is not open: in building, planned, closed. @param {LayerConfig} layer @param {unknown} status */
export function useTag(layer, status) {
  if (status === undefined || status === null || status === "open") return null;
  const words = fieldOf(layer, "status")?.values?.[String(status)];
  return element("span", { class: "tag" }, words ? said(/** @type {Words} */ (words)) : String(status));
}

/**
 * The head of a facility's card: mark, name, layer, and what it is marked with.
 * @param {LayerConfig} layer
 * @param {Facility} facility
 * @param {number} markPx
 */
export function cardHead(layer, facility, markPx) {
  const { properties } = facility;
  return element(
    "div",
    { class: "card-head" },
    plainMark(layer, markPx),
    element(
      "div",
      {},
      element("h2", { id: "card-name" }, local(nameOf(layer, facility))),
      element(
        "p",
        { class: "card-tags" },
        element("span", {}, said(layer.title)),
        useTag(layer, properties.status),
        isIllustrative(properties) ? illustrativeTag() : null,
      ),
    ),
  );
}

/**
 * What a card says of a status: nothing of a facility that is out of use, whose tag says so.
 * @param {Facility} facility
 * @param {Status | null} status
 * @param {number} minute
 * @param {number | null} stayMinutes
 */
export function cardStatusLines(facility, status, minute, stayMinutes) {
  if (!status || isOutOfUse(facility)) return [];
  return [statusLine(status, minute), stayLine(status, stayMinutes)].filter((line) => line !== null);
}
