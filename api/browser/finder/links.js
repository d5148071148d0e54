// What the reader has chosen, in the page's address, so that it can be shared: which facility, which
// layers and filters, when and for how long. Never from where: a choice has no place for that.

/**
 * @typedef {import("./types.js").LayerConfig} LayerConfig
 * @typedef {import("./when.js").Arrival} Arrival
 *
 * @typedef {Object} Choice
 * @property {{ layer: string, id: string } | null} at  The facility whose card is open.
 * @property {Set<string>} layers  Those that are shown.
 * @property {Map<string, Set<string>>} filters  Keys of the chosen chips, by layer.
 * @property {Arrival} when
 * @property {number | null} stayMinutes
 * @property {string} query
 * @property {string | null} subdistrict
 */

import { chosenAtFirst, declaredChips } from "./chips.js";
import { NOW, STAYS, readArrival } from "./when.js";

// As long as the server takes (api/params.py, layers/_facility.py).
const QUERY_LENGTH = 100;
const NAME_LENGTH = 200;

const AT = "at";
// An address that escapes these too says the same and is hard to read.
const PLAIN = new Map([
  ["%2C", ","],
  ["%2F", "/"],
  ["%3A", ":"],
  ["%7E", "~"],
  ["+", "%20"],
]);

/**
 * What is chosen where an address says nothing.
 * @param {readonly LayerConfig[]} layers
 * @returns {Choice}
 */
export function firstChoice(layers) {
  return {
    at: null,
    layers: new Set(layers.map(({ name }) => name)),
    filters: new Map(layers.map((layer) => [layer.name, chosenAtFirst(layer)])),
    when: NOW,
    stayMinutes: null,
    query: "",
    subdistrict: null,
  };
}

/**
 * The choice that an address holds. Whatever is unknown there is passed over.
 * @param {{ search: string, hash: string }} address
 * @param {readonly LayerConfig[]} layers
 * @returns {Choice}
 */
export function readChoice({ search, hash }, layers) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const choice = firstChoice(layers);
  const stay = Number(parts.get("stay"));
  return {
    // The map of the first release wrote it behind the #.
    at: readAt(new URLSearchParams(search).get(AT) ?? parts.get(AT), layers),
    layers: readLayers(parts.get("layers"), choice.layers),
    filters: readFilters(parts.get("filters"), layers) ?? choice.filters,
    when: readArrival(parts.get("when") ?? "") ?? choice.when,
    stayMinutes: STAYS.includes(stay) ? stay : null,
    query: oneLine(parts.get("q"), QUERY_LENGTH),
    subdistrict: oneLine(parts.get("subdistrict"), NAME_LENGTH) || null,
  };
}

/**
 * The address of a choice, behind the page's path; what else `search` asks for stays.
 * @param {Choice} choice
 * @param {readonly LayerConfig[]} layers
 * @param {string} [search]  Of the present address.
 */
export function writeChoice(choice, layers, search = "") {
  const first = firstChoice(layers);
  const asked = new URLSearchParams(search);
  if (choice.at) asked.set(AT, `${choice.at.layer}/${choice.at.id}`);
  else asked.delete(AT);
  const parts = new URLSearchParams();
  const shown = layers.map(({ name }) => name).filter((name) => choice.layers.has(name));
  if (shown.length < layers.length) parts.set("layers", shown.join(","));
  const filters = filterKeys(choice.filters, layers);
  if (filters !== filterKeys(first.filters, layers)) parts.set("filters", filters);
  if (choice.when !== first.when) parts.set("when", choice.when);
  if (choice.stayMinutes !== null) parts.set("stay", String(choice.stayMinutes));
  if (choice.query) parts.set("q", choice.query);
  if (choice.subdistrict !== null) parts.set("subdistrict", choice.subdistrict);
  return plain(asked, "?") + plain(parts, "#");
}

/**
 * The short address of one facility, to be shared.
 * @param {{ layer: string, id: string }} facility
 */
export function shareAddress({ layer, id }) {
  return plain(new URLSearchParams({ [AT]: `${layer}/${id}` }), "?");
}

/**
 * @param {string | null} text
 * @param {readonly LayerConfig[]} layers
 */
function readAt(text, layers) {
  const [, layer, id] = /^([^/]*)\/([^]+)$/.exec(text ?? "") ?? [];
  return layers.some(({ name }) => name === layer) ? { layer, id } : null;
}

/**
 * @param {string | null} text
 * @param {ReadonlySet<string>} known
 */
function readLayers(text, known) {
  if (text === "") return new Set();
  const named = (text ?? "").split(",").filter((name) => known.has(name));
  return new Set(named.length ? named : known);
}

/**
 * @param {string | null} text
 * @param {readonly LayerConfig[]} layers
 */
function readFilters(text, layers) {
  if (text === null) return null;
  const keys = new Set(text.split(","));
  return new Map(
    layers.map((layer) => {
      const chosen = declaredChips(layer).map(({ key }) => key);
      return [layer.name, new Set(chosen.filter((key) => keys.has(`${layer.name}.${key}`)))];
    }),
  );
}

/**
 * @param {ReadonlyMap<string, ReadonlySet<string>>} filters
 * @param {readonly LayerConfig[]} layers
 */
function filterKeys(filters, layers) {
  return layers
    .flatMap((layer) =>
      declaredChips(layer)
        .filter(({ key }) => filters.get(layer.name)?.has(key))
        .map(({ key }) => `${layer.name}.${key}`),
    )
    .join(",");
}

/**
 * Text of one line, without what would change how others read, and not too long.
 * @param {string | null} text
 * @param {number} length
 */
function oneLine(text, length) {
  const line = (text ?? "").replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ");
  return [...line.trim()].slice(0, length).join("");
}

/**
 * @param {URLSearchParams} parts
 * @param {string} sign
 */
function plain(parts, sign) {
  const text = parts.toString().replace(/%2C|%2F|%3A|%7E|\+/g, (escaped) => PLAIN.get(escaped) ?? escaped);
  return text && sign + text;
}
