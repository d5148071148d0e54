// What one layer can be filtered by, from its declared fields: a chip for each yes or no, for each
// declared value, for each step of a number, and two for hours.

/**
 * @typedef {import("./types.js").Words} Words
 * @typedef {import("./types.js").Field} Field
 * @typedef {import("./types.js").LayerConfig} LayerConfig
 * @typedef {import("./types.js").Course} Course
 * @typedef {import("./types.js").Facility} Facility
 * @typedef {import("./types.js").Status} Status
 * @typedef {typeof YES | typeof NO | typeof UNKNOWN} Verdict
 */

import { plainNumber } from "./formats.js";

export const NO = 0;
export const YES = 1;
/** Nobody has written down whether a facility passes: it does not, and is counted apart. */
export const UNKNOWN = 2;

// No field's name begins so.
export const ALWAYS = "~always";
export const FREE_THEN = "~free";

/**
 * A chip.
 * @typedef {Object} Chip
 * @property {string} key  In addresses: `accessible`, `grade:1`, `area_m2:1000`, `~always`, `~free`.
 * @property {string} group  The field that it is about, or its key.
 * @property {"any" | "all"} combine  Whether one chosen chip of the group is enough.
 * @property {Words} words  On the chip, among others of its group.
 * @property {Words} whole  Where it stands alone.
 * @property {Words} [later]  Instead of both where the reader asks about a time to come.
 * @property {boolean} limit  Whether what is unknown passes.
 * @property {((facility: Facility) => Verdict) | null} judge  Null where the time decides.
 */

/**
 * The chips of a layer in order, whether or not any facility passes them.
 * @param {LayerConfig} layer
 * @returns {Chip[]}
 */
export function declaredChips({ fields, hoursChips }) {
  const offered = fields.filter(({ chips }) => chips).flatMap(fieldChips);
  if (!hoursChips) return offered;
  return [
    { ...hoursChip(FREE_THEN, hoursChips.now, null), later: hoursChips.then },
    hoursChip(ALWAYS, hoursChips.always, ({ course }) => alwaysFree(course)),
    ...offered,
  ];
}

/**
 * The keys of the chips that are chosen until the reader chooses otherwise.
 * @param {LayerConfig} layer
 * @returns {Set<string>}
 */
export function chosenAtFirst({ hoursChips }) {
  return new Set(hoursChips?.chosen ? [FREE_THEN] : []);
}

/**
 * Whether one can be there free of charge then, to the end of the stay: as the server's `free_at`.
 * @param {Status | null} status
 * @param {number | null} stayMinutes  Null for no stay in particular.
 * @returns {Verdict}
 */
export function freeThen(status, stayMinutes) {
  if (status === null) return YES;
  if (status.state === "unknown") return UNKNOWN;
  if (status.state !== "free") return NO;
  if (stayMinutes === null || status.wholeStayFree === true) return YES;
  return status.wholeStayFree === null ? UNKNOWN : NO;
}

/**
 * @param {Field} field
 * @returns {Chip[]}
 */
function fieldChips(field) {
  switch (field.kind) {
    case "yes_no":
      return [fieldChip(field, "", { words: field.label, judge: (value) => verdict(value === true) })];
    case "words":
      return valueChips(field, "any", (value, wanted) => String(value) === wanted);
    case "list":
      return valueChips(
        field,
        "all",
        (value, wanted) => Array.isArray(value) && value.map(String).includes(wanted),
      );
    case "number":
      return (field.steps ?? []).map((step) => stepChip(field, step));
    default:
      return [];
  }
}

/**
 * @param {Field} field
 * @param {"any" | "all"} combine
 * @param {(value: unknown, wanted: string) => boolean} passes
 */
function valueChips(field, combine, passes) {
  return Object.entries(field.values ?? {}).map(([wanted, words]) =>
    fieldChip(field, wanted, {
      words,
      whole: [`${field.label[0]}：${words[0]}`, `${field.label[1]}: ${words[1]}`],
      combine,
      judge: (value) => verdict(passes(value, wanted)),
    }),
  );
}

/**
 * @param {Field} field
 * @param {number} step
 */
function stepChip(field, step) {
  const limit = field.limit === true;
  return fieldChip(field, String(step), {
    ...stepWords(field, step),
    limit,
    judge: (value) => verdict(typeof value === "number" && value >= step),
  });
}

/**
 * @param {Field} field
 * @param {number} step
 * @returns {{ words: Words, whole: Words }}
 */
function stepWords({ label: [zh, en], unit, limit }, step) {
  // At least one accessible space is: accessible spaces.
  if (step === 1 && !unit) return { words: [zh, en], whole: [zh, en] };
  const least = `≥ ${plainNumber(step)}`;
  const words = unit ? [`${least} ${unit[0]}`, `${least} ${unit[1]}`] : [least, least];
  const whole = [`${zh} ${words[0]}`, `${en} ${words[1]}`];
  if (!limit) return { words: [words[0], words[1]], whole: [whole[0], whole[1]] };
  return {
    words: [`${words[0]}或未标`, `${words[1]} or none known`],
    whole: [`${whole[0]}或未标`, `${whole[1]} or none known`],
  };
}

/**
 * @param {Field} field
 * @param {string} value
 * @param {{ words: Words, whole?: Words, combine?: "any" | "all", limit?: boolean, judge: (value: unknown) => Verdict }} parts
 * @returns {Chip}
 */
function fieldChip({ name }, value, { words, whole = words, combine = "all", limit = false, judge }) {
  return {
    key: value ? `${name}:${encodeURIComponent(value)}` : name,
    group: name,
    combine,
    words,
    whole,
    limit,
    judge: ({ properties }) => {
      const given = properties[name];
      if (given === undefined || given === null) return limit ? YES : UNKNOWN;
      return judge(given);
    },
  };
}

/**
 * @param {string} key
 * @param {Words} words
 * @param {Chip["judge"]} judge
 * @returns {Chip}
 */
function hoursChip(key, words, judge) {
  return { key, group: key, combine: "all", words, whole: words, limit: false, judge };
}

/**
 * Whether nothing ever shuts or costs anything.
 * @param {Course | null} course
 * @returns {Verdict}
 */
function alwaysFree(course) {
  if (course === null) return UNKNOWN;
  const { settled, constant, states } = course;
  if (settled) return settled.state === "unknown" ? UNKNOWN : verdict(settled.state === "free");
  if (/^\?*$/.test(states)) return UNKNOWN;
  return verdict(constant && states === "f");
}

/**
 * Whether there is any time at which a facility is free.
 * @param {Course | null} course
 */
export function everFree(course) {
  if (course === null) return false;
  return course.settled ? course.settled.state === "free" : course.states.includes("f");
}

/**
 * @param {boolean} passes
 * @returns {Verdict}
 */
function verdict(passes) {
  return passes ? YES : NO;
}
