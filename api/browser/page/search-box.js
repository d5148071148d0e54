// The search field: results in the list as one types.

/** @import { Finder } from "./finder.js" */

const PAUSE_MS = 80;

/**
 * @param {Finder} finder
 * @param {() => void} onSearch  Before the first result is shown.
 * @returns {() => void}  Ends a search.
 */
export function bindSearch(finder, onSearch) {
  const field = document.getElementById("search");
  if (!(field instanceof HTMLInputElement)) return () => undefined;
  let timer = 0;
  let asked = finder.choice.query;
  const ask = () => {
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    if (query) onSearch();
    else finder.choose({ query });
    // Until the answer is there, the list stays as it was.
    finder.source.search(query).then(() => {
      // An address for each letter would be a history of typing: the whole word is kept.
      if (query && asked === query) finder.choose({ query });
    });
  };
  const clear = () => {
    clearTimeout(timer);
    field.value = "";
    ask();
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      clear();
    }
    if (event.key === "Enter") {
      clearTimeout(timer);
      ask();
      document.querySelector(".results a")?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "ArrowDown") {
      const first = document.querySelector(".results a");
      if (first instanceof HTMLElement) {
        event.preventDefault();
        first.focus();
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    const inField = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field.focus();
    }
  });
  if (finder.choice.query) {
    field.value = finder.choice.query;
    const { query } = finder.choice;
    finder.source.onChange(onceReady(finder, () => finder.source.search(query)));
  }
  return clear;
}

/**
 * @param {Finder} finder
 * @param {() => void} act
 */
function onceReady(finder, act) {
  let done = false;
  return () => {
    if (done || finder.source.progress !== "ready") return;
    done = true;
    act();
  };
}
