// Which facilities of a layer pass the chosen chips, and how many would if one more were chosen.

/**
 * @typedef {import("./types.js").Facility} Facility
 * @typedef {import("./types.js").LayerConfig} LayerConfig
 * @typedef {import("./chips.js").Chip} Chip
 * @typedef {import("./chips.js").Verdict} Verdict
 */

import { FREE_THEN, NO, UNKNOWN, YES, declaredChips, everFree } from "./chips.js";

/**
 * A layer's facilities with what each chip says of them.
 * @typedef {Object} FilterIndex
 * @property {readonly Facility[]} facilities
 * @property {JudgedChip[]} chips
 */

/**
 * A chip with its verdict on each facility; of those that hang on the time, with none.
 * @typedef {Chip & { total: number, useful: boolean, verdicts: Uint8Array | null }} JudgedChip
 */

/**
 * What a layer is filtered by.
 * @typedef {Object} Asked
 * @property {ReadonlySet<string>} chosen  Keys of chips; unknown ones ask for nothing.
 * @property {(facility: Facility) => Verdict} freeThen  What the chip of the time says.
 * @property {(facility: Facility) => boolean} [among]  What else must hold: a subdistrict, a search.
 */

/**
 * What passes, and what the chips say.
 * @typedef {Object} Filtered
 * @property {Facility[]} passing
 * @property {Facility[]} unknown  Those that nothing known keeps out, but something unknown does.
 * @property {ChipState[]} chips  Those that any facility of the layer passes, and the chosen ones.
 */

/**
 * A chip as it is shown. `count` is how many facilities pass if it is chosen too, `unknown` of how many
 * nothing is known about it, both given all other choices.
 * @typedef {{ chip: Chip, chosen: boolean, count: number, unknown: number }} ChipState
 */

/**
 * Judge a layer's facilities once by all chips that do not hang on the time.
 * @param {LayerConfig} layer
 * @param {readonly Facility[]} facilities
 * @returns {FilterIndex}
 */
export function filterIndex(layer, facilities) {
  return { facilities, chips: declaredChips(layer).map((chip) => judged(chip, facilities)) };
}

/**
 * @param {Chip} chip
 * @param {readonly Facility[]} facilities
 * @returns {JudgedChip}
 */
function judged(chip, facilities) {
  const { judge } = chip;
  if (judge === null) {
    const total = facilities.filter(({ course }) => everFree(course)).length;
    return { ...chip, total, useful: total > 0, verdicts: null };
  }
  const verdicts = Uint8Array.from(facilities, judge);
  const total = verdicts.reduce((sum, verdict) => sum + (verdict === YES ? 1 : 0), 0);
  // A limit that keeps nobody out is nothing to ask for.
  return { ...chip, total, useful: total > 0 && !(chip.limit && total === verdicts.length), verdicts };
}

/**
 * The facilities that pass, and the chips with their counts.
 * @param {FilterIndex} index
 * @param {Asked} asked
 * @returns {Filtered}
 */
export function filtered({ facilities, chips }, { chosen, freeThen, among = () => true }) {
  const verdicts = chips.map(
    (chip) =>
      chip.verdicts ?? (chip.key === FREE_THEN ? Uint8Array.from(facilities, freeThen) : new Uint8Array()),
  );
  const groups = chosenGroups(chips, chosen);
  const tally = chips.map(() => ({ count: 0, unknown: 0 }));
  /** @type {Facility[]} */
  const passing = [];
  /** @type {Facility[]} */
  const unknown = [];
  facilities.forEach((facility, row) => {
    if (!among(facility)) return;
    const { failing, failures, refused } = outcome(groups, verdicts, row);
    if (failures === 0) passing.push(facility);
    else if (!refused) unknown.push(facility);
    if (failures > 1) return;
    chips.forEach((chip, place) => {
      const own = failing !== null && failing.name === chip.group;
      if (failures && !own) return;
      const verdict = verdicts[place][row];
      if (verdict === UNKNOWN) tally[place].unknown += 1;
      if (failures === 0 ? passesToo(chip, verdict, groups) : chip.combine === "any" && verdict === YES) {
        tally[place].count += 1;
      }
    });
  });
  const states = chips.map((chip, place) => ({ chip, chosen: chosen.has(chip.key), ...tally[place] }));
  return { passing, unknown, chips: states.filter((state, place) => state.chosen || chips[place].useful) };
}

/**
 * The chosen chips of one group, by their places.
 * @typedef {{ name: string, any: boolean, places: number[] }} Group
 */

/**
 * @param {readonly Chip[]} chips
 * @param {ReadonlySet<string>} chosen
 * @returns {Group[]}
 */
function chosenGroups(chips, chosen) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  chips.forEach(({ key, group, combine }, place) => {
    if (!chosen.has(key)) return;
    const known = groups.get(group);
    if (known) known.places.push(place);
    else groups.set(group, { name: group, any: combine === "any", places: [place] });
  });
  return [...groups.values()];
}

/**
 * How a facility fares: how many groups it fails and the last of them, and whether anything known keeps
 * it out.
 * @param {readonly Group[]} groups
 * @param {readonly Uint8Array[]} verdicts
 * @param {number} row
 */
function outcome(groups, verdicts, row) {
  /** @type {Group | null} */
  let failing = null;
  let failures = 0;
  let refused = false;
  for (const group of groups) {
    const found = groupVerdict(group, verdicts, row);
    if (found === YES) continue;
    failing = group;
    failures += 1;
    refused = refused || found === NO;
  }
  return { failing, failures, refused };
}

/**
 * @param {Group} group
 * @param {readonly Uint8Array[]} verdicts
 * @param {number} row
 */
function groupVerdict({ any, places }, verdicts, row) {
  // Of several answers the one that decides: yes where one is enough, no where all are needed.
  const decides = any ? YES : NO;
  let found = any ? NO : YES;
  for (const place of places) {
    const verdict = verdicts[place][row];
    if (verdict === decides) return decides;
    if (verdict === UNKNOWN) found = UNKNOWN;
  }
  return found;
}

/**
 * Whether a facility that passes all that is chosen passes one more chip too.
 * @param {Chip} chip
 * @param {number} verdict
 * @param {readonly Group[]} groups
 */
function passesToo({ group, combine }, verdict, groups) {
  return verdict === YES || (combine === "any" && groups.some(({ name }) => name === group));
}
