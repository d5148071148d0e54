// JSON from our own server.

/**
 * The decoded answer; an error where the server cannot be reached or refuses.
 *
 * @template Answer
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Answer>}
 */
export async function fetchJson(url, options = {}) {
  const answer = await fetch(url, options);
  if (answer.ok) return answer.json();
  // An answer that nobody reads keeps its connection.
  await answer.text();
  throw new Error(`HTTP ${answer.status} ${url}`);
}
