// Buttons that copy something and say so.

const DONE_MS = 2000;

/**
 * Make the buttons in a part of a page work that copy what is written somewhere (`data-copy-from`).
 *
 * They are only there where the page came over https, or from this machine: browsers copy nothing else.
 *
 * @param {ParentNode} part
 */
export function bindCopies(part) {
  if (!navigator.clipboard) return;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (part.querySelectorAll("[data-copy-from]"))) {
    const say = announcer(button);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.copyFrom ?? "");
      if (!(from instanceof HTMLTextAreaElement)) return;
      await navigator.clipboard.writeText(from.value);
      say();
    });
  }
}

/**
 * A function that says on a button, for a while, that it is done.
 *
 * @param {HTMLButtonElement} button
 */
export function announcer(button) {
  const words = button.textContent;
  const done = button.dataset.done ?? words;
  let waiting = 0;
  button.setAttribute("aria-live", "polite");
  return () => {
    button.textContent = done;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      button.textContent = words;
    }, DONE_MS);
  };
}
