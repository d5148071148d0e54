// When somebody arrives and how long they stay: the choices, and which minute each of them means.

/**
 * @typedef {import("./types.js").ResidentData} ResidentData
 * @typedef {import("./types.js").Translate} Translate
 *
 * What stands in addresses: `now`, `in30`, `tonight`, `tomorrow`, or a time of the place's own clock
 * such as 2026-10-01T18:00.
 * @typedef {string} Arrival
 */

import { dateWords, durationWords } from "./formats.js";
import { daysLater, epochMinute, localText, localTime, readLocalText } from "./local-time.js";

export const NOW = "now";
const SOON = "in30";
const TONIGHT = "tonight";
const TOMORROW = "tomorrow";

const SOON_MINUTES = 30;
// After work and after dinner; before most work begins.
const TONIGHT_HOUR = 20;
const TOMORROW_HOUR = 8;

/** The stays that are offered, in minutes; null, no stay in particular, comes with them. */
export const STAYS = [30, 60, 120, 240, 720, 1440];

/**
 * An arrival out of an address or an input; null where it is none.
 * @param {string} text
 * @returns {Arrival | null}
 */
export function readArrival(text) {
  if ([NOW, SOON, TONIGHT, TOMORROW].includes(text)) return text;
  const time = readLocalText(text);
  return time && localText(time);
}

/**
 * The minute of the epoch that an arrival means. Tonight is now once the evening has come.
 * @param {Arrival} arrival
 * @param {number} now  Minute of the epoch.
 * @param {string} timezone
 */
export function arrivalMinute(arrival, now, timezone) {
  const today = localTime(now, timezone);
  switch (arrival) {
    case SOON:
      return now + SOON_MINUTES;
    case TONIGHT:
      return Math.max(now, epochMinute({ ...today, hour: TONIGHT_HOUR, minute: 0 }, timezone));
    case TOMORROW:
      return epochMinute({ ...daysLater(today, 1), hour: TOMORROW_HOUR, minute: 0 }, timezone);
    default: {
      const time = readLocalText(arrival);
      return time ? epochMinute(time, timezone) : now;
    }
  }
}

/**
 * An arrival as it is meant by whoever opens a link to it: now, where its time has passed.
 * @param {Arrival} arrival
 * @param {number} now
 * @param {string} timezone
 * @returns {Arrival}
 */
export function arrivalAhead(arrival, now, timezone) {
  return arrivalMinute(arrival, now, timezone) > now ? arrival : NOW;
}

/**
 * The arrivals that are offered besides a chosen time: without tonight once the evening has come.
 * @param {number} now
 * @param {string} timezone
 * @returns {Arrival[]}
 */
export function arrivalChoices(now, timezone) {
  const offered = [NOW, SOON, TONIGHT, TOMORROW];
  return offered.filter((arrival) => arrivalAhead(arrival, now, timezone) === arrival);
}

/**
 * An arrival in words: 现在, 30 分钟后, 今晚 20:00, 明早 8:00, 10月1日 18:00.
 * @param {Arrival} arrival
 * @param {number} now
 * @param {string} timezone
 * @param {Translate} t
 */
export function arrivalWords(arrival, now, timezone, t) {
  const { month, day, hour, minute } = localTime(arrivalMinute(arrival, now, timezone), timezone);
  const time = `${hour}:${String(minute).padStart(2, "0")}`;
  switch (arrival) {
    case NOW:
      return t("现在");
    case SOON:
      return t("{duration}后", { duration: durationWords(SOON_MINUTES, t) });
    case TONIGHT:
      return t("今晚 {time}", { time });
    case TOMORROW:
      return t("明早 {time}", { time });
    default:
      return t("{date} {time}", { date: dateWords({ month, day }, t), time });
  }
}

/**
 * A stay in words.
 * @param {number | null} stayMinutes
 * @param {Translate} t
 */
export function stayWords(stayMinutes, t) {
  return stayMinutes === null
    ? t("不限停留")
    : t("停留 {duration}", { duration: durationWords(stayMinutes, t) });
}

/**
 * From which minute to which one may be asked for, both included; null where the data have run out. What
 * lies behind belongs to the horizon, in which an answer looks for the next change.
 * @param {ResidentData} data
 * @param {number} now
 * @returns {{ first: number, last: number } | null}
 */
export function arrivalBounds({ days, horizon_days: horizonDays }, now) {
  const last = days[days.length - 1 - horizonDays] - 1;
  const first = Math.max(now, days[0]);
  return first <= last ? { first, last } : null;
}

/**
 * The bounds as the attributes `min` and `max` of an input of type `datetime-local`.
 * @param {{ first: number, last: number }} bounds
 * @param {string} timezone
 */
export function boundsForInput({ first, last }, timezone) {
  return { min: localText(localTime(first, timezone)), max: localText(localTime(last, timezone)) };
}
