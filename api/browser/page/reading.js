// How the page is read is kept on this phone: the language and the size of type that were last chosen.

const LANG = "lang";
const TEXT = "text";

/** Read as last time, unless the address says how; and remember what is chosen now. */
export function bindReading() {
  const asked = new URLSearchParams(window.location.search);
  const kept = { lang: recall(LANG), text: recall(TEXT) };
  if (!asked.has(LANG) && !asked.has(TEXT) && (kept.lang || kept.text)) {
    const { lang, dataset } = document.documentElement;
    const differs = (kept.lang && !lang.startsWith(kept.lang)) || (kept.text && dataset.text !== kept.text);
    if (differs) {
      if (kept.lang) asked.set(LANG, kept.lang);
      if (kept.text) asked.set(TEXT, kept.text);
      window.location.replace(`${window.location.pathname}?${asked}${window.location.hash}`);
      return;
    }
  }
  for (const link of document.querySelectorAll(".reading a")) {
    if (link instanceof HTMLAnchorElement) link.addEventListener("click", () => choose(link));
  }
}

/** @param {HTMLAnchorElement} link */
function choose(link) {
  if (link.dataset.lang) keep(LANG, link.dataset.lang);
  if (link.dataset.textSize) keep(TEXT, link.dataset.textSize === "large" ? "large" : null);
  // What is looked at goes along; the link may still name what was when the page came.
  const to = new URL(link.href);
  const at = new URLSearchParams(window.location.search).get("at");
  if (at) to.searchParams.set("at", at);
  else to.searchParams.delete("at");
  to.hash = window.location.hash;
  link.href = to.href;
}

/** @param {string} name */
function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string | null} value */
function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Where nothing may be kept, the links still say it.
  }
}
