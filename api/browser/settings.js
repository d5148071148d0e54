// What the server tells a page beside its map, and the words of the page in the reader's language.

/** @import { MapConfig, Words } from "./types.js" */

/**
 * @typedef {Object} PageSettings
 * @property {"zh" | "en"} lang
 * @property {boolean} large  Whether in large type.
 * @property {string} keep  The query by which links keep what was chosen: lang=en&text=large.
 * @property {string} base  What every address begins with, without a final slash.
 * @property {Record<string, string | string[]>} messages  What scripts say, by its Chinese.
 * @property {Words} place
 * @property {string} country
 * @property {string} timezone
 * @property {MapConfig} map  Layers and ground.
 * @property {string} dataUrl  All facilities, or where they are asked for by box.
 * @property {boolean} byView
 * @property {boolean} alone  A map without a list.
 * @property {boolean} pinned  Fixed to past versions.
 * @property {string} version  The versions that it is fixed to, "" for today's.
 * @property {boolean} reports  Whether reports are taken.
 * @property {number} walkingSpeed  Metres a second.
 * @property {number} slowWalkingSpeed
 * @property {string} worker  The service worker's address, "" where there is none.
 */

/** @type {PageSettings} */
export const settings = JSON.parse(document.getElementById("page")?.textContent ?? "{}");

/** The language of the page. */
export const lang = settings.lang;

/**
 * A message in the reader's language; `{name}` in it is replaced by the value of that name.
 * @param {string} message
 * @param {Readonly<Record<string, string | number>>} [values]
 */
export function t(message, values = {}) {
  const words = settings.messages[message] ?? message;
  return filled(Array.isArray(words) ? words[words.length - 1] : words, values);
}

/**
 * A message about a number of things: `tn("{n} 处", "{n} 处", 3)`.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 */
export function tn(one, many, n) {
  const words = settings.messages[one];
  const chosen = Array.isArray(words) ? words[n === 1 ? 0 : words.length - 1] : n === 1 ? one : many;
  return filled(chosen, { n: n.toLocaleString("en-US") });
}

/**
 * @param {string} text
 * @param {Readonly<Record<string, string | number>>} values
 */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * Words of the data in the reader's language; in Chinese where there are no others.
 * @param {Words} words
 */
export function said([zh, en]) {
  return lang === "en" ? en || zh : zh;
}

/**
 * The language that a text of the data is in, where it is not the page's.
 * @param {string} text
 */
export function foreign(text) {
  return lang !== "zh" && /[\u3400-\u9fff]/.test(text) ? "zh-CN" : null;
}

/**
 * An address of ours that keeps how the page is read.
 * @param {string} path  Below the base.
 */
export function pageAddress(path) {
  const address = `${settings.base}${path}`;
  if (!settings.keep) return address;
  const [before, hash] = address.split("#");
  return `${before}${before.includes("?") ? "&" : "?"}${settings.keep}${hash === undefined ? "" : `#${hash}`}`;
}

/**
 * A message that is said elsewhere, marked so that it is translated.
 * @param {string} message
 */
export function N(message) {
  return message;
}
