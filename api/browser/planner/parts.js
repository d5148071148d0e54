// Pieces that the answers are made of: headings, figures, tables, buttons. Text is only ever set as text.

import { foreign, lang, t } from "../settings.js";
import { element } from "../map/dom.js";
import { inWords } from "../planning/figures.js";

/** @import { BothWords } from "../planning/types.js" */
/** @import { Child } from "../map/dom.js" */

/** So many rows before the reader asks for the rest. */
export const FIRST_ROWS = 10;

/** Words of an answer in the page's language. @param {BothWords} words */
export const said = (words) => inWords(words, lang);

/** Words in the middle of a sentence: English begins them small. @param {string} words */
export const inSentence = (words) => (lang === "en" ? words.charAt(0).toLowerCase() + words.slice(1) : words);

/** Words that stand by themselves: begun and ended as a sentence. @param {string} words */
export const asSentence = (words) => {
  const ended = /[.。！!]$/.test(words) ? words : `${words}${lang === "en" ? "." : "。"}`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
};

/** A text of the data, marked where it is in another language than the page. @param {string} text */
export const local = (text) => element("bdi", { lang: foreign(text) }, text);

/** @param {string} words @param {() => void} then @param {Record<string, string>} [attributes] */
export function button(words, then, attributes = {}) {
  const made = element("button", { type: "button", class: "quiet", ...attributes }, words);
  made.addEventListener("click", then);
  return made;
}

/**
 * A part of the answer with its heading.
 * @param {string} heading
 * @param {Child[]} children
 */
export function part(heading, ...children) {
  return element("section", { class: "answer-section" }, element("h2", {}, heading), ...children);
}

/** @typedef {Object} Column
 * @property {string} heading
 * @property {boolean} [number]
 */

/**
 * A table of the answer; long ones show their first rows and a button for the rest.
 * @param {string} caption
 * @param {Column[]} columns
 * @param {Child[][]} rows  The first cell of each is its heading.
 * @param {{ first?: number }} [options]
 */
export function table(caption, columns, rows, { first = FIRST_ROWS } = {}) {
  const cells = (/** @type {Child[]} */ row) =>
    element(
      "tr",
      {},
      ...row.map((cell, at) =>
        at === 0
          ? element("th", { scope: "row", class: columns[at].number ? "number" : null }, cell)
          : element("td", { class: columns[at].number ? "number" : null }, cell),
      ),
    );
  const body = element("tbody", {}, ...rows.slice(0, first).map(cells));
  const head = columns.map(({ heading, number }) => element("th", { scope: "col", class: number ? "number" : null }, heading));
  const made = element(
    "table",
    { class: "figures" },
    element("caption", { class: "visually-hidden" }, caption),
    element("thead", {}, element("tr", {}, ...head)),
    body,
  );
  // Wide tables scroll by themselves, by keyboard too.
  const frame = element("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption }, made);
  if (rows.length <= first) return frame;
  const more = button(t("显示全部 {count} 行", { count: rows.length }), () => {
    body.append(...rows.slice(first).map(cells));
    more.remove();
  }, { "data-act": "all-rows" });
  return element("div", {}, frame, more);
}

/**
 * Figures with what they are, side by side.
 * @param {[label: string, value: Child][]} pairs_
 */
export function pairs(pairs_) {
  return element(
    "dl",
    { class: "pairs" },
    ...pairs_.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", { class: "number" }, value))),
  );
}
