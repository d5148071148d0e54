// The place's own clock: minutes of the epoch to what the clocks show there, and back.

/** @typedef {{ year: number, month: number, day: number, hour: number, minute: number }} LocalTime */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/**
 * A formatter is slow to make and quick to ask.
 * @param {string} timezone
 */
function clockOf(timezone) {
  const known = clocks.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zoneOf(timezone),
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  clocks.set(timezone, made);
  return made;
}

/**
 * A time zone as the browser knows it. One that is older than the name (Europe/Kyiv, of 2022) goes by its
 * own clock, which is the place's for whoever is there.
 * @param {string} timezone
 */
function zoneOf(timezone) {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: timezone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * What the clocks of a time zone show at a minute of the epoch.
 * @param {number} minute
 * @param {string} timezone  IANA name.
 * @returns {LocalTime}
 */
export function localTime(minute, timezone) {
  /** @type {Record<string, number>} */
  const shown = {};
  for (const { type, value } of clockOf(timezone).formatToParts(minute * MINUTE_MS))
    shown[type] = Number(value);
  // Some engines write midnight as 24 in spite of h23.
  return {
    year: shown.year,
    month: shown.month,
    day: shown.day,
    hour: shown.hour % 24,
    minute: shown.minute,
  };
}

/**
 * The minute of the epoch at which the clocks show a time. Of two such minutes, when clocks are put back,
 * the first; where clocks skip the time, as much later as they skip: like the server's `localise`.
 * @param {LocalTime} time
 * @param {string} timezone
 */
export function epochMinute({ year, month, day, hour, minute }, timezone) {
  const asUtc = utcMinute({ year, month, day, hour, minute });
  // No zone is farther than a day from UTC, and none changes its offset twice in two days.
  const before = offsetAt(asUtc - DAY_MINUTES, timezone);
  const after = offsetAt(asUtc + DAY_MINUTES, timezone);
  const fitting = [before, after].filter((offset) => offsetAt(asUtc - offset, timezone) === offset);
  return asUtc - (fitting.length ? Math.max(...fitting) : before);
}

/**
 * How many minutes the clocks of a zone are ahead of UTC.
 * @param {number} minute
 * @param {string} timezone
 */
function offsetAt(minute, timezone) {
  return utcMinute(localTime(minute, timezone)) - minute;
}

/** @param {LocalTime} time */
function utcMinute({ year, month, day, hour, minute }) {
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS;
}

/**
 * A date so many days later.
 * @param {{ year: number, month: number, day: number }} date
 * @param {number} days
 */
export function daysLater({ year, month, day }, days) {
  const later = new Date(Date.UTC(year, month - 1, day + days));
  return { year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() };
}

/**
 * A local time as an input of type `datetime-local` has it: 2026-10-01T18:00.
 * @param {LocalTime} time
 */
export function localText({ year, month, day, hour, minute }) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/**
 * A local time out of such text, with or without seconds; null where it is none.
 * @param {string} text
 * @returns {LocalTime | null}
 */
export function readLocalText(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map(Number);
  const time = { year, month, day, hour, minute };
  // February 30 comes back as March 2. Years before 100 would be taken for 19xx.
  const back = new Date(utcMinute(time) * MINUTE_MS);
  const exists = back.getUTCMonth() + 1 === month && back.getUTCDate() === day && back.getUTCHours() === hour;
  return exists && minute < 60 && year >= 1900 ? time : null;
}
