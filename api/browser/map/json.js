// JSON from our own server, or out of the page where that carries it.

/**
 * The decoded answer; an error where the server cannot be reached or refuses.
 *
 * @template Answer
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Answer>}
 */
export async function fetchJson(url, options = {}) {
  const carried = carriedJson(url);
  if (carried !== null) return JSON.parse(carried);
  const answer = await fetch(url, options);
  if (answer.ok) return answer.json();
  // An answer that nobody reads keeps its connection.
  await answer.text();
  throw new Error(`HTTP ${answer.status} ${url}`);
}

/** What a page that stands alone, on a disk, has in it. @param {string} url */
function carriedJson(url) {
  for (const each of document.querySelectorAll("script[data-carries]")) {
    if (each instanceof HTMLElement && each.dataset.carries === url) return each.textContent;
  }
  return null;
}
