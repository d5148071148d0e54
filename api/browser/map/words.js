// Values in words, [zh, en], by the field's kind. The pages have the same words (api/words.py).

const UNKNOWN = ["未知", "Unknown"];
const YES = ["是", "Yes"];
const NO = ["否", "No"];

const same = (value) => [String(value), ""];

function listed(field, value) {
  const words = [value].flat().map((each) => field.values?.[each] ?? [String(each), String(each)]);
  return [words.map(([zh]) => zh).join("、"), words.map(([, en]) => en).join(", ")];
}

function number(field, value) {
  const digits = typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : value;
  return field.unit ? [`${digits} ${field.unit[0]}`, `${digits} ${field.unit[1]}`] : same(digits);
}

/** One value in words; `hours` has words for the opening hours that occur. */
export function valueWords(field, value, hours = {}) {
  if (value === null || value === undefined) return UNKNOWN;
  if (typeof value === "boolean") return value ? YES : NO;
  switch (field.kind) {
    case "words":
    case "list":
      return listed(field, value);
    case "number":
      return number(field, value);
    case "hours":
      return Object.hasOwn(hours, value) ? hours[value] : same(value);
    case "time":
      return same(String(value).replace("T", " "));
    default:
      return same(typeof value === "object" ? JSON.stringify(value) : value);
  }
}

/** A facility's name, [zh, en]; one without a name is called by its layer. */
export function facilityName(layer, { name, name_en: nameEn }) {
  if (name) return [String(name), String(nameEn ?? "")];
  if (nameEn) return [String(nameEn), ""];
  return [`未命名${layer.title[0]}`, `Unnamed (${layer.title[1].toLowerCase()})`];
}

/** A web address, or null: never a script. */
export function webLink(value) {
  return /^https?:\/\/\S+$/i.test(String(value)) ? String(value) : null;
}

// The sign tells states apart without colour; the words are the server's.
const SIGNS = { free: "●", paid: "○", closed: "✕", unknown: "?" };

/** A status of the server's in words, [zh, en], with the sign of its state. */
export function statusWords(status) {
  return [`${SIGNS[status.state] ?? ""} ${status.words.zh}`.trim(), status.words.en];
}
