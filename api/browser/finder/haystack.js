// Texts joined, so that a word is looked for in thousands of them in one pass.

const SEPARATOR = "\n";

/** Many texts, each of a row. Those that are empty are never found. */
export class Haystack {
  constructor() {
    /** @type {string[]} */
    this.pieces = [];
    /** @type {number[]} */
    this.starts = [0];
    /** @type {number[]} */
    this.rows = [];
    this.text = "";
  }

  /**
   * @param {number} row
   * @param {string} text
   */
  add(row, text) {
    if (!text) return;
    this.rows.push(row);
    this.pieces.push(text);
    this.starts.push(this.starts[this.starts.length - 1] + text.length + 1);
  }

  close() {
    this.text = this.pieces.join(SEPARATOR);
    this.pieces = [];
  }

  /**
   * Call `found(row, offset, position)` at the first place in each text that holds the word.
   * @param {string} word
   * @param {(row: number, offset: number, position: number, end: number) => void} found
   */
  forEach(word, found) {
    const { text, starts, rows } = this;
    let piece = 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, starts[piece])) {
      while (starts[piece + 1] <= at) piece += 1;
      found(rows[piece], at - starts[piece], at, starts[piece + 1]);
      piece += 1;
      if (piece === rows.length) return;
    }
  }
}
