// The fields of a link as the inputs of a process: the same names, numbers as numbers.

const NUMBERS = new Set([
  "metres", "minutes", "speed", "stay_minutes", "sites", "share", "step_m", "spacing_m", "standard",
]);

/**
 * @param {Record<string, string>} fields
 * @returns {Record<string, unknown>}
 */
export function inputsOf({ process, ...fields }) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isNumber(process, name, value) ? Number(value) : value]),
  );
}

/** @param {string} process @param {string} name @param {string} value */
function isNumber(process, name, value) {
  // Of a new site, how many it serves; of what exists, the field that says it.
  const counts = NUMBERS.has(name) || (name === "capacity" && process === "siting");
  return counts && Number.isFinite(Number(value));
}
