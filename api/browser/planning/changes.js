// What if: facilities that are added, moved or taken away, one step after another, each to be undone;
// and the same as three fields of a link.

/** @import { Change, Spot } from "./types.js" */

// As many as the service takes, and no longer than a link may be that every program passes on.
export const MOST_CHANGES = 100;
const MOST_LINK_CHARACTERS = 1500;
// 0.1 m: no facility is placed more exactly on a screen.
const DIGITS = 6;

/** @type {readonly Change[]} */
export const NOTHING = [];

/** @param {readonly Change[]} changes @param {Spot} at */
export function added(changes, at) {
  return [...changes, /** @type {Change} */ ({ kind: "add", at: rounded(at) })];
}

/**
 * One that exists, elsewhere; moved twice it stands where it was moved last.
 * @param {readonly Change[]} changes
 * @param {string} id
 * @param {Spot} at
 */
export function moved(changes, id, at) {
  return [...without(changes, id), /** @type {Change} */ ({ kind: "move", id, at: rounded(at) })];
}

/** One that exists, taken away. @param {readonly Change[]} changes @param {string} id */
export function removed(changes, id) {
  return [...without(changes, id), /** @type {Change} */ ({ kind: "remove", id })];
}

/** Everything but the change at a place. @param {readonly Change[]} changes @param {number} place */
export function dropped(changes, place) {
  return changes.filter((_, at) => at !== place);
}

/** What was put somewhere, put elsewhere. @param {readonly Change[]} changes @param {number} place @param {Spot} at */
export function shifted(changes, place, at) {
  return changes.map((change, number) =>
    number === place && change.kind !== "remove" ? { ...change, at: rounded(at) } : change,
  );
}

/** @param {readonly Change[]} changes @param {string} id */
function without(changes, id) {
  return changes.filter((change) => change.kind === "add" || change.id !== id);
}

/**
 * The fields of a link that hold the changes; those that hold nothing are left out.
 * @param {readonly Change[]} changes
 * @returns {Record<string, string>}
 */
export function fieldsOf(changes) {
  const add = changes.flatMap((change) => (change.kind === "add" ? [spot(change.at)] : []));
  const move = changes.flatMap((change) => (change.kind === "move" ? [`${escaped(change.id)}:${spot(change.at)}`] : []));
  const remove = changes.flatMap((change) => (change.kind === "remove" ? [escaped(change.id)] : []));
  const fields = { add: add.join(";"), move: move.join(";"), remove: remove.join(";") };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

/**
 * The changes that a link holds. What is no position there is passed over: the server says what is wrong.
 * @param {{ get(name: string): string | null }} fields
 * @returns {readonly Change[]}
 */
export function changesOf(fields) {
  const parts = (/** @type {string} */ name) => (fields.get(name) ?? "").split(";").filter(Boolean);
  return [
    ...parts("add").flatMap((text) => {
      const at = readSpot(text);
      return at ? [/** @type {Change} */ ({ kind: "add", at })] : [];
    }),
    ...parts("move").flatMap((text) => {
      const colon = text.lastIndexOf(":");
      const at = readSpot(text.slice(colon + 1));
      return at && colon > 0 ? [/** @type {Change} */ ({ kind: "move", id: plain(text.slice(0, colon)), at })] : [];
    }),
    ...parts("remove").map((text) => /** @type {Change} */ ({ kind: "remove", id: plain(text) })),
  ];
}

/** Whether a link holds so many of them. @param {readonly Change[]} changes */
export function fitALink(changes) {
  return Object.values(fieldsOf(changes)).join("").length <= MOST_LINK_CHARACTERS;
}

/**
 * Positions as somebody types them: "119.1,36.7", with a Chinese comma or a space too.
 * @param {string} text
 * @returns {Spot | null}
 */
export function readSpot(text) {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const [lon, lat] = [Number(match[1]), Number(match[2])];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? rounded([lon, lat]) : null;
}

/** @param {Spot} at @returns {Spot} */
function rounded([lon, lat]) {
  return [Number(lon.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
}

/** @param {Spot} at */
function spot([lon, lat]) {
  return `${lon},${lat}`;
}

// An id may hold the signs that part the list.
/** @param {string} id */
function escaped(id) {
  return id.replace(/[%;:,]/g, encodeURIComponent).replace(/;/g, "%3B");
}

/** @param {string} text */
function plain(text) {
  return text.replace(/%(25|2C|3A|3B)/gi, decodeURIComponent);
}
