// The page asked for anew, with what is chosen in its form.

/** @typedef {{ page: Document | null, trouble: string }} Anew the page, or what is wrong with the choice */

/**
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 * @returns {Promise<Anew>}
 */
export async function askedAnew(form, signal) {
  const answer = await fetch(addressOf(form), { signal, headers: { accept: "text/html" } });
  // As text, into a document that runs nothing.
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok) return { page, trouble: "" };
  return { page: null, trouble: page.querySelector("main")?.textContent?.replace(/\s+/g, " ").trim() ?? "" };
}

/** The address that the form would be sent to. @param {HTMLFormElement} form */
export function addressOf(form) {
  const given = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === "string" && value !== "" ? [[name, value]] : [],
  );
  return `${form.action}?${new URLSearchParams(given)}`;
}
