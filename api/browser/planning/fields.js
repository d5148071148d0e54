// The question as fields by name: of the form, of a link, of a request. The server brings forms of
// browsers without scripts to the same (api/planner_link.py).

// How a page is read; no part of a question.
const ABOUT_PAGE = new Set(["lang", "text", "made_for"]);
const CHANGES = ["add", "move", "remove"];
const FREE = ["free_at", "stay_minutes"];

/**
 * What a form holds as the fields of a link: nothing empty, one way to say how far.
 * @param {Iterable<[string, string]>} given
 * @returns {Record<string, string>}
 */
export function plainFields(given) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const [name, value] of given) if (value.trim() && !ABOUT_PAGE.has(name)) fields[name] = value.trim();
  const { amount, unit, ...rest } = fields;
  if ("standard" in rest) {
    delete rest.metres;
    delete rest.minutes;
  } else if (amount && !("metres" in rest) && !("minutes" in rest)) {
    rest[unit === "minutes" ? "minutes" : "metres"] = amount;
  }
  return rest;
}

/**
 * Fields as a query, as readable as a query may be.
 * @param {Record<string, string>} fields
 */
export function linkQuery(fields) {
  return new URLSearchParams(fields).toString().replace(/%(2C|3A|3B|40|2F)/g, decodeURIComponent);
}

/**
 * The fields that say which facilities count, for the layer's items.
 * @param {Record<string, string>} fields
 * @param {string[]} filters  Names of the layer's fields that filter.
 */
export function supplyFilters(fields, filters) {
  const names = new Set([...FREE, ...filters.flatMap((name) => [name, `${name}_min`, `${name}_max`])]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
}

/**
 * The same question without what was added, moved and taken away.
 * @param {Record<string, string>} fields
 */
export function withoutChanges(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !CHANGES.includes(name)));
}
