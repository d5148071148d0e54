// Values in words, [zh, en], by the field's kind. The pages have the same words (api/words.py).

/** @import { FacilityStatus, FieldConfig, LayerConfig, Properties, Words } from "../types.js" */

/** @type {Words} */
const UNKNOWN = ["未知", "Unknown"];
/** @type {Words} */
const YES = ["是", "Yes"];
/** @type {Words} */
const NO = ["否", "No"];

/**
 * What a table says of a key, and never what its prototype does: keys come from data.
 *
 * @param {Record<string, Words>} table
 * @param {string} key
 */
const said = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined);

/** @param {unknown} value @returns {Words} */
const same = (value) => [String(value), ""];

/** @param {FieldConfig} field @param {unknown} value @returns {Words} */
function listed(field, value) {
  const words = [value].flat().map(String).map((each) => said(field.values ?? {}, each) ?? [each, each]);
  return [words.map(([zh]) => zh).join("、"), words.map(([, en]) => en).join(", ")];
}

/** @param {FieldConfig} field @param {unknown} value @returns {Words} */
function number(field, value) {
  const digits = typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : value;
  return field.unit ? [`${digits} ${field.unit[0]}`, `${digits} ${field.unit[1]}`] : same(digits);
}

/**
 * One value in words; `hours` has words for the opening hours that occur.
 *
 * @param {FieldConfig} field
 * @param {unknown} value
 * @param {Record<string, Words>} [hours]
 * @returns {Words}
 */
export function valueWords(field, value, hours = {}) {
  if (value === null || value === undefined) return UNKNOWN;
  if (typeof value === "boolean") return value ? YES : NO;
  return wordsOfKind(field, value, hours);
}

/** @param {FieldConfig} field @param {{}} value @param {Record<string, Words>} hours @returns {Words} */
function wordsOfKind(field, value, hours) {
  switch (field.kind) {
    case "words":
    case "list":
      return listed(field, value);
    case "number":
      return number(field, value);
    case "hours":
      return said(hours, String(value)) ?? same(value);
    case "time":
      return same(String(value).replace("T", " "));
    default:
      return same(typeof value === "object" ? JSON.stringify(value) : value);
  }
}

/**
 * A facility's name; one without a name is called by its layer.
 *
 * @param {LayerConfig} layer
 * @param {Properties} properties
 * @returns {Words}
 */
export function facilityName(layer, { name, name_en: nameEn }) {
  if (name) return [String(name), String(nameEn ?? "")];
  if (nameEn) return [String(nameEn), ""];
  return [`未命名${layer.title[0]}`, `Unnamed (${layer.title[1].toLowerCase()})`];
}

/** A web address, or null: never a script. @param {unknown} value */
export function webLink(value) {
  return /^https?:\/\/\S+$/i.test(String(value)) ? String(value) : null;
}

// The sign tells states apart without colour; the words are the server's.
/** @type {Record<FacilityStatus["state"], string>} */
const SIGNS = { free: "●", paid: "○", closed: "✕", unknown: "?" };

/**
 * A status of the server's in words, with the sign of its state.
 *
 * @param {FacilityStatus} status
 * @returns {Words}
 */
export function statusWords(status) {
  return [`${SIGNS[status.state] ?? ""} ${status.words.zh}`.trim(), status.words.en];
}
