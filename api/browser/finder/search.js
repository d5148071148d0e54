// Search as one types: names and addresses, in characters or in pinyin. The same ranks and the same
// rules as the server's (layers/find/search.py): pinyin matches only from the start of a syllable.

/**
 * @typedef {import("./types.js").Facility} Facility
 * @typedef {{ facility: Facility, rank: number }} Found  A lower rank is a better match.
 */

import { Haystack } from "./haystack.js";

const NOT_FOUND = 255;
const NAME = 0;
const NAME_IN_ENGLISH = 10;
const PINYIN = 20;
const INITIALS = 30;
const ADDRESS = 40;
// What Python's str.split splits at: not the byte order mark, but the information separators.
const SPACES = /(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/u; // eslint-disable-line no-control-regex

// So many are indexed at a time: about a millisecond or two on a slow phone.
const SLICE = 250;

/**
 * Text as it is compared: compatibility forms folded (full width), case folded.
 *
 * There and back through upper case is Unicode's full case folding, but for the Turkish i without a
 * dot, which stays as it is, and for Cherokee, where both sides of a comparison are folded alike.
 * @param {string} text
 */
export function normalised(text) {
  const folded = text
    .normalize("NFKC")
    .split("ı")
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase())
    .join("ı");
  return folded.replace(/ς/g, "σ").replace(/\n/g, " ");
}

/**
 * The words of a query.
 * @param {string} query
 */
export function wordsOf(query) {
  return normalised(query).split(SPACES).filter(Boolean);
}

/** Names, addresses and pinyin of facilities, ready to be searched. */
export class SearchIndex {
  constructor() {
    /** @type {Facility[]} */
    this.facilities = [];
    /** @type {string[]} */
    this.names = [];
    /** @type {number[]} */
    this.lengths = [];
    /** @type {number[]} */
    this.layers = [];
    // All rows, as equally good ones come: layer by layer, the shortest name first.
    /** @type {number[]} */
    this.order = [];
    this.texts = new Map([NAME, NAME_IN_ENGLISH, ADDRESS].map((rank) => [rank, new Haystack()]));
    this.spelled = new Haystack();
    this.initials = new Haystack();
    // One a character of the spelled names: whether a syllable starts there.
    /** @type {Uint8Array} */
    this.syllables = new Uint8Array();
    /** @type {number[]} */
    this.syllableStarts = [];
  }

  /** @param {Facility} facility */
  add(facility) {
    const { name, name_en: nameEn, address } = facility.properties;
    const row = this.facilities.push(facility) - 1;
    const compared = normalised(String(name ?? ""));
    this.names.push(compared);
    // In characters, as Python counts.
    this.lengths.push([...compared].length);
    const before = row > 0 ? this.facilities[row - 1].layer : facility.layer;
    this.layers.push((row > 0 ? this.layers[row - 1] : 0) + (before === facility.layer ? 0 : 1));
    this.texts.get(NAME)?.add(row, compared);
    this.texts.get(NAME_IN_ENGLISH)?.add(row, normalised(String(nameEn ?? "")));
    this.texts.get(ADDRESS)?.add(row, normalised(String(address ?? "")));
    // A name without Chinese characters is one syllable, itself.
    const spellings = facility.pinyin.length ? facility.pinyin : [compared.replace(/ /g, "")];
    for (const spelling of spellings) this.addSpelling(row, spelling.split(" "));
  }

  /**
   * @param {number} row
   * @param {string[]} syllables
   */
  addSpelling(row, syllables) {
    let at = this.spelled.starts[this.spelled.starts.length - 1];
    for (const syllable of syllables) {
      this.syllableStarts.push(at);
      at += syllable.length;
    }
    this.spelled.add(row, syllables.join(""));
    this.initials.add(row, syllables.map((syllable) => [...syllable].slice(0, 1).join("")).join(""));
  }

  close() {
    const { layers, lengths } = this;
    this.order = this.facilities.map((_, row) => row);
    this.order.sort(
      (one, other) => layers[one] - layers[other] || lengths[one] - lengths[other] || one - other,
    );
    for (const haystack of [...this.texts.values(), this.spelled, this.initials]) haystack.close();
    this.syllables = new Uint8Array(this.spelled.text.length + 1);
    for (const start of this.syllableStarts) this.syllables[start] = 1;
    this.syllableStarts = [];
  }

  /**
   * The facilities that hold every word of a query, best first.
   * @param {string} query
   * @returns {Found[]}
   */
  find(query) {
    const words = wordsOf(query);
    if (!words.length) return [];
    const ranks = words.map((word) => this.ranksOf(word));
    /** @type {Found[][]} */
    const byRank = [];
    for (const row of this.order) {
      if (ranks.some((ranked) => ranked[row] === NOT_FOUND)) continue;
      const rank = ranks.reduce((sum, ranked) => sum + ranked[row], 0);
      (byRank[rank] ??= []).push({ facility: this.facilities[row], rank });
    }
    return byRank.flat();
  }

  /**
   * The rank of one word in each row.
   * @param {string} word
   */
  ranksOf(word) {
    const ranks = new Uint8Array(this.facilities.length).fill(NOT_FOUND);
    const rate = (/** @type {number} */ row, /** @type {number} */ rank) => {
      if (rank < ranks[row]) ranks[row] = rank;
    };
    for (const [rank, haystack] of this.texts) {
      haystack.forEach(word, (row, offset) => {
        const whole = rank === NAME && this.names[row] === word;
        rate(row, rank + (whole ? 0 : offset === 0 ? 1 : 2));
      });
    }
    if (!/^[a-z0-9]+$/.test(word)) return ranks;
    this.spelled.forEach(word, (row, offset, position, end) => {
      if (this.startsSyllable(word, position, end)) rate(row, PINYIN + (offset === 0 ? 1 : 2));
    });
    this.initials.forEach(word, (row, offset) => rate(row, INITIALS + (offset === 0 ? 1 : 2)));
    return ranks;
  }

  /**
   * Whether a word that was found at a position starts a syllable there, or farther on in that text.
   * @param {string} word
   * @param {number} position
   * @param {number} end
   */
  startsSyllable(word, position, end) {
    const { text } = this.spelled;
    for (let at = position; at >= 0 && at < end; at = text.indexOf(word, at + 1)) {
      if (this.syllables[at]) return true;
    }
    return false;
  }
}

/**
 * The search index of a list of facilities, those of a layer together, made a slice at a time, so that a page goes on answering.
 * @param {readonly Facility[]} facilities
 * @param {() => Promise<unknown>} [pause]  Waits between two slices, until others have had their turn.
 * @returns {Promise<SearchIndex>}
 */
export async function searchIndex(facilities, pause = nextTask) {
  const index = new SearchIndex();
  for (let from = 0; from < facilities.length; from += SLICE) {
    if (from) await pause();
    for (const facility of facilities.slice(from, from + SLICE)) index.add(facility);
  }
  index.close();
  return index;
}

/** @returns {Promise<void>} */
function nextTask() {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
