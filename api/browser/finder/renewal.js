// When the loaded data are to be asked for anew: they are made for a day of the place.

import { localTime } from "./local-time.js";

/** @import { ResidentData } from "./types.js" */

/**
 * Whether data were made for another day than that of a minute of the epoch.
 * @param {Pick<ResidentData, "generated_at" | "timezone">} data
 * @param {number} minute
 */
export function isOfAnotherDay({ generated_at: generatedAt, timezone }, minute) {
  const made = localTime(Date.parse(generatedAt) / 60_000, timezone);
  const now = localTime(minute, timezone);
  return made.day !== now.day || made.month !== now.month || made.year !== now.year;
}

/**
 * The address of the same data as they are now: without the hash of those of one day.
 * @param {string} address
 */
export function renewedAddress(address) {
  return address.replace(/([?&])v=[^&]*&?/, "$1").replace(/[?&]$/, "");
}
